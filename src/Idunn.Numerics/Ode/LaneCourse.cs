namespace Idunn.Numerics.Ode;

/// <summary>
/// One subject's way through time in a lane: when it has to stop, how large its steps are, what happens at doses, interruptions and events, and when outputs are due. Begins anew with
/// each subject and remembers nothing of the one before.
/// </summary>
internal sealed class LaneCourse
{
    private const int StepsBetweenCancellationChecks = 16;
    private const double RoundingSteps = 100;
    private const double MachineEpsilon = 2.220446049250313e-16;

    // What a restart follows. The step size that did well after the last restart of a kind is the first to be tried after the next.
    private const int AtStart = 0;
    private const int AfterBolus = 1;
    private const int AfterRateChange = 2;
    private const int AfterInterruption = 3;
    private const int AfterEvent = 4;

    private readonly LaneStep step;
    private readonly int lane;
    private readonly OdeSystem system;
    private readonly OdeOptions options;
    private readonly WeightedNorm norm;
    private readonly LaneView view;
    private readonly EventLocator events;
    private readonly double[] y, f, rates, outputState, scratch, firstSteps;
    private readonly StepControl controller;
    private OdeProblem problem = null!;
    private InputTimeline timeline = null!;
    private double smallestSpan, nextInterruption, largestAfterInterruption, stop, h, planned, nextOutputTime;
    private long accepted, rejected, tried, fired, rightHandSides, factorizations, pivotFallbacks;
    private int nextOutput, restart;
    private bool isFirst, endsOnStop, endsOnRoot;
    private string? exited;

    public LaneCourse(LaneStep step, int lane, OdeSystem system, OdeOptions options, WeightedNorm norm)
    {
        (this.step, this.lane, this.system, this.options, this.norm) = (step, lane, system, options, norm);
        view = new LaneView(step, lane, system.EventStates);
        events = new EventLocator(system);
        var n = system.Dimension;
        (y, f, rates, outputState, scratch) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        firstSteps = new double[AfterEvent + system.EventCount];
        controller = step.Control(lane);
    }

    /// <summary>True when the lane has got to where something may happen.</summary>
    public bool IsArriving { get; private set; }

    private double Time => step.Times[lane];

    /// <summary>Takes up a problem. Always true.</summary>
    public bool Begin(OdeProblem next)
    {
        Check(next);
        problem = next;
        timeline = new InputTimeline(problem.Inputs, problem.Start, system.Dimension);
        (rightHandSides, factorizations, pivotFallbacks) = (step.RightHandSides[lane], step.Factorizations[lane], step.PivotFallbacks[lane]);
        (accepted, rejected, tried, fired, nextOutput, restart) = (0, 0, 0, 0, 0, AtStart);
        step.Forget(lane);
        nextOutputTime = OutputTime(0);
        smallestSpan = 1e-24 * (problem.End - problem.Start);
        Array.Fill(firstSteps, double.NaN);
        largestAfterInterruption = double.PositiveInfinity;
        problem.InitialState.Span.CopyTo(y);
        timeline.SetRates(problem.Start, rates);
        step.SetRates(lane, rates);
        step.WriteState(lane, y);
        step.Times[lane] = problem.Start;
        nextInterruption = problem.Interruption is null ? double.PositiveInfinity : problem.Start;
        events.Start(problem.Start, y);
        return IsArriving = true;
    }

    /// <summary>Lets happen what is due: doses, the interruption, events. An outcome when events would not end.</summary>
    public Outcome? Arrive()
    {
        var t = Time;
        step.ReadState(lane, y);
        var isDosed = timeline.Next <= t;
        if (isDosed)
            restart = ApplyInputs(t);
        exited = null;
        if (nextInterruption <= t)
        {
            exited = Interrupt(t);
            if (!isDosed && t > problem.Start)
                restart = AfterInterruption;
        }
        var cascade = events.Fire(t, y);
        if (cascade < 0)
            return Ended(Ending.StepLimit, t, -1);
        if (cascade > 0)
            restart = AfterEvent + events.LastFired;
        fired += cascade;
        step.WriteState(lane, y);
        return null;
    }

    /// <summary>Goes on from where something happened, the derivative having been computed: hands over the outputs there and chooses the next stop. An outcome when the course ends.</summary>
    public Outcome? Depart(LaneCohort cohort)
    {
        var t = Time;
        if (!step.IsFinite[lane])
            return Ended(Ending.NotFinite, t, FirstNotFinite());
        for (; nextOutputTime <= t; nextOutputTime = OutputTime(++nextOutput))
            cohort.Output(lane, nextOutput, t, y);
        if (exited is not null)
            return Ended(Ending.Exited, t, -1) with { Culprit = exited };
        if (t >= problem.End)
            return Ended(Ending.Completed, t, -1);
        stop = Math.Min(Math.Min(problem.End, timeline.Next), nextInterruption);
        controller.Restart();
        h = FirstStep();
        (isFirst, endsOnRoot, IsArriving) = (true, false, false);
        return null;
    }

    /// <summary>An outcome when the course has to stop before its next step.</summary>
    public Outcome? Stopped(CancellationToken cancellation)
    {
        if (tried % StepsBetweenCancellationChecks == 0 && cancellation.IsCancellationRequested)
            return Ended(Ending.Cancelled, Time, -1);
        return tried >= options.MaxSteps ? Ended(Ending.StepLimit, Time, tried > 0 ? LargestError() : -1) : null;
    }

    /// <summary>Sets the size of the next step.</summary>
    public void Propose()
    {
        if (!step.IsActive[lane])
            return;
        tried++;
        planned = h;
        endsOnStop = !endsOnRoot && Time + 1.01 * h >= stop;
        if (endsOnStop)
            h = stop - Time;
        step.Sizes[lane] = h;
    }

    /// <summary>Accepts the step last tried, or prepares a smaller one. An outcome when there is none.</summary>
    public Outcome? Judge(LaneCohort cohort)
    {
        step.IsAccepted[lane] = false;
        var isFinite = step.IsFinite[lane];
        var error = isFinite ? step.Errors[lane] : double.NaN;
        if (!(error <= 1))
        {
            endsOnRoot = false;
            return Reject(isFinite, error);
        }
        if (!endsOnRoot && !events.IsIdle && events.FindFirst(view, out var theta))
        {
            // Rounding alone could have parted a root from the stop: they are one instant, and nothing is left between them in which to look for roots again.
            if (endsOnStop && (1 - theta) * h < RoundingSteps * SmallestStep)
                theta = 1;
            if (theta * h < SmallestStep)
            {
                if (isFirst && restart >= AfterEvent && events.IsDue(restart - AfterEvent))
                    return Ended(Ending.StepTooSmall, Time, -1);
                IsArriving = true;
                return null;
            }
            endsOnRoot = true;
            if (theta < 1)
            {
                // The interpolant found the root; a step that ends there keeps the method's order and the linear invariants.
                h *= theta;
                return null;
            }
        }
        Accept(error, cohort);
        return null;
    }

    /// <summary>After the accepted lanes have moved: notes events, and whether this is a stop.</summary>
    public void Settle()
    {
        if (!step.IsActive[lane] || !step.IsAccepted[lane])
            return;
        step.IsAccepted[lane] = false;
        if (endsOnRoot)
        {
            step.ReadState(lane, y);
            events.Arrive(Time, y);
        }
        else
            events.Accept();
        IsArriving = endsOnRoot || Time >= stop;
    }

    private void Check(OdeProblem next)
    {
        if (!double.IsFinite(next.Start) || !double.IsFinite(next.End) || next.End < next.Start)
            throw new ArgumentException(FormattableString.Invariant($"The end, {next.End}, must be finite and not precede the start, {next.Start}."), nameof(next));
        if (next.InitialState.Length != system.Dimension)
            throw new ArgumentException($"The initial state has {next.InitialState.Length} numbers for {system.Dimension} states.", nameof(next));
        var previous = next.Start;
        foreach (var time in next.OutputTimes.Span)
        {
            if (!(time >= previous && time <= next.End))
                throw new ArgumentException(FormattableString.Invariant($"Output time {time} must not precede {previous} nor exceed the end, {next.End}."), nameof(next));
            previous = time;
        }
    }

    private int ApplyInputs(double t)
    {
        events.BeforeChange(t, y);
        timeline.SetRates(t, rates);
        step.SetRates(lane, rates);
        var hasBolus = timeline.ApplyBoluses(t, y);
        events.AfterChange(t, y);
        return hasBolus ? AfterBolus : AfterRateChange;
    }

    /// <summary>Lets the interruption see and change the state. The name of what exited; null when the course goes on.</summary>
    private string? Interrupt(double t)
    {
        events.BeforeChange(t, y);
        var continuation = problem.Interruption!(t, y);
        events.AfterChange(t, y);
        nextInterruption = double.IsNaN(continuation.Next) ? double.PositiveInfinity : continuation.Next;
        return nextInterruption > t
            ? continuation.Exited
            : throw new InvalidOperationException(FormattableString.Invariant($"The interruption at time {t} asked to look in again at {continuation.Next}; give a later time, or Continuation.Never."));
    }

    private double FirstStep()
    {
        if (tried == 0 && !double.IsNaN(options.InitialStep))
            return options.InitialStep;
        if (!double.IsNaN(firstSteps[restart]))
            return firstSteps[restart];
        step.ReadDerivative(lane, f);
        return InitialStep.Estimate(view, norm, options.Method.FirstOrder, stop - Time, y, f, outputState, scratch);
    }

    private int FirstNotFinite()
    {
        step.ReadDerivative(lane, f);
        return LaneStep.FirstNotFinite(y, out var culprit) && LaneStep.FirstNotFinite(f, out culprit) ? -1 : culprit;
    }

    private double SmallestStep => Math.Max(MachineEpsilon * 10 * Math.Abs(Time), smallestSpan);

    /// <summary>Makes h smaller; an outcome when it cannot be made smaller.</summary>
    private Outcome? Reject(bool isFinite, double error)
    {
        rejected++;
        events.Forget();
        h = isFinite && double.IsFinite(error) ? controller.AfterRejection(h, error) : controller.AfterNotFinite(h);
        if (h >= SmallestStep)
            return null;
        return isFinite ? Ended(Ending.StepTooSmall, Time, LargestError()) : Ended(Ending.NotFinite, Time, step.Culprit(lane));
    }

    /// <summary>Hands over the outputs before the end of the step, and chooses the next step size. Outputs at the end wait for what may happen there.</summary>
    private void Accept(double error, LaneCohort cohort)
    {
        var end = endsOnStop ? stop : Time + h;
        for (; nextOutputTime < end; nextOutputTime = OutputTime(++nextOutput))
        {
            step.Interpolate(lane, (nextOutputTime - Time) / h, problem.OutputStates, outputState);
            cohort.Output(lane, nextOutput, nextOutputTime, outputState);
        }
        step.IsAccepted[lane] = true;
        step.Times[lane] = end;
        accepted++;
        h = controller.AfterAcceptance(h, error);
        var next = endsOnStop ? Math.Max(h, planned) : h;
        if (isFirst && restart == AfterInterruption)
            largestAfterInterruption = next;
        else if (isFirst && (!endsOnStop || double.IsNaN(firstSteps[restart])))
            firstSteps[restart] = endsOnRoot ? step.Sizes[lane] : h;
        // An interruption changes little: the step that was to come without it comes after it, or, where the last one changed more, the one that did well there.
        firstSteps[AfterInterruption] = Math.Min(next, largestAfterInterruption);
        isFirst = false;
    }

    /// <summary>Infinity behind the last.</summary>
    private double OutputTime(int index) => index < problem.OutputTimes.Length ? problem.OutputTimes.Span[index] : double.PositiveInfinity;

    private int LargestError()
    {
        step.ReadError(lane, scratch);
        step.ReadState(lane, y);
        step.ReadEnd(lane, outputState);
        return norm.Largest(scratch, y, outputState);
    }

    private Outcome Ended(Ending ending, double time, int culprit) => new(ending, time, culprit < 0 ? null : system.NameOf(culprit))
    {
        Statistics = new SolverStatistics(accepted, rejected, step.RightHandSides[lane] - rightHandSides, step.Factorizations[lane] - factorizations, fired)
        {
            PivotFallbacks = step.PivotFallbacks[lane] - pivotFallbacks,
            MetStiffness = step.IsStiff(lane),
        },
    };
}
