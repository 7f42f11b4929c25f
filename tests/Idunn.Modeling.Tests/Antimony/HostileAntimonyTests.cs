using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;

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

    [Fact]
    public void Signs_of_an_exponent_without_end_are_refused_before_the_stack_ends() =>
        Assert.Contains("signs", Assert.Single(Assert.Throws<FindingsException>(() => ExprParser.Parse("a^" + new string('-', Deep) + "1", new SourceLocation("cell", 1, 1))).Findings).Message, StringComparison.Ordinal);

    /// <summary>a % b holds a and b several times: a dozen of them in a row would fill the memory.</summary>
    [Fact]
    public void Remainders_of_remainders_are_refused_before_they_fill_the_memory()
    {
        Assert.Contains("rem inside of rem", Assert.Single(Refusal("x = a" + string.Concat(Enumerable.Repeat(" % a", 12)))).Message, StringComparison.Ordinal);
        Assert.Equal(1, ExprEvaluator.TryConstant(ExprParser.Parse("123 % 61 % 5 % 3", new SourceLocation("cell", 1, 1))));
    }

    [Fact]
    public void A_number_that_is_too_large_for_its_unit_is_refused() =>
        Assert.Contains("1e999", Assert.Single(Assert.Throws<FindingsException>(() => ExprParser.Parse("1e999 mole", new SourceLocation("cell", 1, 1))).Findings).Message, StringComparison.Ordinal);

    [Fact]
    public void Backslashes_that_continue_no_line_are_refused_at_once() => Assert.NotEmpty(Refusal(new string('\\', 1_000_000)));

    [Fact]
    public void Units_that_are_defined_by_each_other_without_end_are_refused_before_the_stack_ends() =>
        Assert.Equal("IDN156", Assert.Single(Refusal("model m()\n" + string.Concat(Enumerable.Range(0, Deep).Select(i => $"unit u{i} = u{i + 1};\n")) + $"unit u{Deep} = metre; x = 1;\nend")).Code);

    [Theory]
    [InlineData(":=")]
    [InlineData("=")]
    public void Formulas_that_depend_on_each_other_without_end_are_refused_before_the_stack_ends(string sign)
    {
        var model = AntimonyReader.Parse("model m()\n" + string.Concat(Enumerable.Range(0, Deep).Select(i => $"p{i} {sign} p{i + 1} + 1;\n")) + $"p{Deep} = 1;\nend", "hostile.ant");
        Assert.Equal("IDN156", Assert.Single(Assert.Throws<FindingsException>(() => HybridModel.Compile(model)).Findings).Code);
        Assert.Equal("IDN156", Assert.Single(Assert.Throws<FindingsException>(() => ModelChecker.Check(model, [], new HashSet<string>(), null)).Findings).Code);
    }

    [Fact]
    public void Sizes_that_double_each_other_are_checked_each_once()
    {
        var compartments = string.Concat(Enumerable.Range(1, 60).Select(i => $"compartment c{i}; c{i} = c{i - 1} + c{i - 1};\n"));
        Assert.DoesNotContain(ModelChecker.Check(AntimonyReader.Parse($"model m()\ncompartment c0; c0 = 1;\n{compartments}end", "hostile.ant"), [], new HashSet<string>(), null), finding => finding.Code == "IDN113");
    }

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
