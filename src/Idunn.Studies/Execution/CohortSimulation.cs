using System.Collections.Immutable;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>
/// Simulates the subjects of one part after the other, as many side by side as the processor computes at once. A lane that is free takes the next subject, of the next part when the present one
/// has none left, so several parts may be open; each is handed over when its last subject has ended. One thread uses an instance.
/// </summary>
internal sealed class CohortSimulation : LaneCohort
{
    /// <summary>Tasks below which generating code for many lanes costs more than they save.</summary>
    private const int WorthLanes = 4;

    private readonly StudyPlan plan;
    private readonly ImmutableArray<PlannedEndpoint> endpoints;
    private readonly ReadoutUnits units;
    private readonly LaneSolver solver;
    private readonly ModelLanes lanes;
    private readonly SubjectLane[] subjects;
    private readonly Assignment[] assignments;
    private readonly double[] varying, observed;
    private readonly int[] varyingIndices, routes;
    private readonly int given, conserved;
    private Func<RunPart?> nextPart = null!;
    private Action<RunPart, Table, Table> onPart = null!;
    private Action<bool> onSubject = null!;
    private CancellationToken cancellation;
    private RunPart? open;
    private PartTables? tables;
    private int taken;

    public CohortSimulation(StudyPlan plan, ImmutableArray<PlannedEndpoint> endpoints, ReadoutUnits units)
    {
        (this.plan, this.endpoints, this.units) = (plan, endpoints, units);
        var model = plan.Compiled;
        lanes = model.CreateLanes(plan.Arms.Sum(arm => arm.TaskCount) < WorthLanes ? 1 : model.PreferredLanes);
        solver = new LaneSolver(lanes, plan.OdeOptions);
        subjects = [.. Enumerable.Range(0, lanes.Width).Select(lane => new SubjectLane(plan, lanes, lane))];
        assignments = new Assignment[lanes.Width];
        varyingIndices = [.. plan.VaryingParameters.Select(model.IndexOfParameter)];
        (varying, observed) = (new double[varyingIndices.Length], new double[model.ObservedIds.Length]);
        given = plan.Card.Given is { } counted ? model.ObservedIds.IndexOf(counted) : -1;
        conserved = plan.Card.Conserved is { } total ? model.ObservedIds.IndexOf(total) : -1;
        routes = [.. plan.Card.Routes.Values.Select(model.IndexOfState)];
    }

    /// <summary>Which subject a lane has.</summary>
    private readonly record struct Assignment(PartTables Tables, ArmPlan Arm, int Place, int Task, InputSchedule Inputs, uint Attempt, bool TakesAnotherPath);

    /// <summary>Simulates parts until there are no more. A subject that fails is a row that says so.</summary>
    /// <param name="next">The next part, or null; called when a lane is free.</param>
    /// <param name="whenDone">Takes both tables of a part, in the order in which parts are finished.</param>
    /// <param name="whenEnded">Called after each subject with whether it completed.</param>
    /// <exception cref="OperationCanceledException">The parts that are open are dropped.</exception>
    public void Run(Func<RunPart?> next, Action<RunPart, Table, Table> whenDone, Action<bool> whenEnded, CancellationToken cancellationToken)
    {
        (nextPart, onPart, onSubject, cancellation, open, tables) = (next, whenDone, whenEnded, cancellationToken, null, null);
        Array.Clear(assignments);
        solver.Solve(this, cancellationToken);
    }

    public override OdeProblem? Next(int lane)
    {
        if (assignments[lane].TakesAnotherPath)
            return Begin(lane, assignments[lane] with { Attempt = assignments[lane].Attempt + 1, TakesAnotherPath = false });
        if (open is null || taken == open.Count)
        {
            (open, taken) = (nextPart(), 0);
            tables = open is null ? null : new PartTables(plan, open, endpoints);
        }
        if (open is null)
            return null;
        var (arm, task) = (plan.Arms[open.Arm], open.FirstTask + taken);
        arm.SetParameters(task, subjects[lane].Parameters);
        return Begin(lane, new Assignment(tables!, arm, taken++, task, arm.Inputs(subjects[lane].Parameters), 0, false));
    }

    private OdeProblem Begin(int lane, Assignment assignment)
    {
        assignments[lane] = assignment;
        var problem = subjects[lane].Problem(assignment.Arm, assignment.Task, assignment.Inputs, assignment.Attempt);
        return problem with { OutputStates = plan.Compiled.ObservedStates };
    }

    public override void Output(int lane, int index, double t, ReadOnlySpan<double> y)
    {
        lanes.Subject(lane).Observe(t, y, observed);
        assignments[lane].Tables.AddOutput(assignments[lane].Place, t, observed);
    }

    public override void End(int lane, Outcome outcome)
    {
        if (outcome.Ending == Ending.Cancelled)
            throw new OperationCanceledException(cancellation);
        var (of, _, place, _, inputs, attempt, _) = assignments[lane];
        if (SubjectLane.TakesAnotherPath(outcome, attempt))
        {
            of.Drop(place);
            assignments[lane] = assignments[lane] with { TakesAnotherPath = true };
            return;
        }
        for (var i = 0; i < varying.Length; i++)
            varying[i] = subjects[lane].Parameters[varyingIndices[i]];
        of.EndSubject(place, outcome, varying, Dosing.Of(inputs, routes), BalanceError(of, place));
        onSubject(!outcome.IsFailure);
        if (of.IsWhole)
            onPart(of.Part, of.TimeCourse(units), of.Subjects(units));
    }

    private double BalanceError(PartTables of, int place)
    {
        if (given < 0 || conserved < 0)
            return double.NaN;
        var dosed = of.Course(place, given);
        var accounted = of.Course(place, conserved);
        var largest = double.NaN;
        for (var i = 0; i < dosed.Length; i++)
            if (dosed[i] > 0 && !(Math.Abs(accounted[i] - dosed[i]) / dosed[i] <= largest))
                largest = Math.Abs(accounted[i] - dosed[i]) / dosed[i];
        return largest;
    }
}
