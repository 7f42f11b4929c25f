using static Idunn.Studies.Tests.Invariants.BrainCohort;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>Published courses of ageing and disease in the whole model, where modules feed each other and the burden fluctuates. The modules' own tests feed them constants.</summary>
public class BrainAgeingTests(ITestOutputHelper log)
{
    [Fact]
    public void Wild_type_mice_have_no_plaque_and_no_tangles_to_the_end_of_their_lives()
    {
        // Centiloid is a human scale and a wild-type mouse has no deposits: seeds are 0 in its table.
        var plan = Plan("natural: {}", "{ population: mouse, size: 10, draws: 10, seed: 4 }", "1000 d", "[amyloid_cortex.plaque_load, amyloid_hippocampus.plaque_load, amyloid_cortex.tangles, amyloid_hippocampus.tangles]");
        foreach (var life in Run(plan, plan.Arms[0], 0, 20))
            foreach (var id in plan.Study.Readouts)
                Assert.All(life.Course(id), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Neurogenesis_of_mice_falls_by_79_to_89_percent_from_three_months_to_twelve()
    {
        // Kuipers 2015, abstract: proliferation −79 %, doublecortin −89 %, neuroblasts −83 % from 3 to 12 months. INPUT of the depletion rate. The model starts at four months.
        var plan = Plan("natural: {}", "{ population: mouse, size: 24, seed: 4 }", "245 d", "[dentate_gyrus.neuroblasts, dentate_gyrus.active]");
        var falls = Run(plan, plan.Arms[0], 0, 24).Where(life => !life.IsDead).Select(life => 1 - life.Course("dentate_gyrus.neuroblasts")[^1]).ToArray();
        log.WriteLine(FormattableString.Invariant($"{falls.Average():P1} ({falls.Min():P1} to {falls.Max():P1})"));
        Assert.InRange(falls.Average(), 0.79, 0.89);
    }

    [Fact]
    public void Dopaminergic_neurons_of_people_fall_by_about_4_7_percent_of_the_young_per_decade()
    {
        // Fearnley and Lees 1991, abstract: 4.7 % per decade in controls. INPUT of the ageing loss.
        var plan = Plan("natural: {}", "{ population: human, size: 16, seed: 4 }", "50 yr", "[dopamine.dopaminergic_neurons]");
        var typical = Typical(plan, plan.Arms[0]).Course("dopamine.dopaminergic_neurons");
        log.WriteLine(FormattableString.Invariant($"typical {(1 - typical[^1]) / 5:P2} per decade from 25 to 75"));
        Assert.Equal(0.047, (1 - typical[^1]) / 5, 0.003);
    }

    [Fact]
    public void A_person_with_Parkinsons_disease_loses_45_percent_of_dopaminergic_neurons_in_the_first_decade()
    {
        // Fearnley and Lees 1991, abstract: 45 % in the first decade. INPUT of the disease's loss. The insult begins at 55 and has done its work two years later.
        const string endpoints = "endpoints: { a: { of: age, measure: value, at: 30 yr }, b: { of: age, measure: value, at: 32 yr }, c: { of: age, measure: value, at: 40 yr }, d: { of: age, measure: value, at: 42 yr } }";
        var plan = Plan("ill: { protocols: [parkinson-human] }", "{ population: human, size: 1, seed: 4 }", "45 yr", "[age, dopamine.dopaminergic_neurons, synuclein_nigra.alpha_synuclein]", endpoints);
        var life = Typical(plan, plan.Arms[0]);
        double At(double age) => life.At((age - 25) * Year, "dopamine.dopaminergic_neurons");
        log.WriteLine(FormattableString.Invariant($"{1 - At(65) / At(55):P1} from 55, {1 - At(67) / At(57):P1} from 57"));
        Assert.InRange(1 - At(67) / At(57), 0.42, 0.48);
        Assert.InRange(life.At(30 * Year, "synuclein_nigra.alpha_synuclein"), 1, 2);
        Assert.InRange(life.At(32 * Year, "synuclein_nigra.alpha_synuclein"), 15, 40);
    }

    /// <summary>The switch of alpha-synuclein stands near its brink in the old, and the burden fluctuates: without an insult a few lives in a hundred turn, as many as people do, and no more.</summary>
    [Fact]
    public void Natural_ageing_brings_the_diseased_branch_of_alpha_synuclein_to_about_as_few_as_fall_ill_in_life()
    {
        // Lifetime risk of Parkinson's disease: 1.3 and 2.0 % (Elbaz 2002, abstract), 6.7 % (Driver 2009, abstract). INPUT of synuclein_autophagy_share.
        const int people = 100;
        var plan = Plan("natural: {}", $"{{ population: human, size: {people}, seed: 1 }}", "70 yr", "[synuclein_nigra.alpha_synuclein]");
        var ill = Run(plan, plan.Arms[0], 0, people).Count(life => life.Course("synuclein_nigra.alpha_synuclein").Max() > 8.5);
        log.WriteLine($"{ill} of {people}");
        Assert.InRange(ill, 0, 9);
    }
}
