using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// Finds for each algebraic rule a variable of its own that it determines: a maximum matching of rules and free variables by augmenting paths (Kuhn, H. W. (1955), The Hungarian method for
/// the assignment problem, Naval Research Logistics Quarterly 2), as the SBML specification asks for. Free is what no other rule, no reaction and no constancy fixes.
/// </summary>
internal sealed class AlgebraicMatching
{
    private readonly Model model;
    private readonly Dictionary<string, Expr> definitions;
    private readonly HashSet<string> free, jumping, hasValue;
    private readonly ImmutableArray<string>[] candidates;
    private readonly Dictionary<string, int> ruleOf = new(StringComparer.Ordinal);

    private AlgebraicMatching(Model model)
    {
        this.model = model;
        definitions = model.AssignmentRules.DistinctBy(rule => rule.Variable).ToDictionary(rule => rule.Variable, rule => rule.Formula, StringComparer.Ordinal);
        foreach (var reaction in model.Reactions.Where(reaction => reaction.Rate is not null))
            definitions.TryAdd(reaction.Id, reaction.Rate!);
        var changed = model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Select(term => term.Species).ToHashSet(StringComparer.Ordinal);
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).Concat(model.RateRules.Select(rule => rule.Variable)).ToHashSet(StringComparer.Ordinal);
        free = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters)
            .Where(quantity => !quantity.IsConstant && !ruled.Contains(quantity.Id) && !(quantity is Species { IsBoundary: false } && changed.Contains(quantity.Id)))
            .Select(quantity => quantity.Id).ToHashSet(StringComparer.Ordinal);
        jumping = model.Events.SelectMany(happening => happening.Assignments).Select(assignment => assignment.Variable).ToHashSet(StringComparer.Ordinal);
        hasValue = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Where(quantity => quantity.Initial is not null).Select(quantity => quantity.Id).ToHashSet(StringComparer.Ordinal);
        candidates = [.. model.AlgebraicRules.Select(rule => CandidatesOf(rule.Formula))];
    }

    /// <summary>Ids of the variables that the algebraic rules determine, in the order of the rules.</summary>
    public static ImmutableArray<string> VariablesOf(Model model, ICollection<Finding> findings)
    {
        if (model.AlgebraicRules.IsEmpty)
            return [];
        var matching = new AlgebraicMatching(model);
        var variables = new string[model.AlgebraicRules.Length];
        for (var rule = 0; rule < variables.Length; rule++)
            if (!matching.Augment(rule, []))
                findings.Add(FindingCodes.Algebraic.At(model.AlgebraicRules[rule].Location, "This algebraic rule determines no variable: all that stands in it is fixed by constants, rules and reactions.", FindingCodes.Algebraic.Remedy));
        foreach (var (variable, rule) in matching.ruleOf)
            variables[rule] = variable;
        return [.. variables.Where(variable => variable is not null)];
    }

    /// <summary>Free variables in the formula first, then those behind assignment rules and rates.</summary>
    private ImmutableArray<string> CandidatesOf(Expr formula)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<Expr>([formula]);
        while (waiting.TryDequeue(out var next))
            foreach (var symbol in ExprTree.Symbols(next).Where(symbol => seen.Add(symbol.Name)))
            {
                if (free.Contains(symbol.Name))
                    found.Add(symbol.Name);
                else if (definitions.TryGetValue(symbol.Name, out var definition))
                    waiting.Enqueue(definition);
            }
        // What an event sets has a value of its own already, and so has what starts from one: those without are meant first.
        return [.. found.OrderBy(id => jumping.Contains(id)).ThenBy(id => hasValue.Contains(id))];
    }

    private bool Augment(int rule, HashSet<string> tried)
    {
        foreach (var variable in candidates[rule])
        {
            if (!tried.Add(variable))
                continue;
            if (ruleOf.TryGetValue(variable, out var other) && !Augment(other, tried))
                continue;
            ruleOf[variable] = rule;
            return true;
        }
        return false;
    }
}
