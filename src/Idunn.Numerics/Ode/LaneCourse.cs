using System.Collections.Immutable;

namespace Idunn.Numerics.Ode;

/// <summary>
/// One subject's way through time in a lane: when it has to stop, what happens at doses, interruptions and events, what follows a step that failed, and when outputs are due. Begins anew with
/// each subject and remembers nothing of the one before.
/// </summary>
internal sealed class LaneCourse
{
    private const double RoundingSteps = 100;
    private const double MachineEpsilon = 2.220446049250313e-16;

    // What a restart follows. The step size that did well after the last restart of a kind is the first to be tried after the next.
    private const int AtStart = 0;
    private const int AfterBolus = 1;
    private const int AfterRateChange = 2;
    private const int AfterInterruption = 3;
    private const int AfterEvent = 4;

    private readonly LaneGroup home;
    private readonly int place;
    private readonly OdeSystem system;
    private readonly OdeOptions options;
    private readonly WeightedNorm norm;
    private readonly EventLocator events;
    private readonly double[] y, f, rates, outputState, scratch, firstSteps;
    private LaneGroup group;
    private LaneStep step;
    private int lane;
    private LaneView view;
    private OdeProblem problem = null!;
    private InputTimeline timeline = null!;
    private double smallestSpan, nextInterruption, largestAfterInterruption, stop;
    private long firstTry, rejected, shortened, fired, rightHandSides, factorizations, pivotFallbacks;
    private int nextOutput, restart, evictions;
    private bool metStiffness;
    private string? exited;

    /// <param name="group">In which courses begin.</param>
    /// <param name="lane">Number of the lane, in that group and to the cohort.</param>
    public LaneCourse(LaneGroup group, int lane, OdeSystem system, OdeOptions options, WeightedNorm norm)
    {
        (home, place, this.group, step, this.lane, this.system, this.options, this.norm) = (group, lane, group, group.Step, lane, system, options, norm);
        view = new LaneView(step, lane, system.EventStates);
        events = new EventLocator(system);
        var n = system.Dimension;
        (y, f, rates, outputState, scratch) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        firstSteps = new double[AfterEvent + system.EventCount];
    }

    /// <summary>True when the outcome just given is one that a safer method may still avert.</summary>
    public bool CanGoElsewhere { get; private set; }

    /// <summary>The states that outputs need; default: all.</summary>
    public ImmutableArray<int> OutputStates => problem.OutputStates;

    /// <summary>The number of the step's tries at which the course has used up its steps.</summary>
    public long LastTry => firstTry + options.MaxSteps;

    private double Time => step.Times[lane];

    private long Tried => step.Tries - firstTry;

    /// <summary>Takes up a problem.</summary>
    public void Begin(OdeProblem next)
    {
        Check(next);
        problem = next;
        (group, step, lane, view) = (home, home.Step, place, new LaneView(home.Step, place, system.EventStates));
        (CanGoElsewhere, evictions, metStiffness) = (false, 0, false);
        timeline = new InputTimeline(problem.Inputs, problem.Start, system.Dimension);
        (firstTry, rightHandSides, factorizations, pivotFallbacks) = (step.Tries, step.RightHandSides(lane), step.Factorizations(lane), step.PivotFallbacks(lane));
        (rejected, shortened, fired, nextOutput, restart) = (0, 0, 0, 0, AtStart);
        step.Forget(lane);
        group.NextOutput(lane) = OutputTime(0);
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
        group.Enter(this, lane, LastTry);
    }

    /// <summary>Goes on from the present in another group, of one lane: with the step of a safer method.</summary>
    public void GoTo(LaneGroup elsewhere)
    {
        var (from, other, t, due) = (step, elsewhere.Step, Time, group.NextOutput(lane));
        step.ReadState(lane, y);
        (firstTry, rightHandSides, factorizations, pivotFallbacks) = (
            other.Tries - Tried, other.RightHandSides(0) - (from.RightHandSides(lane) - rightHandSides), other.Factorizations(0) - (from.Factorizations(lane) - factorizations), other.PivotFallbacks(0) - (from.PivotFallbacks(lane) - pivotFallbacks));
        (group, step, lane, view) = (elsewhere, other, 0, new LaneView(other, 0, system.EventStates));
        other.Forget(0);
        other.Times[0] = t;
        other.SetRates(0, rates);
        other.WriteState(0, y);
        group.NextOutput(0) = due;
        // Another method, other steps.
        Array.Fill(firstSteps, double.NaN);
        (CanGoElsewhere, restart, largestAfterInterruption) = (false, AtStart, double.PositiveInfinity);
        evictions++;
        group.Enter(this, 0, LastTry);
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
        if (!step.Finite.Contains(lane))
            return Ended(Ending.NotFinite, t, FirstNotFinite());
        for (ref var next = ref group.NextOutput(lane); next <= t; next = OutputTime(++nextOutput))
            cohort.Output(place, nextOutput, t, y);
        if (exited is not null)
            return Ended(Ending.Exited, t, -1) with { Culprit = exited };
        if (t >= problem.End)
            return Ended(Ending.Completed, t, -1);
        stop = Math.Min(Math.Min(problem.End, timeline.Next), nextInterruption);
        step.Control.Restart(lane);
        group.Depart(lane, stop, FirstStep());
        return null;
    }

    /// <summary>An outcome when the course has to stop before its next step.</summary>
    public Outcome? Stopped(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Ended(Ending.Cancelled, Time, -1);
        if (step.Stiff.Contains(lane))
        {
            // Explicit steps would go on for ever: their number is used up before its time.
            (metStiffness, CanGoElsewhere) = (true, true);
            return Ended(Ending.StepLimit, Time, LargestError());
        }
        return Tried >= options.MaxSteps ? Ended(Ending.StepLimit, Time, Tried > 0 ? LargestError() : -1) : null;
    }

    /// <summary>What becomes of the step last tried, where its error failed or an event may lie in it.</summary>
    public Judgement Judge(bool hasPassed)
    {
        if (!hasPassed)
        {
            group.EndOnRoot(lane, false);
            return Rejected() is { } failure ? End(failure) : Judgement.Again;
        }
        if (!group.EndsOnRoot(lane) && !events.IsIdle && events.FindFirst(view, out var theta))
        {
            ref var h = ref group.Size(lane);
            // Rounding alone could have parted a root from the stop: they are one instant, and nothing is left between them in which to look for roots again.
            if (group.EndsOnStop(lane) && (1 - theta) * h < RoundingSteps * SmallestStep)
                theta = 1;
            if (theta * h < SmallestStep)
            {
                if (group.IsFirst(lane) && restart >= AfterEvent && events.IsDue(restart - AfterEvent))
                    return End(Ended(Ending.StepTooSmall, Time, -1));
                shortened++;
                group.ArriveNow(lane);
                return Judgement.Again;
            }
            group.EndOnRoot(lane, true);
            if (theta < 1)
            {
                // The interpolant found the root; a step that ends there keeps the method's order and the linear invariants.
                shortened++;
                h *= theta;
                return Judgement.Again;
            }
        }
        return Judgement.Accepted;
    }

    /// <summary>Hands over one output, interpolated for all lanes.</summary>
    /// <param name="states">Those of all lanes, lanes innermost.</param>
    public unsafe void Output(double* states, int width, LaneCohort cohort)
    {
        if (problem.OutputStates.IsDefault)
            for (var i = 0; i < outputState.Length; i++)
                outputState[i] = states[i * width + lane];
        else
            foreach (var i in problem.OutputStates)
                outputState[i] = states[i * width + lane];
        ref var next = ref group.NextOutput(lane);
        cohort.Output(place, nextOutput, next, outputState);
        next = OutputTime(++nextOutput);
    }

    /// <summary>Remembers how well the first step after something happened did, once it is accepted.</summary>
    public void NoteFirstStep()
    {
        if (restart == AfterInterruption)
            largestAfterInterruption = group.Follower(lane);
        else if (!group.EndsOnStop(lane) || double.IsNaN(firstSteps[restart]))
            firstSteps[restart] = group.EndsOnRoot(lane) ? step.Sizes[lane] : group.Size(lane);
    }

    /// <summary>Takes over the signs of event functions at the end of an accepted step.</summary>
    public void NoteEvents()
    {
        if (!group.EndsOnRoot(lane))
        {
            events.Accept();
            return;
        }
        step.ReadState(lane, y);
        events.Arrive(Time, y);
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
        if (Tried == 0 && !double.IsNaN(options.InitialStep))
            return options.InitialStep;
        // An interruption changes little: the step that was to come without it comes after it, or, where the last one changed more, the one that did well there.
        var known = restart == AfterInterruption ? Math.Min(group.Follower(lane), largestAfterInterruption) : firstSteps[restart];
        if (!double.IsNaN(known))
            return known;
        step.ReadDerivative(lane, f);
        return InitialStep.Estimate(view, norm, options.Method.FirstOrder, stop - Time, y, f, outputState, scratch);
    }

    private int FirstNotFinite()
    {
        step.ReadDerivative(lane, f);
        return LaneStep.FirstNotFinite(y, out var culprit) && LaneStep.FirstNotFinite(f, out culprit) ? -1 : culprit;
    }

    private double SmallestStep => Math.Max(MachineEpsilon * 10 * Math.Abs(Time), smallestSpan);

    private Judgement End(Outcome outcome)
    {
        _ = group.End(lane, outcome);
        return Judgement.Ended;
    }

    /// <summary>Makes the step smaller; an outcome when it cannot be made smaller.</summary>
    private Outcome? Rejected()
    {
        rejected++;
        events.Forget();
        ref var h = ref group.Size(lane);
        var (isFinite, error) = (step.Finite.Contains(lane), step.Errors[lane]);
        h = isFinite && double.IsFinite(error) ? step.Control.AfterRejection(lane, h, error) : step.Control.AfterNotFinite(lane, h);
        if (h >= SmallestStep)
            return null;
        CanGoElsewhere = true;
        return isFinite ? Ended(Ending.StepTooSmall, Time, LargestError()) : Ended(Ending.NotFinite, Time, step.Culprit(lane));
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
        Statistics = new SolverStatistics(Tried - rejected - shortened, rejected, step.RightHandSides(lane) - rightHandSides, step.Factorizations(lane) - factorizations, fired)
        {
            PivotFallbacks = step.PivotFallbacks(lane) - pivotFallbacks,
            MetStiffness = metStiffness,
            Evictions = evictions,
        },
    };
}
