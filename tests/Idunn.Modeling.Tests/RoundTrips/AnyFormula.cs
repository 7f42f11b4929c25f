using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>Formulas over everything that the language has, also those that nobody would write: signs of signs, towers of powers, numbers at the ends of what a double holds.</summary>
/// <param name="symbols">Ids that may stand in them.</param>
/// <param name="units">Units that may stand behind numbers.</param>
internal sealed class AnyFormula(Choices choices, IReadOnlyList<string> symbols, IReadOnlyList<string> units)
{
    private static readonly double[] Numbers =
    [
        1, 0, 2, -1, 0.5, 3, -0.0, 1e-308, 5e-324, 1.7976931348623157e308, -1e308, 0.1 + 0.2, 123456789.123456789, 1e15, 1e16, 123456789012345680, 1e-5, -1e-5, 1e22, 1e23, Math.PI, Math.E, 6.02214076e23, 6.02214179e23,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, 10, 64,
    ];

    private static readonly string[] Functions =
        ["exp", "ln", "log10", "sqrt", "abs", "floor", "ceil", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "factorial"];

    private int draws;

    public Expr Of(int depth, bool mayDraw = false) => depth == 0 ? Leaf() : choices.Below(mayDraw ? 13 : 12) switch
    {
        0 or 1 => Leaf(),
        2 => new UnaryExpr(UnaryOperator.Negate, Of(depth - 1, mayDraw)),
        3 => new UnaryExpr(UnaryOperator.Not, Of(depth - 1, mayDraw)),
        4 => new BinaryExpr(BinaryOperator.Power, Of(depth - 1, mayDraw), Of(depth - 1, mayDraw)),
        5 => new BinaryExpr(choices.Of(BinaryOperator.And, BinaryOperator.Or), Condition(depth - 1), Condition(depth - 1)),
        6 or 7 or 8 => new BinaryExpr((BinaryOperator)choices.Below((int)BinaryOperator.Or + 1), Of(depth - 1, mayDraw), Of(depth - 1, mayDraw)),
        9 => new CallExpr(choices.Of(Functions), [Of(depth - 1, mayDraw)]),
        10 => new CallExpr(choices.Of("min", "max"), [.. choices.Some(3, () => Of(depth - 1, mayDraw)), Of(depth - 1, mayDraw)]),
        11 => Special(depth - 1),
        _ => Draw(depth - 1),
    };

    public Expr Condition(int depth) => depth == 0 ? Of(0) : choices.Below(4) switch
    {
        0 => new BinaryExpr(choices.Of(BinaryOperator.Greater, BinaryOperator.LessOrEqual, BinaryOperator.Equal, BinaryOperator.NotEqual), Of(depth - 1), Of(depth - 1)),
        1 => new BinaryExpr(choices.Of(BinaryOperator.And, BinaryOperator.Or), Condition(depth - 1), Condition(depth - 1)),
        2 => new UnaryExpr(UnaryOperator.Not, Condition(depth - 1)),
        _ => Of(depth),
    };

    /// <summary>A number or a quantity.</summary>
    public Expr Value() => choices.Once(3) && symbols.Count > 0 ? Symbol() : new NumberExpr(choices.Of<double>(Numbers));

    private Expr Symbol() => symbols.Count == 0 ? new NumberExpr(1) : new SymbolExpr(symbols[choices.Below(symbols.Count)]);

    private Expr Leaf() => choices.Below(8) switch
    {
        0 or 1 or 2 => new NumberExpr(choices.Of<double>(Numbers)),
        3 => new TimeExpr(),
        4 => new NumberExpr(choices.Of<double>(Numbers), units[choices.Below(units.Count)]),
        _ => Symbol(),
    };

    private Expr Special(int depth) => choices.Below(4) switch
    {
        0 => new CallExpr("piecewise", [.. choices.Some(2, () => new[] { Of(depth), Condition(depth) }).SelectMany(piece => piece), Of(depth)]),
        1 => new CallExpr("xor", [Condition(depth), Condition(depth)]),
        2 => new CallExpr("delay", [Symbol(), new NumberExpr(2)]),
        _ => symbols.Count == 0 ? Leaf() : new CallExpr("rateOf", [Symbol()]),
    };

    private CallExpr Draw(int depth)
    {
        var (function, least, most) = choices.Of(("normal", 2, 4), ("uniform", 2, 2), ("exponential", 1, 1), ("poisson", 1, 3), ("binomial", 2, 2), ("laplace", 1, 1));
        return new CallExpr(function, [.. Enumerable.Range(0, choices.Of(least, most)).Select(_ => Of(depth))]) { Draw = ++draws };
    }
}
