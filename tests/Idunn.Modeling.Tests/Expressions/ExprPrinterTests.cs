using CsCheck;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Expressions;

public sealed class ExprPrinterTests
{
    private static readonly Gen<Expr> Leaf = Gen.OneOf(
        Gen.Double[0, 1e12].Select(AnyOf<string?>(null, "mL", "per_day"), (value, unit) => (Expr)new NumberExpr(value, unit)),
        AnyOf("x", "k1", "hippocampus.neuron.copies").Select(name => (Expr)new SymbolExpr(name)),
        Gen.Const((Expr)new TimeExpr()));

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Expr> Formula(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Enum<UnaryOperator>().Select(Formula(depth - 1), (operation, operand) => (Expr)new UnaryExpr(operation, operand)),
        Gen.Enum<BinaryOperator>().Select(Formula(depth - 1), Formula(depth - 1), (operation, left, right) => (Expr)new BinaryExpr(operation, left, right)),
        Formula(depth - 1).Array[2].Select(arguments => (Expr)new CallExpr("max", [.. arguments])));

    [Fact]
    public void What_is_printed_reads_back_the_same()
        => Formula(4).Sample(formula => Assert.Equal(Structure(formula), Structure(ExprParser.Parse(ExprPrinter.Print(formula), SourceLocation.None))), iter: 20_000);

    private static string Structure(Expr formula) => formula switch
    {
        NumberExpr number => FormattableString.Invariant($"{number.Value:R}|{number.Unit}"),
        SymbolExpr symbol => symbol.Name,
        UnaryExpr unary => $"({unary.Operator} {Structure(unary.Operand)})",
        BinaryExpr binary => $"({binary.Operator} {Structure(binary.Left)} {Structure(binary.Right)})",
        CallExpr call => $"({call.Function} {string.Join(' ', call.Arguments.Select(Structure))})",
        _ => "time",
    };

    [Theory]
    [InlineData("((a+b))*c", "(a + b) * c")]
    [InlineData("a-(b-c)", "a - (b - c)")]
    [InlineData("-x^2", "-x^2")]
    [InlineData("(-x)^-2", "(-x)^-2")]
    [InlineData("a/(b*c)", "a / (b * c)")]
    [InlineData("pow(a, 2) + log(b)", "a^2 + ln(b)")]
    [InlineData("gt(a, b) and not c", "a > b && !c")]
    [InlineData("piecewise(1, x > 2, 3 mL)", "piecewise(1, x > 2, 3 mL)")]
    [InlineData("root(3, x) - log(10, y)", "x^(1 / 3) - ln(y) / ln(10)")]
    [InlineData("minus(x) + plus(a, b, c)", "-x + (a + b + c)")]
    public void Formulas_print_with_as_few_brackets_as_they_need(string text, string printed) => Assert.Equal(printed, ExprPrinter.Print(ExprParser.Parse(text, SourceLocation.None)));

    [Theory]
    [InlineData("1 + 2 * 3^2 - 8 / 4", 17)]
    [InlineData("-2^2", -4)]
    [InlineData("piecewise(1, 2 > 3, 7)", 7)]
    [InlineData("log(2, 8) + root(3, 27) + log10(100)", 8)]
    [InlineData("max(1, 5, 3) * !0 && true", 1)]
    public void A_formula_of_numbers_has_its_value(string text, double value)
        => Assert.Equal(value, ExprEvaluator.TryConstant(ExprParser.Parse(text, SourceLocation.None))!.Value, 1e-12);

    [Fact]
    public void Every_built_in_function_of_numbers_is_evaluated()
        => Assert.All(BuiltinFunctions.Names.Where(name => name is not ("delay" or "rateOf")), name => Assert.NotNull(ExprEvaluator.TryConstant(new CallExpr(name, name == "xor" ? [new NumberExpr(1), new NumberExpr(0)] : [new NumberExpr(0.5)]))));

    [Fact]
    public void An_error_inside_a_cell_is_placed_in_its_file()
    {
        var exception = Assert.Throws<FindingsException>(() => ExprParser.Parse("a + * b", new SourceLocation("table.tsv", 4, 10)));
        Assert.Equal(new SourceLocation("table.tsv", 4, 14), exception.Findings.Single().Location);
    }
}
