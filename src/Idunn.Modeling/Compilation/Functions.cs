using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>The functions that formulas may call, as SBML Level 3 infix and Antimony name them; <c>log</c> of one argument is the natural logarithm, as in Antimony.</summary>
internal static class Functions
{
    private delegate int Building(ExpressionGraph graph, ImmutableArray<int> arguments);

    private static readonly Dictionary<string, (int Least, int Most, Building Build)> Table = CreateTable();

    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>Least and greatest number of arguments, or null for a function that does not exist.</summary>
    public static (int Least, int Most)? ArgumentCounts(string function) =>
        Table.TryGetValue(function, out var entry) ? (entry.Least, entry.Most) : null;

    public static int Build(ExpressionGraph graph, string function, ImmutableArray<int> arguments) => Table[function].Build(graph, arguments);

    private static Dictionary<string, (int, int, Building)> CreateTable()
    {
        var table = new Dictionary<string, (int, int, Building)>(StringComparer.Ordinal);
        void Of(int least, int most, Building build, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                table.Add(name, (least, most, build));
        }
        void OfOne(Operation operation, params ReadOnlySpan<string> names) => Of(1, 1, (graph, x) => graph.Apply(operation, x[0]), names);
        void OfTwo(Operation operation, params ReadOnlySpan<string> names) => Of(2, 2, (graph, x) => graph.Apply(operation, x[0], x[1]), names);
        void OfTwoTurned(Operation operation, params ReadOnlySpan<string> names) => Of(2, 2, (graph, x) => graph.Apply(operation, x[1], x[0]), names);
        void OfMany(Operation operation, params ReadOnlySpan<string> names) =>
            Of(1, int.MaxValue, (graph, x) => x.Skip(1).Aggregate(x[0], (left, right) => graph.Apply(operation, left, right)), names);

        OfOne(Operation.Exponential, "exp");
        OfOne(Operation.Logarithm, "ln");
        OfOne(Operation.Logarithm10, "log10");
        OfOne(Operation.SquareRoot, "sqrt");
        OfOne(Operation.Absolute, "abs");
        OfOne(Operation.Floor, "floor");
        OfOne(Operation.Ceiling, "ceil", "ceiling");
        OfOne(Operation.Sine, "sin");
        OfOne(Operation.Cosine, "cos");
        OfOne(Operation.Tangent, "tan");
        OfOne(Operation.ArcSine, "asin", "arcsin");
        OfOne(Operation.ArcCosine, "acos", "arccos");
        OfOne(Operation.ArcTangent, "atan", "arctan");
        OfOne(Operation.HyperbolicSine, "sinh");
        OfOne(Operation.HyperbolicCosine, "cosh");
        OfOne(Operation.HyperbolicTangent, "tanh");
        OfOne(Operation.Not, "not");
        OfTwo(Operation.Power, "pow", "power");
        OfTwo(Operation.Divide, "divide");
        OfTwo(Operation.Less, "lt");
        OfTwo(Operation.LessOrEqual, "leq");
        OfTwoTurned(Operation.Less, "gt");
        OfTwoTurned(Operation.LessOrEqual, "geq");
        OfTwo(Operation.Equal, "eq");
        OfTwo(Operation.NotEqual, "neq");
        OfMany(Operation.Minimum, "min");
        OfMany(Operation.Maximum, "max");
        OfMany(Operation.And, "and");
        OfMany(Operation.Or, "or");
        OfMany(Operation.Add, "plus");
        OfMany(Operation.Multiply, "times");
        Of(1, 2, (graph, x) => x.Length == 1 ? graph.Negate(x[0]) : graph.Subtract(x[0], x[1]), "minus");
        Of(1, 1, (graph, x) => graph.Multiply(x[0], x[0]), "sqr");
        Of(1, 2, Logarithm, "log");
        Of(2, 2, (graph, x) => graph.Apply(Operation.Power, x[1], graph.Divide(graph.Constant(1), x[0])), "root");
        Of(2, 2, (graph, x) => graph.Apply(Operation.NotEqual, Truth(graph, x[0]), Truth(graph, x[1])), "xor");
        Of(1, int.MaxValue, Piecewise, "piecewise");
        return table;
    }

    /// <summary>log(x) = ln x; log(base, x) = ln x / ln base.</summary>
    private static int Logarithm(ExpressionGraph graph, ImmutableArray<int> x) => x.Length == 1
        ? graph.Apply(Operation.Logarithm, x[0])
        : graph.Divide(graph.Apply(Operation.Logarithm, x[1]), graph.Apply(Operation.Logarithm, x[0]));

    private static int Truth(ExpressionGraph graph, int x) => graph.Apply(Operation.NotEqual, x, graph.Constant(0));

    /// <summary>piecewise(value1, condition1, value2, condition2, …, otherwise); not a number where no condition holds and there is no otherwise.</summary>
    private static int Piecewise(ExpressionGraph graph, ImmutableArray<int> x)
    {
        var result = x.Length % 2 == 1 ? x[^1] : graph.Constant(double.NaN);
        for (var pair = x.Length / 2 - 1; pair >= 0; pair--)
            result = graph.Select(x[2 * pair + 1], x[2 * pair], result);
        return result;
    }
}
