using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>
/// Simulates one subject of a plan after the other, to the same bits as a cohort does. One thread uses an instance at a time; its memory serves all subjects, and what it returns depends on
/// the subject alone.
/// </summary>
public sealed class SubjectSimulation
{
    private readonly OdeSolver solver;
    private readonly SubjectLane lane;
    private readonly double[] observed;

    public SubjectSimulation(StudyPlan plan)
    {
        var lanes = plan.Compiled.CreateLanes(1);
        System = lanes.Subject(0);
        solver = new OdeSolver(lanes, AccuracyPilot.Options(plan.OdeOptions, plan.StepTolerance));
        lane = new SubjectLane(plan, lanes, 0);
        observed = new double[plan.Compiled.ObservedIds.Length];
    }

    /// <summary>The model with the present subject's parameters.</summary>
    public ModelSystem System { get; }

    /// <summary>The present subject's parameters, in the order and units of the compiled model. What is changed here between <see cref="Prepare"/> and <see cref="Solve"/> holds for this subject.</summary>
    public Span<double> Parameters => lane.Parameters;

    /// <summary>Takes up a subject of an arm.</summary>
    /// <param name="task">Its number in the arm; tasks from the arm's size on are draws of what is uncertain.</param>
    public void Prepare(ArmPlan arm, int task) => arm.SetParameters(task, Parameters);

    /// <summary>Takes up the subject of an arm of which nothing differs from the typical.</summary>
    public void PrepareTypical(ArmPlan arm) => arm.SetTypicalParameters(Parameters);

    /// <summary>
    /// Solves the subject that was prepared. A subject that does not live to see the study is none of it: another path of the same subject takes its place.
    /// </summary>
    /// <param name="onOutput">Called at each of the arm's output times that the subject lives to see.</param>
    public Outcome Solve(ArmPlan arm, int task, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default)
    {
        for (var attempt = 0u; ; attempt++)
        {
            var outcome = Course(lane.Problem(arm, task, inputs, attempt), onOutput, cancellationToken);
            if (!SubjectLane.TakesAnotherPath(outcome, attempt))
                return outcome;
        }
    }

    /// <summary>The same without chance: the diffusion stands at the mean of the survivors, and nobody exits.</summary>
    public Outcome SolveTypical(ArmPlan arm, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default) =>
        Course(lane.TypicalProblem(arm, inputs), onOutput, cancellationToken);

    /// <summary>The same with the diffusion held where the model starts it: what is left is the deterministic part alone.</summary>
    public Outcome SolveHeld(ArmPlan arm, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default) =>
        Course(lane.HeldProblem(arm, inputs), onOutput, cancellationToken);

    private Outcome Course(OdeProblem problem, SubjectOutput onOutput, CancellationToken cancellationToken) => solver.Solve(
        problem,
        (_, t, y) =>
        {
            System.Observe(t, y, observed);
            onOutput(t, y, observed);
        },
        cancellationToken);
}

/// <summary>One output of a subject.</summary>
/// <param name="time">Model time.</param>
/// <param name="state">In the order of the compiled model's states.</param>
/// <param name="observed">In the order of its observed quantities.</param>
public delegate void SubjectOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed);
