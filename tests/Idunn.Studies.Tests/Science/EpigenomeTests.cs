namespace Idunn.Studies.Tests.Modules;

/// <summary>epigenome.ant: drift, and what a methylation clock would read.</summary>
public class EpigenomeTests
{
    private static readonly double[] Decades = [0, 3652.5, 7305, 10957.5, 14610, 18262.5, 20088.75];

    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    public void Natural_ageing_moves_the_clock_by_one_year_per_human_equivalent_year(double speed)
    {
        var parts = ReprogrammingParts.Together().Set("pace", speed / 365.25);
        var course = parts.Solve([.. Decades.Select(day => day / speed)]);
        foreach (var (clock, age) in course["methylation.clock_age"].Zip(course["human_equivalent_age"]))
            Assert.Equal(age, clock, 1e-5);
        Assert.Equal(80, course.Last("methylation.clock_age"), 1e-5);
    }

    [Fact]
    public void A_study_may_start_at_any_age()
    {
        var parts = ReprogrammingParts.Together().Set("start_age", 70);
        Assert.Equal(70, parts.Initially("methylation.clock_age"), 1e-12);
        Assert.Equal(80, parts.Solve(3652.5).Last("methylation.clock_age"), 1e-5);
    }

    [Fact]
    public void The_clocks_slope_does_not_depend_on_the_rate_of_drift()
    {
        foreach (var rate in (double[])[0.003, 0.03])
            Assert.Equal(80, ReprogrammingParts.Together().Set("drift_rate", rate).Solve(20088.75).Last("methylation.clock_age"), 1e-4);
    }

    // Gill 2022 (PMC9023058, results): about -20 years on day 10 and about -40 on day 17 of continuous factors in successfully reprogramming fibroblasts ("approximate").
    // fibroblast_reset_rate and reset_lag were calibrated to these two: this holds the calibration, it is no prediction.
    [Fact]
    public void Fibroblasts_in_culture_lose_20_years_by_day_10_and_40_by_day_17()
    {
        var shift = ReprogrammingParts.Culture().Solve(10, 17)["methylation.clock_shift"];
        Assert.Equal(-20, shift[0], 1.0);
        Assert.Equal(-40, shift[1], 1.0);
    }

    // Not used in the calibration: 13 days of factors, then 4-5 weeks without, about -30 years (median; Gill 2022). The clock's own error is 3-4 years, three donors.
    // That 15 and 17 days then off gave less is not reproduced.
    [Fact]
    public void Thirteen_days_of_factors_leave_about_30_years_less_after_a_month_without()
    {
        var parts = ReprogrammingParts.Culture();
        var after = parts.Pulse(13, 32);
        Assert.Equal(-30, after.Last("methylation.clock_shift"), 5.0);
        Assert.True(after.Last("cells.identity_index") > 0.999999);
    }

    // SciPy 1.10.1, Radau, rtol 1e-10, the same equations written anew.
    [Fact]
    public void The_course_in_culture_is_that_of_another_solver()
    {
        var course = ReprogrammingParts.Culture().Solve(10, 13, 17);
        foreach (var (actual, expected) in course["methylation.clock_age"].Zip((double[])[28.956812128, 18.791747970, 9.009272832]))
            Assert.Equal(expected, actual, 1e-3);
        foreach (var (actual, expected) in course["cells.accessibility"].Zip((double[])[0.39937296, 0.47687869, 0.55980802]))
            Assert.Equal(expected, actual, 1e-5);
    }

    // Browder 2022 as Gill 2022 quotes it: UP TO 0.4 years on a mouse clock after 7 months of 2 days on, 5 off. A ceiling from kidney and skin; nothing was measured in brain.
    [Fact]
    public void Cycles_in_an_old_mouse_stay_below_the_published_ceiling_at_the_nominal_rate_and_meet_it_at_twice_that()
    {
        double Years(double rate)
        {
            var parts = ReprogrammingParts.Together().Set("pace", 28 / 365.25).Set("start_age", 51).Set("methylation_reset_rate", rate);
            var last = parts.Cycles(30, _ => { });
            return parts.Observe("methylation.clock_age", 0, last) - parts.Observe("human_equivalent_age", 0, last);
        }
        Assert.InRange(Years(0.05) / 28, -0.4, -0.1);
        Assert.Equal(-0.4, Years(0.108) / 28, 0.03);
    }

    [Fact]
    public void Cells_that_lost_their_identity_are_not_reset()
    {
        double Shift(string identity) => Alone(identity, "40", "5").Solve(30).Last("clock_shift");
        Assert.True(Shift("1") < -1);
        Assert.InRange(Shift("0.1"), -0.01, 0);
    }

    [Fact]
    public void Oct4_without_klf4_resets_nothing() => Assert.Equal(0, Alone("1", "40", "1").Set("ageing", 0).Solve(1000).Last("clock_shift"), 1e-9);

    [Fact]
    public void Drift_and_methylation_stay_within_bounds_and_entropy_rises_with_age()
    {
        var course = ReprogrammingParts.Together().Solve([.. Enumerable.Range(0, 40).Select(i => i * 3652.5)]);
        Assert.All(course["methylation.drift"], value => Assert.InRange(value, 0, 1));
        Assert.All(course["methylation.gain_site_methylation"], value => Assert.InRange(value, 0.1, 0.5));
        Assert.All(course["methylation.loss_site_methylation"], value => Assert.InRange(value, 0.5, 0.9));
        Assert.All(course["methylation.methylation_entropy"], value => Assert.InRange(value, 0, 1));
        Assert.Equal(course["methylation.methylation_entropy"].Order(), course["methylation.methylation_entropy"]);
    }

    /// <summary>
    /// The site model itself: 200,000 CpG sites, each a two-state chain with exact transition probabilities over steps of five years. Its mean methylation is that of the
    /// module within four binomial standard errors; what the sites add is the spread.
    /// </summary>
    [Fact]
    public void The_mean_of_many_two_state_sites_is_the_drift_law()
    {
        const int sites = 200_000;
        var parts = ReprogrammingParts.Together().Set("start_age", 0);
        var (born, drifted, rate) = (parts.Parameter("gain_site_at_birth"), parts.Parameter("drifted_site"), parts.Parameter("drift_rate"));
        var course = parts.Solve([.. Enumerable.Range(0, 17).Select(i => i * 5 * 365.25)])["methylation.gain_site_methylation"];
        var random = 20261125UL;
        double Next()
        {
            random = unchecked(random * 6364136223846793005UL + 1442695040888963407UL);
            return (random >> 11) / 9007199254740992.0;
        }
        var methylated = new bool[sites];
        for (var i = 0; i < sites; i++)
            methylated[i] = Next() < born;
        // Rates of gain and of loss that sum to the drift rate and rest at the drifted share: P(on) relaxes to it by exp(-rate t).
        var kept = Math.Exp(-rate * 5);
        for (var step = 1; step <= 16; step++)
        {
            var on = 0;
            for (var i = 0; i < sites; i++)
            {
                methylated[i] = Next() < drifted + ((methylated[i] ? 1 : 0) - drifted) * kept;
                on += methylated[i] ? 1 : 0;
            }
            Assert.Equal(course[step], (double)on / sites, 4 * Math.Sqrt(0.25 / sites));
        }
    }

    private static ModuleHarness Alone(string identity, string oct4, string klf4) => ModuleHarness.Of("epigenome.ant", "epigenome", ["epigenome.tsv", "effects.tsv"],
        ("pace", "0"), ("ageing", "0"), ("oct4", oct4), ("klf4", klf4), ("identity_index", identity), ("human_equivalent_age", "60"), ("engagement", "0"));
}
