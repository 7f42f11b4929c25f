using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;

namespace Idunn.Studies.Documents;

/// <summary>
/// The values that each quantity of a model can take in one population: a number what its rows allow; a state not negative; a ruled quantity what its formula makes of them.
/// </summary>
/// <param name="positive">Parameters that are computed before a run and never negative.</param>
internal sealed class ValueRanges(Model whole, ImmutableArray<ParameterBinding> bindings, IReadOnlySet<string> positive)
{
    private readonly ILookup<string, Interval> ofRows = bindings.ToLookup(binding => binding.Id, OfRow, StringComparer.Ordinal);
    private readonly HashSet<string> states = Balance.Of(whole).Select(balance => balance.State.Id).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, Expr> formulas = whole.AssignmentRules.Select(rule => (Id: rule.Variable, rule.Formula))
        .Concat(whole.Compartments.Concat<Quantity>(whole.Parameters).Where(quantity => quantity.IsConstant && quantity.Initial is not null).Select(quantity => (quantity.Id, Formula: quantity.Initial!)))
        .Concat(whole.Reactions.Where(reaction => reaction.Rate is not null).Select(reaction => (reaction.Id, Formula: reaction.Rate!)))
        .DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => entry.Formula, StringComparer.Ordinal);
    private readonly Dictionary<string, Interval> known = new(StringComparer.Ordinal);

    public Interval Of(string id)
    {
        if (known.TryGetValue(id, out var interval))
            return interval;
        // Rules that depend on each other in a circle are refused elsewhere; here they say nothing.
        known[id] = Interval.All;
        return known[id] = ofRows.Contains(id) ? ofRows[id].Aggregate((a, b) => a.Hull(b))
            : states.Contains(id) || positive.Contains(id) ? Interval.NotNegative
            : formulas.TryGetValue(id, out var formula) ? new Monotonicity(Of).RangeOf(formula)
            : Interval.All;
    }

    /// <summary>The nominal value, or what the prior and the bounds allow.</summary>
    private static Interval OfRow(ParameterBinding binding)
    {
        var (row, prior) = (binding.Row, binding.Row.Prior);
        if (prior.IsNone)
            return Interval.At(binding.Value);
        var support = prior.Distribution switch
        {
            "uniform" or "log-uniform" => new Interval(prior.Parameters[0], prior.Parameters[1]),
            "log-normal" => Interval.NotNegative,
            _ => Interval.All,
        };
        return new(binding.ToModel(Math.Max(support.Low, row.LowerBound ?? support.Low)), binding.ToModel(Math.Min(support.High, row.UpperBound ?? support.High)));
    }
}
