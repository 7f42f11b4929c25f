using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// The lanes of one step on their way through time. What every step needs in every lane – sizes, stops, acceptance, outputs – is done here for all lanes at once; what happens to one subject
/// – doses, events, rejections – is its <see cref="LaneCourse"/>'s.
/// </summary>
internal sealed unsafe class LaneGroup
{
    private const int Vector = LaneArithmetic.Vector;

    private readonly LaneCourse?[] courses;
    private readonly Outcome[] outcomes;
    private readonly AlignedMemory memory;
    private readonly double* next, planned, stops, outputTimes, followers, thetas, outputs;
    private readonly bool hasEvents;
    private LaneSet arriving, isFirst, endsOnStop, endsOnRoot;
    private long deadline = long.MaxValue;

    public LaneGroup(LaneStep step, int width, OdeSystem subject)
    {
        Step = step;
        hasEvents = subject.EventCount > 0;
        (courses, outcomes) = (new LaneCourse?[width], new Outcome[width]);
        memory = new AlignedMemory(6 * Vector + subject.Dimension * width + Vector);
        next = memory.Pointer;
        planned = next + Vector;
        stops = planned + Vector;
        outputTimes = stops + Vector;
        followers = outputTimes + Vector;
        thetas = followers + Vector;
        outputs = thetas + Vector;
        new Span<double>(next, 6 * Vector).Fill(1);
    }

    public LaneStep Step { get; }

    /// <summary>True while a course is under way.</summary>
    public bool IsActive => !Step.Active.IsEmpty;

    /// <summary>True when a course has got to where something may happen.</summary>
    public bool HasArrivals => !arriving.IsEmpty;

    /// <summary>The outcome of a lane whose course has just ended.</summary>
    public Outcome OutcomeOf(int lane) => outcomes[lane];

    /// <summary>Puts a course that has begun, or came from elsewhere, into its lane.</summary>
    /// <param name="lastTry">The number of <see cref="LaneStep.Tries"/> at which its steps are used up.</param>
    public void Enter(LaneCourse course, int lane, long lastTry)
    {
        courses[lane] = course;
        Step.Active |= LaneSet.Of(lane);
        arriving |= LaneSet.Of(lane);
        deadline = Math.Min(deadline, lastTry);
        followers[lane] = double.NaN;
    }

    public void Leave(int lane)
    {
        var left = LaneSet.Of(lane);
        (Step.Active, arriving) = (Step.Active.Except(left), arriving.Except(left));
        courses[lane] = null;
    }

    /// <summary>Lets everything happen that is due in lanes that got to a stop. The lanes whose courses ended.</summary>
    public LaneSet Arrive(LaneCohort cohort)
    {
        var (due, ended) = (arriving, default(LaneSet));
        foreach (var lane in due)
            if (courses[lane]!.Arrive() is { } outcome)
                ended |= End(lane, outcome);
        arriving = default;
        due = due.Except(ended);
        if (due.IsEmpty)
            return ended;
        Step.Restart(due);
        foreach (var lane in due)
            if (courses[lane]!.Depart(cohort) is { } outcome)
                ended |= End(lane, outcome);
        return ended;
    }

    /// <summary>The courses that used up their steps, turned out to be stiff or were cancelled.</summary>
    public LaneSet Stop(CancellationToken cancellation)
    {
        if (Step.Tries < deadline && (Step.Active & Step.Stiff).IsEmpty && !cancellation.IsCancellationRequested)
            return default;
        var ended = default(LaneSet);
        deadline = long.MaxValue;
        foreach (var lane in Step.Active)
            if (courses[lane]!.Stopped(cancellation) is { } outcome)
                ended |= End(lane, outcome);
            else
                deadline = Math.Min(deadline, courses[lane]!.LastTry);
        return ended;
    }

    /// <summary>Tries a step in every lane, and accepts it or prepares another. The lanes whose courses ended because there is none.</summary>
    public LaneSet Advance(LaneCohort cohort)
    {
        Propose();
        Step.Try();
        var (h, t, errors) = (Vector512.LoadAligned(next), Vector512.LoadAligned(Step.AllTimes), Vector512.LoadAligned(Step.AllErrors));
        var passed = Step.Active & Step.Finite & LaneSet.Of(Vector512.LessThanOrEqual(errors, Vector512<double>.One));
        var (accepted, ended) = (passed, default(LaneSet));
        foreach (var lane in hasEvents ? Step.Active : Step.Active.Except(passed))
            switch (courses[lane]!.Judge(passed.Contains(lane)))
            {
                case Judgement.Again:
                    accepted = accepted.Except(LaneSet.Of(lane));
                    break;
                case Judgement.Ended:
                    accepted = accepted.Except(LaneSet.Of(lane));
                    ended |= LaneSet.Of(lane);
                    break;
            }
        if (!accepted.IsEmpty)
            Accept(accepted, t, h, errors, cohort);
        return ended;
    }

    /// <summary>Size of a lane's next step, or of the one under way.</summary>
    public ref double Size(int lane) => ref next[lane];

    public ref double NextOutput(int lane) => ref outputTimes[lane];

    /// <summary>The size that would have come after a lane's last accepted step had it not ended on a stop; not a number before the first.</summary>
    public ref double Follower(int lane) => ref followers[lane];

    public bool EndsOnStop(int lane) => endsOnStop.Contains(lane);

    public bool EndsOnRoot(int lane) => endsOnRoot.Contains(lane);

    public bool IsFirst(int lane) => isFirst.Contains(lane);

    public void EndOnRoot(int lane, bool does) => endsOnRoot = does ? endsOnRoot | LaneSet.Of(lane) : endsOnRoot.Except(LaneSet.Of(lane));

    /// <summary>A lane has something happen at the present time after all.</summary>
    public void ArriveNow(int lane) => arriving |= LaneSet.Of(lane);

    /// <summary>A lane goes on to its next stop, for a first step.</summary>
    public void Depart(int lane, double stop, double first)
    {
        (stops[lane], next[lane]) = (stop, first);
        isFirst |= LaneSet.Of(lane);
        EndOnRoot(lane, false);
    }

    public LaneSet End(int lane, Outcome outcome)
    {
        outcomes[lane] = outcome;
        return LaneSet.Of(lane);
    }

    private void Propose()
    {
        var (h, t, stop) = (Vector512.LoadAligned(next), Vector512.LoadAligned(Step.AllTimes), Vector512.LoadAligned(stops));
        h.StoreAligned(planned);
        endsOnStop = LaneSet.Of(Vector512.GreaterThanOrEqual(t + Vector512.Create(1.01) * h, stop)).Except(endsOnRoot);
        h = Vector512.ConditionalSelect(endsOnStop.Mask, stop - t, h);
        h.StoreAligned(next);
        Vector512.ConditionalSelect(Step.Active.Mask, h, Vector512.LoadAligned(Step.AllSizes)).StoreAligned(Step.AllSizes);
        GC.KeepAlive(this);
    }

    private void Accept(LaneSet accepted, Vector512<double> t, Vector512<double> h, Vector512<double> errors, LaneCohort cohort)
    {
        var (mask, onStop) = (accepted.Mask, endsOnStop.Mask);
        var end = Vector512.ConditionalSelect(onStop, Vector512.LoadAligned(stops), t + h);
        HandOver(accepted, t, h, end, cohort);
        var size = Step.Control.AfterAcceptance(accepted, h, errors);
        var follower = Vector512.ConditionalSelect(onStop, Vector512.Max(size, Vector512.LoadAligned(planned)), size);
        Vector512.ConditionalSelect(mask, end, t).StoreAligned(Step.AllTimes);
        Vector512.ConditionalSelect(mask, size, Vector512.LoadAligned(next)).StoreAligned(next);
        Vector512.ConditionalSelect(mask, follower, Vector512.LoadAligned(followers)).StoreAligned(followers);
        Step.Accept(accepted);
        foreach (var lane in accepted & isFirst)
            courses[lane]!.NoteFirstStep();
        isFirst = isFirst.Except(accepted);
        if (hasEvents)
            foreach (var lane in accepted)
                courses[lane]!.NoteEvents();
        arriving |= accepted & (endsOnRoot | LaneSet.Of(Vector512.GreaterThanOrEqual(end, Vector512.LoadAligned(stops))));
        GC.KeepAlive(this);
    }

    /// <summary>Hands over the outputs before the end of the steps. Outputs at the end wait for what may happen there.</summary>
    private void HandOver(LaneSet accepted, Vector512<double> t, Vector512<double> h, Vector512<double> end, LaneCohort cohort)
    {
        while (true)
        {
            var at = Vector512.LoadAligned(outputTimes);
            var due = accepted & LaneSet.Of(Vector512.LessThan(at, end));
            if (due.IsEmpty)
                return;
            ((at - t) / h).StoreAligned(thetas);
            Step.Interpolate(thetas, Wanted(due), outputs);
            foreach (var lane in due)
                courses[lane]!.Output(outputs, courses.Length, cohort);
        }
    }

    /// <summary>The states that some lanes' outputs need; default (all) where they do not need the same.</summary>
    private ImmutableArray<int> Wanted(LaneSet due)
    {
        var wanted = default(ImmutableArray<int>);
        var isOne = false;
        foreach (var lane in due)
        {
            var own = courses[lane]!.OutputStates;
            if (isOne && own != wanted)
                return default;
            (wanted, isOne) = (own, true);
        }
        return wanted;
    }
}
