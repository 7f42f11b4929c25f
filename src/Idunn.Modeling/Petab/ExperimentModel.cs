using System.Collections.Immutable;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.Petab;

/// <summary>
/// A model with an experiment written into it: parameters of the table and the first period's conditions in place of initial values, before anything is initialised; the later periods' conditions as events
/// that no trigger sets off; what is measured as variables with rules. ("Initialization and parameter application" of the specification.)
/// </summary>
internal sealed class ExperimentModel
{
    private readonly List<Expr> formulas = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly PetabExperiment experiment;

    public ExperimentModel(PetabExperiment experiment, IEnumerable<PetabMeasurement> measurements)
    {
        this.experiment = experiment;
        foreach (var measurement in measurements)
            foreach (var isNoise in new[] { false, true })
                if (numbers.TryAdd(Key(measurement, isNoise), formulas.Count))
                    formulas.Add(Filled(measurement, isNoise));
    }

    /// <summary>Column of a simulation's rows in which the observable or its noise stands.</summary>
    public int ColumnOf(PetabMeasurement measurement, bool isNoise) => numbers[Key(measurement, isNoise)];

    public ImmutableArray<Observed> Observed => [.. Enumerable.Range(0, formulas.Count).Select(number => new Observed(NameOf(number)))];

    /// <summary>The stages that a simulator runs, up to a last time or, where that is infinity, to rest.</summary>
    public ImmutableArray<Stage> Stages(int eventsBefore, double last)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var periods = experiment.Periods;
        for (var i = 0; i < periods.Length; i++)
        {
            var start = double.IsFinite(periods[i].Start) ? periods[i].Start : 0;
            // A period that begins after the last measurement is not simulated.
            if (start > last && i > 0)
                break;
            var next = i + 1 < periods.Length && periods[i + 1].Start <= last ? periods[i + 1].Start : last;
            stages.Add(new Stage(start, double.IsFinite(periods[i].Start) ? next : double.PositiveInfinity, i == 0 ? null : eventsBefore + i - 1));
        }
        if (periods.IsEmpty || double.IsNegativeInfinity(periods[^1].Start))
            stages.Add(new Stage(0, last));
        return stages.ToImmutable();
    }

    /// <param name="values">Of the parameter table.</param>
    public Model Of(Model model, IReadOnlyDictionary<string, double> values)
    {
        var initial = values.ToDictionary(pair => pair.Key, pair => (Expr)new NumberExpr(pair.Value), StringComparer.Ordinal);
        if (!experiment.Periods.IsEmpty)
            foreach (var change in experiment.Periods[0].Changes)
                initial[change.Target] = change.Value;
        var later = experiment.Periods.Skip(1).Select(period => WithConcentrations(model, period.Changes)).ToArray();
        var moved = later.SelectMany(changes => changes).Select(change => change.Variable).ToHashSet(StringComparer.Ordinal);
        var known = model.Parameters.Select(parameter => parameter.Id).Concat(model.Compartments.Select(compartment => compartment.Id)).ToHashSet(StringComparer.Ordinal);
        return model with
        {
            Compartments = [.. model.Compartments.Select(compartment => compartment with { Initial = initial.GetValueOrDefault(compartment.Id, compartment.Initial!), IsConstant = compartment.IsConstant && !moved.Contains(compartment.Id) })],
            // A constant species that a condition moves is left alone by reactions still.
            Species = [.. model.Species.Select(species => species with { Initial = initial.GetValueOrDefault(species.Id, species.Initial!), IsConstant = species.IsConstant && !moved.Contains(species.Id), IsBoundary = species.IsBoundary || (species.IsConstant && moved.Contains(species.Id)) })],
            Parameters =
            [
                .. model.Parameters.Select(parameter => parameter with { Initial = initial.GetValueOrDefault(parameter.Id, parameter.Initial!), IsConstant = parameter.IsConstant && !moved.Contains(parameter.Id) }),
                .. values.Keys.Where(id => !known.Contains(id)).Order(StringComparer.Ordinal).Select(id => new Parameter { Id = id, Initial = initial[id], IsConstant = true, Location = SourceLocation.None }),
                .. formulas.Select((formula, number) => new Parameter { Id = NameOf(number), Location = formula.Location }),
            ],
            AssignmentRules = [.. model.AssignmentRules, .. formulas.Select((formula, number) => new AssignmentRule(NameOf(number), formula, formula.Location))],
            Events = [.. model.Events, .. later.Select((changes, number) => new ModelEvent($"period {number + 2}", null, new NumberExpr(0), null, null, true, true, false, changes, SourceLocation.None))],
        };
    }

    /// <summary>A concentration stays as it is when a condition changes the size around it.</summary>
    private static ImmutableArray<EventAssignment> WithConcentrations(Model model, ImmutableArray<PetabChange> changes)
    {
        var targets = changes.Select(change => change.Target).ToHashSet(StringComparer.Ordinal);
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        var kept = model.Species.Where(species => !species.IsAmount && targets.Contains(species.Compartment) && !targets.Contains(species.Id) && !ruled.Contains(species.Id));
        return [.. changes.Select(change => new EventAssignment(change.Target, change.Value)), .. kept.Select(species => new EventAssignment(species.Id, new SymbolExpr(species.Id) { Location = species.Location }))];
    }

    /// <summary>An id that no model can have.</summary>
    private static string NameOf(int number) => $"measured {number}";

    private static string Key(PetabMeasurement measurement, bool isNoise) =>
        $"{measurement.Observable.Id} {isNoise} {measurement.Row["observableParameters"]} {(isNoise ? measurement.Row["noiseParameters"] : "")}";

    private static Expr Filled(PetabMeasurement measurement, bool isNoise)
    {
        var observable = measurement.Observable;
        var overrides = observable.Placeholders.Zip(measurement.Overrides).Concat(isNoise ? observable.NoisePlaceholders.Zip(measurement.NoiseOverrides) : []).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return ExprTree.Rewrite(isNoise ? observable.Noise : observable.Formula, part => part is SymbolExpr symbol && overrides.TryGetValue(symbol.Name, out var value) ? value : part);
    }
}
