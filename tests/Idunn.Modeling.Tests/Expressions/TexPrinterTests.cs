using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Expressions;

public sealed class TexPrinterTests
{
    private static string Tex(string formula) => TexPrinter.Print(ExprParser.Parse(formula, SourceLocation.None));

    [Theory]
    [InlineData("k * x", @"\mathrm{k} \cdot \mathrm{x}")]
    [InlineData("uptake_rate", @"\mathrm{uptake\_rate}")]
    [InlineData("neuron.copies", @"\mathrm{neuron.copies}")]
    [InlineData("a / b / c", @"\frac{\mathrm{a}}{\mathrm{b} \cdot \mathrm{c}}")]
    [InlineData("a / b * c", @"\frac{\mathrm{a}}{\mathrm{b}} \cdot \mathrm{c}")]
    [InlineData("a - (b - c)", @"\mathrm{a} - \left(\mathrm{b} - \mathrm{c}\right)")]
    [InlineData("(a + b)^2", @"\left(\mathrm{a} + \mathrm{b}\right)^{2}")]
    [InlineData("-(a + b) * c", @"-\left(\mathrm{a} + \mathrm{b}\right) \cdot \mathrm{c}")]
    [InlineData("sqrt(x) + exp(-x)", @"\sqrt{\mathrm{x}} + \exp\left(-\mathrm{x}\right)")]
    [InlineData("hill(x, 2)", @"\mathrm{hill}\left(\mathrm{x},\ 2\right)")]
    [InlineData("piecewise(0, x <= 1, x)", @"\begin{cases} 0 & \text{if } \mathrm{x} \le 1 \\ \mathrm{x} & \text{otherwise} \end{cases}")]
    [InlineData("2.5e-9 * x", @"2.5 \cdot 10^{-9} \cdot \mathrm{x}")]
    public void A_formula_is_written_as_mathematics(string formula, string expected)
    {
        // A user function is no built-in: it is read as part of a model.
        if (formula.StartsWith("hill", StringComparison.Ordinal))
            Assert.Equal(expected, TexPrinter.Print(new CallExpr("hill", [new SymbolExpr("x"), new NumberExpr(2)])));
        else
            Assert.Equal(expected, Tex(formula));
    }

    [Fact]
    public void A_long_sum_is_broken_between_its_terms_with_their_signs()
    {
        var lines = TexPrinter.Lines(ExprParser.Parse("first_long_name - second_long_name + third_long_name", SourceLocation.None), 20);
        Assert.Equal([@"\mathrm{first\_long\_name}", @"- \mathrm{second\_long\_name}", @"+ \mathrm{third\_long\_name}"], lines);
    }

    [Fact]
    public void A_long_product_is_broken_before_a_factor_and_inside_its_brackets()
    {
        var lines = TexPrinter.Lines(ExprParser.Parse("rate_of_something * (some_long_target - some_other_state)", SourceLocation.None), 24);
        Assert.Equal([@"\mathrm{rate\_of\_something}", @"\cdot \bigl(\mathrm{some\_long\_target}", @"- \mathrm{some\_other\_state}\bigr)"], lines);
    }
}
