using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class InputTests
{
    private static readonly LinearSystem Chain = LinearSystem.Compartments(4, (0, 1, 3.1), (1, 0, 0.7), (1, 2, 0.4), (2, 3, 11), (2, 1, 0.05), (3, -1, 0.9));
    private static readonly LinearSystem Decay = LinearSystem.Compartments(1, (0, -1, 0.8));

    [Fact]
    public void Bolus_response_of_a_linear_chain_equals_the_matrix_exponential()
    {
        double[] times = [0, 0.01, 0.1, 1, 3, 10];
        var run = Run.Of(Chain, [0, 0, 0, 0], 10, Run.At(1e-10, 1e-14), times, new InputSchedule([new Bolus(0, 0, 100)], []));
        for (var k = 0; k < times.Length; k++)
        {
            var exact = Chain.Exact(times[k], [100, 0, 0, 0]);
            for (var i = 0; i < 4; i++)
                Assert.True(Math.Abs(run.States[k][i] - exact[i]) <= 1e-8 * exact[i], FormattableString.Invariant($"state {i} at {times[k]}: {run.States[k][i]:R}, exact {exact[i]:R}"));
        }
    }

    [Fact]
    public void Output_at_the_time_of_a_bolus_shows_the_state_after_it()
    {
        var run = Run.Of(Decay, [1], 2, new OdeOptions(), [0, 1, 2], new InputSchedule([new Bolus(2, 0, 5), new Bolus(0, 0, 3), new Bolus(1, 0, 7)], []));
        var first = 4 * Math.Exp(-0.8) + 7;
        Assert.Equal(4, run.States[0][0]);
        Assert.Equal(first, run.States[1][0], 1e-5);
        Assert.Equal(first * Math.Exp(-0.8) + 5, run.States[2][0], 1e-5);
    }

    [Fact]
    public void Infusion_fills_and_empties_a_compartment_as_the_closed_solution_says()
    {
        double[] times = [0.5, 1.25, 2, 3, 4, 9];
        var run = Run.Of(Decay, [0], 9, Run.At(1e-9, 1e-12), times, new InputSchedule([], [new Infusion(0.5, 3, 0, 12), new Infusion(1.25, 2, 0, 4)]));
        for (var k = 0; k < times.Length; k++)
            Assert.Equal(Filled(times[k], 0.5, 3, 12) + Filled(times[k], 1.25, 2, 4), run.States[k][0], 1e-7);

        static double Filled(double t, double from, double to, double rate)
            => t <= from ? 0 : rate / 0.8 * (1 - Math.Exp(-0.8 * (Math.Min(t, to) - from))) * Math.Exp(-0.8 * Math.Max(0, t - to));
    }

    [Fact]
    public void Infusion_that_runs_already_at_the_start_counts_from_the_start()
    {
        var pool = LinearSystem.Compartments(2, (0, 1, 0));
        var run = Run.Of(pool, [0, 0], 5, new OdeOptions(), [1, 5], new InputSchedule([], [new Infusion(-3, 2, 0, 1.5)]));
        Assert.Equal(1.5, run.States[0][0], 1e-12);
        Assert.Equal(3, run.States[1][0], 1e-12);
    }

    [Fact]
    public void Infusions_that_have_ended_leave_no_rate_behind()
    {
        var pool = LinearSystem.Compartments(2, (0, 1, 0));
        Infusion[] overlapping = [new(0, 1, 0, 0.1), new(0.3, 1.1, 0, 0.7), new(0.2, 1.2, 0, 1e-17)];
        var run = Run.Of(pool, [0, 0], 1e6, new OdeOptions(), [1.2, 1e6], new InputSchedule([], overlapping));
        Assert.Equal(run.States[0][0], run.States[1][0]);
    }

    [Fact]
    public void Repeated_doses_superpose()
    {
        Bolus[] doses = [.. Enumerable.Range(0, 12).Select(k => new Bolus(0.7 * k, 0, 10 + k))];
        var all = Run.Of(Chain, [0, 0, 0, 0], 12, Run.At(1e-9, 1e-12), [12], new InputSchedule(doses, [])).Last;
        for (var i = 0; i < 4; i++)
            Assert.Equal(doses.Sum(dose => Chain.Exact(12 - dose.Time, [dose.Amount, 0, 0, 0])[i]), all[i], 1e-7);
    }

    [Fact]
    public void Later_doses_start_with_the_step_that_served_the_first()
    {
        Bolus[] doses = [.. Enumerable.Range(0, 40).Select(k => new Bolus(7.0 * k, 0, 10))];
        var one = Run.Of(Chain, [0, 0, 0, 0], 7, Run.At(1e-6, 1e-9), inputs: new InputSchedule(doses[..1], [])).Outcome.Statistics;
        var forty = Run.Of(Chain, [0, 0, 0, 0], 280, Run.At(1e-6, 1e-9), inputs: new InputSchedule(doses, [])).Outcome.Statistics;
        Assert.True(forty.AcceptedSteps < 40 * one.AcceptedSteps, $"{forty.AcceptedSteps} steps for forty doses, {one.AcceptedSteps} for one");
        Assert.True(forty.RejectedSteps < 20 + 40 * one.RejectedSteps, $"{forty.RejectedSteps} rejected");
    }

    [Fact]
    public void Zero_dose_gives_exactly_the_baseline()
    {
        double[] initial = [3, 0.1, 0, 7];
        var baseline = Run.Of(Chain, initial, 5, new OdeOptions(), [1, 2, 5]);
        var nothing = Run.Of(Chain, initial, 5, new OdeOptions(), [1, 2, 5], new InputSchedule([new Bolus(0, 1, 0)], []));
        Assert.Equal(baseline.States, nothing.States);
    }

    public static TheoryData<InputSchedule> Refused => new(
        new InputSchedule([new Bolus(-1, 0, 1)], []),
        new InputSchedule([new Bolus(0, 4, 1)], []),
        new InputSchedule([new Bolus(0, 0, double.NaN)], []),
        new InputSchedule([], [new Infusion(2, 2, 0, 1)]),
        new InputSchedule([], [new Infusion(0, 1, -1, 1)]),
        new InputSchedule([], [new Infusion(0, double.PositiveInfinity, 0, 1)]));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Inputs_that_make_no_sense_are_refused(InputSchedule inputs)
        => Assert.Throws<ArgumentException>(() => Run.Of(Chain, [0, 0, 0, 0], 5, new OdeOptions(), inputs: inputs));
}
