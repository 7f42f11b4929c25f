using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling;

/// <summary>A reaction's share in the change of a state: coefficient times its rate.</summary>
public sealed record Flow(double Coefficient, Reaction Reaction);

/// <summary>
/// The differential equation of one state, assembled from reactions and rate rules: its rate rule, else the sum of its flows (of a concentration: over the
/// size of its compartment), else nothing but doses and events.
/// </summary>
/// <param name="Flows">Empty for a state with a rate rule.</param>
public sealed record Balance(Quantity State, Expr? RateRule, ImmutableArray<Flow> Flows)
{
    /// <summary>The compartment that a concentration's flows are divided by; null for amounts and others.</summary>
    public string? Size => State is Species { IsAmount: false } dissolved && RateRule is null ? dissolved.Compartment : null;

    /// <summary>One for each state of the model: species that reactions may change, and what has a rate rule or is changed by events.</summary>
    public static ImmutableArray<Balance> Of(Model model)
    {
        var rules = model.RateRules.ToDictionary(rule => rule.Variable, rule => rule.Formula, StringComparer.Ordinal);
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        var byEvent = model.Events.SelectMany(e => e.Assignments).Select(assignment => assignment.Variable).ToHashSet(StringComparer.Ordinal);
        var flows = (from reaction in model.Reactions from term in reaction.NetStoichiometry where term.Coefficient != 0 select (term.Species, Flow: new Flow(term.Coefficient, reaction)))
            .ToLookup(entry => entry.Species, entry => entry.Flow, StringComparer.Ordinal);
        return
        [
            .. model.Species.Concat<Quantity>(model.Compartments).Concat(model.Parameters)
                .Where(quantity => !ruled.Contains(quantity.Id) && (quantity is Species { IsConstant: false } || rules.ContainsKey(quantity.Id) || byEvent.Contains(quantity.Id)))
                .Select(quantity => new Balance(quantity, rules.GetValueOrDefault(quantity.Id), rules.ContainsKey(quantity.Id) || quantity is not Species { IsBoundary: false } ? [] : [.. flows[quantity.Id]])),
        ];
    }
}
