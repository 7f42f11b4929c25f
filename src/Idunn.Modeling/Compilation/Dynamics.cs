using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>Builds y′ = f(t, y) and y(0) from reactions, rate rules and initial values. Fast reactions have no part in it: they are equations, not rates.</summary>
internal sealed class Dynamics
{
    /// <summary>Stands for time among the variables of a gradient: no state has this number.</summary>
    public const int TimeVariable = int.MaxValue - 1;

    private readonly Model model;
    private readonly SymbolTable symbols;
    private readonly Formulas formulas;
    private readonly List<Finding> findings;
    private readonly ExpressionGraph graph;
    private readonly Dictionary<string, Species> species;
    private readonly Dictionary<int, RateRule> rules = [];
    private readonly Dictionary<int, List<(Reaction Reaction, Stoichiometry Term)>> flows = [];
    private readonly Dictionary<(int State, Moment Moment), int> rates = [];
    private readonly HashSet<(int, Moment)> asking = [];

    public Dynamics(Model model, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        (this.model, this.symbols, this.formulas, this.findings, graph) = (model, symbols, formulas, findings, formulas.Graph);
        species = model.Species.DistinctBy(species => species.Id).ToDictionary(species => species.Id, StringComparer.Ordinal);
        formulas.RateOf = RateOf;
        foreach (var rule in model.RateRules)
            if (symbols[rule.Variable] is Meaning.Integrated variable)
                rules.TryAdd(variable.State, rule);
        foreach (var reaction in model.Reactions)
            foreach (var term in reaction.NetStoichiometry)
                if (StateChangedBy(reaction, term.Species) is { } state && (term.Coefficient != 0 || term.Variable is not null) && !reaction.IsFast)
                    (flows.TryGetValue(state, out var list) ? list : flows[state] = []).Add((reaction, term));
    }

    /// <summary>Amounts per time (species) or values per time (others), by state: Σ stoichiometry · rate, or the rate rule, or 0.</summary>
    public int[] RightHandSide()
    {
        foreach (var reaction in model.Reactions)
            formulas.Symbol(reaction.Id, Moment.Always, reaction.Location);
        return [.. Enumerable.Range(0, symbols.States.Count).Select(state => Rate(state, Moment.Always))];
    }

    /// <summary>Initial amounts (species) or values (others), by state.</summary>
    public int[] InitialState() => [.. symbols.States.Select(quantity =>
    {
        var value = formulas.Symbol(quantity.Id, Moment.Initially, quantity.Location);
        return quantity is Species { IsAmount: false } dissolved ? graph.Multiply(value, formulas.SizeOf(dissolved, Moment.Initially)) : value;
    })];

    private int Rate(int state, Moment moment)
    {
        if (rates.TryGetValue((state, moment), out var known))
            return known;
        var quantity = symbols.States[state];
        if (!asking.Add((state, moment)))
            return Refuse(FindingCodes.CyclicRule, quantity.Location, $"The rate of '{quantity.Id}' depends on itself through rateOf().");
        int? rate = rules.TryGetValue(state, out var rule) ? Ruled(rule, quantity, moment) : null;
        if (flows.TryGetValue(state, out var terms))
            foreach (var (reaction, term) in terms)
            {
                var flow = Flow(reaction, term, moment);
                rate = rate is { } sum ? graph.Add(sum, flow) : flow;
            }
        asking.Remove((state, moment));
        return rates[(state, moment)] = rate ?? graph.Constant(0);
    }

    private int Flow(Reaction reaction, Stoichiometry term, Moment moment)
    {
        var flow = formulas.Symbol(reaction.Id, moment, reaction.Location);
        if (term.Variable is { } variable)
            flow = graph.Multiply(formulas.Symbol(variable, moment, reaction.Location), flow);
        flow = graph.Multiply(graph.Constant(term.Coefficient), flow);
        return species[term.Species].ConversionFactor is { } factor ? graph.Multiply(formulas.Symbol(factor, moment, reaction.Location), flow) : flow;
    }

    /// <summary>The state that a reaction changes; null for a boundary or constant species.</summary>
    private int? StateChangedBy(Reaction reaction, string id)
    {
        if (symbols[id] is not { } meaning)
            findings.Add(symbols.Unknown(id, reaction.Location));
        else if (!species.TryGetValue(id, out var changed))
            findings.Add(FindingCodes.Kind.At(reaction.Location, $"Reaction '{reaction.Id}' changes '{id}', which is no species.", "Declare it as a species in a compartment."));
        else if (changed.IsBoundary || changed.IsConstant)
            return null;
        else if (meaning is Meaning.Integrated integrated && !rules.ContainsKey(integrated.State))
            return integrated.State;
        else
            findings.Add(FindingCodes.ConstantSpecies.At(
                reaction.Location, $"Reaction '{reaction.Id}' changes '{id}', which a rule sets already.", FindingCodes.ConstantSpecies.Remedy));
        return null;
    }

    /// <summary>A rule gives the rate of the symbol; the state of a species in concentration is its amount: (V·c)′ = V·c′ + c·V′.</summary>
    private int Ruled(RateRule rule, Quantity quantity, Moment moment)
    {
        var rate = formulas.Translate(rule.Formula, moment);
        if (quantity is not Species { IsAmount: false } dissolved)
            return rate;
        var growth = graph.Multiply(rate, formulas.SizeOf(dissolved, moment));
        return SizeChange(dissolved, moment, rule.Location) is { } change ? graph.Add(growth, graph.Multiply(formulas.Symbol(quantity.Id, moment, rule.Location), change)) : growth;
    }

    /// <summary>V′ of a species' compartment; null when its size does not change.</summary>
    private int? SizeChange(Species dissolved, Moment moment, SourceLocation location) => symbols[dissolved.Compartment] switch
    {
        Meaning.Integrated size => Rate(size.State, moment) is var rate && graph.IsConstant(rate, 0) ? null : rate,
        Meaning.Ruled when moment == Moment.Always => Change(formulas.SizeOf(dissolved, moment), dissolved.Compartment, location),
        Meaning.Ruled or Meaning.Solved => Refuse(FindingCodes.VaryingSize, location, $"The rate of the size of compartment '{dissolved.Compartment}' is needed for '{dissolved.Id}' and is not known."),
        _ => null,
    };

    /// <summary>dφ/dt = ∂φ/∂t + Σ ∂φ/∂yᵢ · yᵢ′.</summary>
    private int Change(int node, string id, SourceLocation location)
    {
        var sum = graph.Constant(0);
        foreach (var (variable, partial) in Derivative.Gradients(graph, [node], TimeVariable)[0])
        {
            if (variable != TimeVariable && variable >= symbols.States.Count)
                return Refuse(FindingCodes.DerivedRate, location, $"The rate of '{id}' depends on what algebraic rules, fast reactions or delays determine.");
            sum = graph.Add(sum, variable == TimeVariable ? partial : graph.Multiply(partial, Rate(variable, Moment.Always)));
        }
        return sum;
    }

    /// <summary>rateOf(id): the derivative of what the symbol means.</summary>
    private int RateOf(string id, Moment moment, SourceLocation location)
    {
        if (moment == Moment.Before && symbols[id] is not null)
            return graph.Constant(0);
        switch (symbols[id])
        {
            case Meaning.Settable or Meaning.Derived:
                return graph.Constant(0);
            case Meaning.Integrated { Quantity: Species { IsAmount: false } dissolved } integrated:
                if (rules.TryGetValue(integrated.State, out var rule))
                    return formulas.Translate(rule.Formula, moment);
                var change = SizeChange(dissolved, moment, location) is { } growth ? graph.Subtract(Rate(integrated.State, moment), graph.Multiply(formulas.Symbol(id, moment, location), growth)) : Rate(integrated.State, moment);
                return graph.Divide(change, formulas.SizeOf(dissolved, moment));
            case Meaning.Integrated integrated:
                return Rate(integrated.State, moment);
            case Meaning.Ruled when moment == Moment.Always:
                return Change(formulas.Symbol(id, moment, location), id, location);
            case null:
                findings.Add(symbols.Unknown(id, location));
                return graph.Constant(double.NaN);
            default:
                return Refuse(FindingCodes.DerivedRate, location, $"rateOf({id}): its rate is not given by reactions or a rate rule.");
        }
    }

    private int Refuse(FindingCode code, SourceLocation location, string message)
    {
        findings.Add(code.At(location, message, code.Remedy));
        return graph.Constant(double.NaN);
    }
}
