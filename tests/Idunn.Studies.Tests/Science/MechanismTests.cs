namespace Idunn.Studies.Tests.Modules;

/// <summary>The rival hypotheses on top of delivery: what must hold whatever their numbers.</summary>
public class MechanismTests
{
    private static readonly string[] Tables = ["vesicle.tsv", "disposition.tsv", "uptake.tsv", "mouse.tsv", "mechanism.tsv", "brain_mouse.tsv"];

    private static readonly string[] Engagements =
        ["neuron_engagement", "microglia_engagement", "olfactory.neuron_engagement", "olfactory.microglia_engagement"];

    private static string Region(string instance, string region) => $"""
          {instance}: engagement(whole.{region}.neuron.contacts, whole.{region}.microglia.contacts, whole.{region}.neuron_mir21.carrying_share, whole.{region}.neuron_repression.target_level_if_any, whole.{region}.microglia_mir21.carrying_share, whole.{region}.microglia_repression.target_level_if_any, whole.{region}.neuron_protein.carrying_share, whole.{region}.neuron_protein.copies_if_any, whole.{region}.microglia_protein.carrying_share, whole.{region}.microglia_protein.copies_if_any, relay.relay_load, whole.{region}.opening, whole.{region}.mass);
        """;

    /// <summary>Delivery in a mouse with two regions' engagement; all vesicles are 100 nm.</summary>
    private static ModuleHarness Mouse()
    {
        var module = ModuleHarness.FromText($"""
            import "delivery.ant"
            import "mechanism.ant"
            model *alone()
              whole: delivery();
              relay: peripheral_relay(whole.body.phagocyte_uptake);
            {Region("part", "hippocampus")}
            {Region("olfactory", "olfactory_bulb")}
            end
            """, Tables);
        return module.Set("whole.diameter_mean", 100).Set("whole.diameter_mean_square", 1e4).Set("whole.diameter_mean_cube", 1e6).Set("whole.diameter_mean_inverse", 0.01);
    }

    /// <summary>Two days after a dose into the vein and one into the nose.</summary>
    private static ModuleHarness.Course AfterDose(ModuleHarness module, double particles = 1e10)
    {
        var state = module.InitialState();
        state[module.IndexOfState("whole.blood")] = particles;
        state[module.IndexOfState("whole.nasal_cavity")] = particles;
        state[module.IndexOfState("whole.vesicles_given")] = 2 * particles;
        module.Tolerance = 1e-7;
        return module.SolveFrom(state, 0.02, 0.2, 1, 2);
    }

    [Fact]
    public void Units_structure_and_origins_have_no_findings() =>
        Assert.Empty(Mouse().Check("body_mass", "diameter_median", "diameter_geometric_sd", "diameter_from", "diameter_to", "diameter_mean", "diameter_mean_square", "diameter_mean_cube", "diameter_mean_inverse", "particles_per_ug", "cargo_switch"));

    [Fact]
    public void Without_a_hypothesis_a_dose_engages_nothing()
    {
        var course = AfterDose(Mouse());
        Assert.All(Engagements, id => Assert.All(course[id], value => Assert.Equal(0, value)));
        Assert.All(course["drug_effect"], value => Assert.Equal(0, value));
        Assert.True(course.Last("whole.hippocampus.neuron.taken_up") > 0);
    }

    [Fact]
    public void Without_a_dose_no_hypothesis_engages_anything()
    {
        var module = Mouse().Set("cargo_switch", 1).Set("surface_switch", 1).Set("relay_switch", 1).Set("payload_per_vesicle", 1000);
        var course = module.Solve(0, 1, 30);
        Assert.All(Engagements.Append("drug_effect"), id => Assert.All(course[id], value => Assert.Equal(0, value)));
    }

    // Invariant 6 of the project: vesicles without effect are no therapy.
    [Theory]
    [InlineData("cargo_switch", "whole.mir21_copies_per_vesicle", "whole.protein_copies_per_vesicle")]
    [InlineData("surface_switch", "surface_maximum", "surface_maximum")]
    [InlineData("relay_switch", "relay_maximum", "relay_maximum")]
    public void Empty_vesicles_and_signals_of_no_strength_engage_nothing(string hypothesis, string one, string other)
    {
        static string Shared(string id) => id.Replace("whole.", "", StringComparison.Ordinal);
        var course = AfterDose(Mouse().Set(hypothesis, 1).Set(Shared(one), 0).Set(Shared(other), 0));
        Assert.All(Engagements, id => Assert.All(course[id], value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Each_hypothesis_with_its_own_numbers_engages_something()
    {
        foreach (var hypothesis in (string[])["cargo_switch", "surface_switch"])
            Assert.All(Engagements, id => Assert.True(AfterDose(Mouse().Set(hypothesis, 1))[id][1] > 0, $"{hypothesis}: {id}"));
        Assert.True(AfterDose(Mouse().Set("relay_switch", 1)).Last("microglia_engagement") > 0);
    }

    // 1e10 natural vesicles by vein leave about 5e-4 copies of one microRNA per microglial cell (docs of the delivery model): cargo is next to nothing by stoichiometry.
    [Fact]
    public void Natural_cargo_at_a_published_dose_is_next_to_nothing()
    {
        var course = AfterDose(Mouse().Set("cargo_switch", 1));
        Assert.All(Engagements, id => Assert.All(course[id], value => Assert.InRange(value, 0, 0.002)));
        Assert.All(course["microglia_knockdown"], value => Assert.InRange(value, 0, 1e-5));
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(3e-4)]
    [InlineData(0.0009999999)]
    [InlineData(0.001)]
    [InlineData(0.7)]
    [InlineData(40)]
    public void Cells_that_carry_cargo_are_Poisson(double mean)
    {
        var module = ModuleHarness.Of("uptake.ant", "cargo", [], ("endosomal", "0"), ("cells", "1"), ("escape_rate", "0"), ("copies_per_vesicle", "3"), ("loss_rate", "0"));
        double[] state = [0, mean];
        var share = module.Observe("carrying_share", 0, state);
        var expected = mean > 0.1 ? 1 - Math.Exp(-mean) : mean * (1 - mean / 2 * (1 - mean / 3 * (1 - mean / 4 * (1 - mean / 5 * (1 - mean / 6)))));
        Assert.Equal(1, share / expected, 1e-12);
        Assert.Equal(1, module.Observe("copies", 0, state) / (share * module.Observe("copies_if_any", 0, state)), 1e-12);
        Assert.True(module.Observe("copies_if_any", 0, state) >= 3);
    }

    [Fact]
    public void An_effect_in_the_cells_hit_differs_from_the_effect_of_the_average()
    {
        // Two copies per cell on average, a thousand in each vesicle: two cells in a thousand are fully knocked down, and no cell is knocked down a little.
        var module = Engagement([.. Ports.Select(port => (port.Port, port.Port switch { "microglia_mirna_share" => "0.002", "microglia_mirna_target" => "0.05", _ => port.Value }))]).Set("cargo_switch", 1);
        Assert.Equal(0.0019, module.Initially("microglia_engagement"), 1e-15);
    }

    [Fact]
    public void Half_of_the_largest_engagement_is_where_its_parameter_says()
    {
        var module = Engagement(Ports).Set("surface_switch", 1).Set("surface_maximum", 0.8).Set("surface_half_effect", 3);
        double[] state = [3, 9, 0];
        Assert.Equal(["part.neuron_contact_signal", "part.microglia_contact_signal", "part.drug"], module.StateIds);
        Assert.Equal(0.4, module.Observe("neuron_engagement", 0, state), 1e-15);
        Assert.Equal(0.6, module.Observe("microglia_engagement", 0, state), 1e-15);
    }

    [Fact]
    public void Steady_contacts_are_remembered_as_contacts_per_day()
    {
        var module = Engagement([.. Ports.Select(port => (port.Port, port.Port == "neuron_contacts" ? "5" : port.Value))]);
        Assert.Equal(5, module.Solve(30).Last("neuron_contact_signal"), 1e-6);
    }

    [Fact]
    public void The_relay_is_alike_in_all_regions_and_leaves_neurons_alone()
    {
        var course = AfterDose(Mouse().Set("relay_switch", 1));
        Assert.Equal(course["microglia_engagement"], course["olfactory.microglia_engagement"]);
        Assert.All(course["neuron_engagement"], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Engagement_and_drug_effect_stay_between_0_and_1_whatever_is_loaded()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            string Any(double top) => (top * Math.Pow(10, -12 * random.NextDouble())).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            var module = i % 20 == 0 || cached is null ? cached = Engagement(Ports) : cached;
            foreach (var port in Ports)
                module.Set(port.Port, double.Parse(Any(port.Port.EndsWith("share", StringComparison.Ordinal) || port.Port.EndsWith("target", StringComparison.Ordinal) ? 1 : 1e15), System.Globalization.CultureInfo.InvariantCulture));
            foreach (var hypothesis in (string[])["cargo_switch", "surface_switch", "relay_switch"])
                module.Set(hypothesis, random.Next(2));
            module.Set("surface_maximum", random.NextDouble()).Set("relay_maximum", random.NextDouble()).Set("payload_per_vesicle", 1e6);
            double[] state = [1e15 * random.NextDouble(), 1e15 * random.NextDouble(), 1e30 * random.NextDouble()];
            foreach (var id in (string[])["neuron_engagement", "microglia_engagement", "drug_effect"])
                Assert.InRange(module.Observe(id, 0, state), 0, 1);
        }
    }

    private ModuleHarness? cached;

    [Fact]
    public void A_tiny_engagement_keeps_its_digits()
    {
        var module = Engagement([.. Ports.Select(port => (port.Port, port.Port switch { "neuron_protein_share" => "1e-14", "neuron_protein_copies" => "1000", _ => port.Value }))]).Set("cargo_switch", 1).Set("protein_half_effect", 1000);
        Assert.Equal(1, module.Initially("neuron_engagement") / 5e-15, 1e-12);
    }

    [Fact]
    public void A_drug_follows_release_loss_and_its_concentration()
    {
        // 200 per vesicle, 1e6 vesicles opening a day, lost at 2 a day: 1e8 molecules at rest, in 0.025 g: 4e9 per g.
        var module = Engagement([.. Ports.Select(port => (port.Port, port.Port switch { "opening" => "1e6", "mass" => "0.025", _ => port.Value }))])
            .Set("payload_per_vesicle", 200).Set("drug_loss_rate", 2).Set("drug_half_effect", 1.2e10);
        var course = module.Solve(0, 30);
        Assert.Equal(0, course["drug_effect"][0]);
        Assert.Equal(1e8, course.Last("drug"), 1e2);
        Assert.Equal(0.25, course.Last("drug_effect"), 1e-6);
        Assert.All(((string[])["neuron_engagement", "microglia_engagement"]), id => Assert.Equal(0, course.Last(id)));
    }

    private static readonly (string Port, string Value)[] Ports =
    [
        ("neuron_contacts", "0"), ("microglia_contacts", "0"), ("neuron_mirna_share", "0"), ("neuron_mirna_target", "1"), ("microglia_mirna_share", "0"), ("microglia_mirna_target", "1"),
        ("neuron_protein_share", "0"), ("neuron_protein_copies", "0"), ("microglia_protein_share", "0"), ("microglia_protein_copies", "0"), ("relay_load", "0"), ("opening", "0"), ("mass", "1"),
    ];

    private static ModuleHarness Engagement((string Port, string Value)[] ports) => ModuleHarness.Of("mechanism.ant", "engagement", ["mechanism.tsv"], ports);
}
