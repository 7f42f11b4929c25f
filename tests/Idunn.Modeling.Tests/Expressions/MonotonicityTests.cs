using CsCheck;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Expressions;

public sealed class MonotonicityTests
{
    private static readonly Monotonicity OfPositive = new(name => name == "share" ? Interval.Share : name == "any" ? Interval.All : Interval.NotNegative);

    private static Direction Of(string formula) => OfPositive.Of(ExprParser.Parse(formula, SourceLocation.None), "x");

    [Theory]
    [InlineData("k * y", Direction.None)]
    [InlineData("k * x", Direction.Rising)]
    [InlineData("-k * x", Direction.Falling)]
    [InlineData("k / (1 + x)", Direction.Falling)]
    [InlineData("k * x / (y + x)", Direction.Rising)]
    [InlineData("x^n / (K^n + x^n)", Direction.Rising)]
    [InlineData("K^n / (K^n + x^n)", Direction.Falling)]
    [InlineData("k * (y - x)", Direction.Falling)]
    [InlineData("k * (1 - share) * x", Direction.Rising)]
    [InlineData("1 - exp(-x / y)", Direction.Rising)]
    [InlineData("exp(-x) * sqrt(y)", Direction.Falling)]
    [InlineData("y * min(x, 3)", Direction.Rising)]
    [InlineData("piecewise(x, y > 1, 2 * x)", Direction.Rising)]
    [InlineData("0.5^x", Direction.Falling)]
    public void A_direction_that_the_structure_fixes_is_told(string formula, Direction expected) => Assert.Equal(expected, Of(formula));

    [Theory]
    [InlineData("any * x")]
    [InlineData("x * (1 - x)")]
    [InlineData("x / (1 + x^2)")]
    [InlineData("(1 - y) * x")]
    [InlineData("piecewise(0, x > 1, x)")]
    [InlineData("sin(x)")]
    public void Where_either_sign_can_occur_it_says_so(string formula) => Assert.Equal(Direction.Mixed, Of(formula));

    /// <summary>Random formulas of positive quantities: where a direction is told, differences of values go no other way.</summary>
    [Fact]
    public void A_told_direction_is_never_wrong() => Gen.Select(Formula(3), Gen.Double[0, 3], Gen.Double[0.01, 2], Gen.Double[0, 3]).Sample((formula, x, step, y) =>
    {
        var direction = OfPositive.Of(formula, "x");
        var (low, high) = (Value(formula, x, y), Value(formula, x + step, y));
        if (!double.IsFinite(low) || !double.IsFinite(high))
            return;
        var slack = 1e-9 * (1 + Math.Abs(low) + Math.Abs(high));
        Assert.True(direction != Direction.Rising || high >= low - slack, ExprPrinter.Print(formula));
        Assert.True(direction != Direction.Falling || high <= low + slack, ExprPrinter.Print(formula));
        Assert.True(direction != Direction.None || Math.Abs(high - low) <= slack, ExprPrinter.Print(formula));
    });

    private static Gen<Expr> Formula(int depth)
    {
        var leaf = Gen.OneOf(Gen.Const((Expr)new SymbolExpr("x")), Gen.Const((Expr)new SymbolExpr("y")), Gen.Int[0, 3].Select(n => (Expr)new NumberExpr(n)));
        if (depth == 0)
            return leaf;
        var inner = Formula(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(inner, inner, AnyOf(BinaryOperator.Add, BinaryOperator.Subtract, BinaryOperator.Multiply, BinaryOperator.Divide)).Select((a, b, operation) => (Expr)new BinaryExpr(operation, a, b)),
            Gen.Select(inner, Gen.Int[0, 3]).Select((a, n) => (Expr)new BinaryExpr(BinaryOperator.Power, a, new NumberExpr(n))),
            // u/(u + v), whose shape is known.
            Gen.Select(inner, inner).Select((u, v) => (Expr)new BinaryExpr(BinaryOperator.Divide, u, new BinaryExpr(BinaryOperator.Add, v, u))),
            Gen.Select(inner, AnyOf("exp", "tanh", "abs")).Select((a, function) => (Expr)new CallExpr(function, [a])));
    }

    private static double Value(Expr formula, double x, double y) => ExprEvaluator.TryEvaluate(formula, name => name == "x" ? x : y) ?? double.NaN;

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
