using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>The course of an arm's typical subject at times of one's own: no chance is in it, and a diffusion stands at the mean of those who have not exited.</summary>
public sealed class TypicalCourse
{
    /// <summary>So much more tightly than the study: what is written down for others should hold none of our error that they could see.</summary>
    private const double Tighter = 1e-3;

    private const double Tightest = 1e-10;

    private readonly StudyPlan plan;
    private readonly ArmPlan arm;
    private readonly SubjectLane lane;
    private readonly Modeling.Compilation.ModelLanes lanes;

    public TypicalCourse(StudyPlan plan, ArmPlan arm)
    {
        (this.plan, this.arm) = (plan, arm);
        lanes = plan.Compiled.CreateLanes(1);
        lane = new SubjectLane(plan, lanes, 0);
        arm.SetTypicalParameters(lane.Parameters);
        Inputs = arm.Inputs(lane.Parameters);
    }

    /// <summary>Values in the order and units of the compiled model.</summary>
    public ReadOnlySpan<double> Parameters => lane.Parameters;

    /// <summary>What the subject is given.</summary>
    public InputSchedule Inputs { get; }

    /// <summary>Values of the observed quantities, in the compiled model's order, at each time that the course came to.</summary>
    /// <param name="times">Model time, ascending, from the arm's start to its end.</param>
    public (ImmutableArray<double[]> Rows, Outcome Outcome) Observed(double[] times, CancellationToken cancellation = default)
    {
        var system = lanes.Subject(0);
        var rows = ImmutableArray.CreateBuilder<double[]>();
        var outcome = Solve(times, (_, t, y) =>
        {
            var row = new double[plan.Compiled.ObservedIds.Length];
            system.Observe(t, y, row);
            rows.Add(row);
        }, cancellation);
        return (rows.ToImmutable(), outcome);
    }

    /// <summary>What the model's diffusion stands at over each of its macro-steps, from the start on; none when the model has no diffusion.</summary>
    public (ImmutableArray<double> Held, Outcome Outcome) Diffusion(CancellationToken cancellation = default)
    {
        if (plan.Card.Diffusion is not { } diffusion)
            return ([], Solve([], (_, _, _) => { }, cancellation));
        var (state, step) = (plan.Compiled.IndexOfState(diffusion.State), lane.Parameters[plan.Compiled.IndexOfParameter(diffusion.Coupling)]);
        var times = new List<double>();
        for (var t = arm.Start; t < arm.End; t += step)
            times.Add(t);
        var held = ImmutableArray.CreateBuilder<double>();
        var outcome = Solve([.. times], (_, _, y) => held.Add(y[state]), cancellation);
        return (held.ToImmutable(), outcome);
    }

    private Outcome Solve(double[] times, OutputHandler output, CancellationToken cancellation)
    {
        var options = plan.OdeOptions with { RelativeTolerance = Math.Max(Tightest, Tighter * plan.OdeOptions.RelativeTolerance), AbsoluteTolerance = [.. plan.OdeOptions.AbsoluteTolerance.Select(tolerance => Tighter * tolerance)], MaxSteps = 10 * plan.OdeOptions.MaxSteps };
        return new OdeSolver(lanes, options).Solve(lane.TypicalProblem(arm, Inputs) with { OutputTimes = times }, output, cancellation);
    }
}
