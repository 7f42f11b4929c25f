namespace Idunn.Studies.Tests.Modules;

/// <summary>safety.ant: three outputs that stay apart.</summary>
public class SafetyTests
{
    private const double Century = 36525;

    [Fact]
    public void Without_therapy_the_relative_hazard_is_exactly_1_at_every_age()
    {
        // Damage, p53 and p21 rise as in natural ageing, over the course and not by steps.
        var course = Alone(damage: "1 + time / 6000", p53: "1 + time / 5000", p21: "1 + time / 5000", untreated: "1 + time / 5000").Solve([.. Enumerable.Range(0, 21).Select(i => i * Century / 20)]);
        Assert.All(course["relative_tumour_hazard"], value => Assert.Equal(1, value));
        Assert.All(course["bypass_risk"], value => Assert.Equal(1, value));
        Assert.All(course["dedifferentiated"], value => Assert.Equal(0, value));
        Assert.True(course.Last("clone_size") > 5);
    }

    [Fact]
    public void Less_p53_or_less_p21_lets_damaged_cells_escape_and_raises_the_hazard()
    {
        var both = Alone(p53: "0.5", p21: "0.5").Solve(Century);
        Assert.Equal(1.01 / 0.51, both.Last("bypass_risk"), 1e-12);
        Assert.True(both.Last("relative_tumour_hazard") > 2);
        foreach (var one in (ModuleHarness[])[Alone(p53: "0.5"), Alone(p21: "0.5")])
        {
            var course = one.Solve(Century);
            Assert.Equal(Math.Sqrt(1.01 / 0.51), course.Last("bypass_risk"), 1e-12);
            Assert.True(course.Last("relative_tumour_hazard") > course.Last("bypass_risk"));
        }
    }

    [Fact]
    public void Without_any_p53_and_p21_the_risk_is_high_and_bounded() => Assert.Equal(101, Alone(p53: "0", p21: "0").Solve(1).Last("bypass_risk"), 1e-9);

    [Fact]
    public void Less_damage_is_no_credit_against_the_hazard()
    {
        var course = Alone(damage: "0.5", p53: "0.5", p21: "0.5", untreated: "0.5").Solve(Century);
        Assert.Equal(1, course.Last("relative_tumour_hazard"));
    }

    [Fact]
    public void Myc_promotes_clones_within_their_bound()
    {
        var course = Alone(myc: "5").Solve(3652.5, Century);
        Assert.True(course["relative_tumour_hazard"][0] > 2);
        Assert.InRange(course.Last("clone_size"), 1000, 10_000);
    }

    [Fact]
    public void Cycles_dedifferentiate_next_to_nothing_and_continuous_induction_of_permissive_progenitors_does()
    {
        var cycled = ReprogrammingParts.Together().Set("p53", 0.3).Set("p53_untreated", 0.3).Set("p21", 0.3).Set("p21_untreated", 0.3);
        Assert.True(cycled.Observe("risk.dedifferentiated", 0, cycled.Cycles(35, _ => { })) < 0.1);
        var continuous = ReprogrammingParts.Together().Set("p53", 0.3).Set("p53_untreated", 0.3).Set("p21", 0.3).Set("p21_untreated", 0.3).Pulse(60, 365);
        Assert.True(continuous.Last("risk.dedifferentiated") > 0.4);
        Assert.True(continuous.Last("risk.relative_tumour_hazard") > 100);
        Assert.Equal(1, continuous.Last("risk.bypass_risk"));
        Assert.True(continuous.Last("risk.dedifferentiated_somatic") < 1e-6);
    }

    // Parras 2023 (abstract): continuous induction in vivo kills mice within 1 week, through liver and intestine. Neither is in the model: the readout is for a warning.
    [Fact]
    public void Days_of_induction_without_a_pause_are_counted_and_forgotten_in_a_pause()
    {
        var parts = ReprogrammingParts.Together();
        Assert.Equal(0, parts.Solve(365).Last("risk.continuous_induction_days"));
        var week = parts.Set("oskm_induction", 1).Solve(7);
        Assert.Equal(7, week.Last("risk.continuous_induction_days"), 0.01);
        Assert.Equal(1, week.Last("risk.continuous_induction_share"), 0.01);
        Assert.True(parts.Set("oskm_induction", 0).SolveFrom(week.States[^1], 2).Last("risk.continuous_induction_days") < 0.02);
        var cycled = ReprogrammingParts.Together();
        cycled.Cycles(10, state => Assert.True(cycled.Observe("risk.continuous_induction_days", 0, state) < 2.01));
    }

    private static ModuleHarness Alone(string damage = "1", string p53 = "1", string p21 = "1", string untreated = "1", string myc = "1") => ModuleHarness.Of("safety.ant", "safety", ["identity.tsv", "safety.tsv"],
        ("pace", "0.0027378507871321013"), ("ageing", "1"), ("damage", damage), ("p53_somatic", p53), ("p53_progenitor", p53), ("p21", p21),
        ("accessibility_somatic", "0.01"), ("accessibility_progenitor", "0.01"), ("identity_index", "1"), ("myc", myc),
        ("p53_somatic_untreated", untreated), ("p53_progenitor_untreated", untreated), ("p21_untreated", untreated), ("oskm_induction", "0"));
}
