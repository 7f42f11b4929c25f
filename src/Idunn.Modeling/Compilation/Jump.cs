using Idunn.Modeling.Checking;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Compilation;

/// <summary>A reaction as something that happens one by one.</summary>
/// <param name="Name">The reaction's id.</param>
/// <param name="Propensity">Node of its probability per time: the rate law as it is written, of counts.</param>
/// <param name="Changes">What it adds to counts.</param>
internal sealed record Jump(string Name, SourceLocation Location, int Propensity, CountChange[] Changes)
{
    /// <summary>
    /// A model's reactions as jumps. A reversible reaction whose rate law is a difference is refused: forth and back are events of their own, of which the net rate says nothing. Whether the
    /// difference is one of two directions, or of what is free in a reaction that goes one way, only its author knows.
    /// </summary>
    /// <param name="findings">Receives what cannot happen one by one.</param>
    public static List<Jump> Of(Model model, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        var jumps = new List<Jump>();
        foreach (var reaction in model.Reactions)
        {
            var rate = formulas.Symbol(reaction.Id, Moment.Always, reaction.Location);
            if (formulas.Graph.DependsOnTime([rate]))
                findings.Add(FindingCodes.TimedRate.At(reaction.Location, $"The rate of reaction '{reaction.Id}' depends on time as such.", FindingCodes.TimedRate.Remedy));
            var changes = ChangesOf(reaction, symbols, findings);
            if (reaction.IsReversible && IsDifference(formulas.Graph, rate))
                findings.Add(FindingCodes.NetRate.At(reaction.Location, $"Reaction '{reaction.Id}' is reversible, and its rate is a difference of two directions.", FindingCodes.NetRate.Remedy));
            jumps.Add(new Jump(reaction.Id, reaction.Location, rate, changes));
        }
        return jumps;
    }

    private static CountChange[] ChangesOf(Reaction reaction, SymbolTable symbols, List<Finding> findings)
    {
        var changes = new List<CountChange>();
        foreach (var term in reaction.NetStoichiometry)
        {
            var (id, coefficient) = term;
            if (symbols[id] is not Meaning.Integrated { Quantity: Species { IsBoundary: false, IsConstant: false } species } integrated)
                continue;
            if (term.Variable is not null || species.ConversionFactor is not null)
                findings.Add(FindingCodes.Stoichiometry.At(
                    reaction.Location, $"Reaction '{reaction.Id}' changes '{id}' by '{term.Variable ?? species.ConversionFactor}', which need not be a whole number.", FindingCodes.Stoichiometry.Remedy));
            else if (coefficient != Math.Floor(coefficient) || Math.Abs(coefficient) > int.MaxValue)
                findings.Add(FindingCodes.Stoichiometry.At(
                    reaction.Location, FormattableString.Invariant($"Reaction '{reaction.Id}' changes '{id}' by {coefficient}: nothing like it can happen one by one."), FindingCodes.Stoichiometry.Remedy));
            else if (coefficient != 0)
                changes.Add(new CountChange(integrated.State, (int)coefficient));
        }
        return [.. changes];
    }

    /// <summary>Whether a node is a difference, also in a product or over a quotient.</summary>
    private static bool IsDifference(ExpressionGraph graph, int node)
    {
        var (operation, a, b, _) = graph[node];
        return operation switch
        {
            Operation.Subtract => !graph.IsConstant(a) && !graph.IsConstant(b),
            Operation.Negate or Operation.Divide => IsDifference(graph, a),
            Operation.Multiply => IsDifference(graph, a) || IsDifference(graph, b),
            _ => false,
        };
    }
}
