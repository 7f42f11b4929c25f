using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>Builds y′ = f(t, y) and y(0) from reactions, rate rules and initial values.</summary>
internal sealed class Dynamics(Model model, SymbolTable symbols, Formulas formulas, List<Finding> findings)
{
    private readonly ExpressionGraph graph = formulas.Graph;
    private readonly Dictionary<string, Species> species = model.Species.DistinctBy(species => species.Id).ToDictionary(species => species.Id, StringComparer.Ordinal);

    /// <summary>Amounts per time (species) or values per time (others), by state: Σ stoichiometry · rate, or the rate rule, or 0.</summary>
    public int[] RightHandSide()
    {
        var terms = new int?[symbols.States.Count];
        var ruled = model.RateRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in model.RateRules)
            if (symbols[rule.Variable] is Meaning.Integrated variable)
                terms[variable.State] ??= RateOf(rule, variable.Quantity);
        foreach (var reaction in model.Reactions)
        {
            var rate = formulas.Symbol(reaction.Id, Moment.Always, reaction.Location);
            foreach (var (id, coefficient) in reaction.NetStoichiometry)
                AddFlow(reaction, id, coefficient, rate);
        }
        return [.. terms.Select(term => term ?? graph.Constant(0))];

        void AddFlow(Reaction reaction, string id, double coefficient, int rate)
        {
            if (StateChangedBy(reaction, id, ruled) is not { } state || coefficient == 0)
                return;
            var flow = graph.Multiply(graph.Constant(coefficient), rate);
            terms[state] = terms[state] is { } sum ? graph.Add(sum, flow) : flow;
        }
    }

    /// <summary>Initial amounts (species) or values (others), by state.</summary>
    public int[] InitialState() => [.. symbols.States.Select(quantity =>
    {
        var value = formulas.Symbol(quantity.Id, Moment.Initially, quantity.Location);
        return quantity is Species { IsAmount: false } dissolved ? graph.Multiply(value, formulas.SizeOf(dissolved, Moment.Initially)) : value;
    })];

    /// <summary>The state that a reaction changes; null for a boundary or constant species.</summary>
    private int? StateChangedBy(Reaction reaction, string id, HashSet<string> ruled)
    {
        if (symbols[id] is not { } meaning)
            findings.Add(symbols.Unknown(id, reaction.Location));
        else if (!species.TryGetValue(id, out var changed))
            findings.Add(FindingCodes.Kind.At(reaction.Location, $"Reaction '{reaction.Id}' changes '{id}', which is no species.", "Declare it as a species in a compartment."));
        else if (changed.IsBoundary || changed.IsConstant)
            return null;
        else if (meaning is Meaning.Integrated integrated && !ruled.Contains(id))
            return integrated.State;
        else
            findings.Add(FindingCodes.ConstantSpecies.At(
                reaction.Location, $"Reaction '{reaction.Id}' changes '{id}', which a rule sets already.", FindingCodes.ConstantSpecies.Remedy));
        return null;
    }

    /// <summary>A rule gives the rate of the symbol; the state of a species in concentration is its amount, V·c.</summary>
    private int RateOf(RateRule rule, Quantity quantity)
    {
        var rate = formulas.Translate(rule.Formula, Moment.Always);
        if (quantity is not Species { IsAmount: false } dissolved)
            return rate;
        if (symbols[dissolved.Compartment] is Meaning.Integrated or Meaning.Ruled)
            findings.Add(FindingCodes.VaryingSize.At(
                rule.Location, $"'{rule.Variable}' is a concentration with a rate rule, and the size of its compartment '{dissolved.Compartment}' varies: not supported yet.",
                FindingCodes.VaryingSize.Remedy));
        return graph.Multiply(rate, formulas.SizeOf(dissolved, Moment.Always));
    }
}
