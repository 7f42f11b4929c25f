using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class OutcomeTests
{
    private static readonly LinearSystem Decay = LinearSystem.Compartments(2, (0, 1, 1), (1, -1, 2));

    [Fact]
    public void Solution_that_leaves_the_domain_of_its_equations_names_time_and_state()
    {
        // y₁ reaches 0 at t = 2 with its slope; from there √y₁ is not a number.
        var drain = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (1, -1 + 0 * Math.Sqrt(y[1])), (_, _, j) => j.Clear()) { Names = ["clock", "tank"] };
        var run = Run.Of(drain, [0, 2], 5, new OdeOptions(), [1]);
        Assert.Equal(Ending.NotFinite, run.Outcome.Ending);
        Assert.Equal("tank", run.Outcome.Culprit);
        Assert.Equal(2, run.Outcome.Time, 1e-9);
        Assert.False(run.Outcome.IsComplete);
        Assert.Equal(1, run.States[0][1], 1e-9);
    }

    [Fact]
    public void System_that_is_not_a_number_from_the_start_ends_there()
    {
        var broken = new FormulaSystem(2, (t, y, f) => (f[0], f[1]) = (double.NaN, 1), (_, _, j) => j.Clear()) { Names = ["bad", "good"] };
        var outcome = Run.Of(broken, [1, 1], 5, new OdeOptions(), []).Outcome;
        Assert.Equal((Ending.NotFinite, 0.0, "bad"), (outcome.Ending, outcome.Time, outcome.Culprit));
    }

    [Fact]
    public void Initial_state_that_is_not_a_number_is_named()
    {
        var outcome = Run.Of(Decay, [1, double.NaN], 5, new OdeOptions(), []).Outcome;
        Assert.Equal((Ending.NotFinite, 0.0, "y[1]"), (outcome.Ending, outcome.Time, outcome.Culprit));
    }

    [Fact]
    public void Jacobian_that_is_not_finite_names_its_row()
    {
        var root = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (1, -Math.Sqrt(y[1])), (_, y, j) => (j[0], j[1], j[2], j[3]) = (0, 0, 0, -0.5 / Math.Sqrt(y[1])));
        var outcome = Run.Of(root, [0, 0], 1, new OdeOptions(), []).Outcome;
        Assert.Equal((Ending.NotFinite, "y[1]"), (outcome.Ending, outcome.Culprit));
    }

    [Fact]
    public void Blow_up_in_finite_time_ends_at_that_time_and_names_the_state()
    {
        var blowUp = new FormulaSystem(1, (_, y, f) => f[0] = y[0] * y[0], (_, y, j) => j[0] = 2 * y[0]) { Names = ["tumour"] };
        var outcome = Run.Of(blowUp, [1], 5, new OdeOptions(), []).Outcome;
        Assert.Contains(outcome.Ending, (Ending[])[Ending.StepTooSmall, Ending.NotFinite]);
        Assert.Equal("tumour", outcome.Culprit);
        Assert.Equal(1, outcome.Time, 1e-5);
    }

    [Fact]
    public void Error_that_no_step_can_meet_ends_with_step_too_small()
    {
        // A derivative that answers differently at every call has no solution to converge to.
        var calls = 0;
        var erratic = new FormulaSystem(1, (_, _, f) => f[0] = ++calls % 2 == 0 ? 1e30 : -1e30, (_, _, j) => j[0] = 0);
        var outcome = Run.Of(erratic, [1], 1, Run.At(1e-6, 1e-9), []).Outcome;
        Assert.Equal((Ending.StepTooSmall, "y[0]"), (outcome.Ending, outcome.Culprit));
    }

    [Fact]
    public void Steps_are_limited_and_outputs_up_to_there_are_kept()
    {
        var run = Run.Of(StiffProblem.Orego.System, StiffProblem.Orego.Initial, 360, new OdeOptions { MaxSteps = 50 }, [0]);
        Assert.Equal(Ending.StepLimit, run.Outcome.Ending);
        Assert.NotNull(run.Outcome.Culprit);
        Assert.InRange(run.Outcome.Time, 1e-6, 359);
        Assert.Equal(50, run.Outcome.Statistics.AcceptedSteps + run.Outcome.Statistics.RejectedSteps);
        Assert.Equal(1, run.States[0][0]);
    }

    [Fact]
    public void Cancellation_stops_within_a_few_steps()
    {
        using var source = new CancellationTokenSource();
        var solver = new OdeSolver(StiffProblem.Orego.System, new OdeOptions());
        var problem = new OdeProblem(0, 360, StiffProblem.Orego.Initial, InputSchedule.None, new double[] { 100, 360 });
        var outcome = solver.Solve(problem, (_, _, _) => source.Cancel(), source.Token);
        Assert.Equal(Ending.Cancelled, outcome.Ending);
        Assert.InRange(outcome.Time, 100, 359);
        Assert.Null(outcome.Culprit);
    }

    [Fact]
    public void Empty_interval_gives_the_start_and_completes()
    {
        var run = Run.Of(Decay, [1, 2], 0, new OdeOptions(), [0], new InputSchedule([new Bolus(0, 0, 1)], []));
        Assert.Equal(Ending.Completed, run.Outcome.Ending);
        Assert.Equal([2, 2], run.States[0]);
    }

    [Fact]
    public void Problems_that_contradict_themselves_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Run.Of(Decay, [1], 1, new OdeOptions()));
        Assert.Throws<ArgumentException>(() => Run.Of(Decay, [1, 1], -1, new OdeOptions(), []));
        Assert.Throws<ArgumentException>(() => Run.Of(Decay, [1, 1], 1, new OdeOptions(), [0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => Run.Of(Decay, [1, 1], 1, new OdeOptions(), [2]));
        Assert.Throws<ArgumentException>(() => Run.Of(Decay, [1, 1], 1, new OdeOptions { AbsoluteTolerance = [1, 1, 1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { RelativeTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdeOptions { AbsoluteTolerance = [-1] });
    }

    [Fact]
    public void Loose_relative_tolerance_is_taken_as_one_in_a_thousand() => Assert.Equal(1e-3, new OdeOptions { RelativeTolerance = 0.1 }.RelativeTolerance);

    /// <summary>
    /// y′ = 1 − √y from 0 has no finite Jacobian at its start, where Rosenbrock methods need it, with pivoting or without; BDF asks for it at the end of its step. Then t = −2(√y + ln(1 − √y)).
    /// </summary>
    [Fact]
    public void Course_that_no_Rosenbrock_step_can_begin_goes_on_with_BDF_and_says_so()
    {
        var tank = new FormulaSystem(1, (_, y, f) => f[0] = 1 - Math.Sqrt(y[0]), (_, y, j) => j[0] = -0.5 / Math.Sqrt(y[0]));
        var run = Run.Of(tank, [0], 3, Run.At(1e-8, 1e-10), [0.5, 3]);
        Assert.Equal((Ending.Completed, 2), (run.Outcome.Ending, run.Outcome.Statistics.Evictions));
        foreach (var (t, y) in new[] { 0.5, 3 }.Zip(run.States))
            Assert.Equal(t, -2 * (Math.Sqrt(y[0]) + Math.Log(1 - Math.Sqrt(y[0]))), 1e-5);
    }

    [Fact]
    public void Stiff_course_leaves_an_explicit_method_and_meets_the_known_answer()
    {
        var fast = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (-1e6 * (y[0] - y[1]), -y[1]), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1e6, 1e6, 0, -1));
        var run = Run.Of(fast, [0, 1], 5, Run.At(1e-8, 1e-10) with { Method = Tsit5.Tableau });
        Assert.Equal((Ending.Completed, 1, true), (run.Outcome.Ending, run.Outcome.Statistics.Evictions, run.Outcome.Statistics.MetStiffness));
        Assert.Equal(Math.Exp(-5), run.Last[1], 1e-9);
        Assert.Equal(Math.Exp(-5) / (1 - 1e-6), run.Last[0], 1e-9);
        Assert.InRange(run.Outcome.Statistics.AcceptedSteps, 1, 1000);
    }

    [Fact]
    public void Failures_that_nothing_averts_count_the_attempts_and_keep_their_reason()
    {
        var drain = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (1, -1 + 0 * Math.Sqrt(y[1])), (_, _, j) => j.Clear()) { Names = ["clock", "tank"] };
        var outcome = Run.Of(drain, [0, 2], 5, new OdeOptions(), []).Outcome;
        Assert.Equal((Ending.NotFinite, "tank", 2), (outcome.Ending, outcome.Culprit, outcome.Statistics.Evictions));
    }
}
