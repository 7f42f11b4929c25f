using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using static Idunn.Studies.Tests.Invariants.BrainCohort;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>No cargo, no effect: vesicles that can do nothing leave the brain as it would be without them.</summary>
public class BrainNoEffectTests
{
    private const string Cohort = "{ population: mouse, size: 3, draws: 5, seed: 20261126 }";
    private const string Doses = "doses: [{ give: msc, route: intravenous, amount: 1e10 particles, from: 10 d, every: 7 d, times: 8 }]";
    private const string All = "hypotheses: [none, cargo, surface, relay]\n";

    /// <summary>What vesicles do or could do, apart from what they move in the brain: where they are, contacts, the phagocytes' load.</summary>
    private static bool IsOfVesicles(string state) => state.StartsWith("delivery.", StringComparison.Ordinal) || state.StartsWith("relay.", StringComparison.Ordinal) || state.Contains("_contact.", StringComparison.Ordinal);

    [Fact]
    public void Zero_cargo_under_cargo_zero_ceilings_under_surface_and_relay_and_the_hypothesis_none_are_one_trajectory_bit_for_bit()
    {
        // The effects themselves are drawn and large: it is the engagement that is nothing.
        var plan = Plan($"dosed: {{ {Doses}, set: {{ mir21_copies_per_vesicle: 0, protein_copies_per_vesicle: 0, surface_maximum: 0, relay_maximum: 0 }} }}", Cohort, "200 d", more: All + "assume: { all: prior }");
        AllAlike(plan);
    }

    [Fact]
    public void Engagement_without_effects_changes_nothing_bit_for_bit()
    {
        var plan = Plan($"dosed: {{ {Doses}, set: {{ surface_maximum: 1, surface_half_effect: 1e-4, relay_maximum: 1, relay_half_effect: 1e-3 }} }}", Cohort, "200 d", "[hippocampus.microglia_engagement]", All);
        AllAlike(plan);
        // The study can tell: under two hypotheses the cells are engaged.
        Assert.True(Run(plan, ArmOf(plan, "dosed.surface"), 0, 1)[0].Course("hippocampus.microglia_engagement").Max() > 0.01);
        Assert.True(Run(plan, ArmOf(plan, "dosed.relay"), 0, 1)[0].Course("hippocampus.microglia_engagement").Max() > 0.01);
    }

    [Fact]
    public void The_same_comparison_shows_an_effect_where_there_is_one()
    {
        var plan = Plan($"dosed: {{ {Doses}, set: {{ surface_maximum: 1, surface_half_effect: 1e-4 }} }}", Cohort, "200 d", more: "hypotheses: [none, surface]\nassume: { all: prior }");
        Assert.NotEqual(Run(plan, plan.Arms[0], 3, 1)[0].States[^1], Run(plan, plan.Arms[1], 3, 1)[0].States[^1]);
    }

    private static void AllAlike(StudyPlan plan)
    {
        Assert.Equal(["dosed.none", "dosed.cargo", "dosed.surface", "dosed.relay"], plan.Arms.Select(arm => arm.Arm.Id));
        var none = Run(plan, plan.Arms[0], 0, plan.Arms[0].TaskCount);
        Assert.All(none, life => Assert.True(life.States[^1][plan.Compiled.IndexOfState("delivery.vesicles_given")] > 0));
        foreach (var arm in plan.Arms.Skip(1))
            foreach (var (life, same) in Run(plan, arm, 0, arm.TaskCount).Zip(none))
            {
                Assert.Equal(same.Outcome, life.Outcome);
                Assert.Equal(same.States, life.States);
            }
    }

    /// <summary>
    /// Against no vesicles at all the solver takes other steps, so that trajectories can agree to its tolerance only; the equations agree to the last bit, which is the stronger statement.
    /// </summary>
    [Fact]
    public void Under_none_the_equations_of_the_brain_are_those_without_vesicles()
    {
        var plan = Plan($"dosed: {{ {Doses} }}\n  untreated: {{}}", Cohort, "200 d", more: "hypotheses: [none]\nassume: { all: prior }");
        var simulation = new SubjectSimulation(plan);
        var (with, without) = (new double[plan.Compiled.StateIds.Length], new double[plan.Compiled.StateIds.Length]);
        var empty = Run(plan, ArmOf(plan, "untreated"), 0, 1)[0].States[0];
        for (var task = 0; task < plan.Arms[0].TaskCount; task++)
        {
            simulation.Prepare(plan.Arms[0], task);
            simulation.Solve(plan.Arms[0], task, plan.Arms[0].Inputs(simulation.Parameters), (time, state, _) =>
            {
                var bare = state.ToArray();
                for (var i = 0; i < bare.Length; i++)
                    if (IsOfVesicles(plan.Compiled.StateIds[i]))
                        bare[i] = empty[i];
                simulation.System.RightHandSide(time, state, with);
                simulation.System.RightHandSide(time, bare, without);
                for (var i = 0; i < bare.Length; i++)
                    if (!IsOfVesicles(plan.Compiled.StateIds[i]))
                        Assert.Equal(without[i], with[i]);
                Assert.Equal(simulation.System.Drift(time, bare), simulation.System.Drift(time, state));
            }, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Untreated_and_treated_under_none_follow_one_course_to_the_tolerance_and_die_at_the_same_times()
    {
        var plan = Plan($"dosed: {{ {Doses} }}\n  untreated: {{}}", "{ population: mouse, size: 20, seed: 20261126 }", "1400 d", more: "hypotheses: [none]");
        var pairs = Run(plan, plan.Arms[0], 0, 20).Zip(Run(plan, plan.Arms[1], 0, 20)).ToList();
        Assert.InRange(pairs.Count(pair => pair.First.IsDead), 15, 20);
        foreach (var (dosed, untreated) in pairs)
        {
            Assert.Equal(untreated.Outcome.Ending, dosed.Outcome.Ending);
            Assert.Equal(untreated.Outcome.Time, dosed.Outcome.Time, 1e-6);
        }
        var strict = Plan($"dosed: {{ {Doses} }}\n  untreated: {{}}", "{ population: mouse, size: 2, seed: 20261126 }", "90 d", more: "hypotheses: [none]\ntolerance: 1e-11");
        foreach (var (dosed, untreated) in Run(strict, strict.Arms[0], 0, 2).Zip(Run(strict, strict.Arms[1], 0, 2)))
            for (var i = 0; i < dosed.States[^1].Length; i++)
                if (!IsOfVesicles(strict.Compiled.StateIds[i]))
                    Assert.Equal(untreated.States[^1][i], dosed.States[^1][i], 1e-9);
    }
}
