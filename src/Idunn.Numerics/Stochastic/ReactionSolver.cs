using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Stochastic;

/// <summary>
/// Simulates reaction networks, course after course. What happens at one time happens in this order: boluses and changes of rate, events, outputs, which show the state after all of
/// them. One thread uses an instance at a time; a step allocates nothing.
/// </summary>
public sealed class ReactionSolver
{
    private const int StepsBetweenCancellationChecks = 1024;
    private const double LargestCount = 1L << 53;

    private readonly ReactionSystem system;
    private readonly ReactionOptions options;
    private readonly TriggerWatch watch;
    private readonly bool[] isCount;
    private readonly double[] x, rates;
    private int[] infused = [];
    private Intensities intensities;
    private JumpMethod method;
    private long steps;

    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ReactionSolver(ReactionSystem system, ReactionOptions options)
    {
        if (!(options.Epsilon > 0 && options.Epsilon < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Epsilon, "ε lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CriticalFirings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxSteps, 1L << 31);
        (this.system, this.options, watch) = (system, options, new TriggerWatch(system));
        (x, rates, isCount) = (new double[system.Network.StateCount], new double[system.Network.StateCount], new bool[system.Network.StateCount]);
        for (var reaction = 0; reaction < system.Network.ReactionCount; reaction++)
            foreach (var (state, _) in system.Network.Changes(reaction))
                isCount[state] = true;
        (intensities, method) = Prepare(system.Network);
    }

    /// <summary>Simulates from start to end and hands each output over as it is reached.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself or does not fit the system.</exception>
    public ReactionOutcome Solve(ReactionProblem problem, ReactionChance chance, OutputHandler output, CancellationToken cancellation = default)
    {
        Check(problem, chance);
        PrepareArrivals(problem.Inputs);
        var timeline = new InputTimeline(problem.Inputs, problem.Start, x.Length);
        problem.InitialState.Span.CopyTo(x);
        var t = problem.Start;
        var nextOutput = 0;
        steps = 0;
        SetArrivals(timeline, t);
        intensities.Evaluate(x);
        method.Begin(chance, t);
        watch.Begin(t, x);
        for (var fired = -1; ; fired = -1)
        {
            if (timeline.Next <= t)
                ApplyInputs(timeline, t);
            if (!watch.IsIdle && watch.Fire(t, x) is not false and var didFire)
            {
                if (didFire is null)
                    return Ended(ReactionEnding.StepLimit, t, null);
                if (NotWhole() is { } state)
                    return Ended(ReactionEnding.NotWhole, t, system.NameOf(state));
                method.Disturb(t, x);
            }
            for (; nextOutput < problem.OutputTimes.Length && problem.OutputTimes.Span[nextOutput] <= t; nextOutput++)
                output(nextOutput, t, x);
            if (intensities.Culprit >= 0)
                return Ended(intensities[intensities.Culprit] < 0 ? ReactionEnding.NegativePropensity : ReactionEnding.NotFinite, t, NameOf(intensities.Culprit));
            if (t >= problem.End)
                return Ended(ReactionEnding.Completed, t, null);
            var stop = Math.Min(Math.Min(problem.End, timeline.Next), nextOutput < problem.OutputTimes.Length ? problem.OutputTimes.Span[nextOutput] : double.PositiveInfinity);
            if (!Advance(ref t, stop, ref fired))
                continue;
            if (Stopped(t, cancellation) is { } stopped)
                return stopped;
            if (Excess(fired) is { } excess)
                return Ended(excess.Ending, t, excess.Culprit);
        }
    }

    /// <summary>Moves on to the next change of the state, or to the stop, or to where a trigger turns. True when the state changed.</summary>
    private bool Advance(ref double t, double stop, ref int fired)
    {
        // A leap does not stand still in between, but its first look at time may cut it short.
        if (watch.IsTimed && method.IsLeaping)
            stop = Math.Min(stop, watch.FirstTurn(t, stop, x));
        var planned = method.Plan(t, stop, x);
        var next = Math.Min(planned, stop);
        if (watch.IsTimed && !method.IsLeaping && watch.FirstTurn(t, next, x) is var turn && turn < next)
        {
            t = turn;
            watch.Look(t, x);
            return false;
        }
        t = next;
        var isChanged = planned <= stop;
        if (isChanged)
            fired = method.Change(t, x);
        if (!watch.IsIdle)
            watch.Look(t, x);
        return isChanged;
    }

    private ReactionOutcome? Stopped(double t, CancellationToken cancellation)
    {
        if (++steps % StepsBetweenCancellationChecks == 0 && cancellation.IsCancellationRequested)
            return Ended(ReactionEnding.Cancelled, t, null);
        return steps >= options.MaxSteps ? Ended(ReactionEnding.StepLimit, t, null) : null;
    }

    /// <summary>What went below zero or beyond counting: of the reaction that fired, or anywhere after a leap.</summary>
    private (ReactionEnding Ending, string Culprit)? Excess(int fired)
    {
        if (fired >= 0)
        {
            foreach (var (state, _) in intensities.Network.Changes(fired))
                if (!(x[state] >= 0 && x[state] <= LargestCount))
                    return x[state] < 0 ? (ReactionEnding.NegativeCount, NameOf(fired)) : (ReactionEnding.TooManyToCount, system.NameOf(state));
            return null;
        }
        for (var state = 0; state < x.Length; state++)
            if (isCount[state] && !(x[state] <= LargestCount))
                return (ReactionEnding.TooManyToCount, system.NameOf(state));
        return null;
    }

    private void ApplyInputs(InputTimeline timeline, double t)
    {
        SetArrivals(timeline, t);
        timeline.ApplyBoluses(t, x);
        method.Disturb(t, x);
        if (!watch.IsIdle)
            watch.Look(t, x);
    }

    private void SetArrivals(InputTimeline timeline, double t)
    {
        timeline.SetRates(t, rates);
        for (var k = 0; k < infused.Length; k++)
            intensities.Arrivals[k] = rates[infused[k]];
    }

    private int? NotWhole()
    {
        for (var state = 0; state < x.Length; state++)
            if (isCount[state] && !IsCount(x[state]))
                return state;
        return null;
    }

    private static bool IsCount(double value) => value >= 0 && value <= LargestCount && value == Math.Floor(value);

    private void PrepareArrivals(InputSchedule inputs)
    {
        int[] states = inputs.Infusions.Count == 0 ? [] : [.. inputs.Infusions.Select(infusion => infusion.State).Distinct().Order()];
        if (states.AsSpan().SequenceEqual(infused))
            return;
        infused = states;
        (intensities, method) = Prepare(system.Network.WithArrivals(states));
    }

    private (Intensities, JumpMethod) Prepare(ReactionNetwork network)
    {
        var prepared = new Intensities(system, network);
        return (prepared, options.Method switch
        {
            ReactionMethod.NextReaction => new NextReactionMethod(prepared),
            ReactionMethod.TauLeaping => new TauLeaping(prepared, options),
            _ => new DirectMethod(prepared),
        });
    }

    private void Check(ReactionProblem problem, ReactionChance chance)
    {
        if (!double.IsFinite(problem.Start) || !double.IsFinite(problem.End) || problem.End < problem.Start)
            throw new ArgumentException(FormattableString.Invariant($"The end, {problem.End}, must be finite and not precede the start, {problem.Start}."), nameof(problem));
        if (chance.Purpose >= ReactionChance.Limit)
            throw new ArgumentException($"The purpose, {chance.Purpose}, must be below {ReactionChance.Limit}.", nameof(chance));
        if (problem.InitialState.Length != x.Length)
            throw new ArgumentException($"The initial state has {problem.InitialState.Length} numbers for {x.Length} states.", nameof(problem));
        for (var state = 0; state < x.Length; state++)
            if (isCount[state] && !IsCount(problem.InitialState.Span[state]))
                throw new ArgumentException(FormattableString.Invariant($"{system.NameOf(state)} starts at {problem.InitialState.Span[state]}; a count is a whole number from 0 to 2⁵³."), nameof(problem));
        foreach (var bolus in problem.Inputs.Boluses)
            if ((uint)bolus.State < (uint)x.Length && isCount[bolus.State] && !IsCount(bolus.Amount))
                throw new ArgumentException(FormattableString.Invariant($"A bolus of {bolus.Amount} to {system.NameOf(bolus.State)} is no whole number from 0 to 2⁵³."), nameof(problem));
        foreach (var infusion in problem.Inputs.Infusions)
            if (!(infusion.Rate >= 0))
                throw new ArgumentException(FormattableString.Invariant($"An infusion at rate {infusion.Rate} would take counts away; give 0 or more."), nameof(problem));
        var previous = problem.Start;
        foreach (var time in problem.OutputTimes.Span)
        {
            if (!(time >= previous && time <= problem.End))
                throw new ArgumentException(FormattableString.Invariant($"Output time {time} must not precede {previous} nor exceed the end, {problem.End}."), nameof(problem));
            previous = time;
        }
    }

    private string NameOf(int reaction) => reaction < system.Network.ReactionCount
        ? system.NameOfReaction(reaction)
        : $"arrival of {system.NameOf(infused[reaction - system.Network.ReactionCount])}";

    private ReactionOutcome Ended(ReactionEnding ending, double time, string? culprit) =>
        new(ending, time, culprit) { Statistics = new ReactionStatistics(steps, method.Leaps, method.RejectedLeaps, watch.Fired) };
}
