using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>Simulates subjects, as many side by side as the processor computes at once; a lane that is free takes the next. One thread uses an instance.</summary>
internal sealed class CohortSimulation : LaneCohort
{
    private readonly LaneSolver solver;
    private readonly ModelLanes lanes;
    private readonly SubjectLane[] subjects;
    private readonly Assignment[] assignments;
    private readonly double[] observed;
    private readonly StudyPlan plan;
    private Func<SubjectWork?> next = null!;
    private CancellationToken cancellation;

    /// <param name="width">Lanes: 1, 2, 4 or 8; one where the method steps no more.</param>
    public CohortSimulation(StudyPlan plan, OdeOptions options, int width)
    {
        this.plan = plan;
        width = Math.Min(width, options.Method.MostLanes);
        lanes = plan.Compiled.CreateLanes(width);
        solver = new LaneSolver(lanes, options);
        subjects = [.. Enumerable.Range(0, width).Select(lane => new SubjectLane(plan, lanes, lane))];
        assignments = new Assignment[width];
        observed = new double[plan.Compiled.ObservedIds.Length];
    }

    /// <summary>Which subject a lane has.</summary>
    private readonly record struct Assignment(SubjectWork Work, InputSchedule Inputs, uint Attempt, bool TakesAnotherPath);

    /// <summary>Simulates subjects until there are no more.</summary>
    /// <param name="work">The next subject, or null; called when a lane is free.</param>
    /// <exception cref="OperationCanceledException">The subjects under way are dropped.</exception>
    public void Run(Func<SubjectWork?> work, CancellationToken cancellationToken)
    {
        (next, cancellation) = (work, cancellationToken);
        Array.Clear(assignments);
        solver.Solve(this, cancellationToken);
    }

    public override OdeProblem? Next(int lane)
    {
        if (assignments[lane].TakesAnotherPath)
            return Begin(lane, assignments[lane] with { Attempt = assignments[lane].Attempt + 1, TakesAnotherPath = false });
        if (next() is not { } work)
            return null;
        work.Arm.SetParameters(work.Task, subjects[lane].Parameters);
        return Begin(lane, new Assignment(work, work.Arm.Inputs(subjects[lane].Parameters), 0, false));
    }

    private OdeProblem Begin(int lane, Assignment assignment)
    {
        assignments[lane] = assignment;
        return subjects[lane].Problem(assignment.Work.Arm, assignment.Work.Task, assignment.Inputs, assignment.Attempt) with { OutputStates = plan.Compiled.ObservedStates };
    }

    public override void Output(int lane, int index, double t, ReadOnlySpan<double> y)
    {
        lanes.Subject(lane).Observe(t, y, observed);
        assignments[lane].Work.AddOutput(t, observed);
    }

    public override void End(int lane, Outcome outcome)
    {
        if (outcome.Ending == Ending.Cancelled)
            throw new OperationCanceledException(cancellation);
        var (work, inputs, attempt, _) = assignments[lane];
        if (SubjectLane.TakesAnotherPath(outcome, attempt))
        {
            work.BeginAnew();
            assignments[lane] = assignments[lane] with { TakesAnotherPath = true };
        }
        else
            work.End(outcome, subjects[lane].Parameters, inputs);
    }
}
