namespace Idunn.Studies.Tests.Modules;

/// <summary>Cognition, motor function and smell, and how scales read them.</summary>
public class OutcomesTests
{
    private static ModuleHarness Outcomes(double hippocampus = 1, double cortex = 1, double dopamine = 1, double neurons = 1, double synapses = 1) =>
        ModuleHarness.Of("outcomes.ant", "outcomes", ["outcomes.tsv"], ("synapses_hippocampus", "1"), ("synapses_cortex", "1"), ("striatal_dopamine", "1"), ("neurons_olfactory_bulb", "1"), ("synapses_olfactory_bulb", "1"))
            .Set("synapses_hippocampus", hippocampus).Set("synapses_cortex", cortex).Set("striatal_dopamine", dopamine).Set("neurons_olfactory_bulb", neurons).Set("synapses_olfactory_bulb", synapses);

    private static double Of(string id, ModuleHarness outcomes) => outcomes.Observe(id, 0, []);

    [Theory]
    [InlineData("cognition", 1)]
    [InlineData("motor", 1)]
    [InlineData("olfaction", 1)]
    [InlineData("cdr_sb", 0)]
    [InlineData("mmse", 30)]
    [InlineData("updrs", 0)]
    [InlineData("smell_test", 36)]
    [InlineData("maze_latency", 15)]
    [InlineData("rotarod_latency", 180)]
    [InlineData("buried_food_latency", 40)]
    public void A_young_subject_scores_exactly_as_its_row_says(string id, double value) => Assert.Equal(value, Of(id, Outcomes()));

    [Fact]
    public void Without_anything_left_every_scale_is_at_its_end()
    {
        var lost = Outcomes(0, 0, 0, 0, 0);
        Assert.InRange(Of("cdr_sb", lost), 15, 18);
        Assert.InRange(Of("mmse", lost), 0, 5);
        Assert.Equal([132, 10, 60, 0, 300], new[] { "updrs", "smell_test", "maze_latency", "rotarod_latency", "buried_food_latency" }.Select(id => Of(id, lost)));
    }

    [Fact]
    public void More_than_young_is_no_more_than_well_on_the_dementia_scales_and_never_undefined()
    {
        var more = Outcomes(1.2, 1.2, 1.2, 1.2, 1.2);
        Assert.Equal(0, Of("cdr_sb", more));
        Assert.Equal(30, Of("mmse", more));
        Assert.True(double.IsFinite(Of("motor", more)) && double.IsFinite(Of("motor", Outcomes(dopamine: -1e-12))));
    }

    // lecanemab-201-extension, Table 1: MMSE 26.0 at CDR-SB 2.89 (placebo) and 20.7 at 5.28 (start of the extension). The map has no number fitted to them.
    [Theory]
    [InlineData(2.89, 26.01)]
    [InlineData(5.28, 20.7)]
    public void The_map_from_CDR_SB_to_MMSE_gives_what_a_trial_had_within_a_point(double sumOfBoxes, double mmse)
    {
        double low = 0, high = 1;
        while (high - low > 1e-12)
            if (Of("cdr_sb", Outcomes((low + high) / 2, (low + high) / 2)) > sumOfBoxes)
                low = (low + high) / 2;
            else
                high = (low + high) / 2;
        Assert.Equal(mmse, Of("mmse", Outcomes(low, low)), 1.0);
    }

    // The design: the threshold of dementia is 0.6 of hippocampal synapses; there CDR-SB is what its row says, an assumption.
    [Fact]
    public void At_the_threshold_of_dementia_the_reserve_is_used_up()
    {
        Assert.Equal(0, Of("synapse_reserve", Outcomes(hippocampus: 0.6)));
        Assert.Equal(4.5, Of("cdr_sb", Outcomes(0.6, 0.6)), 1e-9);
        Assert.True(Of("synapse_reserve", Outcomes(hippocampus: 0.5)) < 0);
    }

    [Fact]
    public void Motor_signs_come_late()
    {
        Assert.InRange(Of("updrs", Outcomes(dopamine: 0.5)), 4, 15);
        Assert.InRange(Of("updrs", Outcomes(dopamine: 0.3)), 15, 35);
        double[] course = [.. Enumerable.Range(0, 11).Select(i => Of("motor", Outcomes(dopamine: i / 10.0)))];
        Assert.Equal(course.Order(), course);
        Assert.All(course, value => Assert.InRange(value, 0, 1));
    }
}
