namespace Idunn.Studies.Tests.Modules;

/// <summary>Damage, mitochondria, SIRT1 and autophagy.</summary>
public class StressTests
{
    private static readonly string[] Gains = ["sirt1_gain", "autophagy_gain", "antioxidant_gain", "survival_gain", "senescence_gain"];

    private static readonly string[] Readouts = ["reactive_oxygen", "damage", "dysfunctional_mitochondria", "sirt1", "autophagy", "p53", "p21", "apoptosis", "antioxidant_defence"];

    private static ModuleHarness Stress() => ModuleHarness.Of("stress.ant", "stress", ["stress.tsv", "effects.tsv"],
        ("human_equivalent_age", "25"), ("tnf", "1"), ("neuron_engagement", "0"), ("nad_precursor", "0"), ("exercise", "0"), ("oxidative_insult", "0")).Set("young_human_equivalent_age", 25);

    private static double[] AtRest(ModuleHarness module) => [.. Readouts.Select(module.Solve(0, 3000).Last)];

    [Fact]
    public void Units_structure_and_origins_have_no_findings() =>
        Assert.Empty(Stress().Check("young_human_equivalent_age"));

    [Fact]
    public void A_young_brain_rests_exactly_for_a_hundred_years()
    {
        var module = Stress();
        Assert.All(module.RightHandSide(0, module.InitialState()), rate => Assert.Equal(0, rate));
        var course = module.Solve(0, 365, 36525);
        Assert.All(Readouts, id => Assert.All(course[id], value => Assert.Equal(1, value)));
    }

    // Shapes of natural ageing from 25 to 80 years with TNF 2.2 times young: damage × 4.2, mitochondria × 1.5, SIRT1 0.78, autophagy 0.83-0.85 in a throw-away check of the design.
    [Fact]
    public void An_old_brain_has_more_damage_and_less_autophagy()
    {
        var old = Readouts.Zip(AtRest(Stress().Set("human_equivalent_age", 80).Set("tnf", 2.2))).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.InRange(old["damage"], 3.9, 4.6);
        Assert.InRange(old["dysfunctional_mitochondria"], 1.4, 1.7);
        Assert.InRange(old["sirt1"], 0.775, 0.785);
        Assert.InRange(old["autophagy"], 0.82, 0.86);
        Assert.True(old["apoptosis"] > 1);
    }

    [Fact]
    public void Full_engagement_changes_nothing_while_all_gains_are_0() =>
        Assert.Equal(AtRest(Stress().Set("human_equivalent_age", 60).Set("tnf", 1.5)), AtRest(Stress().Set("human_equivalent_age", 60).Set("tnf", 1.5).Set("neuron_engagement", 1)));

    [Theory]
    [InlineData("sirt1_gain", "sirt1", 1)]
    [InlineData("sirt1_gain", "damage", -1)]
    [InlineData("autophagy_gain", "autophagy", 1)]
    [InlineData("autophagy_gain", "dysfunctional_mitochondria", -1)]
    [InlineData("antioxidant_gain", "reactive_oxygen", -1)]
    [InlineData("survival_gain", "apoptosis", -1)]
    [InlineData("senescence_gain", "p21", -1)]
    public void Each_gain_acts_in_its_direction(string gain, string readout, int sign)
    {
        ModuleHarness Aged() => Stress().Set("human_equivalent_age", 70).Set("tnf", 2).Set("neuron_engagement", 0.5);
        var (without, with) = (Aged().Solve(0, 3000).Last(readout), Aged().Set(gain, 0.3).Solve(0, 3000).Last(readout));
        Assert.True(sign * (with - without) > 1e-3, $"{without} -> {with}");
    }

    [Fact]
    public void A_precursor_makes_good_a_loss_of_NAD_and_nothing_else()
    {
        ModuleHarness Old(double slope, double precursor) => Stress().Set("human_equivalent_age", 80).Set("nad_decline_rate", slope).Set("nad_precursor", precursor);
        Assert.Equal(0.78, Old(0.0045, 0).Initially("nad"), 0.002);
        Assert.Equal(1, Old(0.0045, 1).Initially("nad"));
        // Where NAD rises with age there is nothing to make good.
        Assert.True(Old(-0.003, 0).Initially("nad") > 1);
        Assert.Equal(Old(-0.003, 0).Initially("nad"), Old(-0.003, 1).Initially("nad"));
    }

    [Fact]
    public void The_prior_of_the_decline_of_SIRT1_spans_no_decline_and_a_rise()
    {
        var prior = Idunn.Modeling.Petab.ParameterTableReader.Read(Path.Combine(Idunn.Studies.Tests.Planning.ProjectScience.Root, "parameters", "stress.tsv")).Rows.Single(row => row.Id == "nad_decline_rate").Prior;
        Assert.True(prior.Parameters[0] < 0 && prior.Parameters[1] > 0);
    }

    [Fact]
    public void An_oxidative_insult_raises_reactive_oxygen_damage_and_apoptosis_and_passes()
    {
        var module = Stress();
        var rest = module.InitialState();
        var under = module.Set("oxidative_insult", 1).SolveFrom(rest, 56);
        Assert.All((string[])["reactive_oxygen", "damage", "apoptosis"], id => Assert.True(under.Last(id) > 1.1, id));
        var after = module.Set("oxidative_insult", 0).SolveFrom(under.States[^1], 2000);
        Assert.All(Readouts, id => Assert.Equal(1, after.Last(id), 1e-4));
    }

    [Fact]
    public void Nothing_goes_below_zero_or_runs_away_at_extremes()
    {
        foreach (var (age, tnf, insult, slope) in ((double, double, double, double)[])[(140, 20, 5, 0.009), (140, 0, 0, -0.0045), (1, 0, 0, 0.009), (140, 20, 0, -0.0045)])
            foreach (var gain in (double[])[0, 1])
            {
                var module = Stress().Set("human_equivalent_age", age).Set("tnf", tnf).Set("oxidative_insult", insult).Set("nad_decline_rate", slope).Set("neuron_engagement", 1).Set("exercise", 1);
                foreach (var id in Gains)
                    module.Set(id, gain);
                var course = module.Solve(1, 10, 100, 1000, 36525);
                Assert.All(Readouts, id => Assert.All(course[id], value => Assert.InRange(value, 0, 200)));
            }
    }
}
