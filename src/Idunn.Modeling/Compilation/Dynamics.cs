using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>Builds y′ = f(t, y) and y(0) from reactions, rate rules and initial values.</summary>
internal sealed class Dynamics(Model model, SymbolTable symbols, Formulas formulas, List<Finding> findings)
{
    private readonly ExpressionGraph graph = formulas.Graph;

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
            foreach (var (species, coefficient) in NetStoichiometry(reaction))
                AddFlow(reaction, species, coefficient, rate);
        }
        return [.. terms.Select(term => term ?? graph.Constant(0))];

        void AddFlow(Reaction reaction, string species, double coefficient, int rate)
        {
            if (StateChangedBy(reaction, species, ruled) is not { } state || coefficient == 0)
                return;
            var flow = graph.Multiply(graph.Constant(coefficient), rate);
            terms[state] = terms[state] is { } sum ? graph.Add(sum, flow) : flow;
        }
    }

    /// <summary>Products minus reactants, so that a catalyst is not changed at all.</summary>
    private static IEnumerable<(string Species, double Coefficient)> NetStoichiometry(Reaction reaction) =>
        reaction.Reactants.Select(term => (term.Species, -term.Coefficient)).Concat(reaction.Products.Select(term => (term.Species, term.Coefficient)))
            .GroupBy(term => term.Species, term => term.Item2, StringComparer.Ordinal)
            .Select(terms => (terms.Key, terms.Sum()));

    /// <summary>Initial amounts (species) or values (others), by state.</summary>
    public int[] InitialState() => [.. symbols.States.Select(quantity =>
    {
        var value = formulas.Symbol(quantity.Id, Moment.Initially, quantity.Location);
        return quantity is Species { IsAmount: false } species ? graph.Multiply(value, formulas.SizeOf(species, Moment.Initially)) : value;
    })];

    /// <summary>The state that a reaction changes; null for a boundary or constant species.</summary>
    private int? StateChangedBy(Reaction reaction, string id, HashSet<string> ruled)
    {
        switch (symbols[id])
        {
            case Meaning.Integrated { Quantity: Species { IsBoundary: true } }:
                return null;
            case Meaning.Integrated { Quantity: Species } integrated when !ruled.Contains(id):
                return integrated.State;
            case Meaning.Integrated { Quantity: Species } or Meaning.Ruled when model.Species.Any(species => species.Id == id && !species.IsBoundary):
                findings.Add(new Finding(
                    Severity.Error, "IDN129", $"'{id}' is changed in two ways: by a rule and by reaction '{reaction.Id}'.",
                    $"Remove one of them, or mark the species as a boundary (${id}).", reaction.Location));
                return null;
            case null:
                findings.Add(symbols.Unknown(id, reaction.Location));
                return null;
            case Meaning.Integrated or Meaning.Settable or Meaning.Derived or Meaning.Ruled when model.Species.All(species => species.Id != id):
            case Meaning.Process:
                findings.Add(new Finding(
                    Severity.Error, "IDN134", $"Reaction '{reaction.Id}' changes '{id}', which is no species.", "Declare it as a species in a compartment.", reaction.Location));
                return null;
            default:
                return null;
        }
    }

    /// <summary>A rule gives the rate of the symbol; the state of a species in concentration is its amount, V·c.</summary>
    private int RateOf(RateRule rule, Quantity quantity)
    {
        var rate = formulas.Translate(rule.Formula, Moment.Always);
        if (quantity is not Species { IsAmount: false } species)
            return rate;
        if (symbols[species.Compartment] is Meaning.Integrated or Meaning.Ruled)
            findings.Add(new Finding(
                Severity.Error, "IDN131", $"'{rule.Variable}' is a concentration with a rate rule in compartment '{species.Compartment}', whose size varies: not supported yet.",
                "Declare the species as an amount (substanceOnly), or keep the size constant.", rule.Location));
        return graph.Multiply(rate, formulas.SizeOf(species, Moment.Always));
    }
}
