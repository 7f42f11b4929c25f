namespace Idunn.Studies.Tests.Modules;

/// <summary>identity.ant: the published switch behind a chromatin gate.</summary>
public class IdentityTests
{
    private const string Threshold = "gate_threshold";

    /// <summary>What saturates reaches its bound to within rounding, on either side.</summary>
    private const double Rounding = 1e-12;

    [Fact]
    public void Units_origins_and_structure_have_no_findings() => Assert.Empty(ReprogrammingParts.Together().Check());

    [Fact]
    public void Culture_has_no_findings_but_rows_that_are_for_brain() =>
        Assert.All(ReprogrammingParts.Culture().Check(), finding => Assert.Contains("has no '", finding.Message, StringComparison.Ordinal));

    [Fact]
    public void Frozen_age_without_therapy_is_exact_rest_for_a_century()
    {
        var parts = ReprogrammingParts.Together().Set("ageing", 0);
        var young = parts.InitialState();
        Assert.All(parts.RightHandSide(0, young), rate => Assert.Equal(0, rate));
        Assert.Equal(young, parts.Solve(36525).States[^1]);
    }

    [Fact]
    public void P53_at_any_level_leaves_an_adult_cell_at_rest()
    {
        foreach (var p53 in (double[])[0.05, 0.5, 5])
        {
            var parts = ReprogrammingParts.Together().Set("ageing", 0).Set("p53", p53);
            Assert.Equal(1, parts.Solve(3650).Last("progenitor.identity_index"));
            Assert.Equal(parts.Parameter("rest_accessibility"), parts.Solve(3650).Last("progenitor.accessibility"));
        }
    }

    [Fact]
    public void Engagement_does_nothing_while_the_gains_are_zero()
    {
        var parts = ReprogrammingParts.Together().Set("ageing", 0).Set("engagement", 1);
        Assert.Equal(parts.InitialState(), parts.Solve(3650).States[^1]);
    }

    [Fact]
    public void Each_gain_turns_on_what_it_names()
    {
        foreach (var (gain, readout) in (ReadOnlySpan<(string, string)>)[("oskm_gain", "somatic.oct4"), ("klf4_gain", "somatic.klf4"), ("myc_gain", "somatic.myc")])
        {
            var parts = ReprogrammingParts.Together().Set("engagement", 1).Set(gain, 0.5);
            Assert.True(parts.Solve(30).Last(readout) > 1.4 * parts.Initially(readout), gain);
        }
    }

    // With the gate open and no p53 the module is the irreversible network (BIOMD0000000204): NANOG 84.37, OCT4 82.36 without stimulus.
    [Fact]
    public void An_open_gate_gives_the_published_network()
    {
        var parts = ReprogrammingParts.Together().Set("p53", 0);
        var state = parts.InitialState();
        state[parts.IndexOfState("somatic.accessibility")] = 1;
        foreach (var id in (string[])["induced_oct4", "induced_nanog", "induced_complex"])
            state[parts.IndexOfState($"somatic.{id}")] = 100;
        var course = parts.SolveFrom(state, 1000);
        Assert.Equal(84.374, course.Last("somatic.nanog"), 1e-3);
        Assert.Equal(82.362, course.Last("somatic.oct4"), 1e-3);
    }

    [Fact]
    public void The_threshold_is_where_the_switch_holds_itself_on_without_supply()
    {
        double Nanog(double accessibility)
        {
            var parts = ReprogrammingParts.Together().Set("gate_closing_rate", 0).Set("somatic_opening_rate", 0);
            var state = parts.InitialState();
            state[parts.IndexOfState("somatic.accessibility")] = accessibility;
            foreach (var id in (string[])["induced_oct4", "induced_nanog", "induced_complex"])
                state[parts.IndexOfState($"somatic.{id}")] = 100;
            return parts.SolveFrom(state, 2000).Last("somatic.nanog");
        }
        Assert.True(Nanog(0.755) < 1);
        Assert.True(Nanog(0.765) > 35);
    }

    // Ocampo 2016: 35 cycles of 2 days on, 5 off without teratoma in one-copy mice (read second-hand).
    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void Two_days_on_and_five_off_for_35_weeks_never_crosses_the_gate(double p53)
    {
        var parts = ReprogrammingParts.Together().Set("p53", p53);
        var threshold = parts.Parameter(Threshold);
        parts.Cycles(35, state =>
        {
            foreach (var cells in (string[])["somatic", "progenitor"])
            {
                Assert.True(parts.Observe($"{cells}.accessibility", 0, state) < threshold, cells);
                Assert.True(parts.Observe($"{cells}.identity_index", 0, state) > 0.99, cells);
            }
        });
    }

    [Fact]
    public void Long_continuous_induction_of_permissive_progenitors_crosses_it_and_does_not_come_back()
    {
        var after = ReprogrammingParts.Together().Set("p53", 0.3).Pulse(60, 365);
        Assert.True(after.Last("progenitor.accessibility") > 0.76);
        Assert.True(after.Last("progenitor.identity_index") < 0.5);
        Assert.True(after.Last("somatic.accessibility") < 0.1);
        Assert.True(after.Last("somatic.identity_index") > 0.99);
    }

    [Fact]
    public void A_short_pulse_and_young_p53_come_back()
    {
        Assert.True(ReprogrammingParts.Together().Set("p53", 0.3).Pulse(12, 100).Last("progenitor.identity_index") > 0.999999);
        Assert.True(ReprogrammingParts.Together().Pulse(200, 365).Last("progenitor.identity_index") > 0.999999);
    }

    // Gill 2022: identity was recoverable after 17 days of factors; complete reprogramming took about 50 days.
    [Fact]
    public void Cultured_fibroblasts_come_back_after_17_days_and_not_after_50()
    {
        Assert.True(ReprogrammingParts.Culture().Pulse(17, 35).Last("cells.identity_index") > 0.999999);
        Assert.True(ReprogrammingParts.Culture().Pulse(50, 200).Last("cells.identity_index") < 0.5);
    }

    // Hong 2009 (PMC2917235): 11 +/- 8 colonies with p53, 58 +/- 56 with one copy, 275 +/- 181 without, of 5000 fibroblasts. Only the direction is held.
    [Fact]
    public void Less_p53_opens_the_gate_further()
    {
        double[] opened = [.. ((double[])[4, 1, 0.5, 0.1]).Select(p53 => ReprogrammingParts.Together().Set("p53", p53).Set("oskm_induction", 1).Solve(14).Last("progenitor.accessibility"))];
        Assert.Equal(opened.Order(), opened);
        Assert.True(opened[3] > 1.5 * opened[0]);
    }

    // Without MYC reprogramming has longer latency and lower efficiency (PMC4097107, Introduction).
    [Fact]
    public void Without_myc_the_gate_opens_more_slowly() => Assert.True(
        ReprogrammingParts.Together().Set("oskm_induction", 1).Set("myc_transgene", 0).Solve(10).Last("progenitor.accessibility")
        < 0.8 * ReprogrammingParts.Together().Set("oskm_induction", 1).Solve(10).Last("progenitor.accessibility"));

    // Genes Dev 33:1069: half-life below 2 h on differentiation, above 24 h in embryonic stem cells.
    [Fact]
    public void Klf4_is_lost_within_hours_where_identity_is_kept()
    {
        var parts = ReprogrammingParts.Together();
        var induced = parts.Set("oskm_induction", 1).Solve(2).States[^1];
        var later = parts.Set("oskm_induction", 0).SolveFrom(induced, 2.0 / 24);
        Assert.Equal(3, later.Last("somatic.klf4"), 0.01);
    }

    [Fact]
    public void Everything_stays_within_bounds_under_extreme_induction()
    {
        foreach (var (induction, p53) in (ReadOnlySpan<(double, double)>)[(1, 0), (10, 0.01), (100, 10)])
        {
            var parts = ReprogrammingParts.Together().Set("oskm_induction", induction).Set("p53", p53);
            var course = parts.Solve([.. Enumerable.Range(1, 100).Select(i => 0.01 * Math.Pow(1.15, i))]);
            foreach (var cells in (string[])["somatic", "progenitor"])
            {
                Assert.All(course[$"{cells}.accessibility"], value => Assert.InRange(value, 0, 1 + Rounding));
                Assert.All(course[$"{cells}.identity_index"], value => Assert.InRange(value, 0, 1 + Rounding));
                Assert.All(course[$"{cells}.nanog"], value => Assert.InRange(value, 0, 100));
                Assert.All(course[$"{cells}.oct4"], value => Assert.InRange(value, 0, 600 + 126 * induction));
            }
            Assert.All(course["methylation.drift"], value => Assert.InRange(value, 0, 1 + Rounding));
            Assert.All(course["risk.dedifferentiated"], value => Assert.InRange(value, 0, 1 + Rounding));
            Assert.All(course["risk.clone_size"], value => Assert.InRange(value, 0, 1e5));
        }
    }

    // SciPy 1.10.1, Radau, rtol 1e-10, the same equations written anew: p53 0.3, 20 days on, then off.
    [Fact]
    public void The_course_is_that_of_another_solver()
    {
        var parts = ReprogrammingParts.Together().Set("p53", 0.3).Set("ageing", 0).Set("oskm_induction", 1);
        var on = parts.Solve(5, 15, 20);
        Near(on["progenitor.induced_oct4"], 41.26287368, 53.47834356, 83.55621334);
        Near(on["progenitor.induced_complex"], 17.02106962, 27.56082033, 69.71414097);
        Near(on["progenitor.induced_nanog"], 0.11064265, 10.48934175, 60.76200966);
        Near(on["progenitor.induced_klf4"], 4, 4.01103913, 18.18111387);
        Near(on["progenitor.accessibility"], 0.35563477, 0.69011397, 0.7683768);
        var off = parts.Set("oskm_induction", 0).SolveFrom(on.States[^1], 1, 10, 30);
        Near(off["progenitor.induced_oct4"], 62.4024795, 62.7907835, 64.54049919);
        Near(off["progenitor.accessibility"], 0.770877523, 0.784709067, 0.79626128);
    }

    private static void Near(double[] actual, params double[] expected)
    {
        foreach (var (a, e) in actual.Zip(expected))
            Assert.Equal(1, a / e, 1e-5);
    }
}
