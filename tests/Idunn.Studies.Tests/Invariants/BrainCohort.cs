using Idunn.Numerics.Ode;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>Subjects of the whole brain model, simulated as a run would, and kept.</summary>
internal static class BrainCohort
{
    public const double Year = 365.25;

    public const double HumanYoungAge = 25 * Year;

    /// <summary>One life.</summary>
    /// <param name="Times">Of the outputs that the subject lived to see, in days.</param>
    /// <param name="States">At those times.</param>
    /// <param name="Observed">At those times.</param>
    public sealed record Life(StudyPlan Plan, ArmPlan Arm, int Task, Outcome Outcome, double[] Times, double[][] States, double[][] Observed)
    {
        public bool IsDead => Outcome.Ending == Ending.Exited;

        /// <summary>A quantity that was observed, by the first output at or after a time.</summary>
        public double At(double time, string id) => Observed[Array.FindIndex(Times, t => t >= time - 1e-6)][Plan.Compiled.ObservedIds.IndexOf(id)];

        public double[] Course(string id)
        {
            var index = Plan.Compiled.ObservedIds.IndexOf(id);
            return [.. Observed.Select(values => values[index])];
        }
    }

    /// <summary>A plan of the brain model.</summary>
    /// <param name="arms">YAML of the arms; those after the first begin with two blanks.</param>
    public static StudyPlan Plan(string arms, string cohort, string until, string readouts = "[senescence.burden]", string more = "", string products = ProjectScience.Products) =>
        ProjectScience.Plan(ProjectScience.Text(arms: arms, cohort: cohort, until: until, readouts: readouts, more: more, products: products, model: "brain"));

    public static ArmPlan ArmOf(StudyPlan plan, string id) => plan.Arms.First(arm => arm.Arm.Id == id);

    /// <summary>Lives of an arm, by task.</summary>
    public static Life[] Run(StudyPlan plan, ArmPlan arm, int first, int count) => InParallel(count, () => new SubjectSimulation(plan), (simulation, k) =>
    {
        simulation.Prepare(arm, first + k);
        return Lived(plan, arm, first + k, take => simulation.Solve(arm, first + k, arm.Inputs(simulation.Parameters), take));
    });

    /// <summary>The life of the subject of which nothing differs from the typical, with the burden at its mean.</summary>
    public static Life Typical(StudyPlan plan, ArmPlan arm)
    {
        var simulation = new SubjectSimulation(plan);
        simulation.PrepareTypical(arm);
        return Lived(plan, arm, -1, take => simulation.SolveTypical(arm, arm.Inputs(simulation.Parameters), take));
    }

    /// <summary>The same for subjects with the burden held where the model starts it.</summary>
    public static Life Held(StudyPlan plan, ArmPlan arm, int task)
    {
        var simulation = new SubjectSimulation(plan);
        simulation.Prepare(arm, task);
        return Lived(plan, arm, task, take => simulation.SolveHeld(arm, arm.Inputs(simulation.Parameters), take));
    }

    /// <summary>Results in the order of their numbers, by as many threads as there are processors.</summary>
    public static TResult[] InParallel<TMemory, TResult>(int count, Func<TMemory> memory, Func<TMemory, int, TResult> work)
    {
        var results = new TResult[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, memory, (k, _, own) =>
        {
            results[k] = work(own, k);
            return own;
        }, _ => { });
        return results;
    }

    private static Life Lived(StudyPlan plan, ArmPlan arm, int task, Func<SubjectOutput, Outcome> solve)
    {
        var (times, states, observed) = (new List<double>(), new List<double[]>(), new List<double[]>());
        var outcome = solve((t, y, values) =>
        {
            times.Add(t);
            states.Add(y.ToArray());
            observed.Add(values.ToArray());
        });
        return new(plan, arm, task, outcome, [.. times], [.. states], [.. observed]);
    }
}
