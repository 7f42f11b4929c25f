using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Tests.Units;

public sealed class UnitCheckerTests
{
    private const string Declarations = """
        unit time = 86400 second; unit day = 86400 second; unit per_day = 1 / day; unit per_hour = 1 / h;
        unit particle = item; unit copy = item; unit cell = item; unit copy_per_cell = copy / cell
        compartment blood = 1 mL; v has mL; w has L; m has mg; k has per_day; kh has per_hour; n has dimensionless; t has day; p has percent
        substanceOnly species A in blood = 0, B in blood = 0, C in blood = 0
        A has particle; B has particle; C has copy_per_cell
        species S in blood = 0; S has ng

        """;

    private static string[] Check(string statements)
    {
        var findings = new List<Finding>();
        var model = AntimonyReader.Parse(Declarations + statements, "m.ant");
        UnitChecker.Check(model, ModelUnits.Of(model, [], findings), findings);
        return [.. findings.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Location.Line - 6}:{finding.Location.Column} {finding.Code} {finding.Message}")];
    }

    [Theory]
    [InlineData("A => B; k * A")]
    [InlineData("A => ; kh * 24 per_day / (1 per_hour) * t / t * 0 * A + k * A")]
    [InlineData("S => ; k * S * blood")]
    [InlineData("x := 1 - exp(-k * t)")]
    [InlineData("x := v + 3 mL - 0; x has mL")]
    [InlineData("x := (v / v)^n + sqrt(v^2) / v")]
    [InlineData("x := piecewise(0, A <= 0, 100 percent * A / B); x has percent")]
    [InlineData("v' = k * v; v = 1; e: at v > 2 mL: v = 1")]
    [InlineData("J: A => B; k * A\nx := J / k; x has particle")]
    [InlineData("undeclared := k * A\nA => B; undeclared")]
    public void Formulas_that_fit_are_passed(string statements) => Assert.Empty(Check(statements));

    [Theory]
    [InlineData("A => B; A", "1:9 IDN202 Here the rate of '_J0' measures particle, and the change of 'A' measures particle/time.")]
    [InlineData("A => C; k * A", "1:11 IDN202 Here the rate of '_J0' measures particle/time, and the change of 'C' measures copy/cell/time.")]
    [InlineData("A => ; kh * A", "1:11 IDN203 Both the rate of '_J0' and the change of 'A' measure particle/time, in units that differ by a factor of 24.")]
    [InlineData("S => ; k * S", "1:10 IDN202 Here the rate of '_J0' measures mass/length^3/time, and the change of 'S' measures mass/time.")]
    [InlineData("x := A + C", "1:8 IDN202 Here 'A' measures particle, and 'C' measures copy/cell.")]
    [InlineData("x := v + w", "1:8 IDN203 Both 'v' and 'w' measure length^3, in units that differ by a factor of 1000.")]
    [InlineData("x := v + 1", "1:8 IDN202 Here 'v' measures length^3, and '1' measures 1.")]
    [InlineData("x := exp(k)", "1:10 IDN204 'k', the argument of exp, measures 1/time.")]
    [InlineData("x := exp(-kh * t)", "1:14 IDN203 '-kh * t', the argument of exp, is a pure number times 24, and is used as it stands.")]
    [InlineData("x := 1 - p", "1:8 IDN203 Both '1' and 'p' measure 1, in units that differ by a factor of 100.")]
    [InlineData("x := A^n", "1:7 IDN205 'A' (particle) is raised to 'n', which is no fixed number.")]
    [InlineData("x := k * t; x has mL", "1:8 IDN202 Here 'x' measures length^3, and 'k * t' measures 1.")]
    [InlineData("x := min(v, m)", "1:13 IDN202 Here 'v' measures length^3, and 'm' measures mass.")]
    [InlineData("x := piecewise(v, A > v, w)", "1:21 IDN202 Here 'A' measures particle, and 'v' measures length^3.|1:26 IDN203 Both 'v' and 'w' measure length^3, in units that differ by a factor of 1000.")]
    [InlineData("v' = v; v = 1", "1:6 IDN202 Here the rate of 'v' measures length^3/time, and 'v' measures length^3.")]
    [InlineData("q = v * k; q has mL", "1:7 IDN202 Here 'q' measures length^3, and 'v * k' measures length^3/time.")]
    [InlineData("e: at k after v > 2 mL: m = v; m = 1", "1:7 IDN202 Here the delay of 'e' measures time, and 'k' measures 1/time.|1:29 IDN202 Here 'm' measures mass, and 'v' measures length^3.")]
    [InlineData("x := 3 millitre", "1:6 IDN201 'millitre' is not a known unit. Did you mean 'millilitre'?")]
    [InlineData("z has mL-3; x := z", "1:1 IDN201 The unit of 'z': '-' cannot stand in a unit ('mL-3').")]
    public void What_does_not_fit_is_named_with_both_sides(string statements, string expected) => Assert.Equal(expected.Split('|'), Check(statements));

    [Fact]
    public void A_quantity_without_a_unit_is_a_warning()
    {
        var findings = new List<Finding>();
        var model = AntimonyReader.Parse("a has mL; b := a * c; b has mL", "m.ant");
        UnitChecker.Check(model, ModelUnits.Of(model, [], findings), findings);
        Assert.Equal("m.ant:1:20: warning IDN206: 'c' has no unit, so the formulas with it are not checked. Write c has …, or give its unit in the parameter table.", findings.Single().ToString());
    }
}
