using System.Globalization;

namespace Idunn.Modeling.Expressions;

/// <summary>Writes a formula as Antimony with as few brackets as its meaning needs; <see cref="ExprParser"/> reads it back the same.</summary>
public static class ExprPrinter
{
    private const int Sign = 5;
    private const int Primary = 7;

    public static string Print(Expr formula) => formula switch
    {
        NumberExpr number => Written(number),
        SymbolExpr symbol => symbol.Name,
        TimeExpr => "time",
        UnaryExpr { Operator: var operation, Operand: var operand } => (operation == UnaryOperator.Not ? "!" : "-") + Inside(operand, Sign),
        BinaryExpr { Operator: BinaryOperator.Power } power => Inside(power.Left, Primary) + "^" + Exponent(power.Right),
        BinaryExpr binary => LeftSide(binary) + " " + Symbol(binary.Operator) + " " + Inside(binary.Right, ExprParser.Precedence(binary.Operator) + 1),
        CallExpr call => call.Function + "(" + string.Join(", ", call.Arguments.Select(Print)) + ")",
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    internal static string Symbol(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Power => "^",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.And => "&&",
        _ => "||",
    };

    private static string LeftSide(BinaryExpr binary)
        => binary.Left is BinaryExpr left && ExprParser.IsAmbiguous(left.Operator, binary.Operator)
            ? "(" + Print(left) + ")"
            : Inside(binary.Left, ExprParser.Precedence(binary.Operator));

    private static string Exponent(Expr exponent)
        => exponent is UnaryExpr { Operator: UnaryOperator.Negate, Operand: var operand } ? "-" + Exponent(operand) : exponent is NumberExpr number && IsNegative(number) ? Print(number) : Inside(exponent, Primary);

    private static string Inside(Expr formula, int tightest) => Tightness(formula) < tightest ? "(" + Print(formula) + ")" : Print(formula);

    private static int Tightness(Expr formula) => formula switch
    {
        UnaryExpr => Sign,
        BinaryExpr binary => ExprParser.Precedence(binary.Operator),
        NumberExpr number when IsNegative(number) => Sign,
        _ => Primary,
    };

    /// <summary>Also of -0, whose sign a power would lose; a NaN is written without one.</summary>
    private static bool IsNegative(NumberExpr number) => double.IsNegative(number.Value) && !double.IsNaN(number.Value);

    /// <summary>Behind what is no finite number stands no unit: the language has words for them, and none takes one.</summary>
    private static string Written(NumberExpr number)
    {
        var value = double.IsPositiveInfinity(number.Value) ? "infinity"
            : double.IsNegativeInfinity(number.Value) ? "-infinity"
            : double.IsNaN(number.Value) ? "notanumber"
            : number.Value.ToString("R", CultureInfo.InvariantCulture);
        return number.Unit is null || !double.IsFinite(number.Value) ? value : value + " " + number.Unit;
    }
}
