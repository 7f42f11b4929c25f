using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// Runs one simulation of a hybrid model: adaptive steps from one discontinuity to the next, rows from the dense output, and between the pieces the event queue. One instance serves one
/// simulation after the other; what a simulation returns depends on its options alone.
/// </summary>
public sealed class Simulator
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Instants with hardly any time between them, beyond which the simulation has got stuck.</summary>
    private const int MostStandstills = 2000;

    private const int MostGenerations = 4;

    private readonly HybridModel model;
    private readonly HybridSystem system;
    private readonly EventQueue events;
    private readonly SwitchLocator switches;
    private readonly double[] state, scratch, points, largest;
    private readonly bool[] isViolated;
    private bool isSilent;
    private readonly LuPattern factors;
    private readonly SortedDictionary<double, int> breaks = [];
    private readonly List<double> times = [];
    private readonly List<double[]> rows = [];
    private readonly List<(Constraint, double)> violations = [];
    private MethodChoice choice = new(Rodas5P.Tableau, MethodReason.Usual);

    public Simulator(HybridModel model)
    {
        this.model = model;
        system = new HybridSystem(model);
        events = new EventQueue(model, system);
        switches = new SwitchLocator(model, system);
        (state, scratch) = (new double[model.StateCount], new double[model.StateCount]);
        largest = new double[model.StateCount];
        points = new double[History.Nodes.Length * model.Width];
        isViolated = new bool[model.Source.Constraints.Length];
        factors = model.Factors;
    }

    public TimeCourse Run(SimulationOptions options, CancellationToken cancellation = default) => Run(options, [new Stage(options.Start, options.Until)], cancellation);

    /// <param name="stages">One after the other. Rows belong to the last one and to those before it that end at a time; a stage that ends in a steady state and has another behind it is a lead-in and has none.</param>
    public TimeCourse Run(SimulationOptions options, ImmutableArray<Stage> stages, CancellationToken cancellation = default)
    {
        Array.Clear(isViolated);
        breaks.Clear();
        times.Clear();
        rows.Clear();
        violations.Clear();
        choice = options.Method is { } asked ? new(asked, MethodReason.Asked) : model.DelayCount > 0 ? new(Rodas5P.Tableau, MethodReason.Usual) : MethodChoice.ByFill(factors, options.RelativeTolerance);
        var outcome = Integrate(options with { RelativeTolerance = choice.ToleranceShare * options.RelativeTolerance, AbsoluteTolerance = choice.ToleranceShare * options.AbsoluteTolerance }, stages, cancellation);
        return new TimeCourse(model.Observed, [.. times], [.. rows], outcome, [.. violations]) { Method = choice };
    }

    private Outcome Integrate(SimulationOptions options, ImmutableArray<Stage> stages, CancellationToken cancellation)
    {
        var (number, t, begin, end) = (0, stages[0].Start, stages[0].Start, stages[0].End);
        var searched = 0L;
        system.Draw(options.Seed, options.Subject);
        if (!system.Initialize(t, state))
            return new Outcome(Ending.NotFinite, t, "the algebraic rules, which have no solution at the start");
        var method = choice.Method;
        var step = new SingleStep(system, method, factors, options.AbsoluteTolerance, options.RelativeTolerance);
        var norm = new WeightedNorm([.. Enumerable.Repeat(options.AbsoluteTolerance, model.StateCount)], options.RelativeTolerance);
        var controller = step.Control;
        events.Start(options.Seed, options.Subject);
        long tried = 0, accepted = 0, rejected = 0;
        var standstills = 0;
        var firedBefore = 0L;
        state.CopyTo(step.Start);
        Array.Clear(largest);
        isSilent = IsLeadIn(stages, number);
        while (true)
        {
            if (t >= end && number + 1 < stages.Length)
            {
                if (!Enter(stages[++number], fromRest: false, ref t, step.Start))
                    return Ended(Ending.NotFinite, null);
                (begin, end, searched, isSilent) = (t, stages[number].End, 0, IsLeadIn(stages, number));
            }
            if (!system.Settle(t, step.Start) || !events.Process(t, step.Start))
                return Ended(Ending.StepLimit, null);
            NoteBreaks(t, breaks.Count > 0 && breaks.Keys.First() <= t && events.Fired == firedBefore ? breaks.Values.First() + 1 : 1);
            firedBefore = events.Fired;
            Report(t, step.Start, options);
            var isAtRest = double.IsPositiveInfinity(end) && IsAtRest(t, t - begin, step.Start, options);
            if (isAtRest && number + 1 < stages.Length)
            {
                if (!Enter(stages[++number], fromRest: true, ref t, step.Start))
                    return Ended(Ending.NotFinite, null);
                (begin, end, searched, isSilent) = (t, stages[number].End, 0, IsLeadIn(stages, number));
                continue;
            }
            if (t >= end || isAtRest)
            {
                ReportRest(step.Start, options);
                return Ended(Ending.Completed, null);
            }
            while (breaks.Count > 0 && breaks.Keys.First() <= t)
                breaks.Remove(breaks.Keys.First());
            var stop = Math.Min(Math.Min(end, events.Next), breaks.Count > 0 ? breaks.Keys.First() : double.PositiveInfinity);
            if (model.StateCount == 0 && switches.IsIdle)
            {
                if (double.IsPositiveInfinity(stop))
                    stop = Math.Max(t, LastFinite(options));
                ReportBetween(t, stop, options);
                t = stop;
                continue;
            }
            if (!step.Restart(t))
                return Ended(Ending.NotFinite, step.Culprit);
            var from = t;
            controller.Restart(0);
            var span = double.IsFinite(end) ? end - begin : Math.Max(t - begin, 1e-6);
            var longest = switches.IsIdle ? double.PositiveInfinity : double.IsFinite(end) ? span / 50 : t > begin ? t - begin : double.PositiveInfinity;
            var h = step.FirstSize(norm, method.FirstOrder, double.IsFinite(stop) ? stop - t : Math.Max(t - begin, 1), state, scratch);
            system.Complete(t, step.Start);
            if (!switches.IsIdle)
                switches.Start(t);
            while (t < stop)
            {
                if (tried % 64 == 0 && cancellation.IsCancellationRequested)
                    return Ended(Ending.Cancelled, null);
                if (tried++ >= options.MaxSteps || (double.IsPositiveInfinity(end) && searched++ >= options.MaxStepsToRest))
                    return Ended(Ending.StepLimit, norm.Largest(step.Error, step.Start, step.End));
                var smallest = 10 * MachineEpsilon * Math.Max(Math.Abs(t), 1e-12 * span);
                h = Math.Min(h, Math.Min(longest, system.ShortestDelay(t)));
                var endsOnStop = t + 1.01 * h >= stop;
                if (endsOnStop)
                    h = stop - t;
                var isFinite = step.Try(h);
                var error = isFinite ? norm.Of(step.Error, step.Start, step.End) : double.NaN;
                if (!(error <= 1))
                {
                    rejected++;
                    h = isFinite && double.IsFinite(error) ? controller.AfterRejection(0, h, error) : controller.AfterNotFinite(0, h);
                    if (h < smallest && isFinite && !switches.IsIdle && switches.Find(step) is { } jump)
                    {
                        // A rate that jumps up from a state of nothing is above any tolerance however short the step is: it ends where it jumps.
                        Pass(step, jump, options);
                        t = jump;
                        break;
                    }
                    if (h < smallest)
                        return isFinite ? Ended(Ending.StepTooSmall, norm.Largest(step.Error, step.Start, step.End)) : Ended(Ending.NotFinite, step.Culprit);
                    continue;
                }
                accepted++;
                var next = endsOnStop ? stop : t + h;
                var change = switches.IsIdle ? null : switches.Find(step);
                if (change < next)
                    next = change.Value;
                if (change is not null && next < step.Time + step.Size)
                {
                    Pass(step, next, options);
                    t = next;
                    break;
                }
                Remember(step, next);
                ReportWithin(step, next, options);
                h = controller.AfterAcceptance(h, error);
                step.Accept(next);
                t = next;
                if (change is not null || (double.IsPositiveInfinity(end) && IsAtRest(t, t - begin, step.Start, options)))
                    break;
                if (t < stop && NeedsEveryStep)
                    system.Complete(t, step.Start);
            }
            standstills = t - from < 1e-12 * Math.Max(1e-3 * span, Math.Abs(t)) ? standstills + 1 : 0;
            if (standstills > MostStandstills)
                return Ended(Ending.StepTooSmall, null);
        }

        Outcome Ended(Ending ending, int? culprit) => new(ending, t, culprit is { } index && index >= 0 ? system.NameOf(index) : null) { Statistics = new SolverStatistics(accepted, rejected, step.RightHandSides, step.Factorizations, events.Fired) };
    }

    /// <summary>Ends the step last tried within it.</summary>
    private void Pass(SingleStep step, double next, SimulationOptions options)
    {
        Remember(step, next);
        ReportWithin(step, next, options);
        system.Interpolate(step, next, state);
        state.CopyTo(step.Start);
    }

    private static bool IsLeadIn(ImmutableArray<Stage> stages, int number) => number + 1 < stages.Length && double.IsPositiveInfinity(stages[number].End);

    private static double LastFinite(SimulationOptions options) => options.Times.Where(double.IsFinite).DefaultIfEmpty(options.Start).Last();

    /// <summary>Begins a stage from the state at the end of the one before. False when what it changes cannot be solved.</summary>
    private bool Enter(Stage stage, bool fromRest, ref double t, Span<double> y)
    {
        if (fromRest)
        {
            t = stage.Start;
            breaks.Clear();
            system.BeginAgain(t, y);
        }
        Array.Clear(largest);
        return system.Complete(t, y) && (stage.Change is not { } change || events.Change(change, t, y));
    }

    /// <summary>True when no rate matters any more, no event is waiting, and no row is due before. See <see cref="SimulationOptions.RestTolerance"/>.</summary>
    private bool IsAtRest(double t, double elapsed, ReadOnlySpan<double> y, SimulationOptions options)
    {
        if (double.IsFinite(events.Next) || breaks.Count > 0 || (!isSilent && times.Count < options.Points && double.IsFinite(options.TimeOf(times.Count))))
            return false;
        system.RightHandSide(t, y, scratch);
        var isAtRest = true;
        for (var i = 0; i < y.Length; i++)
        {
            largest[i] = Math.Max(largest[i], Math.Abs(y[i]));
            var margin = options.RestTolerance * (Math.Abs(y[i]) + 1e-4 * largest[i]);
            isAtRest &= scratch[i] == 0 || (elapsed > 0 && Math.Abs(scratch[i]) * elapsed <= margin);
        }
        return isAtRest;
    }

    /// <summary>The row of the steady state at the end of all.</summary>
    private void ReportRest(ReadOnlySpan<double> y, SimulationOptions options)
    {
        while (times.Count < options.Points && double.IsPositiveInfinity(options.TimeOf(times.Count)))
            Write(double.PositiveInfinity, y);
    }

    private bool NeedsEveryStep => model.SolvedCount > 0;

    /// <summary>A jump at t is seen again after each delay, one derivative higher each time; steps end there, until the method's order no longer notices.</summary>
    private void NoteBreaks(double t, int generation)
    {
        if (model.DelayCount == 0 || generation > MostGenerations || !double.IsFinite(system.ShortestDelay(t)))
            return;
        foreach (var delay in system.CurrentDelays)
            if (delay > 0)
                breaks.TryAdd(t + delay, generation);
    }

    private void Remember(SingleStep step, double next)
    {
        if (model.DelayCount == 0 || next <= step.Time)
            return;
        // Delayed values within the step may look into the step itself: once it is known they are read again.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < History.Nodes.Length; i++)
            {
                var time = step.Time + History.Nodes[i] * (next - step.Time);
                system.Interpolate(step, time, state);
                system.Complete(time, state);
                system.Extended.CopyTo(points.AsSpan(i * model.Width));
            }
            system.Past.Set(step.Time, next, points);
        }
    }

    /// <summary>Rows before <paramref name="next"/>, from the dense output.</summary>
    private void ReportWithin(SingleStep step, double next, SimulationOptions options)
    {
        for (; !isSilent && times.Count < options.Points && options.TimeOf(times.Count) is var time && time < next;)
        {
            system.Interpolate(step, time, state);
            Write(time, state);
        }
    }

    /// <summary>Nothing is integrated: rows differ by time alone.</summary>
    private void ReportBetween(double t, double stop, SimulationOptions options)
    {
        for (; !isSilent && times.Count < options.Points && options.TimeOf(times.Count) is var time && time < stop && time >= t;)
            Write(time, []);
    }

    /// <summary>Rows up to the present, after what happens there.</summary>
    private void Report(double t, ReadOnlySpan<double> y, SimulationOptions options)
    {
        while (!isSilent && times.Count < options.Points && options.TimeOf(times.Count) <= t)
            Write(options.TimeOf(times.Count), y);
    }

    private void Write(double time, ReadOnlySpan<double> y)
    {
        system.Complete(time, y);
        var row = new double[model.Observed.Length];
        system.Run(model.Observations, time, row);
        times.Add(time);
        rows.Add(row);
        CheckConstraints(time);
    }

    private void CheckConstraints(double time)
    {
        if (isViolated.Length == 0)
            return;
        var truths = new double[model.Events.Length + isViolated.Length];
        system.Run(model.Triggers, time, truths);
        for (var i = 0; i < isViolated.Length; i++)
            if (!isViolated[i] && truths[model.Events.Length + i] == 0)
            {
                isViolated[i] = true;
                violations.Add((model.Source.Constraints[i], time));
            }
    }
}
