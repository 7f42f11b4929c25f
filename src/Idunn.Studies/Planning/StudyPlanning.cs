using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>Makes a <see cref="StudyPlan"/>: load, check, compile, number.</summary>
internal sealed class StudyPlanning(Study study, Science science)
{
    private readonly List<Finding> findings = [];
    private readonly StudyTextPlaces places = new(study.Location.File);

    public StudyPlan Run()
    {
        var card = science.Card(study.Model, places.Of(study.Model, "model:"), findings);
        Stop();
        var model = science.Model(card!);
        var populations = study.Arms.Select(arm => Cohort(arm)).DistinctBy(cohort => cohort.Population)
            .ToDictionary(cohort => cohort.Population, cohort => science.Population(cohort.Population, PlaceOf(cohort), findings));
        Stop();
        var tables = populations.Keys.ToDictionary(name => name, name => Tables(card!, populations[name]!));
        Stop();
        CheckModel(card!, model, tables.Values);
        var published = Published();
        var observed = CheckReadouts(card!, model, published);
        CheckRoutes(card!);
        Stop();
        var compiled = CompiledModel.Compile(model, observed);
        CheckCard(card!, compiled);
        Stop();
        var arms = study.Arms.Select(arm => Plan(arm, card!, model, compiled, populations[Cohort(arm).Population]!, tables[Cohort(arm).Population])).ToList();
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

    private SourceLocation PlaceOf(CohortPlan cohort) => places.Of(cohort.Population, "population:");

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
        .. study.Published.SelectMany(name => science.Observation(name, places.Of(name, "published:"), findings) is { } table
            ? PublishedTable.Parse(name, table.File, table.Text, findings)
            : []),
    ];

    private List<string> CheckReadouts(ModelCard card, Model model, ImmutableArray<PublishedRow> published)
    {
        var known = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Id).Concat(model.Reactions.Select(reaction => reaction.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var readout in study.Readouts.Where(readout => !known.Contains(readout)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' has no quantity '{readout}' to read out.", Nearest.Suggestion(readout, known), places.Of(readout, "readouts:")));
        return [.. EndpointPlan.Observed(study, card, published).Where(known.Contains)];
    }

    private void CheckRoutes(ModelCard card)
    {
        foreach (var dose in study.Arms.SelectMany(arm => arm.Doses).Where(dose => !card.Routes.ContainsKey(dose.Route)).DistinctBy(dose => dose.Location))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' has no route '{dose.Route}'.", Nearest.Suggestion(dose.Route, card.Routes.Keys), dose.Location));
        foreach (var product in study.Products)
            foreach (var (cargo, amount) in product.Cargo.Where(entry => !card.Cargo.ContainsKey(entry.Key)))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' does not carry the cargo '{cargo}'.", Nearest.Suggestion(cargo, card.Cargo.Keys), amount.Location));
        foreach (var arm in study.Arms.Where(arm => arm.Doses.Select(dose => dose.Give).Distinct().Select(id => Product(id)).Any(product => product is { Diameter: not null } or { Cargo.Count: > 0 } or { ParticlesPerMicrogram: not null })
            && arm.Doses.Select(dose => dose.Give).Distinct().Count() > 1))
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"Arm '{arm.Id}' gives products that differ, but the model follows one kind of vesicle at a time.", "Give them in two arms, or describe both alike.", arm.Location));
    }

    private void CheckCard(ModelCard card, CompiledModel compiled)
    {
        foreach (var state in card.Routes.Values.Concat(card.Given is { } given ? [given] : []).Where(state => compiled.IndexOfState(state) < 0))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model has no state '{state}', which the card names.", Nearest.Suggestion(state, compiled.StateIds), card.Location));
        foreach (var parameter in card.ComputedIds.Where(parameter => compiled.IndexOfParameter(parameter) < 0))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model has no parameter '{parameter}', which the card names.", Nearest.Suggestion(parameter, compiled.ParameterIds), card.Location));
    }

    private Product? Product(string id) => study.Products.FirstOrDefault(product => product.Id == id);

    private (ArmPlan Plan, SubjectSampling Sampling) Plan(Arm arm, ModelCard card, Model model, CompiledModel compiled, Population population, ImmutableArray<ParameterTable> tables)
    {
        var cohort = Cohort(arm);
        var bindings = ParameterBinding.Bind(model, tables);
        var overrides = arm.Doses.Select(dose => Product(dose.Give)).OfType<Product>().FirstOrDefault() is { } product
            ? ProductNumbers.Of(product, card, bindings)
            : new Dictionary<string, double>();
        var sampling = new SubjectSampling(compiled, bindings, population, overrides, findings);
        CheckValues(arm, card, compiled, sampling, cohort);
        var time = UnitParser.Parse(model.TimeUnit ?? "d");
        var kgPerUnit = card.BodyMass is { } mass && bindings.FirstOrDefault(binding => binding.Id == mass) is { } bound
            ? UnitParser.Parse(bound.Row.Unit).ConversionFactor(UnitParser.Parse("kg")) / bound.Factor
            : double.NaN;
        var schedule = new DoseSchedule(arm, card, compiled, time, kgPerUnit);
        if (schedule.NeedsBodyMass && double.IsNaN(kgPerUnit))
            findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"Arm '{arm.Id}' is dosed per kg, but the model '{card.Name}' knows no body mass.", "Give the dose in particles or µg, or name 'bodyMass:' in the model card.", arm.Location));
        if (schedule.NeedsParticlesPerMicrogram && card.ParticlesPerMicrogram is null)
            findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"Arm '{arm.Id}' is dosed in µg, but the model '{card.Name}' has no number of particles per µg.", "Give the dose in particles.", arm.Location));
        var day = time.ConversionFactor(UnitParser.Parse("d"));
        var end = (arm.Until ?? study.Until).In(time);
        var wanted = schedule.Ends.Select(at => at * day).Concat(study.Endpoints.SelectMany(endpoint => new[] { endpoint.From, endpoint.To }).OfType<Amount>().Select(at => at.In("d")))
            .Concat(card.Report.Times);
        var grid = OutputGrid.Create([.. schedule.Times.Select(at => at * day)], end * day, wanted);
        double[] outputs = [.. grid.Select(at => Math.Min(at / day, end))];
        outputs[^1] = end;
        var diameter = card.Diameter is { } d
            ? new[] { d.Median, d.GeometricSd, d.From, d.To, d.Mean, d.MeanSquare, d.MeanCube, d.MeanInverse }.Select(compiled.IndexOfParameter).ToArray()
            : [];
        return (new(arm, cohort, population, end, outputs, sampling, schedule, diameter), sampling);
    }

    /// <summary>Every parameter has a value once the first subject is drawn; the moments come after.</summary>
    private void CheckValues(Arm arm, ModelCard card, CompiledModel compiled, SubjectSampling sampling, CohortPlan cohort)
    {
        var values = new double[compiled.ParameterIds.Length];
        sampling.Sample(cohort.Seed, 0, 0, values);
        for (var i = 0; i < values.Length; i++)
            if (double.IsNaN(values[i]) && !card.MomentIds.Contains(compiled.ParameterIds[i]))
                findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"Parameter '{compiled.ParameterIds[i]}' has no value for population '{cohort.Population}' (arm '{arm.Id}').",
                    "Add a row to a parameter table of the model or of the population.", card.Location));
    }

    private static double Tolerance(string state, ModelCard card, Model model)
    {
        var unit = model.Species.Concat<Quantity>(model.Parameters).Concat(model.Compartments).FirstOrDefault(quantity => quantity.Id == state)?.Unit;
        return unit is not null && card.Tolerances.TryGetValue(unit, out var tolerance) ? tolerance : 1e-9;
    }
}
