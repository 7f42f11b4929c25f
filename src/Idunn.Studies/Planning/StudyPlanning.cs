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
internal sealed class StudyPlanning(Study written, Science science)
{
    // Readings of a course in which a level may be crossed: a quarter of a year for a life.
    private const int CrossingPoints = 300;

    /// <summary>Tasks below which the model starts interpreted, and machine code follows in the background: they may be over before.</summary>
    private const int FewTasks = 4;

    /// <summary>What the arms of one population and the same protocols share.</summary>
    private sealed record Setting(Population Population, ImmutableArray<ParameterTable> Tables)
    {
        public required ModelUnits Units { get; init; }

        public required ImmutableArray<ParameterBinding> Bindings { get; init; }
    }

    private readonly List<Finding> findings = [];
    private Study study = written;

    public StudyPlan Run()
    {
        var card = science.Card(study.Model, study.Places.Of(study.Location, "model"), findings);
        Stop();
        var model = science.Model(card!);
        var protocols = Protocols();
        study = new StudyExpansion(study, card!, protocols, findings).Run();
        var populations = study.Arms.Select(arm => Cohort(arm)).DistinctBy(cohort => cohort.Population)
            .ToDictionary(cohort => cohort.Population, cohort => Population(cohort, card!));
        Stop();
        var healthy = populations.Keys.ToDictionary(name => name, name => Tables(card!, populations[name]!));
        var tables = study.Arms.DistinctBy(KeyOf).ToDictionary(KeyOf, arm => Layered(healthy[Cohort(arm).Population], arm, protocols));
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
        var tier = study.Arms.Select(Cohort).Sum(cohort => (long)cohort.Size + cohort.Draws) < FewTasks ? CompilationTier.Tiered : CompilationTier.MachineCode;
        var compiled = CompiledModel.Compile(model, observed, tier, card!.Diffusion?.State);
        checks.Card(compiled);
        Stop();
        var settings = study.Arms.DistinctBy(KeyOf).ToDictionary(KeyOf, arm => new Setting(populations[Cohort(arm).Population]!, tables[KeyOf(arm)])
        {
            Units = ModelUnits.Of(model, tables[KeyOf(arm)], findings),
            Bindings = ParameterBinding.Bind(model, tables[KeyOf(arm)]),
        });
        checks.CardUnits(settings.Values.First().Units);
        checks.Attribution(settings.Values.First().Bindings);
        Stop();
        var arms = study.Arms.Select(arm => Plan(arm, card!, model, compiled, settings[KeyOf(arm)], published)).ToList();
        Stop();
        var names = science.TranslatedNames;
        return new()
        {
            Study = study,
            Card = card!,
            Model = model,
            Compiled = compiled,
            Published = published,
            Claims = science.ClaimsOf(study.Id),
            Arms = [.. arms.Select(arm => arm.Plan)],
            VaryingParameters = [.. arms.SelectMany(arm => arm.Sampling.VaryingIndices).Distinct().Order().Select(index => compiled.ParameterIds[index])],
            Protocols = protocols,
            Bindings = settings[KeyOf(study.Arms[0])].Bindings.ToImmutableSortedDictionary(binding => binding.Id, binding => binding, StringComparer.Ordinal),
            Inputs = InputList.Of(study, card!, populations.Values.OfType<Population>(), name => healthy[name], protocols.Values, name => science.Table(name, card!.Location, []), names),
            References = science.References,
            Names = names,
            InputHashes = science.Hashes.Add($"studies/{Path.GetFileName(study.Location.File)}", Science.Hash(File.ReadAllText(study.Location.File))),
            OdeOptions = new() { RelativeTolerance = study.RelativeTolerance ?? card!.RelativeTolerance, AbsoluteTolerance = [.. compiled.StateIds.Select(id => Tolerance(id, card!, model))] },
        };
    }

    private string KeyOf(Arm arm) => $"{Cohort(arm).Population} {string.Join(' ', arm.Protocols)}";

    private ImmutableSortedDictionary<string, Protocol> Protocols()
    {
        var protocols = ImmutableSortedDictionary.CreateBuilder<string, Protocol>(StringComparer.Ordinal);
        foreach (var arm in study.Arms)
            for (var i = 0; i < arm.Protocols.Length; i++)
                if (!protocols.ContainsKey(arm.Protocols[i]) && science.Protocol(arm.Protocols[i], study.Places.Of(arm.Location, "protocols", i), findings) is { } protocol)
                    protocols.Add(protocol.Name, protocol);
        return protocols.ToImmutable();
    }

    /// <summary>The healthy tables, with the rows of the arm's protocols in place of those of the same id.</summary>
    private ImmutableArray<ParameterTable> Layered(ImmutableArray<ParameterTable> healthy, Arm arm, ImmutableSortedDictionary<string, Protocol> protocols)
    {
        var known = healthy.SelectMany(table => table.Rows).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var protocol in arm.Protocols.Select(name => protocols.GetValueOrDefault(name)).OfType<Protocol>())
        {
            ImmutableArray<ParameterTable> disease = [.. protocol.Parameters.Select(name => science.Table(name, protocol.Location, findings)).OfType<ParameterTable>()];
            foreach (var row in disease.SelectMany(table => table.Rows).Where(row => !known.Contains(row.Id)))
                findings.Add(FindingCodes.UnusedRow.At(row.Location, $"'{row.Id}' of the protocol '{protocol.Name}' takes the place of no row of the healthy.", Nearest.Suggestion(row.Id, known)));
            healthy = ParameterTable.Layered(healthy, disease);
        }
        return healthy;
    }

    private void Stop()
    {
        if (findings.Any(finding => finding.Severity == Severity.Error))
            throw new FindingsException(findings);
    }

    private CohortPlan Cohort(Arm arm) => arm.Cohort ?? study.Cohort;

    private Population? Population(CohortPlan cohort, ModelCard card)
    {
        if (card.Populations.IsEmpty || card.Populations.Contains(cohort.Population))
            return science.Population(cohort.Population, PlaceOf(cohort), findings)?.For(card.Name);
        findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' is not made for the population '{cohort.Population}'.", Nearest.Suggestion(cohort.Population, card.Populations), PlaceOf(cohort)));
        return null;
    }

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

    private (ArmPlan Plan, SubjectSampling Sampling) Plan(Arm arm, ModelCard card, Model model, CompiledModel compiled, Setting setting, ImmutableArray<PublishedRow> published)
    {
        var cohort = Cohort(arm);
        var sampling = new SubjectSampling(compiled, setting.Bindings, setting.Population, Overrides(arm, card, compiled, setting.Bindings), (card.Effects, arm.EffectScale), IsOff(card), findings);
        CheckValues(arm, card, compiled, sampling, cohort);
        var time = UnitParser.Parse(model.TimeUnit ?? "d");
        var schedule = new DoseSchedule(arm, card, compiled, setting.Units, time);
        var day = time.ConversionFactor(UnitParser.Parse("d"));
        var end = (arm.Until ?? study.Until).In(time);
        var endpoints = study.Endpoints.Where(endpoint => endpoint.Arms.IsEmpty || endpoint.Arms.Contains(arm.Id) || endpoint.RelativeTo == arm.Id).SelectMany(endpoint => new[] { endpoint.From, endpoint.To });
        // Published times count from the first dose.
        double[] doses = [.. schedule.Times.Select(at => at * day)];
        var first = doses.FirstOrDefault();
        var (age, young) = Age(cohort, card, setting, time);
        var rows = published.Where(row => row.IsPredicted && row.Population == setting.Population.Name)
            .SelectMany(row => new[] { row.From, row.To }.OfType<Amount>().Select(at => at.In("d") + (row.Clock switch { TimeOrigin.FirstDose => first, TimeOrigin.Birth => -age * day, _ => 0 })));
        var wanted = endpoints.OfType<Amount>().Select(at => at.In("d")).Concat(rows).Concat(schedule.Ends.Take(1).Concat(schedule.TreatmentStarts).Select(at => at * day))
            .Concat(card.Report.Times.Select(at => Analysis.ArmResult.MapTime(at, doses))).Concat(CrossingTimes(arm, end * day, other => [.. new DoseSchedule(other, card, compiled, setting.Units, time).Times.Select(at => at * day)]));
        var grid = OutputGrid.Create([.. schedule.Times.Select(at => at * day)], end * day, wanted);
        double[] outputs = [.. grid.Select(at => Math.Min(at / day, end))];
        outputs[^1] = end;
        var diameter = card.Diameter is { } d
            ? new[] { d.Median, d.GeometricSd, d.From, d.To, d.Mean, d.MeanSquare, d.MeanCube, d.MeanInverse }.Select(compiled.IndexOfParameter).ToArray()
            : [];
        return (new(arm, cohort, setting.Population, double.IsNaN(age) ? 0 : young - age, age, end, outputs, sampling, schedule, diameter) { Bindings = setting.Bindings }, sampling);
    }

    /// <summary>
    /// Times at which an arm is read because a level may be crossed then: fine, and where it is compared also those of the other arms. An arm read at other times would seem to cross at another one,
    /// since a crossing is seen between two readings.
    /// </summary>
    private IEnumerable<double> CrossingTimes(Arm arm, double end, Func<Arm, double[]> doses)
    {
        var crossings = study.Endpoints.Where(endpoint => endpoint.Measure is "time-below" or "time-above" && (endpoint.Arms.IsEmpty || endpoint.Arms.Contains(arm.Id))).ToList();
        if (crossings.Count == 0) return [];
        var others = crossings.Where(endpoint => endpoint.IsComparison).SelectMany(endpoint => endpoint.Arms).Distinct().Where(id => id != arm.Id).Select(id => study.Arms.First(other => other.Id == id));
        return Enumerable.Range(1, CrossingPoints - 1).Select(i => end * i / CrossingPoints).Concat(others.SelectMany(other => OutputGrid.Create(doses(other), end, [])));
    }

    /// <summary>The cohort's age at time 0, and the young age at which the model starts, both in model time; NaN when subjects have none.</summary>
    private (double AtStart, double Young) Age(CohortPlan cohort, ModelCard card, Setting setting, Unit time)
    {
        if (card.YoungAge is not { } id)
        {
            if (cohort.Age is { } without)
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The cohort has an age, but in the model '{card.Name}' subjects have none.", "Leave 'age:' out, or take another model.", without.Location));
            return (double.NaN, double.NaN);
        }
        var row = setting.Bindings.First(binding => binding.Id == id).Row;
        var young = new Amount(row.NominalValue, row.Unit, row.Location).In(time);
        if (cohort.Age is not { } age)
            return (young, young);
        if (age.In(time) < young)
            findings.Add(new(Severity.Error, StudyCodes.OutOfRange, $"The cohort is {age} old, younger than the {row.NominalValue} {row.Unit} at which the model starts.", "Give an older age, or none.", age.Location));
        return (Math.Max(young, age.In(time)), young);
    }

    /// <summary>Effects without evidence stay off unless the study turns them on.</summary>
    private Predicate<string> IsOff(ModelCard card)
    {
        var on = study.Assumptions.Select(assumption => assumption.Parameter).ToHashSet(StringComparer.Ordinal);
        var off = on.Contains(Assumption.All) ? [] : card.Effects.Where(effect => !on.Contains(effect)).ToHashSet(StringComparer.Ordinal);
        return off.Contains;
    }

    /// <summary>The numbers that the study sets in this arm: of what it gives, of what it assumes, of its hypothesis, and those it knocks out.</summary>
    private Dictionary<string, double> Overrides(Arm arm, ModelCard card, CompiledModel compiled, ImmutableArray<ParameterBinding> bindings)
    {
        var numbers = arm.Doses.Where(dose => dose.IsProduct).Select(dose => dose.Give).Distinct().Select(id => ProductNumbers.Of(study.Products.First(product => product.Id == id), card, bindings)).ToList();
        if (numbers.Any(other => !other.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(numbers[0].OrderBy(entry => entry.Key, StringComparer.Ordinal))))
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"Arm '{arm.Id}' gives products that differ, but the model follows one kind of vesicle at a time.", "Give them in two arms, or describe both alike.", study.Places.Of(arm.Location, "doses")));
        var overrides = numbers.Count > 0 ? numbers[0] : [];
        foreach (var assumption in study.Assumptions.Where(assumption => assumption.Value is not null))
            Set(assumption.Parameter, assumption.Value!.Value);
        foreach (var (parameter, value) in card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == arm.Hypothesis)?.Sets ?? ImmutableSortedDictionary<string, double>.Empty)
            Set(parameter, value);
        foreach (var (parameter, value) in arm.Settings)
            if (bindings.Any(binding => binding.Id == parameter) && compiled.IndexOfParameter(parameter) >= 0)
                Set(parameter, value);
            else
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"Arm '{arm.Id}' sets '{parameter}', which is no parameter of the model with a row in a table.", Nearest.Suggestion(parameter, bindings.Select(binding => binding.Id).Where(id => compiled.IndexOfParameter(id) >= 0)), study.Places.Of(arm.Location, "set")));
        return overrides;

        void Set(string parameter, double value)
        {
            if (bindings.FirstOrDefault(binding => binding.Id == parameter) is { } binding)
                overrides[parameter] = binding.ToModel(value);
        }
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
        if (card.Diffusion is { } diffusion && values[compiled.IndexOfParameter(diffusion.Coupling)] / values[compiled.IndexOfParameter(diffusion.Step)] is var steps && !(steps >= 1 && Math.Abs(steps - Math.Round(steps)) < 1e-6))
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, FormattableString.Invariant($"The macro-step '{diffusion.Coupling}' of the diffusion is {steps} steps '{diffusion.Step}' long for population '{cohort.Population}'."), "Make it a whole number of steps.", card.Location));
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
