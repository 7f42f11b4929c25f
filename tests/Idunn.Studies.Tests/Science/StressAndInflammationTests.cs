namespace Idunn.Studies.Tests.Modules;

/// <summary>Stress and inflammation of one region together, as the whole brain couples them.</summary>
public class StressAndInflammationTests
{
    private static readonly string[] Ids = ["damage", "dysfunctional_mitochondria", "sirt1", "autophagy", "glia.inflammatory", "glia.reparative", "glia.tnf"];

    private static ModuleHarness Region(string age, string burden, string plaque = "0") => ModuleHarness.FromText($"""
        import "stress.ant"
        import "inflammation.ant"
        model *alone()
          unit time = 86400 second;
          age := {age};
          burden := {burden};
          plaque := {plaque};
          oligomers = 1; lewy = 0; neurons = 0; microglia = 0; precursor = 0; exercise = 0; insult = 0;
          glia: inflammation(burden, plaque, oligomers, lewy, microglia, exercise);
          part: stress(age, glia.tnf, neurons, precursor, exercise, insult);
        end
        """, ["stress.tsv", "inflammation.tsv", "effects.tsv"]).Set("young_human_equivalent_age", 25);

    // Reference: the same equations written anew in Python, scipy 1.10 solve_ivp, Radau, rtol 1e-11, atol 1e-14, with the rows of that time. A human life from 25 to 80 years in 20 000 d, with every input at work.
    [Fact]
    public void A_life_with_all_inputs_agrees_with_an_independent_solver_to_a_millionth()
    {
        var module = Region("25 + 55 * time / 20000", "1 + 2 * time / 20000", "0.3 * time / 20000");
        foreach (var (id, value) in ((string, double)[])[("oligomers", 2), ("lewy", 0.5), ("neurons", 0.5), ("microglia", 0.4), ("precursor", 0.5), ("exercise", 1), ("insult", 0.5),
            ("antioxidant_gain", 0.2), ("sirt1_gain", 0.3), ("autophagy_gain", 0.1), ("microglia_gain", 0.5),
            ("tnf_reparative_exponent", 0.3), ("oligomer_activation", 0.03)])
            module.Set(id, value);
        var course = module.Solve(100, 5000, 20000);
        double[][] expected =
        [
            [0.8784233987, 0.8272967357, 1.264239252, 1.174883918, 0.0672524559, 0.06041115447, 1.097395406],
            [1.395080037, 0.8848701602, 1.226484332, 1.135131974, 0.1055892403, 0.07723175685, 1.48835238],
            [3.209634571, 1.108291022, 1.117774114, 1.028969974, 0.245720228, 0.1302466997, 2.577254216],
        ];
        for (var i = 0; i < expected.Length; i++)
            foreach (var (id, value) in Ids.Zip(expected[i]))
                Assert.Equal(1, course[id][i] / value, 1e-6);
    }

    [Fact]
    public void A_young_region_rests_exactly_for_a_hundred_years()
    {
        var module = Region("25", "1");
        var initial = module.InitialState();
        Assert.All(module.RightHandSide(0, initial), rate => Assert.Equal(0, rate));
        Assert.Equal(initial, module.Solve(36525).States[^1]);
    }

    // Shapes of natural ageing in human, 80 against 25 years: damage × 4.2, mitochondria × 1.5, SIRT1 0.78, autophagy 0.83-0.85, inflammatory 0.12-0.15, TNF × 1.8-2.3 in a throw-away
    // check of the design. The burden is the mean of those alive at 80 by the Fokker-Planck equation, 4.214, over 1.641.
    [Fact]
    public void Natural_ageing_has_the_shape_that_the_design_expects()
    {
        var old = Region("80", "4.214 / 1.641").Solve(20000);
        double[] found = [.. Ids.Select(old.Last)];
        (double Low, double High)[] expected = [(3.9, 4.4), (1.45, 1.7), (0.775, 0.785), (0.82, 0.85), (0.12, 0.15), (0.06, 0.09), (1.8, 2.35)];
        foreach (var (value, (low, high)) in found.Zip(expected))
            Assert.InRange(value, low, high);
    }

    [Fact]
    public void More_burden_means_more_of_every_harm()
    {
        var (less, more) = (Region("60", "1.2").Solve(20000), Region("60", "2.4").Solve(20000));
        Assert.All((string[])["glia.tnf", "glia.inflammatory", "reactive_oxygen", "damage", "p53", "apoptosis"], id => Assert.True(more.Last(id) > less.Last(id), id));
        Assert.True(more.Last("autophagy") < less.Last("autophagy"));
    }
}
