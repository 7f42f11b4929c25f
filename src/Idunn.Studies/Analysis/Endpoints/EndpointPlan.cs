using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Analysis.Endpoints;

/// <summary>All numbers to compute for each subject: the study's endpoints, then what the published rows have to be held against.</summary>
/// <param name="Published">The rows of the study's observation tables, in their order.</param>
public sealed record EndpointPlan(ImmutableArray<PlannedEndpoint> Endpoints, ImmutableArray<PublishedRow> Published)
{
    /// <summary>What the model has to observe for a study: its readouts, what its published rows need, and both sides of the particle balance.</summary>
    public static ImmutableArray<string> Observed(Study study, ModelCard card, IEnumerable<PublishedRow> published) =>
    [
        .. study.Readouts
            .Concat(study.Endpoints.Select(endpoint => endpoint.Of))
            .Concat(published.Where(row => row.IsPredicted).Select(row => row.Readout))
            .Concat(new[] { card.Given, card.Conserved }.OfType<string>())
            .Distinct(),
    ];

    /// <exception cref="FindingsException">IDN521 to IDN524.</exception>
    public static EndpointPlan Create(StudyPlan plan)
    {
        var findings = new List<Finding>();
        var units = new ReadoutUnits(plan);
        var endpoints = ImmutableArray.CreateBuilder<PlannedEndpoint>();
        foreach (var endpoint in plan.Study.Endpoints)
            endpoints.Add(Planned(endpoint, plan, units));
        foreach (var row in plan.Published.Where(row => row.IsPredicted))
            if (Planned(row, plan, units, findings) is { } planned)
                endpoints.Add(planned);
        CheckColumns(endpoints, plan, findings);
        return findings.Count > 0 ? throw new FindingsException(findings) : new(endpoints.ToImmutable(), plan.Published);
    }

    private static PlannedEndpoint Planned(Endpoint endpoint, StudyPlan plan, ReadoutUnits units)
    {
        var measure = MeasureText.Known[endpoint.Measure];
        return new(
            endpoint.Id, plan.Compiled.ObservedIds.IndexOf(endpoint.Of), measure, TimeOrigin.Start, units.ModelTime(endpoint.From) ?? 0,
            units.ModelTime(endpoint.To) ?? double.PositiveInfinity, endpoint.Arms.IsEmpty ? [.. plan.Arms.Where(arm => plan.Card.Report.MakesSense(endpoint.Of, arm.Population.Name)).Select(arm => arm.Arm.Id)] : endpoint.RelativeTo is { } healthy ? [.. endpoint.Arms, healthy] : endpoint.Arms,
            measure.UnitOf(units.Of(endpoint.Of), units.Dose), units.DaysPerTime, endpoint.Level);
    }

    private static PlannedEndpoint? Planned(PublishedRow row, StudyPlan plan, ReadoutUnits units, List<Finding> findings)
    {
        // A table may serve several models, so that an id of another one is no fault; a misspelt one would turn an input into evidence.
        foreach (var id in row.UsedBy.Where(id => !plan.IsParameter(id)))
            if (Spelling.Closest(id, plan.Compiled.ParameterIds) is { } meant)
                findings.Add(new(Severity.Error, AnalysisCodes.UnknownParameter, $"'{row.Id}' is said to be used by '{id}', which is no parameter of the model.", $"Did you mean '{meant}'? Else the number would count as independent.", row.Location));
        var observed = plan.Compiled.ObservedIds.IndexOf(row.Readout);
        if (observed < 0)
        {
            findings.Add(new(Severity.Error, AnalysisCodes.UnknownReadout, $"The model has no '{row.Readout}', from which '{row.Id}' is to be predicted.", Nearest.Suggestion(row.Readout, units.Known), row.Location));
            return null;
        }
        var unit = row.Measure.UnitOf(units.Of(row.Readout), units.Dose);
        var isRatio = row.Over.Length > 0;
        if (units.Parse(isRatio ? "" : unit) is { } predicted && !predicted.IsCompatibleWith(UnitParser.Parse(row.Unit)))
        {
            findings.Add(new(
                Severity.Error, AnalysisCodes.WrongUnit, $"'{row.Id}' is published in '{row.Unit}', but {(isRatio ? "a ratio of two arms is a pure number" : $"the {row.What.ToLowerInvariant()} from '{row.Readout}' is in '{unit}'")}.",
                "Correct the unit, the readout or the measure of the row.", row.Location));
            return null;
        }
        var pairs = PublishedArms.Of(row, plan);
        var arms = pairs.SelectMany(pair => new[] { pair.Arm, pair.Below }).OfType<ArmPlan>().Distinct().ToList();
        // Arms without a dose are read at the times of those with one.
        var hasUndosed = arms.Any(arm => !arm.Arm.Doses.Any(dose => dose.IsProduct));
        var (clock, shift) = row.Clock == TimeOrigin.FirstDose && hasUndosed ? (TimeOrigin.Start, pairs.Select(pair => pair.Arm.FirstDose).FirstOrDefault(double.IsFinite)) : (row.Clock, 0);
        return new(
            row.Column, observed, row.Measure, clock, shift + (units.ModelTime(row.From) ?? 0), shift + (units.ModelTime(row.To) ?? double.PositiveInfinity),
            [.. WithScaled(arms, plan).Select(arm => arm.Arm.Id)], unit, units.DaysPerTime);
    }

    /// <summary>Arms that differ by the width of the priors of effects alone are held against the same row, so that its weight can be told for each.</summary>
    private static IEnumerable<ArmPlan> WithScaled(IReadOnlyCollection<ArmPlan> arms, StudyPlan plan) =>
        arms.Concat(plan.Arms.Where(arm => arm.Arm.EffectScale != 1 && arms.Any(whole => arm.Arm.Id == whole.Arm.Id + StudyExpansion.Suffix(arm.Arm.EffectScale))));

    private static void CheckColumns(IEnumerable<PlannedEndpoint> endpoints, StudyPlan plan, List<Finding> findings)
    {
        foreach (var (table, columns) in new[] { ("subjects", SubjectColumns.Names(plan, endpoints)), ("timecourse", TimeCourseColumns.Names(plan)) })
            foreach (var twice in columns.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
                findings.Add(new(
                    Severity.Error, AnalysisCodes.ColumnClash, $"The table '{table}' would have two columns '{twice.Key}'.",
                    "Give the endpoint another id; arm, draw, subject, time_d, ending, culprit, steps, rejected, dose and balance_error are taken.", plan.Study.Location));
    }
}
