using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// Forward sensitivities s = ∂y/∂p as further states of the same graph: s′ = (∂f/∂y)·s + ∂f/∂p, s(0) = ∂y(0)/∂p (Caracotsios and Stewart, Sensitivity analysis of initial value problems with
/// mixed ODEs and algebraic equations, Comput. Chem. Eng. 9, 1985). State n·(j + 1) + i is ∂y[i]/∂p[j]. Everything else, derivatives and lanes included, follows as for any other state, so that
/// the method keeps its order and the error control sees them.
/// At an event the instant moves with the parameters too: ∂τ/∂p = −(g_p + g_y·s)/(g_t + g_y·f), and s⁺ = h_y·s + h_p + (h_y·f + h_t)·∂τ/∂p − f⁺·∂τ/∂p (Rozenvasser, General sensitivity equations
/// of discontinuous systems, Autom. Remote Control, 1967).
/// </summary>
/// <param name="parameters">Numbers of the parameters, by which is differentiated.</param>
internal sealed class ForwardSensitivities(ExpressionGraph graph, int stateCount, IReadOnlyList<int> parameters)
{
    private readonly Dictionary<int, int> variables = parameters.Select((parameter, j) => (parameter, j)).ToDictionary(pair => pair.parameter, pair => stateCount + 1 + pair.j);

    /// <summary>The name of a sensitivity.</summary>
    public static string NameOf(string quantity, string parameter) => $"∂{quantity}/∂{parameter}";

    /// <summary>Derivatives by each parameter along the solution, parameter by parameter: rates, initial values or observed quantities, in their order.</summary>
    /// <param name="atStart">True for what is evaluated before there is a solution: it depends on parameters alone.</param>
    public int[] Of(IReadOnlyList<int> outputs, bool atStart = false)
    {
        var gradients = Derivative.Gradients(graph, outputs, stateCount, variables);
        return [.. Enumerable.Range(0, parameters.Count).SelectMany(j => gradients.Select(gradient => Along(gradient, j, atStart)))];
    }

    /// <summary>What an event does to the states that it sets, and to all sensitivities.</summary>
    /// <param name="rates">f of the states without sensitivities.</param>
    public (ImmutableArray<int> Targets, ImmutableArray<int> Nodes) Across(int root, ImmutableArray<int> targets, ImmutableArray<int> values, IReadOnlyList<int> rates)
    {
        var after = Enumerable.Range(0, stateCount).Select(graph.State).ToArray();
        for (var i = 0; i < targets.Length; i++)
            after[targets[i]] = values[i];
        var ratesAfter = new Substitution(graph, after).Of(rates);
        var trigger = Derivative.Gradients(graph, [root], stateCount, variables)[0];
        var (jumps, approach) = (Derivative.Gradients(graph, after, stateCount, variables), WithTime(trigger, rates));
        var (allTargets, nodes) = (targets.ToBuilder(), values.ToBuilder());
        for (var j = 0; j < parameters.Count; j++)
        {
            var moved = Along(trigger, j, false);
            int? shift = graph.IsConstant(moved, 0) ? null : graph.Negate(graph.Divide(moved, approach));
            for (var i = 0; i < stateCount; i++)
            {
                var value = Along(jumps[i], j, false);
                if (shift is { } instant)
                {
                    var drift = graph.Subtract(WithTime(jumps[i], rates), ratesAfter[i]);
                    if (!graph.IsConstant(drift, 0))
                        value = graph.Add(value, graph.Multiply(drift, instant));
                }
                if (value == Sensitivity(i, j))
                    continue;
                allTargets.Add(stateCount * (j + 1) + i);
                nodes.Add(value);
            }
        }
        return (allTargets.ToImmutable(), nodes.ToImmutable());
    }

    private int Sensitivity(int state, int parameter) => graph.State(stateCount * (parameter + 1) + state);

    /// <summary>Σ ∂/∂y[k]·s[k] + ∂/∂p.</summary>
    private int Along(ImmutableArray<PartialDerivative> gradient, int parameter, bool atStart)
    {
        int? sum = null;
        foreach (var (variable, node) in gradient)
        {
            int? term = variable < stateCount ? atStart ? null : graph.Multiply(node, Sensitivity(variable, parameter)) : variable == stateCount + 1 + parameter ? node : null;
            if (term is { } next)
                sum = sum is { } so ? graph.Add(so, next) : next;
        }
        return sum ?? graph.Constant(0);
    }

    /// <summary>The total derivative by time: Σ ∂/∂y[k]·f[k] + ∂/∂t.</summary>
    private int WithTime(ImmutableArray<PartialDerivative> gradient, IReadOnlyList<int> rates)
    {
        int? sum = null;
        foreach (var (variable, node) in gradient)
            if (variable <= stateCount)
            {
                var term = variable == stateCount ? node : graph.Multiply(node, rates[variable]);
                if (!graph.IsConstant(term, 0))
                    sum = sum is { } so ? graph.Add(so, term) : term;
            }
        return sum ?? graph.Constant(0);
    }
}
