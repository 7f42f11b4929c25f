namespace Idunn.Modeling.Expressions;

/// <summary>The value of a formula from the values of its symbols: for checks before a run, not for the integration.</summary>
public static class ExprEvaluator
{
    /// <returns>Null when the formula depends on something that has no value, or on time.</returns>
    public static double? TryEvaluate(Expr formula, Func<string, double?> valueOf) => formula switch
    {
        NumberExpr number => number.Value,
        SymbolExpr symbol => valueOf(symbol.Name),
        UnaryExpr unary => TryEvaluate(unary.Operand, valueOf) is { } value ? (unary.Operator == UnaryOperator.Negate ? -value : Truth(value == 0)) : null,
        BinaryExpr binary => TryEvaluate(binary.Left, valueOf) is { } left && TryEvaluate(binary.Right, valueOf) is { } right ? Apply(binary.Operator, left, right) : null,
        CallExpr { Function: "piecewise" } piecewise => Piecewise(piecewise, valueOf),
        CallExpr call => Call(call, valueOf),
        _ => null,
    };

    /// <summary>The value of a formula of numbers alone.</summary>
    public static double? TryConstant(Expr formula) => TryEvaluate(formula, _ => null);

    private static double Truth(bool condition) => condition ? 1 : 0;

    private static double Apply(BinaryOperator operation, double left, double right) => operation switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Power => Math.Pow(left, right),
        BinaryOperator.Less => Truth(left < right),
        BinaryOperator.LessOrEqual => Truth(left <= right),
        BinaryOperator.Greater => Truth(left > right),
        BinaryOperator.GreaterOrEqual => Truth(left >= right),
        BinaryOperator.Equal => Truth(left == right),
        BinaryOperator.NotEqual => Truth(left != right),
        BinaryOperator.And => Truth(left != 0 && right != 0),
        _ => Truth(left != 0 || right != 0),
    };

    private static double? Piecewise(CallExpr piecewise, Func<string, double?> valueOf)
    {
        var arguments = piecewise.Arguments;
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (TryEvaluate(arguments[i + 1], valueOf) is not { } condition)
                return null;
            if (condition != 0)
                return TryEvaluate(arguments[i], valueOf);
        }
        return arguments.Length % 2 == 1 ? TryEvaluate(arguments[^1], valueOf) : null;
    }

    private static double? Call(CallExpr call, Func<string, double?> valueOf)
    {
        var values = call.Arguments.Select(argument => TryEvaluate(argument, valueOf)).ToArray();
        if (values.Length == 0 || values.Any(value => value is null))
            return null;
        var x = values[0]!.Value;
        return call.Function switch
        {
            "abs" => Math.Abs(x),
            "exp" => Math.Exp(x),
            "ln" => Math.Log(x),
            "log10" => Math.Log10(x),
            "sqrt" => Math.Sqrt(x),
            "floor" => Math.Floor(x),
            "ceil" => Math.Ceiling(x),
            "min" => values.Min(),
            "max" => values.Max(),
            "sin" => Math.Sin(x),
            "cos" => Math.Cos(x),
            "tan" => Math.Tan(x),
            "asin" => Math.Asin(x),
            "acos" => Math.Acos(x),
            "atan" => Math.Atan(x),
            "sinh" => Math.Sinh(x),
            "cosh" => Math.Cosh(x),
            "tanh" => Math.Tanh(x),
            "asinh" => Math.Asinh(x),
            "acosh" => Math.Acosh(x),
            "atanh" => Math.Atanh(x),
            "factorial" => Factorial(x),
            "xor" when values.Length == 2 => Truth((x != 0) != (values[1] != 0)),
            _ => null,
        };
    }

    private static double Factorial(double n)
    {
        if (!(n >= 0) || n != Math.Floor(n))
            return double.NaN;
        var product = 1.0;
        for (var k = 2; k <= n && double.IsFinite(product); k++)
            product *= k;
        return product;
    }
}
