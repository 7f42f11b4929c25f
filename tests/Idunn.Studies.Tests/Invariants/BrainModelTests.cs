using Idunn.Numerics.Ode;
using Idunn.Studies.Execution;
using static Idunn.Studies.Tests.Invariants.BrainCohort;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>
/// What must hold of the whole brain model whatever its numbers: the hard invariants of its design. Lives here are those of draws of everything that is uncertain, effects without evidence
/// among them, from youth to death, under each hypothesis, with diseases and treatments.
/// </summary>
public class BrainModelTests(ITestOutputHelper log)
{
    private const string Effects = "hypotheses: [none, cargo, surface, relay]\nassume: { all: prior }";

    private static readonly string[] Regions = ["hippocampus", "cortex", "substantia_nigra", "olfactory_bulb"];

    private static readonly string[] Shares =
    [
        .. Regions.SelectMany(region => (string[])[$"{region}.inflammation.inflammatory", $"{region}.inflammation.reparative", $"{region}.epigenome.drift", $"{region}.neuron_engagement", $"{region}.microglia_engagement"]),
        .. ((string[])["hippocampus", "cortex"]).SelectMany(region => (string[])[$"amyloid_{region}.plaque_load", $"amyloid_{region}.tangles"]),
        .. ((string[])["nigra", "bulb"]).Select(region => $"synuclein_{region}.lewy_burden"),
        "somatic.accessibility", "progenitor.accessibility", "somatic.identity_index", "progenitor.identity_index", "dopamine.th_neurons", "dopamine.silent_neurons", "dopamine.dopaminergic_neurons",
    ];

    private static readonly Lazy<Life[]> Lives = new(() =>
    {
        var readouts = $"[{string.Join(", ", Shares)}]";
        var mice = Plan("""
            mptp: { protocols: [mptp-subacute], doses: [{ give: msc, route: intranasal, amount: 1e9 particles, from: 7 d, every: 2 d, times: 7 }] }
              amyloid: { protocols: [5xfad], doses: [{ give: msc, route: intravenous, amount: 1e10 particles, from: 60 d, every: 7 d, times: 12 }, { give: senolytic, amount: 100 %, from: 90 d, every: 14 d, times: 6 }] }
              reprogrammed: { protocols: [oskm-continuous, d-galactose], doses: [{ give: msc, route: intravenous, amount: 1e12 particles, at: 30 d, over: 20 d }, { give: imposed-engagement, amount: 100 %, at: 300 d }] }
            """, "{ population: mouse, size: 1, draws: 13, seed: 20261125 }", "1400 d", readouts, Effects);
        var humans = Plan("ill: { protocols: [alzheimer-human, parkinson-human, lecanemab], doses: [{ give: msc, route: intravenous, amount: 1e11 particles, from: 35 yr, every: 30 d, times: 12 }, { give: exercise, amount: 100 %, at: 30 yr }] }",
            "{ population: human, size: 1, draws: 12, seed: 20261125 }", "120 yr", readouts, Effects);
        return [.. mice.Arms.SelectMany(arm => Run(mice, arm, 1, arm.Draws)), .. humans.Arms.SelectMany(arm => Run(humans, arm, 1, arm.Draws))];
    });

    [Fact]
    public void Two_hundred_lives_of_drawn_parameters_end_at_their_end_or_by_death_and_nothing_is_ever_not_finite()
    {
        Assert.InRange(Lives.Value.Length, 200, 300);
        Assert.All(Lives.Value, life => Assert.True(life.Outcome.Ending is Ending.Completed or Ending.Exited, $"{life.Arm.Arm.Id} {life.Task}: {life.Outcome}"));
        Assert.All(Lives.Value, life => Assert.All(life.States, state => Assert.All(state, value => Assert.True(double.IsFinite(value)))));
        log.WriteLine($"{Lives.Value.Count(life => life.IsDead)} of {Lives.Value.Length} died");
    }

    [Fact]
    public void A_death_is_a_first_passage_of_the_burden_which_ends_the_outputs()
    {
        Assert.InRange(Lives.Value.Count(life => life.IsDead), 150, Lives.Value.Length);
        Assert.All(Lives.Value.Where(life => life.IsDead), life =>
        {
            Assert.Equal("death", life.Outcome.Culprit);
            Assert.InRange(life.Outcome.Time, 0, life.Arm.End);
            Assert.Equal(life.Arm.OutputTimes.ToArray().Where(time => time <= life.Outcome.Time), life.Times);
            var burden = life.Plan.Compiled.IndexOfState("senescence.burden");
            Assert.All(life.States, state => Assert.InRange(state[burden], 0, 17));
        });
    }

    /// <summary>Inflammation opens nothing and loses nothing: also with plaque, toxins, reprogramming and a TNF many times the young one.</summary>
    [Fact]
    public void Every_particle_given_is_somewhere_to_one_part_in_ten_billion_in_every_arm()
    {
        var largest = 0.0;
        foreach (var life in Lives.Value)
            foreach (var (given, accounted) in life.Course("delivery.vesicles_given").Zip(life.Course("delivery.vesicles_accounted")))
                largest = Math.Max(largest, given > 0 ? Math.Abs(accounted - given) / given : accounted == 0 ? 0 : 1);
        log.WriteLine(FormattableString.Invariant($"largest error {largest:E1}; largest TNF {Lives.Value.Max(life => life.States.Max(state => state[life.Plan.Compiled.IndexOfState("hippocampus.inflammation.tnf")])):F1}"));
        Assert.InRange(largest, 0, 1e-10);
    }

    [Fact]
    public void No_state_falls_below_zero_by_more_than_the_error_that_is_too_small_to_matter_in_it() => Assert.All(Lives.Value, life =>
    {
        var tolerances = life.Plan.OdeOptions.AbsoluteTolerance;
        for (var i = 0; i < tolerances.Length; i++)
            foreach (var state in life.States)
                Assert.True(state[i] >= -10 * tolerances[i], FormattableString.Invariant($"{life.Plan.Compiled.StateIds[i]} is {state[i]} in {life.Arm.Arm.Id} {life.Task}"));
    });

    [Fact]
    public void Shares_stay_between_none_and_all()
    {
        foreach (var life in Lives.Value)
        {
            foreach (var id in Shares)
                Assert.All(life.Course(id), value => Assert.True(value is >= -1e-8 and <= 1 + 1e-8, FormattableString.Invariant($"{id} is {value} in {life.Arm.Arm.Id} {life.Task}")));
            foreach (var region in Regions)
                Assert.All(life.Course($"{region}.inflammation.inflammatory").Zip(life.Course($"{region}.inflammation.reparative"), (one, other) => one + other), sum => Assert.InRange(sum, 0, 1));
        }
    }

    /// <summary>With the burden held at its young mean, so that senescent cells send the young signal. Deterministic states have no rate but rounding and are where they were after a century.</summary>
    [Theory]
    [InlineData("human")]
    [InlineData("mouse")]
    public void The_young_brain_rests_for_a_hundred_years_while_age_is_frozen(string species)
    {
        var plan = Plan("frozen: { set: { ageing: 0 } }", $"{{ population: {species}, size: 3, draws: 20, seed: 7 }}", "100 yr", "[senescence.relative_burden]");
        var frozen = plan.Arms[0];
        var simulation = new SubjectSimulation(plan);
        var first = Array.Empty<double>();
        simulation.PrepareTypical(frozen);
        var outcome = simulation.SolveHeld(frozen, InputSchedule.None, (time, state, observed) =>
        {
            Assert.Equal(1, observed[0], 1e-12);
            if (time == 0) first = state.ToArray();
            var rates = new double[state.Length];
            simulation.System.RightHandSide(time, state, rates);
            Assert.All(rates, rate => Assert.InRange(rate, -1e-14, 1e-14));
            Assert.All(state.ToArray().Zip(first), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsComplete);
        // Individuals too. But who makes more amyloid-beta than the norm grows plaque even when young, as carriers do, and what follows from that moves.
        // Who makes less has a rest of his own beside the young one, by less than 5 %, and comes to it without gaining speed, the slow renewal of neurons last: oligomers that are fewer than the norm call fewer microglia.
        var (carriers, others) = (0, 0);
        for (var task = 0; task < frozen.TaskCount; task++)
        {
            var life = Held(plan, frozen, task);
            var isCarrier = life.States[0][plan.Compiled.IndexOfState("amyloid_hippocampus.abeta")] > 1;
            (carriers, others) = isCarrier ? (carriers + 1, others) : (carriers, others + 1);
            var settled = life.States[life.States.Length / 2];
            for (var i = 0; i < settled.Length; i++)
            {
                var follows = FollowsAmyloid(plan.Compiled.StateIds[i]);
                if (follows && isCarrier) continue;
                var (born, half, end) = (life.States[0][i], settled[i], life.States[^1][i]);
                var allowed = follows ? Math.Max(1e-9, 1.01 * Math.Abs(half - born)) : 1e-9;
                Assert.True(Math.Abs(end - (follows ? half : born)) <= allowed, FormattableString.Invariant($"{plan.Compiled.StateIds[i]} of {task} went from {born} by {half} to {end}"));
                Assert.True(Math.Abs(end - born) <= 0.05 * Math.Max(1, Math.Abs(born)), FormattableString.Invariant($"{plan.Compiled.StateIds[i]} of {task} went from {born} to {end}"));
            }
        }
        Assert.True(carriers >= 5 && others >= 5);
    }

    private static bool FollowsAmyloid(string state) => !state.StartsWith("delivery.", StringComparison.Ordinal) && !state.StartsWith("substantia_nigra.", StringComparison.Ordinal)
        && !state.StartsWith("olfactory_bulb.", StringComparison.Ordinal) && !state.StartsWith("synuclein", StringComparison.Ordinal) && !state.StartsWith("dopamine.", StringComparison.Ordinal)
        && !state.StartsWith("subventricular", StringComparison.Ordinal) && !state.StartsWith("tissue_bulb", StringComparison.Ordinal) && state != "age";
}
