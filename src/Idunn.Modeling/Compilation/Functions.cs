using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>The calls that formulas may contain, by the names of <see cref="BuiltinFunctions"/>.</summary>
internal static class Functions
{
    /// <summary>The node of a call, or null when there is no such function of so many arguments.</summary>
    public static int? Build(ExpressionGraph graph, string function, ImmutableArray<int> arguments) => (function, arguments) switch
    {
        ("min", [var first, .. var rest]) => rest.Aggregate(first, (a, b) => graph.Apply(Operation.Minimum, a, b)),
        ("max", [var first, .. var rest]) => rest.Aggregate(first, (a, b) => graph.Apply(Operation.Maximum, a, b)),
        ("xor", [var a, var b]) => graph.Apply(Operation.NotEqual, graph.Apply(Operation.Not, a), graph.Apply(Operation.Not, b)),
        ("piecewise", [var only]) => only,
        ("factorial", [var n]) => Factorial(graph, n),
        ("piecewise", [_, _, ..]) => Piecewise(graph, arguments),
        (_, [var a]) when OperationOf(function) is { } operation => graph.Apply(operation, a),
        _ => null,
    };

    private static Operation? OperationOf(string function) => function switch
    {
        "exp" => Operation.Exponential,
        "ln" => Operation.Logarithm,
        "log10" => Operation.Logarithm10,
        "sqrt" => Operation.SquareRoot,
        "abs" => Operation.Absolute,
        "floor" => Operation.Floor,
        "ceil" => Operation.Ceiling,
        "sin" => Operation.Sine,
        "cos" => Operation.Cosine,
        "tan" => Operation.Tangent,
        "asin" => Operation.ArcSine,
        "acos" => Operation.ArcCosine,
        "atan" => Operation.ArcTangent,
        "sinh" => Operation.HyperbolicSine,
        "cosh" => Operation.HyperbolicCosine,
        "tanh" => Operation.HyperbolicTangent,
        "asinh" => Operation.HyperbolicArcSine,
        "acosh" => Operation.HyperbolicArcCosine,
        "atanh" => Operation.HyperbolicArcTangent,
        _ => null,
    };

    /// <summary>piecewise(value1, condition1, value2, condition2, …, otherwise); not a number where no condition holds and there is no otherwise.</summary>
    private static int Piecewise(ExpressionGraph graph, ImmutableArray<int> x)
    {
        var result = x.Length % 2 == 1 ? x[^1] : graph.Constant(double.NaN);
        for (var pair = x.Length / 2 - 1; pair >= 0; pair--)
            result = graph.Select(x[2 * pair + 1], x[2 * pair], result);
        return result;
    }

    /// <summary>n! for n = 0 … 170, by a search through the table; not a number for what is no such integer.</summary>
    private static int Factorial(ExpressionGraph graph, int n)
    {
        var factorials = new double[171];
        factorials[0] = 1;
        for (var i = 1; i < factorials.Length; i++)
            factorials[i] = i * factorials[i - 1];
        return Find(0, factorials.Length);

        int Find(int from, int to) => to - from == 1
            ? graph.Select(graph.Apply(Operation.Equal, n, graph.Constant(from)), graph.Constant(factorials[from]), graph.Constant(double.NaN))
            : graph.Select(graph.Apply(Operation.Less, n, graph.Constant((from + to) / 2)), Find(from, (from + to) / 2), Find((from + to) / 2, to));
    }
}
