using System.Collections.Immutable;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.Petab;

/// <summary>
/// A model with an experiment written into it: parameters of the table and the first period's conditions in place of initial values, before anything is initialised; the later periods' conditions as events
/// that no trigger sets off; what is measured as variables with rules. ("Initialization and parameter application" of the specification.) Numbers, and parameters of the table that nothing moves, are left
/// open: experiments that differ in these only are one model with other values.
/// </summary>
internal sealed class ExperimentModel
{
    private readonly Model model;
    private readonly PetabExperiment experiment;
    private readonly ImmutableArray<string> table;
    private readonly HashSet<string> moved, still;
    private readonly List<(string Id, Expr Value)> open = [];
    private readonly ImmutableArray<PetabChange> first;
    private readonly ImmutableArray<ImmutableArray<EventAssignment>> later;
    private readonly List<Expr> formulas = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <param name="table">Ids of the parameter table.</param>
    public ExperimentModel(Model model, ImmutableArray<string> table, PetabExperiment experiment, IEnumerable<PetabMeasurement> measurements)
    {
        (this.model, this.table, this.experiment) = (model, table, experiment);
        moved = experiment.Periods.Skip(1).SelectMany(period => period.Changes).Select(change => change.Target).ToHashSet(StringComparer.Ordinal);
        var quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).ToLookup(quantity => quantity.Id, StringComparer.Ordinal);
        still = table.Where(id => quantities[id].All(quantity => quantity.IsConstant) && !moved.Contains(id)).ToHashSet(StringComparer.Ordinal);
        first = experiment.Periods.IsEmpty ? [] : [.. experiment.Periods[0].Changes.Select(change => change with { Value = Opened(change.Value) })];
        later = [.. experiment.Periods.Skip(1).Select(period => WithConcentrations([.. period.Changes.Select(change => change with { Value = Opened(change.Value) })]))];
        // In an order that does not depend on which measurement stands first, so that experiments that measure the same are the same model.
        foreach (var measurement in measurements.OrderBy(measurement => measurement.Observable.Id, StringComparer.Ordinal))
            foreach (var isNoise in new[] { false, true })
                if (numbers.TryAdd(Key(measurement, isNoise), formulas.Count))
                    formulas.Add(Filled(measurement, isNoise));
    }

    /// <summary>What of the experiment the model's equations hold: two experiments of one model that have the same are the same but for <see cref="Values"/>.</summary>
    public string Structure => string.Join('\n',
        first.Select(change => $"{change.Target} = {ExprPrinter.Print(change.Value)}").Append("")
            .Concat(later.SelectMany(changes => changes.Select(change => $"{change.Variable} := {ExprPrinter.Print(change.Formula)}").Append("")))
            .Concat(formulas.Select(ExprPrinter.Print)));

    public ImmutableArray<Observed> Observed => [.. Enumerable.Range(0, formulas.Count).Select(number => new Observed(NameOf(number)))];

    /// <summary>Column of a simulation's rows in which the observable or its noise stands.</summary>
    public int ColumnOf(PetabMeasurement measurement, bool isNoise) => numbers[Key(measurement, isNoise)];

    /// <summary>The stages that a simulator runs, up to a last time or, where that is infinity, to rest.</summary>
    public ImmutableArray<Stage> Stages(double last)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var (periods, eventsBefore) = (experiment.Periods, model.Events.Length);
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

    /// <summary>The model, whose open values are parameters of it: those of <see cref="Values"/>.</summary>
    public Model Open()
    {
        var initial = table.ToDictionary(id => id, id => still.Contains(id) ? (Expr)Unset : new SymbolExpr(NameOfTable(id)), StringComparer.Ordinal);
        foreach (var change in first)
            initial[change.Target] = change.Value;
        var known = model.Parameters.Select(parameter => parameter.Id).Concat(model.Compartments.Select(compartment => compartment.Id)).ToHashSet(StringComparer.Ordinal);
        return model with
        {
            Compartments = [.. model.Compartments.Select(compartment => compartment with { Initial = initial.GetValueOrDefault(compartment.Id, compartment.Initial!), IsConstant = compartment.IsConstant && !moved.Contains(compartment.Id) })],
            // A constant species that a condition moves is left alone by reactions still.
            Species = [.. model.Species.Select(species => species with { Initial = initial.GetValueOrDefault(species.Id, species.Initial!), IsConstant = species.IsConstant && !moved.Contains(species.Id), IsBoundary = species.IsBoundary || (species.IsConstant && moved.Contains(species.Id)) })],
            Parameters =
            [
                .. model.Parameters.Select(parameter => parameter with { Initial = initial.GetValueOrDefault(parameter.Id, parameter.Initial!), IsConstant = parameter.IsConstant && !moved.Contains(parameter.Id) }),
                .. table.Where(id => !known.Contains(id)).Order(StringComparer.Ordinal).Select(id => Constant(id)),
                .. table.Where(id => !still.Contains(id)).Select(id => Constant(NameOfTable(id))),
                .. open.Select(value => Constant(value.Id)),
                .. formulas.Select((formula, number) => new Parameter { Id = NameOf(number), Location = formula.Location }),
            ],
            AssignmentRules = [.. model.AssignmentRules, .. formulas.Select((formula, number) => new AssignmentRule(NameOf(number), formula, formula.Location))],
            Events = [.. model.Events, .. later.Select((changes, number) => new ModelEvent($"period {number + 2}", null, new NumberExpr(0), null, null, true, true, false, changes, SourceLocation.None))],
        };
    }

    /// <summary>Values of the open parameters.</summary>
    /// <param name="values">Of the parameter table.</param>
    public Dictionary<string, double> Values(IReadOnlyDictionary<string, double> values)
    {
        var all = table.ToDictionary(id => still.Contains(id) ? id : NameOfTable(id), id => values[id], StringComparer.Ordinal);
        foreach (var (id, value) in open)
            all.Add(id, value is NumberExpr number ? number.Value : values[((SymbolExpr)value).Name]);
        return all;
    }

    private static NumberExpr Unset { get; } = new(double.NaN);

    private static Parameter Constant(string id) => new() { Id = id, Initial = Unset, IsConstant = true, Location = SourceLocation.None };

    /// <summary>A symbol in place of a number or a parameter of the table that nothing moves; other formulas stay.</summary>
    private Expr Opened(Expr value)
    {
        if (value is not (NumberExpr or SymbolExpr) || (value is SymbolExpr symbol && !still.Contains(symbol.Name)))
            return value;
        open.Add(($"given {open.Count + 1}", value));
        return new SymbolExpr(open[^1].Id) { Location = value.Location };
    }

    /// <summary>A concentration stays as it is when a condition changes the size around it.</summary>
    private ImmutableArray<EventAssignment> WithConcentrations(ImmutableArray<PetabChange> changes)
    {
        var targets = changes.Select(change => change.Target).ToHashSet(StringComparer.Ordinal);
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        var kept = model.Species.Where(species => !species.IsAmount && targets.Contains(species.Compartment) && !targets.Contains(species.Id) && !ruled.Contains(species.Id));
        return [.. changes.Select(change => new EventAssignment(change.Target, change.Value)), .. kept.Select(species => new EventAssignment(species.Id, new SymbolExpr(species.Id) { Location = species.Location }))];
    }

    /// <summary>An id that no model can have.</summary>
    private static string NameOf(int number) => $"measured {number}";

    /// <summary>The table's value of what the model moves later.</summary>
    private static string NameOfTable(string id) => $"table {id}";

    private static string Key(PetabMeasurement measurement, bool isNoise) =>
        $"{measurement.Observable.Id} {isNoise} {measurement.Row["observableParameters"]} {(isNoise ? measurement.Row["noiseParameters"] : "")}";

    private Expr Filled(PetabMeasurement measurement, bool isNoise)
    {
        var observable = measurement.Observable;
        var overrides = observable.Placeholders.Zip(measurement.Overrides).Concat(isNoise ? observable.NoisePlaceholders.Zip(measurement.NoiseOverrides) : [])
            .ToDictionary(pair => pair.First, pair => Opened(pair.Second), StringComparer.Ordinal);
        return ExprTree.Rewrite(isNoise ? observable.Noise : observable.Formula, part => part is SymbolExpr symbol && overrides.TryGetValue(symbol.Name, out var value) ? value : part);
    }
}
