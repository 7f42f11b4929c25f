namespace Idunn.Numerics.Ode;

/// <summary>
/// Integrates initial-value problems of one system: adaptive Rosenbrock steps between discontinuities, outputs from the dense output, boluses and infusions
/// at their exact times, interruptions when they ask for it, events at their roots. Owns its buffers, so that steps allocate nothing and one solver serves many subjects, one at a time.
/// What a solve returns depends on its problem alone, never on the solves before it.
/// </summary>
public sealed class OdeSolver
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

    private readonly OdeSystem system;
    private readonly OdeOptions options;
    private readonly RosenbrockStep step;
    private readonly EventLocator events;
    private readonly WeightedNorm norm;
    private readonly double[] outputState;
    private readonly double[] scratch;
    private readonly double[] firstSteps;
    private StepController controller;
    private SolverStatistics before;
    private double smallestSpan;
    private long accepted;
    private long rejected;
    private long tried;
    private long fired;
    private int nextOutput;
    private double nextInterruption;
    private double largestAfterInterruption;

    /// <exception cref="ArgumentException">There are neither one nor as many absolute tolerances as states.</exception>
    public OdeSolver(OdeSystem system, OdeOptions options)
    {
        var n = system.Dimension;
        var tolerances = options.AbsoluteTolerance;
        if (tolerances.Length != 1 && tolerances.Length != n)
            throw new ArgumentException($"There are {tolerances.Length} absolute tolerances for {n} states; give one for all, or one for each.", nameof(options));
        this.system = system;
        this.options = options;
        step = new RosenbrockStep(system, options.Method);
        events = new EventLocator(system);
        norm = new WeightedNorm(tolerances.Length == n ? [.. tolerances] : [.. Enumerable.Repeat(tolerances[0], n)], options.RelativeTolerance);
        controller = new StepController(options.Method.ErrorOrder);
        (outputState, scratch) = (new double[n], new double[n]);
        firstSteps = new double[AfterEvent + system.EventCount];
    }

    /// <summary>Integrates from start to end and hands each output over as it is reached.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself or does not fit the system.</exception>
    /// <exception cref="InvalidOperationException">The interruption asked for a time that is not after the present.</exception>
    public Outcome Solve(OdeProblem problem, OutputHandler output, CancellationToken cancellation = default)
    {
        Check(problem);
        var timeline = new InputTimeline(problem.Inputs, problem.Start, system.Dimension);
        Reset(problem, timeline);
        var restart = AtStart;
        for (var t = problem.Start; ; t = step.Time)
        {
            var isDosed = timeline.Next <= t;
            if (isDosed)
                restart = ApplyInputs(timeline, t);
            string? exited = null;
            if (nextInterruption <= t)
            {
                exited = Interrupt(problem.Interruption!, t);
                if (!isDosed && t > problem.Start)
                    restart = AfterInterruption;
            }
            var cascade = events.Fire(t, step.Start);
            if (cascade < 0)
                return Ended(Ending.StepLimit, t, -1);
            if (cascade > 0)
                restart = AfterEvent + events.LastFired;
            fired += cascade;
            if (!step.Restart(t))
                return Ended(Ending.NotFinite, t, step.Culprit);
            for (; nextOutput < problem.OutputTimes.Length && problem.OutputTimes.Span[nextOutput] <= t; nextOutput++)
                output(nextOutput, t, step.Start);
            if (exited is not null)
                return Ended(Ending.Exited, t, -1) with { Culprit = exited };
            if (t >= problem.End)
                return Ended(Ending.Completed, t, -1);
            if (Advance(Math.Min(Math.Min(problem.End, timeline.Next), nextInterruption), restart, problem.OutputTimes.Span, output, cancellation) is { } failure)
                return failure;
        }
    }

    private void Check(OdeProblem problem)
    {
        if (!double.IsFinite(problem.Start) || !double.IsFinite(problem.End) || problem.End < problem.Start)
            throw new ArgumentException(FormattableString.Invariant($"The end, {problem.End}, must be finite and not precede the start, {problem.Start}."), nameof(problem));
        if (problem.InitialState.Length != system.Dimension)
            throw new ArgumentException($"The initial state has {problem.InitialState.Length} numbers for {system.Dimension} states.", nameof(problem));
        var previous = problem.Start;
        foreach (var time in problem.OutputTimes.Span)
        {
            if (!(time >= previous && time <= problem.End))
                throw new ArgumentException(FormattableString.Invariant($"Output time {time} must not precede {previous} nor exceed the end, {problem.End}."), nameof(problem));
            previous = time;
        }
    }

    private void Reset(OdeProblem problem, InputTimeline timeline)
    {
        before = new SolverStatistics(0, 0, step.RightHandSides, step.Factorizations, 0) { PivotFallbacks = step.PivotFallbacks };
        (accepted, rejected, tried, fired, nextOutput) = (0, 0, 0, 0, 0);
        smallestSpan = 1e-24 * (problem.End - problem.Start);
        Array.Fill(firstSteps, double.NaN);
        largestAfterInterruption = double.PositiveInfinity;
        problem.InitialState.Span.CopyTo(step.Start);
        timeline.SetRates(problem.Start, step.InputRates);
        nextInterruption = problem.Interruption is null ? double.PositiveInfinity : problem.Start;
        events.Start(problem.Start, step.Start);
    }

    private int ApplyInputs(InputTimeline timeline, double t)
    {
        events.BeforeChange(t, step.Start);
        timeline.SetRates(t, step.InputRates);
        var hasBolus = timeline.ApplyBoluses(t, step.Start);
        events.AfterChange(t, step.Start);
        return hasBolus ? AfterBolus : AfterRateChange;
    }

    /// <summary>Lets the interruption see and change the state. The name of what exited; null when the course goes on.</summary>
    private string? Interrupt(Interruption interruption, double t)
    {
        events.BeforeChange(t, step.Start);
        var continuation = interruption(t, step.Start);
        events.AfterChange(t, step.Start);
        nextInterruption = double.IsNaN(continuation.Next) ? double.PositiveInfinity : continuation.Next;
        return nextInterruption > t
            ? continuation.Exited
            : throw new InvalidOperationException(FormattableString.Invariant($"The interruption at time {t} asked to look in again at {continuation.Next}; give a later time, or Continuation.Never."));
    }

    /// <summary>Steps on to <paramref name="stop"/> or to the first event before it. Null when it got there.</summary>
    private Outcome? Advance(double stop, int restart, ReadOnlySpan<double> outputTimes, OutputHandler output, CancellationToken cancellation)
    {
        controller.Restart();
        var h = FirstStep(restart, stop);
        var isFirst = true;
        var endsOnRoot = false;
        while (step.Time < stop)
        {
            if (Stopped(cancellation) is { } stopped)
                return stopped;
            tried++;
            var planned = h;
            var endsOnStop = !endsOnRoot && step.Time + 1.01 * h >= stop;
            if (endsOnStop)
                h = stop - step.Time;
            var isFinite = step.Try(h);
            var error = isFinite ? norm.Of(step.Error, step.Start, step.End) : double.NaN;
            if (!(error <= 1))
            {
                endsOnRoot = false;
                if (Reject(isFinite, error, ref h) is { } failure)
                    return failure;
                continue;
            }
            if (!endsOnRoot && !events.IsIdle && events.FindFirst(step, out var theta))
            {
                // Rounding alone could have parted a root from the stop: they are one instant, and nothing is left between them in which to look for roots again.
                if (endsOnStop && (1 - theta) * h < RoundingSteps * SmallestStep)
                    theta = 1;
                if (theta * h < SmallestStep)
                {
                    var accumulates = isFirst && restart >= AfterEvent && events.IsDue(restart - AfterEvent);
                    return accumulates ? Ended(Ending.StepTooSmall, step.Time, -1) : null;
                }
                endsOnRoot = true;
                if (theta < 1)
                {
                    // The interpolant found the root; a step that ends there keeps the method's order and the linear invariants.
                    h *= theta;
                    continue;
                }
            }
            h = Accept(h, error, endsOnStop ? stop : step.Time + h, outputTimes, output);
            if (isFirst && restart == AfterInterruption)
                largestAfterInterruption = endsOnStop ? Math.Max(h, planned) : h;
            else if (isFirst && (!endsOnStop || double.IsNaN(firstSteps[restart])))
                firstSteps[restart] = endsOnRoot ? step.Size : h;
            // An interruption changes little: the step that was to come without it comes after it, or, where the last one changed more, the one that did well there.
            firstSteps[AfterInterruption] = Math.Min(endsOnStop ? Math.Max(h, planned) : h, largestAfterInterruption);
            isFirst = false;
            if (endsOnRoot)
            {
                events.Arrive(step.Time, step.Start);
                return null;
            }
            events.Accept();
        }
        return null;
    }

    private double FirstStep(int restart, double stop)
    {
        if (tried == 0 && !double.IsNaN(options.InitialStep))
            return options.InitialStep;
        return double.IsNaN(firstSteps[restart])
            ? InitialStep.Estimate(step, norm, options.Method.Order, stop - step.Time, outputState, scratch)
            : firstSteps[restart];
    }

    private Outcome? Stopped(CancellationToken cancellation)
    {
        if (tried % StepsBetweenCancellationChecks == 0 && cancellation.IsCancellationRequested)
            return Ended(Ending.Cancelled, step.Time, -1);
        if (tried >= options.MaxSteps)
            return Ended(Ending.StepLimit, step.Time, tried > 0 ? norm.Largest(step.Error, step.Start, step.End) : -1);
        return null;
    }

    private double SmallestStep => Math.Max(MachineEpsilon * 10 * Math.Abs(step.Time), smallestSpan);

    /// <summary>Makes h smaller; an outcome when it cannot be made smaller.</summary>
    private Outcome? Reject(bool isFinite, double error, ref double h)
    {
        rejected++;
        events.Forget();
        h = isFinite && double.IsFinite(error) ? controller.AfterRejection(h, error) : controller.AfterNotFinite(h);
        if (h >= SmallestStep)
            return null;
        return isFinite
            ? Ended(Ending.StepTooSmall, step.Time, norm.Largest(step.Error, step.Start, step.End))
            : Ended(Ending.NotFinite, step.Time, step.Culprit);
    }

    /// <summary>Hands over the outputs before <paramref name="end"/>, moves there, and returns the next step size. Outputs at the end wait for what may happen there.</summary>
    private double Accept(double h, double error, double end, ReadOnlySpan<double> outputTimes, OutputHandler output)
    {
        for (; nextOutput < outputTimes.Length && outputTimes[nextOutput] < end; nextOutput++)
        {
            step.Interpolate((outputTimes[nextOutput] - step.Time) / h, outputState);
            output(nextOutput, outputTimes[nextOutput], outputState);
        }
        step.Accept(end);
        accepted++;
        return controller.AfterAcceptance(h, error);
    }

    private Outcome Ended(Ending ending, double time, int culprit) => new(ending, time, culprit < 0 ? null : system.NameOf(culprit))
    {
        Statistics = new SolverStatistics(accepted, rejected, step.RightHandSides - before.RightHandSides, step.Factorizations - before.Factorizations, fired)
        {
            PivotFallbacks = step.PivotFallbacks - before.PivotFallbacks,
        },
    };
}
