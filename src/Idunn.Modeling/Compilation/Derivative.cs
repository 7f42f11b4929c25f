using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>One structural non-zero of a gradient: ∂/∂y[<paramref name="Variable"/>], ∂/∂t where the variable is the number of states, or beyond it a derivative by a parameter.</summary>
internal readonly record struct PartialDerivative(int Variable, int Node);

/// <summary>
/// Sparse symbolic differentiation in forward mode (Griewank and Walther, Evaluating Derivatives, 2008, ch. 7): each node's gradient is
/// merged from its operands' gradients, so that only structural non-zeros ever exist. Derivatives stay finite where the function is
/// finite and its slope is not (√x and x^n, n &lt; 1, at x = 0): they are taken as 0 there, since a solver gains nothing from an infinite one.
/// </summary>
internal static class Derivative
{
    /// <summary>Gradients of <paramref name="outputs"/> by ascending variable, the states first and then time.</summary>
    /// <param name="graph">Grows by the nodes of the derivatives.</param>
    /// <param name="parameters">Parameters to variables: those by which is differentiated too, numbered beyond time. Null: none.</param>
    public static ImmutableArray<PartialDerivative>[] Gradients(ExpressionGraph graph, IReadOnlyList<int> outputs, int stateCount, IReadOnlyDictionary<int, int>? parameters = null)
    {
        var count = outputs.Count == 0 ? 0 : outputs.Max() + 1;
        var gradients = new ImmutableArray<PartialDerivative>[count];
        var needed = Needed(graph, outputs, count);
        for (var node = 0; node < count; node++)
            if (needed[node])
                gradients[node] = Gradient(graph, node, gradients, stateCount, parameters);
        return [.. outputs.Select(output => gradients[output])];
    }

    private static bool[] Needed(ExpressionGraph graph, IReadOnlyList<int> outputs, int count)
    {
        var needed = new bool[count];
        foreach (var output in outputs)
            needed[output] = true;
        for (var node = count - 1; node >= 0; node--)
        {
            if (!needed[node])
                continue;
            var (operation, a, b, c) = graph[node];
            var operands = Arithmetic.OperandCount(operation);
            if (operands > 0)
                needed[a] = true;
            if (operands > 1)
                needed[b] = true;
            if (operands > 2)
                needed[c] = true;
        }
        return needed;
    }

    private static ImmutableArray<PartialDerivative> Gradient(ExpressionGraph graph, int node, ImmutableArray<PartialDerivative>[] gradients, int stateCount, IReadOnlyDictionary<int, int>? parameters)
    {
        var (operation, a, b, c) = graph[node];
        switch (operation)
        {
            case Operation.State:
                return [new(a, graph.Constant(1))];
            case Operation.Time:
                return [new(stateCount, graph.Constant(1))];
            case Operation.Parameter when parameters is not null && parameters.TryGetValue(a, out var variable):
                return [new(variable, graph.Constant(1))];
            case Operation.Add:
                return Merge(graph, gradients[a], gradients[b], Sum);
            case Operation.Subtract:
                return Merge(graph, gradients[a], gradients[b], Difference);
            case Operation.Multiply when a == b:
                return Scale(graph, gradients[a], d => graph.Multiply(graph.Multiply(graph.Constant(2), a), d));
            case Operation.Multiply:
                return Merge(graph, Scale(graph, gradients[a], d => graph.Multiply(d, b)), Scale(graph, gradients[b], d => graph.Multiply(a, d)), Sum);
            case Operation.Divide:
                return Quotient(graph, node, b, gradients[a], gradients[b]);
            case Operation.Power:
                return Merge(graph, Chain(graph, gradients[a], () => BaseSlope(graph, node, a, b)), Chain(graph, gradients[b], () => ExponentSlope(graph, node, a)), Sum);
            case Operation.Minimum:
                return Merge(graph, gradients[a], gradients[b], Choice(graph.Apply(Operation.LessOrEqual, a, b)));
            case Operation.Maximum:
                return Merge(graph, gradients[a], gradients[b], Choice(graph.Apply(Operation.LessOrEqual, b, a)));
            case Operation.Select:
                return Merge(graph, gradients[b], gradients[c], Choice(a));
            default:
                return Arithmetic.OperandCount(operation) == 1 ? Chain(graph, gradients[a], () => Slope(graph, operation, node, a)) : [];
        }
    }

    /// <summary>dφ/du of a function φ(u) of one operand; a constant 0 where it is flat.</summary>
    private static int Slope(ExpressionGraph graph, Operation operation, int value, int u) => operation switch
    {
        Operation.Negate => graph.Constant(-1),
        Operation.Exponential => value,
        Operation.Logarithm => graph.Divide(graph.Constant(1), u),
        Operation.Logarithm10 => graph.Divide(graph.Constant(1 / Math.Log(10)), u),
        Operation.SquareRoot => graph.Select(value, graph.Divide(graph.Constant(0.5), value), graph.Constant(0)),
        Operation.Absolute => graph.Select(graph.Apply(Operation.Less, u, graph.Constant(0)), graph.Constant(-1), graph.Constant(1)),
        Operation.Sine => graph.Apply(Operation.Cosine, u),
        Operation.Cosine => graph.Negate(graph.Apply(Operation.Sine, u)),
        Operation.Tangent => graph.Add(graph.Constant(1), graph.Multiply(value, value)),
        Operation.ArcSine => graph.Divide(graph.Constant(1), OneMinusSquareRooted(graph, u)),
        Operation.ArcCosine => graph.Divide(graph.Constant(-1), OneMinusSquareRooted(graph, u)),
        Operation.ArcTangent => graph.Divide(graph.Constant(1), graph.Add(graph.Constant(1), graph.Multiply(u, u))),
        Operation.HyperbolicSine => graph.Apply(Operation.HyperbolicCosine, u),
        Operation.HyperbolicCosine => graph.Apply(Operation.HyperbolicSine, u),
        Operation.HyperbolicTangent => graph.Subtract(graph.Constant(1), graph.Multiply(value, value)),
        Operation.HyperbolicArcSine => graph.Divide(graph.Constant(1), graph.Apply(Operation.SquareRoot, graph.Add(graph.Multiply(u, u), graph.Constant(1)))),
        Operation.HyperbolicArcCosine => graph.Divide(graph.Constant(1), graph.Apply(Operation.SquareRoot, graph.Subtract(graph.Multiply(u, u), graph.Constant(1)))),
        Operation.HyperbolicArcTangent => graph.Divide(graph.Constant(1), graph.Subtract(graph.Constant(1), graph.Multiply(u, u))),
        _ => graph.Constant(0),
    };

    private static int OneMinusSquareRooted(ExpressionGraph graph, int u) =>
        graph.Apply(Operation.SquareRoot, graph.Subtract(graph.Constant(1), graph.Multiply(u, u)));

    /// <summary>∂(x^n)/∂x = n·(x^n / x), which costs no second power; at x = 0 it is 1 for n = 1 and taken as 0 otherwise.</summary>
    private static int BaseSlope(ExpressionGraph graph, int power, int x, int n) =>
        graph.Select(x, graph.Multiply(n, graph.Divide(power, x)), graph.Apply(Operation.Equal, n, graph.Constant(1)));

    /// <summary>∂(x^n)/∂n = x^n·ln x for x &gt; 0, and 0 otherwise.</summary>
    private static int ExponentSlope(ExpressionGraph graph, int power, int x) =>
        graph.Select(graph.Apply(Operation.Less, graph.Constant(0), x), graph.Multiply(power, graph.Apply(Operation.Logarithm, x)), graph.Constant(0));

    /// <summary>d(u/v) = (du − (u/v)·dv) / v.</summary>
    private static ImmutableArray<PartialDerivative> Quotient(ExpressionGraph graph, int quotient, int v, ImmutableArray<PartialDerivative> du, ImmutableArray<PartialDerivative> dv)
    {
        var numerator = Merge(graph, du, Scale(graph, dv, d => graph.Multiply(quotient, d)), Difference);
        return Scale(graph, numerator, d => graph.Divide(d, v));
    }

    private static ImmutableArray<PartialDerivative> Chain(ExpressionGraph graph, ImmutableArray<PartialDerivative> gradient, Func<int> slope)
    {
        if (gradient.IsEmpty)
            return gradient;
        var factor = slope();
        return graph.IsConstant(factor, 0) ? [] : Scale(graph, gradient, d => graph.Multiply(factor, d));
    }

    private static ImmutableArray<PartialDerivative> Scale(ExpressionGraph graph, ImmutableArray<PartialDerivative> gradient, Func<int, int> scaled)
    {
        if (gradient.IsEmpty)
            return gradient;
        var result = ImmutableArray.CreateBuilder<PartialDerivative>(gradient.Length);
        foreach (var (variable, node) in gradient)
            AddUnlessZero(graph, result, variable, scaled(node));
        return result.DrainToImmutable();
    }

    /// <summary>How two partial derivatives by the same variable combine; null stands for a structural zero.</summary>
    private delegate int Combination(ExpressionGraph graph, int? left, int? right);

    private static int Sum(ExpressionGraph graph, int? left, int? right) =>
        left is not { } l ? right!.Value : right is not { } r ? l : graph.Add(l, r);

    private static int Difference(ExpressionGraph graph, int? left, int? right) =>
        left is not { } l ? graph.Negate(right!.Value) : right is not { } r ? l : graph.Subtract(l, r);

    private static Combination Choice(int condition) =>
        (graph, left, right) => graph.Select(condition, left ?? graph.Constant(0), right ?? graph.Constant(0));

    private static ImmutableArray<PartialDerivative> Merge(
        ExpressionGraph graph, ImmutableArray<PartialDerivative> left, ImmutableArray<PartialDerivative> right, Combination combine)
    {
        var result = ImmutableArray.CreateBuilder<PartialDerivative>(left.Length + right.Length);
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            var variable = Math.Min(i < left.Length ? left[i].Variable : int.MaxValue, j < right.Length ? right[j].Variable : int.MaxValue);
            int? l = i < left.Length && left[i].Variable == variable ? left[i++].Node : null;
            int? r = j < right.Length && right[j].Variable == variable ? right[j++].Node : null;
            AddUnlessZero(graph, result, variable, combine(graph, l, r));
        }
        return result.DrainToImmutable();
    }

    private static void AddUnlessZero(ExpressionGraph graph, ImmutableArray<PartialDerivative>.Builder result, int variable, int node)
    {
        if (!graph.IsConstant(node, 0))
            result.Add(new PartialDerivative(variable, node));
    }
}
