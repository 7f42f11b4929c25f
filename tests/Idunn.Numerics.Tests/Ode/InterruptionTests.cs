using Idunn.Numerics.Ode;
using Idunn.Numerics.Sde;
using Idunn.Numerics.Tests.Sde;

namespace Idunn.Numerics.Tests.Ode;

public class InterruptionTests(ITestOutputHelper log)
{
    private static readonly FormulaSystem Clock = new(1, (_, _, f) => f[0] = 1, (_, _, j) => j[0] = 0);

    private static Interruption Every(double interval, Action<double, double[]>? change = null)
    {
        var calls = 0;
        return (t, y) =>
        {
            var state = y.ToArray();
            change?.Invoke(t, state);
            state.CopyTo(y);
            return Continuation.Until(++calls * interval);
        };
    }

    [Fact]
    public void Sawtooth_falls_to_zero_at_each_time_asked_for()
    {
        var calls = new List<double>();
        var run = Run.Of(Clock, [0.5], 10.1, new OdeOptions(), [0, 0.2, 0.25, 0.4, 10, 10.1], interruption: Every(0.25, (t, y) =>
        {
            calls.Add(t);
            Assert.Equal(t == 0 ? 0.5 : 0.25, y[0], 1e-12);
            y[0] = 0;
        }));
        Assert.Equal(Ending.Completed, run.Outcome.Ending);
        Assert.Equal(Enumerable.Range(0, 41).Select(k => 0.25 * k), calls);
        double[] exact = [0, 0.2, 0, 0.15, 0, 0.1];
        for (var k = 0; k < exact.Length; k++)
            Assert.Equal(exact[k], run.States[k][0], 1e-12);
    }

    [Fact]
    public void Interruption_that_asks_for_no_more_is_called_at_the_start_only()
    {
        var calls = new List<double>();
        Run.Of(Clock, [0], 3, new OdeOptions(), interruption: (t, _) =>
        {
            calls.Add(t);
            return Continuation.Never;
        });
        Assert.Equal([0], calls);
    }

    [Fact]
    public void Exit_ends_the_course_with_the_outputs_up_to_it()
    {
        var run = Run.Of(Clock, [0], 5, new OdeOptions(), [0, 1, 2, 2.5, 3], interruption: (t, y) =>
        {
            if (t == 0)
                return Continuation.Until(2);
            y[0] = 7;
            return Continuation.Exit("burden");
        });
        Assert.Equal((Ending.Exited, 2.0, "burden", false), (run.Outcome.Ending, run.Outcome.Time, run.Outcome.Culprit, run.Outcome.IsComplete));
        Assert.Equal([0, 1, 7], run.States[..3].Select(y => Math.Round(y[0], 12)));
        Assert.All(run.States[3..], Assert.Null);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    public void Exit_at_the_start_or_at_the_end_is_an_exit(double time)
    {
        var run = Run.Of(Clock, [3], 5, new OdeOptions(), [time], interruption: (t, _) => t == time ? Continuation.Exit("burden") : Continuation.Until(time));
        Assert.Equal((Ending.Exited, time), (run.Outcome.Ending, run.Outcome.Time));
        Assert.Equal(3 + time, run.Last[0], 1e-12);
    }

    [Fact]
    public void At_one_time_come_doses_then_the_interruption_then_events_then_outputs()
    {
        var seen = new List<(string What, double Time, double Value)>();
        var still = new FormulaSystem(1, (_, _, f) => f[0] = 0, (_, _, j) => j[0] = 0)
        {
            Events = 1,
            Roots = (_, y, g) => g[0] = y[0] - 5,
            OnEvent = (_, t, y) =>
            {
                seen.Add(("event", t, y[0]));
                y[0] = 1;
            },
        };
        var run = Run.Of(still, [0], 3, new OdeOptions(), [2], new InputSchedule([new Bolus(0, 0, 1), new Bolus(2, 0, 3)], []), (t, y) =>
        {
            seen.Add(("interruption", t, y[0]));
            y[0] += 2;
            return t == 0 ? Continuation.Until(2) : Continuation.Never;
        });
        Assert.Equal([("interruption", 0, 1), ("interruption", 2, 6), ("event", 2, 8)], seen);
        Assert.Equal(1, run.Last[0]);
        Assert.Equal(1, run.Outcome.Statistics.EventsFired);
    }

    [Fact]
    public void Interruption_that_asks_for_the_past_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run.Of(Clock, [0], 3, new OdeOptions(), interruption: (t, _) => Continuation.Until(t == 0 ? 1 : 0.5)));
        Assert.Contains("at time 1 asked to look in again at 0.5", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Interruptions that change nothing cost a step each, at most, and neither rejections nor accuracy.</summary>
    [Theory]
    [InlineData(10.0)]
    [InlineData(1.0)]
    public void Step_size_is_remembered_through_interruptions(double interval)
    {
        var (system, initial) = (StiffProblem.Hires.System, StiffProblem.Hires.Initial);
        const double end = 321.8122;
        var exact = Run.Of(system, initial, end, Run.At(1e-11, 1e-15)).Last;
        var plain = Run.Of(system, initial, end, Run.At(1e-6, 1e-9));
        var interrupted = Run.Of(system, initial, end, Run.At(1e-6, 1e-9), interruption: Every(interval));
        var (steps, usual) = (interrupted.Outcome.Statistics, plain.Outcome.Statistics);
        log.WriteLine($"{steps.AcceptedSteps} + {steps.RejectedSteps} steps, {usual.AcceptedSteps} + {usual.RejectedSteps} without");
        Assert.InRange(steps.AcceptedSteps, 0, usual.AcceptedSteps + 1.1 * end / interval);
        Assert.InRange(steps.RejectedSteps, 0, usual.RejectedSteps + 5);
        Assert.InRange(Error(interrupted), 0, Math.Max(2 * Error(plain), 1e-5));

        double Error(Run run) => run.Last.Zip(exact, (y, x) => Math.Abs(y - x) / (1e-3 + Math.Abs(x))).Max();
    }

    /// <summary>A noise that jumps, a lag behind it and something fast behind the lag: the step that was to come without the jump is rejected, unless the solver remembers what did well after the last one.</summary>
    [Fact]
    public void After_interruptions_that_change_much_the_step_is_tried_that_did_well_after_the_last()
    {
        var lagging = new FormulaSystem(3, (_, y, f) => (f[0], f[1], f[2]) = (0, 0.03 * (y[0] - y[1]), 10 * (y[1] * y[1] - y[2])), (_, y, j) =>
        {
            j.Clear();
            (j[3], j[4], j[7], j[8]) = (0.03, -0.03, 20 * y[1], -10);
        });
        var jumps = 0;
        var run = Run.Of(lagging, [1, 1, 1], 2000, Run.At(1e-6, 1e-9), interruption: Every(10, (_, y) => y[0] = 1 + (jumps++ * 0.618 % 1 * 4)));
        log.WriteLine($"{run.Outcome.Statistics.AcceptedSteps} + {run.Outcome.Statistics.RejectedSteps} steps");
        Assert.InRange(run.Outcome.Statistics.RejectedSteps, 0, run.Outcome.Statistics.AcceptedSteps / 5);
    }

    /// <summary>Short steps follow a decay down to nothing. With subnormal numbers processors calculate a hundred times more slowly.</summary>
    [Fact]
    public void What_decays_becomes_zero_before_it_becomes_a_subnormal_number()
    {
        double[] times = [.. Enumerable.Range(0, 401).Select(k => 5.0 * k)];
        var decay = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (-y[0], 2 * y[0] - 2 * y[1]), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1, 0, 2, -2));
        var run = Run.Of(decay, [1, 0], 2000, Run.At(1e-3, 1e-6), times, interruption: Every(1));
        Assert.All(run.States, state => Assert.All(state, value => Assert.True(value == 0 || Math.Abs(value) > 1e-251, $"{value}")));
        Assert.Equal([0, 0], run.Last);
    }

    [Fact]
    public void Interruptions_allocate_nothing_and_leave_nothing_behind_in_the_solver()
    {
        var solver = new OdeSolver(StiffProblem.Hires.System, new OdeOptions());
        var last = new double[8];
        OutputHandler keep = (_, _, y) => y.CopyTo(last);
        Interruption nudge = (t, y) =>
        {
            y[0] *= 1.001;
            return Continuation.Until(t + 0.5);
        };
        Solve(10, nudge);
        var (few, first) = Solve(10, nudge);
        var (many, second) = Solve(300, nudge);
        var after = last.ToArray();
        Assert.True(many.AcceptedSteps > 10 * few.AcceptedSteps);
        Assert.Equal(first, second);
        Solve(300, null);
        Solve(300, nudge);
        Assert.Equal(after, last);

        (SolverStatistics Statistics, long Bytes) Solve(double end, Interruption? interruption)
        {
            var problem = new OdeProblem(0, end, StiffProblem.Hires.Initial, InputSchedule.None, new[] { end }) { Interruption = interruption };
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = solver.Solve(problem, keep, TestContext.Current.CancellationToken);
            return (outcome.Statistics, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>
    /// y′ = x − y, with dx = (1 − y/2) dt + √(2ε) dW stepping by itself for a macro-step H on the y of its start, and y on the mean x of that macro-step. Held
    /// against macro-steps of one step of x, under the same noise: the largest error over paths falls as H.
    /// </summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    public void Diffusion_coupled_by_macro_steps_converges_at_order_one(double noise)
    {
        const double step = 1.0 / 1024, end = 4;
        var paths = noise == 0 ? 1 : 20;
        var pair = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (y[1] - y[0], 0), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1, 1, 0, 0));
        double[] exact = [.. Enumerable.Range(0, paths).Select(path => Coupled(path, step))];
        double[] errors = [.. new[] { 64, 32, 16 }.Select(steps => exact.Select((y, path) => Math.Abs(Coupled(path, steps * step) - y)).Max())];
        var slope = Math.Log2(errors[0] / errors[2]) / 2;
        log.WriteLine(FormattableString.Invariant($"order {slope:F2}; errors {string.Join(' ', errors.Select(e => FormattableString.Invariant($"{e:E2}")))}"));
        Assert.InRange(slope, 0.9, 1.15);
        if (noise == 0)
            Assert.Equal(2 - 2 * Math.Exp(-2) * Math.Cos(2), exact[0], 1e-3);

        double Coupled(int path, double macroStep)
        {
            var (frozen, x, stream) = (0.0, 1.0, Paths.Stream(path));
            var diffusion = new ReflectedDiffusion((_, _) => 1 - frozen / 2, noise, 100, step);
            return Run.Of(pair, [0, 0], end, Run.At(1e-9, 1e-12), interruption: (t, y) =>
            {
                frozen = y[0];
                var span = diffusion.Advance(stream, t, t + macroStep, x);
                (x, y[1]) = (span.End, span.Mean);
                return Continuation.Until(t + macroStep);
            }).Last[0];
        }
    }

    /// <summary>x rises at 1 and passes 2.25 within the macro-step from 2 to 3: the course goes on to that very time and ends.</summary>
    [Fact]
    public void Exit_of_a_diffusion_within_a_macro_step_ends_the_course_at_its_time()
    {
        var diffusion = new ReflectedDiffusion((_, _) => 1, 0, 2.25, 0.5);
        var (x, exit) = (0.0, double.NaN);
        var run = Run.Of(new FormulaSystem(1, (_, _, f) => f[0] = 0, (_, _, j) => j[0] = 0), [0], 10, new OdeOptions(), [1.5, 2.25, 2.5], interruption: (t, y) =>
        {
            if (t >= exit)
                return Continuation.Exit("burden");
            var span = diffusion.Advance(Paths.Stream(0), t, t + 1, x);
            (x, exit, y[0]) = (span.End, span.ExitTime, span.Mean);
            return Continuation.Until(span.HasExited ? exit : t + 1);
        });
        Assert.Equal((Ending.Exited, 2.25, "burden"), (run.Outcome.Ending, run.Outcome.Time, run.Outcome.Culprit));
        Assert.Equal((1.5, 2.125), (run.States[0][0], run.States[1][0]));
        Assert.Null(run.States[2]);
    }
}
