using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>What must hold of the delivery model whatever its numbers.</summary>
public class DeliveryModelTests
{
    private const string Arms = """
        vein: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }] }
          nose-course: { doses: [{ give: msc, route: intranasal, amount: 1e9 particles, from: 3 h, every: 12 h, times: 4 }] }
          infusion: { cohort: { population: human }, doses: [{ give: msc, route: intravenous, amount: 1e10 particles/kg, at: 2 h, over: 45 min }] }
          macaque: { cohort: { population: macaque }, doses: [{ give: msc, route: intranasal, amount: 50 ug/kg, at: 2 h }] }
        """;

    private static readonly StudyPlan Plan = ProjectScience.Plan(ProjectScience.Text(
        arms: Arms, cohort: "{ population: mouse, size: 10, draws: 30, seed: 20261123 }", until: "4 d", readouts: "[blood]"));

    [Fact]
    public void Every_particle_given_is_somewhere_to_one_part_in_ten_billion()
    {
        var (given, accounted) = (Plan.Compiled.ObservedIds.IndexOf("vesicles_given"), Plan.Compiled.ObservedIds.IndexOf("vesicles_accounted"));
        ForEachOutput((_, _, observed) =>
        {
            if (observed[given] > 0)
                Assert.Equal(1, observed[accounted] / observed[given], 1e-10);
            else
                Assert.Equal(0, observed[accounted]);
        });
    }

    [Fact]
    public void No_state_falls_below_zero_by_more_than_rounding()
    {
        var given = Plan.Compiled.IndexOfState("vesicles_given");
        ForEachOutput((_, state, _) =>
        {
            for (var i = 0; i < state.Length; i++)
                Assert.True(state[i] >= -1e-15 * state[given], $"{Plan.Compiled.StateIds[i]} is {state[i]}");
        });
    }

    [Fact]
    public void Without_a_dose_everything_stays_exactly_at_the_baseline()
    {
        foreach (var arm in (string[])["none: {}", "sham: { doses: [{ give: msc, route: intravenous, amount: 0 particles, at: 1 h }] }"])
        {
            var plan = ProjectScience.Plan(ProjectScience.Text(arms: arm, readouts: "[blood, pid_brain, hippocampus.neuron.hit_fraction, hippocampus.neuron_repression.target_level]"));
            Run(plan, plan.Arms[0], 4, (_, state, observed) =>
            {
                Assert.All(state.ToArray(), value => Assert.Equal(0, value));
                Assert.Equal([0, 0, 0, 1], observed[..4].ToArray());
            });
        }
    }

    [Fact]
    public void Twice_the_dose_is_twice_everywhere()
    {
        StudyPlan Of(string amount) => ProjectScience.Plan(ProjectScience.Text($"{{ give: msc, route: intravenous, amount: {amount}, at: 0 h }}", readouts: "[blood, body.liver, cortex.interstitial]"));
        double[] Last(StudyPlan plan)
        {
            double[] last = [];
            Run(plan, plan.Arms[0], 1, (_, _, observed) => last = observed[..3].ToArray());
            return last;
        }
        foreach (var (one, two) in Last(Of("1e10 particles")).Zip(Last(Of("2e10 particles"))))
            Assert.Equal(2, two / one, 1e-4);
    }

    [Fact]
    public void The_nose_gives_the_brain_the_share_that_its_parameter_says()
    {
        // All of a nasal dose leaves the nose: by first-order competition the brain's entry is nose_to_brain_fraction of it, however the regions share it.
        var plan = ProjectScience.Plan(ProjectScience.Text("{ give: msc, route: intranasal, amount: 1e10 particles, at: 0 h }", readouts: "[nasal_cavity, hippocampus.olfactory_entry, cortex.olfactory_entry, substantia_nigra.olfactory_entry, olfactory_bulb.olfactory_entry, rest_of_brain.olfactory_entry]"));
        var values = new double[plan.Compiled.ParameterIds.Length];
        plan.Arms[0].SetParameters(0, values);
        var share = values[plan.Compiled.IndexOfParameter("nose_to_brain_fraction")];
        var clearance = values[plan.Compiled.IndexOfParameter("nasal_clearance_rate")];
        Run(plan, plan.Arms[0], 1, (time, _, observed) =>
        {
            if (time < 0.5)
                Assert.Equal(share * clearance * observed[0], observed[1..6].ToArray().Sum(), 1e-9 * clearance * 1e10);
        });
    }

    private static void ForEachOutput(Output output)
    {
        foreach (var arm in Plan.Arms)
            Run(Plan, arm, arm.TaskCount, output);
    }

    private delegate void Output(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed);

    private static void Run(StudyPlan plan, ArmPlan arm, int tasks, Output output)
    {
        var system = plan.Compiled.CreateSystem();
        var solver = new OdeSolver(system, plan.OdeOptions);
        var (parameters, state, observed) = (new double[plan.Compiled.ParameterIds.Length], new double[system.Dimension], new double[plan.Compiled.ObservedIds.Length]);
        for (var task = 0; task < tasks; task++)
        {
            arm.SetParameters(task, parameters);
            system.SetParameters(parameters);
            system.InitialState(state);
            var outcome = solver.Solve(new OdeProblem(0, arm.End, state, arm.Inputs(parameters), arm.OutputTimes), (_, t, y) =>
            {
                system.Observe(t, y, observed);
                output(t, y, observed);
            });
            Assert.True(outcome.IsComplete, outcome.ToString());
        }
    }
}
