using CsCheck;
using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class PropertyTests
{
    /// <summary>Closed networks of 2 … 12 compartments, up to 30 flows at 10⁻³ … 10³ per unit of time.</summary>
    private static readonly Gen<(int Dimension, (int From, int To, double Rate)[] Flows)> ClosedNetworks =
        Gen.Int[2, 12].SelectMany(dimension =>
            Gen.Select(Gen.Int[0, dimension - 1], Gen.Int[1, dimension - 1], Gen.Double[-3, 3], (from, hop, exponent) => (from, (from + hop) % dimension, Math.Pow(10, exponent)))
                .Array[1, 30]
                .Select(flows => (dimension, flows)));

    [Fact]
    public void Closed_linear_networks_keep_their_total() => ClosedNetworks.Sample(
        network =>
        {
            var initial = new double[network.Dimension];
            initial[0] = 1e10;
            var inputs = new InputSchedule([new Bolus(10, 1, 3e9)], [new Infusion(20, 30, 0, 1e8)]);
            double[] times = [1, 10, 30, 100];
            double[] totals = [1e10, 1.3e10, 1.4e10, 1.4e10];
            var run = Run.Of(LinearSystem.Compartments(network.Dimension, network.Flows), initial, 100, Run.At(1e-6, 1), times, inputs);
            for (var k = 0; k < times.Length; k++)
                Assert.True(Math.Abs(run.States[k].Sum() / totals[k] - 1) < 1e-10, FormattableString.Invariant($"relative error {run.States[k].Sum() / totals[k] - 1:E2} at {times[k]}"));
        },
        iter: 300);

    [Fact]
    public void Compartments_stay_above_zero_but_for_the_tolerance() => ClosedNetworks.Sample(
        network =>
        {
            var initial = new double[network.Dimension];
            initial[0] = 1;
            double[] times = [.. Enumerable.Range(0, 50).Select(k => Math.Pow(10, -5 + k * 0.14))];
            var run = Run.Of(LinearSystem.Compartments(network.Dimension, network.Flows), initial, times[^1], Run.At(1e-8, 1e-12), times);
            Assert.All(run.States, y => Assert.All(y, value => Assert.True(value > -1e-9, FormattableString.Invariant($"{value:E2}"))));
        });

    [Fact]
    public void Linear_networks_follow_the_matrix_exponential() => ClosedNetworks.Sample(network =>
    {
        var system = LinearSystem.Compartments(network.Dimension, network.Flows);
        var initial = new double[network.Dimension];
        initial[0] = 1;
        var run = Run.Of(system, initial, 2, Run.At(1e-9, 1e-12), [0.01, 0.3, 2]);
        foreach (var (time, state) in new[] { 0.01, 0.3, 2 }.Zip(run.States))
            foreach (var (exact, found) in system.Exact(time, initial).Zip(state))
                Assert.Equal(exact, found, 1e-8);
    });

    [Fact]
    public void Solver_used_before_gives_the_same_bits_as_a_new_one()
    {
        var system = StiffProblem.Pollution.System;
        double[] times = [1, 13, 29.5, 60];
        var inputs = new InputSchedule([new Bolus(0, 1, 0.01), new Bolus(20, 1, 0.02), new Bolus(40, 3, 0.02)], [new Infusion(10, 30, 16, 1e-4)]);
        var used = new OdeSolver(system, new OdeOptions());
        _ = Solve(used, [.. StiffProblem.Pollution.Initial.Select(y => 2 * y)]);
        Assert.Equal(Solve(new OdeSolver(system, new OdeOptions()), StiffProblem.Pollution.Initial), Solve(used, StiffProblem.Pollution.Initial));

        double[][] Solve(OdeSolver solver, double[] initial)
        {
            var states = new double[times.Length][];
            var outcome = solver.Solve(new OdeProblem(0, 60, initial, inputs, times), (index, _, y) => states[index] = y.ToArray(), TestContext.Current.CancellationToken);
            Assert.True(outcome.IsComplete);
            return states;
        }
    }

    [Fact]
    public void Outputs_do_not_change_the_steps()
    {
        var few = Run.Of(StiffProblem.Hires.System, StiffProblem.Hires.Initial, 321.8122, new OdeOptions(), [321.8122]);
        var many = Run.Of(StiffProblem.Hires.System, StiffProblem.Hires.Initial, 321.8122, new OdeOptions(), [.. Enumerable.Range(0, 500).Select(k => 0.6 * k), 321.8122]);
        Assert.Equal(few.Last, many.Last);
        Assert.Equal(few.Outcome, many.Outcome);
    }

    [Fact]
    public void Steps_events_and_doses_allocate_nothing()
    {
        var system = new FormulaSystem(2, (t, y, f) => (f[0], f[1]) = (-y[0] + Math.Sin(t), y[0] - y[1]), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1, 0, 1, -1))
        {
            DerivativeInTime = (t, _, d) => (d[0], d[1]) = (Math.Cos(t), 0),
            Events = 1,
            Roots = (_, y, g) => g[0] = y[1] - 0.1,
            OnEvent = (_, _, y) => y[1] = 0,
        };
        var solver = new OdeSolver(system, Run.At(1e-8, 1e-10));
        var (_, shortRun) = Allocated(10);
        // The least of three: what the runtime itself allocates now and then on this thread is not the solver's.
        var (few, first) = Enumerable.Range(0, 3).Select(_ => Allocated(10)).MinBy(run => run.Bytes);
        var (many, second) = Enumerable.Range(0, 3).Select(_ => Allocated(1000)).MinBy(run => run.Bytes);
        Assert.True(many.AcceptedSteps > 20 * few.AcceptedSteps && many.EventsFired > 20 * few.EventsFired, $"{few} {many}");
        Assert.Equal(first, second);
        Assert.InRange(first, 0, shortRun);

        (SolverStatistics Statistics, long Bytes) Allocated(double end)
        {
            var problem = new OdeProblem(0, end, new double[2], new InputSchedule([new Bolus(1, 0, 1), new Bolus(2, 0, 1)], [new Infusion(3, 4, 0, 1)]), new double[] { 0, 5, 10 });
            OutputHandler ignore = (_, _, _) => { };
            var cancellation = TestContext.Current.CancellationToken;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = solver.Solve(problem, ignore, cancellation);
            return (outcome.Statistics, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
