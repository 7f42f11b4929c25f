using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>Makes a <see cref="StudyPlan"/>: load, check, compile, number.</summary>
internal sealed class StudyPlanning(Study study, Science science)
{
    private readonly List<Finding> findings = [];

    public StudyPlan Run()
    {
        var card = science.Card(study.Model, study.Places.Of(study.Location, "model"), findings);
        Stop();
        var model = science.Model(card!);
        var populations = study.Arms.Select(arm => Cohort(arm)).DistinctBy(cohort => cohort.Population)
            .ToDictionary(cohort => cohort.Population, cohort => science.Population(cohort.Population, PlaceOf(cohort), findings));
        Stop();
        var tables = populations.Keys.ToDictionary(name => name, name => Tables(card!, populations[name]!));
        Stop();
        CheckModel(card!, model, tables.Values);
        var published = Published();
        var checks = new PlanChecks(study, card!, findings);
        var observed = checks.Readouts(model, published);
        checks.Routes();
        checks.Products();
        foreach (var population in populations.Values)
            checks.References(population!, science.References);
        Stop();
        var compiled = CompiledModel.Compile(model, observed);
        checks.Card(compiled);
        Stop();
        var units = tables.ToDictionary(table => table.Key, table => ModelUnits.Of(model, table.Value, findings));
        checks.CardUnits(units.Values.First());
        Stop();
        var arms = study.Arms.Select(arm => Plan(arm, card!, model, compiled, populations[Cohort(arm).Population]!, tables[Cohort(arm).Population], units[Cohort(arm).Population], published)).ToList();
        Stop();
        return new()
        {
            Study = study,
            Card = card!,
            Model = model,
            Compiled = compiled,
            Published = published,
            Arms = [.. arms.Select(arm => arm.Plan)],
            VaryingParameters = [.. arms.SelectMany(arm => arm.Sampling.VaryingIndices).Distinct().Order().Select(index => compiled.ParameterIds[index])],
            Inputs = InputList.Of(study, card!, populations.Values.OfType<Population>(), name => tables[name]),
            References = science.References,
            InputHashes = science.Hashes.Add($"studies/{Path.GetFileName(study.Location.File)}", Science.Hash(File.ReadAllText(study.Location.File))),
            OdeOptions = new() { RelativeTolerance = study.RelativeTolerance, AbsoluteTolerance = [.. compiled.StateIds.Select(id => Tolerance(id, card!, model))] },
        };
    }

    private void Stop()
    {
        if (findings.Any(finding => finding.Severity == Severity.Error))
            throw new FindingsException(findings);
    }

    private CohortPlan Cohort(Arm arm) => arm.Cohort ?? study.Cohort;

    private SourceLocation PlaceOf(CohortPlan cohort) => study.Places.Of(cohort.Location, "population");

    private ImmutableArray<ParameterTable> Tables(ModelCard card, Population population) =>
    [
        .. card.Parameters.Select(name => science.Table(name, card.Location, findings)).Concat(population.Parameters.Select(name => science.Table(name, population.Location, findings)))
            .OfType<ParameterTable>(),
    ];

    /// <summary>The same table is shared by all populations: what is wrong with it is said once.</summary>
    private void CheckModel(ModelCard card, Model model, IEnumerable<ImmutableArray<ParameterTable>> populations)
    {
        var references = science.References.Keys.ToHashSet(StringComparer.Ordinal);
        findings.AddRange(populations.SelectMany(tables => ModelChecker.Check(model, tables, card.ComputedIds, references)).Distinct());
    }

    private ImmutableArray<PublishedRow> Published() =>
    [
        .. study.Published.SelectMany((name, i) => science.Observation(name, study.Places.Of(study.Location, "published", i), findings) is { } table
            ? PublishedTable.Parse(name, table.File, table.Text, findings)
            : []),
    ];

    private (ArmPlan Plan, SubjectSampling Sampling) Plan(Arm arm, ModelCard card, Model model, CompiledModel compiled, Population population, ImmutableArray<ParameterTable> tables, ModelUnits units,
        ImmutableArray<PublishedRow> published)
    {
        var cohort = Cohort(arm);
        var bindings = ParameterBinding.Bind(model, tables);
        var sampling = new SubjectSampling(compiled, bindings, population, Overrides(arm, card, bindings), findings);
        CheckValues(arm, card, compiled, sampling, cohort);
        var time = UnitParser.Parse(model.TimeUnit ?? "d");
        var schedule = new DoseSchedule(arm, card, compiled, units, time);
        var day = time.ConversionFactor(UnitParser.Parse("d"));
        var end = (arm.Until ?? study.Until).In(time);
        var endpoints = study.Endpoints.Where(endpoint => endpoint.Arms.IsEmpty || endpoint.Arms.Contains(arm.Id)).SelectMany(endpoint => new[] { endpoint.From, endpoint.To });
        // Published times count from the first dose.
        var first = schedule.Times.FirstOrDefault() * day;
        var rows = published.Where(row => row.IsPredicted && row.Population == population.Name).SelectMany(row => new[] { row.From, row.To });
        var wanted = endpoints.OfType<Amount>().Select(at => at.In("d")).Concat(rows.OfType<Amount>().Select(at => first + at.In("d"))).Concat(schedule.Ends.Take(1).Select(at => at * day))
            .Concat(card.Report.Times);
        var grid = OutputGrid.Create([.. schedule.Times.Select(at => at * day)], end * day, wanted);
        double[] outputs = [.. grid.Select(at => Math.Min(at / day, end))];
        outputs[^1] = end;
        var diameter = card.Diameter is { } d
            ? new[] { d.Median, d.GeometricSd, d.From, d.To, d.Mean, d.MeanSquare, d.MeanCube, d.MeanInverse }.Select(compiled.IndexOfParameter).ToArray()
            : [];
        return (new(arm, cohort, population, end, outputs, sampling, schedule, diameter), sampling);
    }

    /// <summary>The numbers that the study sets for what it gives in this arm.</summary>
    private Dictionary<string, double> Overrides(Arm arm, ModelCard card, ImmutableArray<ParameterBinding> bindings)
    {
        var numbers = arm.Doses.Select(dose => dose.Give).Distinct().Select(id => ProductNumbers.Of(study.Products.First(product => product.Id == id), card, bindings)).ToList();
        if (numbers.Any(other => !other.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(numbers[0].OrderBy(entry => entry.Key, StringComparer.Ordinal))))
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"Arm '{arm.Id}' gives products that differ, but the model follows one kind of vesicle at a time.", "Give them in two arms, or describe both alike.", study.Places.Of(arm.Location, "doses")));
        return numbers.Count > 0 ? numbers[0] : [];
    }

    /// <summary>Every parameter has a value once the first subject is drawn; the moments come after.</summary>
    private void CheckValues(Arm arm, ModelCard card, CompiledModel compiled, SubjectSampling sampling, CohortPlan cohort)
    {
        var values = new double[compiled.ParameterIds.Length];
        sampling.Sample(cohort.Seed, 0, false, values);
        for (var i = 0; i < values.Length; i++)
            if (double.IsNaN(values[i]) && !card.MomentIds.Contains(compiled.ParameterIds[i]))
                findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"Parameter '{compiled.ParameterIds[i]}' has no value for population '{cohort.Population}' (arm '{arm.Id}').",
                    "Add a row to a parameter table of the model or of the population.", card.Location));
    }

    private static double Tolerance(string state, ModelCard card, Model model)
    {
        var unit = model.Species.Concat<Quantity>(model.Parameters).Concat(model.Compartments).FirstOrDefault(quantity => quantity.Id == state)?.Unit;
        foreach (var (of, error) in card.Tolerances)
            if (of == unit)
                return error;
        return 1e-9;
    }
}
