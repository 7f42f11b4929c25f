using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class HostileAntimonyTests
{
    private const int Deep = 200_000;

    public static TheoryData<string> DeepFormulas { get; } =
    [
        new string('(', Deep) + "1" + new string(')', Deep),
        new string('-', Deep) + "1",
        new string('!', Deep) + "1",
        "1" + string.Concat(Enumerable.Repeat("+2", Deep)),
        string.Concat(Enumerable.Repeat("exp(", Deep)) + "1" + new string(')', Deep),
    ];

    [Theory]
    [MemberData(nameof(DeepFormulas), DisableDiscoveryEnumeration = true)]
    public void Formulas_that_are_too_deep_are_refused_before_the_stack_ends(string formula)
    {
        Assert.Contains("deep", Assert.Single(Assert.Throws<FindingsException>(() => ExprParser.Parse(formula, new SourceLocation("cell", 1, 1))).Findings).Message, StringComparison.Ordinal);
        Assert.Contains(Refusal($"model m()\n  x = 1; y := {formula};\nend"), finding => finding.Message.Contains("deep", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sum_of_a_thousand_terms_is_read() =>
        Assert.Equal(1001, ExprEvaluator.TryConstant(ExprParser.Parse("1" + string.Concat(Enumerable.Repeat("+1", 1000)), new SourceLocation("cell", 1, 1))));

    [Theory]
    [InlineData("f{0}(a + a)")]
    [InlineData("f{0}(a) + f{0}(a)")]
    public void Functions_that_double_what_they_are_given_are_refused_before_they_fill_the_memory(string body)
    {
        var functions = "function f0(a) a end\n" + string.Concat(Enumerable.Range(1, 59).Select(i => $"function f{i}(a) {body.Replace("{0}", $"{i - 1}", StringComparison.Ordinal)} end\n"));
        Assert.Equal("IDN156", Assert.Single(Refusal(functions + "model m()\n  x = 1; y := f59(x);\nend")).Code);
    }

    [Fact]
    public void Functions_that_call_each_other_a_thousand_deep_are_refused_before_the_stack_ends()
    {
        var functions = "function f0(a) a end\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"function f{i}(a) f{i - 1}(a) end\n"));
        Assert.Equal("IDN156", Assert.Single(Refusal(functions + "model m()\n  x = 1; y := f20000(x);\nend")).Code);
    }

    [Fact]
    public void A_function_with_the_same_parameter_twice_is_refused() =>
        Assert.Equal("IDN106", Assert.Single(Refusal("function f(a, a) a end\nmodel m()\n  x = 1; y := f(x, 2);\nend")).Code);

    [Theory]
    [InlineData(40, "a: m{0}(); b: m{0}();")]
    [InlineData(5000, "a: m{0}();")]
    public void Submodels_that_grow_without_measure_are_refused(int count, string parts)
    {
        var models = "model m0()\n  x = 1;\nend\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"model m{i}()\n  {parts.Replace("{0}", $"{i - 1}", StringComparison.Ordinal)}\nend\n"));
        Assert.Equal("IDN156", Assert.Single(Refusal(models)).Code);
    }

    [Fact]
    public void A_file_name_that_no_file_can_have_is_refused() => Assert.Contains(Refusal("import \"a\0b.ant\"\nmodel m()\n  x = 1;\nend"), finding => finding.Code == "IDN103");

    private static IReadOnlyCollection<Finding> Refusal(string text) => [.. Assert.Throws<FindingsException>(() => AntimonyReader.Parse(text, "hostile.ant")).Findings];
}
