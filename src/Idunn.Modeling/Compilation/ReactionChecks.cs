using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Compilation;

/// <summary>What a model must not have to be simulated one reaction at a time.</summary>
internal static class ReactionChecks
{
    public static void Check(Model model, List<Finding> findings)
    {
        foreach (var rule in model.RateRules)
            findings.Add(FindingCodes.BetweenReactions.At(rule.Location, $"A rate rule changes '{rule.Variable}' between reactions.", FindingCodes.BetweenReactions.Remedy));
        foreach (var rule in model.AlgebraicRules)
            findings.Add(FindingCodes.BetweenReactions.At(rule.Location, "An algebraic rule is solved between reactions.", FindingCodes.BetweenReactions.Remedy));
        foreach (var reaction in model.Reactions.Where(reaction => reaction.IsFast))
            findings.Add(FindingCodes.BetweenReactions.At(reaction.Location, $"Reaction '{reaction.Id}' is fast: it is always in equilibrium, and never happens.", FindingCodes.BetweenReactions.Remedy));
        foreach (var happening in model.Events)
        {
            if (happening.Delay is not null)
                findings.Add(FindingCodes.Delay.At(happening.Location, $"Event '{happening.Id}' has a delay: not supported between single reactions.", FindingCodes.Delay.Remedy));
            if (happening.Priority is not null)
                findings.Add(FindingCodes.Priority.At(happening.Location, $"Event '{happening.Id}' has a priority: not supported between single reactions.", FindingCodes.Priority.Remedy));
        }
        // Units that cannot be read are a finding of the unit checker's; here they say nothing.
        var units = ModelUnits.Of(model, [], new List<Finding>());
        foreach (var species in model.Species)
            if (units.AmountOf(species.Id) is { } unit && (unit.Dimension.Equals(Dimension.Of("substance")) || unit.Dimension.Equals(Dimension.Of("mass"))))
                findings.Add(FindingCodes.NotCounted.At(species.Location, $"'{species.Id}' is measured in '{species.Unit}'; one by one that cannot be counted.", FindingCodes.NotCounted.Remedy));
    }

    /// <summary>Counts that reactions change must start at whole numbers, as far as the model itself says.</summary>
    public static void CheckCounts(CompiledReactions model, SymbolTable symbols, List<Finding> findings)
    {
        var initial = new double[model.StateIds.Length];
        model.CreateSystem().InitialState(initial);
        foreach (var state in NotCounts(model, initial).Where(state => double.IsFinite(initial[state])))
            findings.Add(NotCounted(model, state, initial[state], symbols.States[state].Location));
    }

    /// <summary>The same where the start is drawn.</summary>
    /// <exception cref="FindingsException">What was drawn is no count.</exception>
    public static void CheckDrawn(CompiledReactions model, double[] initial)
    {
        Finding[] findings = model.IsRandom ? [.. NotCounts(model, initial).Select(state => NotCounted(model, state, initial[state], SourceLocation.None))] : [];
        if (findings.Length > 0)
            throw new FindingsException(findings);
    }

    private static IEnumerable<int> NotCounts(CompiledReactions model, double[] initial) =>
        Enumerable.Range(0, initial.Length).Where(state => !(initial[state] >= 0 && initial[state] == Math.Floor(initial[state])) && IsChanged(model, state));

    private static Finding NotCounted(CompiledReactions model, int state, double start, SourceLocation place) =>
        FindingCodes.NotCounted.At(place, FormattableString.Invariant($"'{model.StateIds[state]}' starts at {start}, which is no whole number of things."), FindingCodes.NotCounted.Remedy);

    private static bool IsChanged(CompiledReactions model, int state)
    {
        for (var reaction = 0; reaction < model.Network.ReactionCount; reaction++)
            foreach (var (changed, _) in model.Network.Changes(reaction))
                if (changed == state)
                    return true;
        return false;
    }
}
