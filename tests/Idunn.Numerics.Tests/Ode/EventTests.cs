using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class EventTests
{
    private const double Gravity = 9.81;

    /// <summary>Height and speed; an event reverses the speed, less a part, when the height falls through zero.</summary>
    private static FormulaSystem Ball(double restitution, List<double> impacts) => new(
        2,
        (_, y, f) => (f[0], f[1]) = (y[1], -Gravity),
        (_, _, j) => (j[0], j[1], j[2], j[3]) = (0, 1, 0, 0))
    {
        Events = 1,
        Roots = (_, y, g) => g[0] = -y[0],
        OnEvent = (_, t, y) =>
        {
            impacts.Add(t);
            (y[0], y[1]) = (0, -restitution * y[1]);
        },
    };

    /// <summary>y′ = 1 from 0, with root functions of time and state and a note of what fires when.</summary>
    private static FormulaSystem Ramp(int events, FormulaSystem.Formula roots, List<(int Event, double Time)> fired, FormulaSystem.Assignment? also = null) => new(
        2, (_, _, f) => (f[0], f[1]) = (1, 0), (_, _, j) => j.Clear())
    {
        Events = events,
        Roots = roots,
        OnEvent = (index, t, y) =>
        {
            fired.Add((index, t));
            also?.Invoke(index, t, y);
        },
    };

    [Fact]
    public void Bouncing_ball_meets_the_ground_at_the_known_times()
    {
        var impacts = new List<double>();
        var run = Run.Of(Ball(0.8, impacts), [10, 0], 7, Run.At(1e-9, 1e-12));
        Assert.Equal(Ending.Completed, run.Outcome.Ending);

        var (time, speed) = (Math.Sqrt(2 * 10 / Gravity), Math.Sqrt(2 * 10 * Gravity));
        foreach (var impact in impacts)
        {
            Assert.Equal(time, impact, 1e-9);
            speed *= 0.8;
            time += 2 * speed / Gravity;
        }
        Assert.Equal(3, impacts.Count);
        Assert.Equal(3, run.Outcome.Statistics.EventsFired);
        var flight = 7 - (time - 2 * speed / Gravity);
        Assert.Equal(speed * flight - Gravity * flight * flight / 2, run.Last[0], 1e-8);
    }

    /// <summary>Bounces of half the speed each come ever closer together and end at three times the first fall's time.</summary>
    [Fact]
    public void Bounces_without_end_stop_the_run_where_they_accumulate()
    {
        var outcome = Run.Of(Ball(0.5, []), [10, 0], 100, new OdeOptions(), [0]).Outcome;
        Assert.Equal((Ending.StepTooSmall, null), (outcome.Ending, outcome.Culprit));
        Assert.Equal(3 * Math.Sqrt(2 * 10 / Gravity), outcome.Time, 1e-9);
    }

    [Fact]
    public void Threshold_is_crossed_at_the_known_time_and_fires_once()
    {
        var fired = new List<double>();
        var growth = new FormulaSystem(1, (_, y, f) => f[0] = 0.3 * y[0], (_, _, j) => j[0] = 0.3)
        {
            Events = 1,
            Roots = (_, y, g) => g[0] = y[0] - 2,
            OnEvent = (_, t, _) => fired.Add(t),
        };
        var run = Run.Of(growth, [1], 10, Run.At(1e-9, 1e-12));
        Assert.Equal(Math.Log(2) / 0.3, Assert.Single(fired), 1e-8);
        Assert.Equal(Math.Exp(3), run.Last[0], 1e-6);
    }

    [Fact]
    public void Reset_at_a_threshold_repeats_with_its_period()
    {
        var fired = new List<(int, double Time)>();
        var saw = Ramp(1, (_, y, g) => g[0] = y[0] - 0.25, fired, (_, _, y) => y[0] = 0);
        var run = Run.Of(saw, [0, 0], 10.1, new OdeOptions());
        Assert.Equal(40, fired.Count);
        for (var k = 0; k < 40; k++)
            Assert.Equal(0.25 * (k + 1), fired[k].Time, 1e-9);
        Assert.Equal(0.1, run.Last[0], 1e-9);
    }

    [Fact]
    public void Output_at_the_time_of_an_event_shows_the_state_after_it()
    {
        var step = Ramp(1, (t, _, g) => g[0] = t >= 1 ? 1 : -1, [], (_, _, y) => y[1] = 5);
        var run = Run.Of(step, [0, 0], 2, new OdeOptions(), [0.5, 0.999999, 1.000001, 2]);
        Assert.Equal([0, 0, 5, 5], run.States.Select(y => y[1]));
    }

    [Fact]
    public void Functions_that_jump_are_located_as_well()
    {
        var fired = new List<(int, double Time)>();
        Run.Of(Ramp(1, (_, y, g) => g[0] = y[0] > 1.7 ? 1 : 0, fired), [0, 0], 3, new OdeOptions());
        Assert.Equal(1.7, Assert.Single(fired).Time, 1e-9);
    }

    [Fact]
    public void Events_at_one_time_fire_once_each_in_order()
    {
        var fired = new List<(int Event, double Time)>();
        Run.Of(Ramp(3, (t, y, g) => (g[0], g[1], g[2]) = (t - 1, y[0] - 1, 3 * (t - 1)), fired), [0, 0], 3, new OdeOptions());
        Assert.Equal([0, 1, 2], fired.Select(entry => entry.Event));
        Assert.All(fired, entry => Assert.Equal(1, entry.Time, 1e-9));
    }

    [Fact]
    public void Earlier_of_two_events_in_one_step_fires_first_and_may_prevent_the_other()
    {
        var fired = new List<(int Event, double Time)>();
        Run.Of(Ramp(2, (_, y, g) => (g[0], g[1]) = (y[0] - 1.02 - y[1], y[0] - 1.01), fired, (index, _, y) => y[1] = index == 1 ? 100 : y[1]), [0, 0], 3, new OdeOptions());
        Assert.Equal((1, 1.01), (Assert.Single(fired).Event, Math.Round(fired[0].Time, 9)));
    }

    [Fact]
    public void What_is_positive_at_the_start_has_not_risen()
    {
        var fired = new List<(int, double)>();
        Run.Of(Ramp(1, (_, y, g) => g[0] = y[0] + 1, fired), [0, 0], 3, new OdeOptions());
        Assert.Empty(fired);
    }

    [Fact]
    public void Bolus_that_lifts_a_function_over_zero_fires_its_event_at_that_time()
    {
        var fired = new List<(int, double Time)>();
        var run = Run.Of(Ramp(1, (_, y, g) => g[0] = y[1] - 5, fired, (_, _, y) => y[1] = 1), [0, 0], 3, new OdeOptions(), [1, 2, 3], new InputSchedule([new Bolus(1, 1, 4), new Bolus(2, 1, 4)], []));
        Assert.Equal(2, Assert.Single(fired).Time);
        Assert.Equal([4, 1, 1], run.States.Select(y => y[1]));
    }

    [Fact]
    public void Event_that_lifts_another_function_over_zero_fires_that_too()
    {
        var fired = new List<(int Event, double Time)>();
        Run.Of(Ramp(2, (_, y, g) => (g[0], g[1]) = (y[1] - 1, y[0] - 1), fired, (index, _, y) => y[1] = index == 1 ? 2 : y[1]), [0, 0], 3, new OdeOptions());
        Assert.Equal([1, 0], fired.Select(entry => entry.Event));
        Assert.Equal(fired[0].Time, fired[1].Time);
    }

    [Fact]
    public void Events_that_set_each_other_off_for_ever_end_the_run()
    {
        var flip = Ramp(2, (_, y, g) => (g[0], g[1]) = (y[1] > 0.5 ? 1 : -1, y[1] < 0.5 && y[0] > 1 ? 1 : -1), [], (index, _, y) => y[1] = index);
        Assert.Equal(Ending.StepLimit, Run.Of(flip, [0, 0], 3, new OdeOptions(), [0]).Outcome.Ending);
    }

    /// <summary>Age by sums of years reaches a birthday within rounding before the day on which a dose falls. What is left between the two is no step in which to look for roots.</summary>
    [Fact]
    public void An_event_within_rounding_of_a_dose_fires_once_and_with_it()
    {
        const double birthday = 30 * 365.25;
        for (var k = -60; k <= 60; k++)
        {
            var early = k * 7.1e-15;
            var fired = new List<double>();
            var ageing = new FormulaSystem(2, (_, _, f) => (f[0], f[1]) = (1 / 365.25, 0), (_, _, j) => j.Clear())
            {
                Events = 1,
                Roots = (_, y, g) => g[0] = y[0] - (55 - early),
                OnEvent = (_, t, _) => fired.Add(t),
            };
            var run = Run.Of(ageing, [25, 0], 31 * 365.25, Run.At(1e-4, 1e-9), inputs: new InputSchedule([new Bolus(birthday, 1, 1)], []));
            Assert.True((Ending.Completed, 1) == (run.Outcome.Ending, run.Outcome.Statistics.EventsFired), $"{k}: {run.Outcome}");
            Assert.Equal(birthday, Assert.Single(fired), 1e-8);
        }
    }
}
