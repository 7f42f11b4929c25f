using System.Collections.Immutable;

namespace Idunn.Modeling.Expressions;

/// <summary>How a formula goes with one of its symbols while the others stay.</summary>
public enum Direction
{
    /// <summary>The symbol does not matter.</summary>
    None,

    /// <summary>The derivative is nowhere negative.</summary>
    Rising,

    /// <summary>The derivative is nowhere positive.</summary>
    Falling,

    /// <summary>Either sign occurs, or it cannot be told from the structure of the formula.</summary>
    Mixed,
}

/// <summary>
/// The sign of a derivative where the formula's structure fixes it: the rules of differentiation with intervals in place of numbers. It never says Rising or
/// Falling wrongly, and often Mixed where a closer look would tell; saturation x/(x + y) is known as one shape.
/// </summary>
/// <param name="range">The values that a symbol can take.</param>
public sealed class Monotonicity(Func<string, Interval> range)
{
    public Direction Of(Expr formula, string symbol) => formula switch
    {
        _ when ExprTree.Symbols(formula).All(other => other.Name != symbol) => Direction.None,
        SymbolExpr => Direction.Rising,
        UnaryExpr { Operator: UnaryOperator.Negate } negated => Opposite(Of(negated.Operand, symbol)),
        BinaryExpr { Operator: BinaryOperator.Add } sum => Sum(Of(sum.Left, symbol), Of(sum.Right, symbol)),
        BinaryExpr { Operator: BinaryOperator.Subtract } difference => Sum(Of(difference.Left, symbol), Opposite(Of(difference.Right, symbol))),
        BinaryExpr { Operator: BinaryOperator.Multiply } product => OfProduct(product.Left, product.Right, symbol),
        BinaryExpr { Operator: BinaryOperator.Divide } quotient => OfQuotient(quotient.Left, quotient.Right, symbol),
        BinaryExpr { Operator: BinaryOperator.Power } power => OfPower(power.Left, power.Right, symbol),
        CallExpr call => OfCall(call, symbol),
        _ => Direction.Mixed,
    };

    public Interval RangeOf(Expr formula) => formula switch
    {
        NumberExpr number => Interval.At(number.Value),
        SymbolExpr symbol => range(symbol.Name),
        TimeExpr => Interval.NotNegative,
        UnaryExpr { Operator: UnaryOperator.Negate } negated => -RangeOf(negated.Operand),
        BinaryExpr { Operator: BinaryOperator.Add } sum => RangeOf(sum.Left) + RangeOf(sum.Right),
        BinaryExpr { Operator: BinaryOperator.Subtract } difference => RangeOf(difference.Left) - RangeOf(difference.Right),
        BinaryExpr { Operator: BinaryOperator.Multiply } product => RangeOf(product.Left) * RangeOf(product.Right),
        BinaryExpr { Operator: BinaryOperator.Divide } quotient => RangeOfQuotient(quotient),
        BinaryExpr { Operator: BinaryOperator.Power } power => RangeOfPower(power),
        CallExpr call => RangeOfCall(call),
        _ => Interval.Share,
    };

    private Direction OfProduct(Expr left, Expr right, string symbol) =>
        Sum(Scaled(Of(left, symbol), RangeOf(right)), Scaled(Of(right, symbol), RangeOf(left)));

    private Direction OfQuotient(Expr above, Expr below, string symbol)
    {
        if (Saturation(above, below) is { } shape)
        {
            var (factors, numerator, others) = shape;
            if (RangeOf(numerator).IsNotNegative && RangeOf(others).IsNotNegative)
            {
                // u/(u + v) goes with u and against v.
                var share = Sum(Of(numerator, symbol), Opposite(Of(others, symbol)));
                return factors is null ? share : Sum(Scaled(share, RangeOf(factors)), Of(factors, symbol));
            }
        }
        var denominator = RangeOf(below);
        if (denominator is not ({ IsNotNegative: true } or { IsNotPositive: true }))
            return Direction.Mixed;
        // d(u/v) = du/v − u·dv/v².
        return Sum(Scaled(Of(above, symbol), denominator), Scaled(Opposite(Of(below, symbol)), RangeOf(above)));
    }

    /// <summary>factors·u / (u + others), or null when no factor of the numerator is a term of the denominator.</summary>
    private static (Expr? Factors, Expr Numerator, Expr Others)? Saturation(Expr above, Expr below)
    {
        var terms = Terms(below).ToImmutableArray();
        if (terms.Length < 2)
            return null;
        var factors = Factors(above).ToImmutableArray();
        for (var i = 0; i < factors.Length; i++)
        {
            var same = ExprPrinter.Print(factors[i]);
            var term = terms.ToList().FindIndex(candidate => ExprPrinter.Print(candidate) == same);
            if (term >= 0)
                return (Joined(factors.RemoveAt(i), BinaryOperator.Multiply), factors[i], Joined(terms.RemoveAt(term), BinaryOperator.Add)!);
        }
        return null;
    }

    private static IEnumerable<Expr> Terms(Expr formula) => formula is BinaryExpr { Operator: BinaryOperator.Add } sum ? Terms(sum.Left).Concat(Terms(sum.Right)) : [formula];

    private static IEnumerable<Expr> Factors(Expr formula) => formula is BinaryExpr { Operator: BinaryOperator.Multiply } product ? Factors(product.Left).Concat(Factors(product.Right)) : [formula];

    private static Expr? Joined(ImmutableArray<Expr> parts, BinaryOperator operation) =>
        parts.IsEmpty ? null : parts.Skip(1).Aggregate(parts[0], (left, right) => new BinaryExpr(operation, left, right));

    private Direction OfPower(Expr x, Expr n, string symbol)
    {
        if (Of(n, symbol) is var exponent and not Direction.None)
        {
            // dⁿ/dn = xⁿ·ln x: against n below 1, with it above.
            var logarithm = RangeOf(x) switch { { Low: >= 1 } => Interval.NotNegative, { Low: >= 0, High: <= 1 } => -Interval.NotNegative, _ => Interval.All };
            return Of(x, symbol) == Direction.None ? Scaled(exponent, logarithm) : Direction.Mixed;
        }
        var isOdd = n is NumberExpr { Value: var value } && Math.Abs(value % 2) == 1;
        return RangeOf(x).IsNotNegative || isOdd ? Scaled(Of(x, symbol), RangeOf(n)) : Direction.Mixed;
    }

    private Direction OfCall(CallExpr call, string symbol) => call.Function switch
    {
        "exp" or "ln" or "log10" or "sqrt" or "tanh" or "sinh" or "atan" or "floor" or "ceil" or "asin" => Of(call.Arguments[0], symbol),
        "acos" => Opposite(Of(call.Arguments[0], symbol)),
        "min" or "max" => call.Arguments.Select(argument => Of(argument, symbol)).Aggregate(Sum),
        "piecewise" => OfPiecewise(call, symbol),
        "abs" => Scaled(Of(call.Arguments[0], symbol), RangeOf(call.Arguments[0])),
        _ => Direction.Mixed,
    };

    /// <summary>Pieces may jump where a condition changes, so the symbol must be in no condition.</summary>
    private Direction OfPiecewise(CallExpr call, string symbol)
    {
        var conditions = call.Arguments.Where((_, i) => i % 2 == 1);
        return conditions.Any(condition => ExprTree.Symbols(condition).Any(other => other.Name == symbol))
            ? Direction.Mixed
            : call.Arguments.Where((_, i) => i % 2 == 0).Select(value => Of(value, symbol)).Aggregate(Sum);
    }

    private Interval RangeOfQuotient(BinaryExpr quotient)
    {
        if (Saturation(quotient.Left, quotient.Right) is { } shape && RangeOf(shape.Numerator).IsNotNegative && RangeOf(shape.Others).IsNotNegative)
            return shape.Factors is null ? Interval.Share : RangeOf(shape.Factors) * Interval.Share;
        return RangeOf(quotient.Left) / RangeOf(quotient.Right);
    }

    private Interval RangeOfPower(BinaryExpr power)
    {
        var (x, n) = (RangeOf(power.Left), RangeOf(power.Right));
        if (x.IsNotNegative && n.IsNotNegative)
            return x.High <= 1 ? Interval.Share : Interval.NotNegative;
        return x.IsNotNegative || power.Right is NumberExpr { Value: var value } && value % 2 == 0 ? Interval.NotNegative : Interval.All;
    }

    private Interval RangeOfCall(CallExpr call)
    {
        var arguments = call.Arguments.Select(RangeOf).ToArray();
        return call.Function switch
        {
            "exp" => new(Math.Exp(arguments[0].Low), Math.Exp(arguments[0].High)),
            "sqrt" => Interval.NotNegative,
            "abs" => Interval.NotNegative,
            "ln" when arguments[0].Low >= 1 => Interval.NotNegative,
            "min" => new(arguments.Min(argument => argument.Low), arguments.Min(argument => argument.High)),
            "max" => new(arguments.Max(argument => argument.Low), arguments.Max(argument => argument.High)),
            "tanh" => arguments[0].IsNotNegative ? Interval.Share : new(-1, 1),
            "piecewise" => arguments.Where((_, i) => i % 2 == 0).Aggregate((a, b) => a.Hull(b)),
            _ => Interval.All,
        };
    }

    private static Direction Opposite(Direction direction) => direction switch { Direction.Rising => Direction.Falling, Direction.Falling => Direction.Rising, _ => direction };

    private static Direction Sum(Direction a, Direction b) => a == Direction.None ? b : b == Direction.None || a == b ? a : Direction.Mixed;

    private static Direction Scaled(Direction direction, Interval factor) =>
        direction == Direction.None || factor == Interval.At(0) ? Direction.None : factor.IsNotNegative ? direction : factor.IsNotPositive ? Opposite(direction) : Direction.Mixed;
}
