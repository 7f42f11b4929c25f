using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

public sealed class PetabMathTests
{
    private static readonly SourceLocation Cell = new("observables.tsv", 3, 10);

    [Theory]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2^-1", 0.5)]
    [InlineData("1 - 2 - 3", -4)]
    [InlineData("8 / 4 / 2", 1)]
    [InlineData("log(8, 2)", 3)]
    [InlineData("true || false && false", 0)]
    [InlineData("3 > 2 > 0", 1)]
    [InlineData("piecewise(1, 0 > 1, 2, 1 > 0, 3)", 2)]
    public void Operators_bind_as_the_specification_says(string text, double value) => Assert.Equal(value, ExprEvaluator.TryConstant(PetabMath.Parse(text, Cell))!.Value, 14);

    [Theory]
    [InlineData("a b", 12)]
    [InlineData("a + ", 14)]
    [InlineData("sinn(1)", 10)]
    [InlineData("pow(1)", 10)]
    [InlineData("1 + nan", 14)]
    [InlineData("a // 2", 12)]
    [InlineData("a # 2", 12)]
    [InlineData("(a", 12)]
    [InlineData("min(1 2)", 16)]
    [InlineData("2 mL", 12)]
    public void What_is_no_expression_is_refused_where_it_goes_wrong(string text, int column)
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => PetabMath.Parse(text, Cell)).Findings);
        Assert.Equal((FindingCodes.PetabMath.Code, Cell with { Column = column }), (finding.Code, finding.Location));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("1^")]
    [InlineData("1+")]
    [InlineData("abs(")]
    public void Endless_formulas_are_refused_and_no_crash(string part)
        => Assert.Throws<FindingsException>(() => PetabMath.Parse(string.Concat(Enumerable.Repeat(part, 100_000)) + "1", Cell));
}
