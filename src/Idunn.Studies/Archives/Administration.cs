using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Expressions;
using Idunn.Numerics.Ode;

namespace Idunn.Studies.Archives;

/// <summary>
/// Writes what is given into a model: each bolus as an event that adds a constant to the state, each infusion as a rate that events switch, which a reaction or the state's own rule brings in. Amounts are constants with a name, so that they
/// can be seen and changed.
/// </summary>
internal sealed class Administration
{
    private readonly Model model;
    private readonly ImmutableArray<string> states;
    private readonly double lead;
    private readonly FreeIds ids;
    private readonly Dictionary<string, Quantity> quantities;
    private readonly Dictionary<(string Unit, double Amount), Parameter> constants = [];
    private readonly List<Parameter> rates = [];
    private readonly List<Reaction> reactions = [];
    private readonly Dictionary<string, string> ruled = new(StringComparer.Ordinal);
    private readonly SortedDictionary<double, List<(string Target, Expr Value, string Words)>> happenings = [];

    private Administration(Model model, ImmutableArray<string> states, double lead, FreeIds ids)
    {
        (this.model, this.states, this.lead, this.ids) = (model, states, lead, ids);
        quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).ToDictionary(quantity => quantity.Id, StringComparer.Ordinal);
    }

    /// <param name="states">Ids by the number that the schedule gives.</param>
    /// <param name="lead">Added to the schedule's times.</param>
    public static Model On(Model model, InputSchedule inputs, ImmutableArray<string> states, double lead, FreeIds ids) => new Administration(model, states, lead, ids).Written(inputs);

    private Model Written(InputSchedule inputs)
    {
        foreach (var given in inputs.Boluses.Where(bolus => bolus.Amount != 0).GroupBy(bolus => (bolus.Time, bolus.State)).OrderBy(group => group.Key.Time).ThenBy(group => group.Key.State))
            AddBolus(given.Key.Time, quantities[states[given.Key.State]], given.Sum(bolus => bolus.Amount));
        foreach (var into in inputs.Infusions.Where(infusion => infusion.Rate != 0).GroupBy(infusion => infusion.State).OrderBy(group => group.Key))
            AddInfusions(quantities[states[into.Key]], [.. into]);
        return model with
        {
            Parameters = [.. model.Parameters, .. constants.Values, .. rates],
            Reactions = [.. model.Reactions, .. reactions],
            RateRules = [.. model.RateRules.Select(rule => ruled.TryGetValue(rule.Variable, out var rate) ? rule with { Formula = new BinaryExpr(BinaryOperator.Add, rule.Formula, new SymbolExpr(rate)) } : rule)],
            Events = [.. model.Events, .. happenings.Select(Happening)],
        };
    }

    /// <summary>A concentration rises by the amount over the size around it.</summary>
    private void AddBolus(double time, Quantity state, double amount)
    {
        Expr given = new SymbolExpr(Constant(state, amount).Id);
        if (state is Species { IsAmount: false } dissolved)
            given = new BinaryExpr(BinaryOperator.Divide, given, new SymbolExpr(dissolved.Compartment));
        At(time, state.Id, new BinaryExpr(BinaryOperator.Add, new SymbolExpr(state.Id), given), $"{Said(amount)} {state.Unit} into {state.Name ?? state.Id}");
    }

    private Parameter Constant(Quantity state, double amount)
    {
        if (constants.TryGetValue((state.Unit ?? "", amount), out var known))
            return known;
        var constant = new Parameter { Id = ids.Take($"given_{constants.Count + 1}"), Name = "Amount that is given", Unit = state.Unit, Initial = new NumberExpr(amount), IsConstant = true, Location = SourceLocation.None };
        constants.Add((state.Unit ?? "", amount), constant);
        return constant;
    }

    /// <summary>At each start and end the sum of all that run then is set anew, so that nothing is left of it after the last.</summary>
    private void AddInfusions(Quantity state, Infusion[] infusions)
    {
        var unit = state.Unit is { } amount && model.TimeUnit is { } time ? $"{amount} / ({time})" : null;
        var rate = new Parameter { Id = ids.Take($"infusion_{rates.Count + 1}"), Name = $"Infusion into {state.Name ?? state.Id}", Unit = unit, Initial = new NumberExpr(0), Location = SourceLocation.None };
        rates.Add(rate);
        foreach (var at in infusions.SelectMany(infusion => new[] { infusion.Start, infusion.End }).Distinct().Order())
        {
            var sum = infusions.Where(infusion => infusion.Start <= at && at < infusion.End).Sum(infusion => infusion.Rate);
            At(at, rate.Id, new NumberExpr(sum, unit), sum == 0 ? $"the infusion into {state.Name ?? state.Id} ends" : $"{Said(sum)} {unit} into {state.Name ?? state.Id} from now on");
        }
        if (model.RateRules.Any(rule => rule.Variable == state.Id))
            ruled.Add(state.Id, rate.Id);
        else
            reactions.Add(new Reaction(ids.Take($"infuse_{rates.Count}"), rate.Name, [], [new Stoichiometry(state.Id, 1)], false, new SymbolExpr(rate.Id), SourceLocation.None));
    }

    private void At(double time, string target, Expr value, string words)
    {
        if (!happenings.TryGetValue(time + lead, out var list))
            happenings.Add(time + lead, list = []);
        list.Add((target, value, words));
    }

    /// <summary>True from its time on, and false before: it happens once, at the start too.</summary>
    private ModelEvent Happening(KeyValuePair<double, List<(string Target, Expr Value, string Words)>> happening, int number) => new(
        ids.Take($"administration_{number + 1}"), string.Join("; ", happening.Value.Select(one => one.Words)), new BinaryExpr(BinaryOperator.GreaterOrEqual, new TimeExpr(), new NumberExpr(happening.Key, model.TimeUnit)),
        null, null, IsPersistent: true, TriggerInitially: false, UseValuesFromTriggerTime: true, [.. happening.Value.Select(one => new EventAssignment(one.Target, one.Value))], SourceLocation.None);

    private static string Said(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
