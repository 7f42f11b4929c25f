using CsCheck;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>What holds of every method, because only the loop owns time.</summary>
public class MethodTests(ITestOutputHelper log)
{
    private static readonly Dictionary<string, OdeMethod> Methods = new() { ["Rodas5P"] = Rodas5P.Tableau, ["NDF"] = Ndf.Variable, ["BDF"] = Ndf.Backward, ["Tsit5"] = Tsit5.Tableau };

    public static TheoryData<string> Names => [.. Methods.Keys];

    /// <summary>
    /// The restricted three-body problem's Arenstorf orbit: initial values and period of Hairer, Nørsett &amp; Wanner, Solving Ordinary Differential Equations I, 2nd ed., II.0. It closes on itself, and
    /// magnifies errors on the way.
    /// </summary>
    private static readonly FormulaSystem Arenstorf = new(
        4,
        (_, y, f) =>
        {
            const double mu = 0.012277471, rest = 1 - mu;
            var (d1, d2) = (Math.Pow((y[0] + mu) * (y[0] + mu) + y[1] * y[1], 1.5), Math.Pow((y[0] - rest) * (y[0] - rest) + y[1] * y[1], 1.5));
            (f[0], f[1]) = (y[2], y[3]);
            f[2] = y[0] + 2 * y[3] - rest * (y[0] + mu) / d1 - mu * (y[0] - rest) / d2;
            f[3] = y[1] - 2 * y[2] - rest * y[1] / d1 - mu * y[1] / d2;
        },
        (_, _, j) => j.Clear());

    private const double ArenstorfPeriod = 17.0652165601579625588917206249;

    [Fact]
    public void Tsit5_closes_the_Arenstorf_orbit()
    {
        double[] initial = [0.994, 0, 0, -2.00158510637908252240537862224];
        var previous = 1.0;
        foreach (var tolerance in (double[])[1e-8, 1e-10, 1e-12])
        {
            var run = Run.Of(Arenstorf, initial, ArenstorfPeriod, Run.At(tolerance, tolerance) with { Method = Tsit5.Tableau });
            var error = Math.Max(Math.Abs(run.Last[0] - initial[0]), Math.Abs(run.Last[1] - initial[1]));
            log.WriteLine(FormattableString.Invariant($"{tolerance:E0}: {error:E2} {run.Outcome.Statistics}"));
            Assert.True(error < 0.2 * previous && !run.Outcome.Statistics.MetStiffness);
            previous = error;
        }
        Assert.InRange(previous, 0, 1e-6);
    }

    /// <summary>vdpol.f of the Test Set for Initial Value Problem Solvers, ε = 10⁻⁶.</summary>
    [Fact]
    public void Formulas_of_variable_order_meet_van_der_Pols_published_end_values()
    {
        var system = new FormulaSystem(
            2,
            (_, y, f) => (f[0], f[1]) = (y[1], ((1 - y[0] * y[0]) * y[1] - y[0]) / 1e-6),
            (_, y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, (-2 * y[0] * y[1] - 1) / 1e-6, (1 - y[0] * y[0]) / 1e-6));
        foreach (var tolerance in (double[])[1e-5, 1e-7, 1e-9])
        {
            var run = Run.Of(system, [2, 0], 2, Run.At(tolerance, tolerance) with { Method = Ndf.Variable });
            var error = Math.Max(Math.Abs(run.Last[0] / 0.1706167732170483e1 - 1), Math.Abs(run.Last[1] / -0.8928097010247975 - 1));
            log.WriteLine(FormattableString.Invariant($"{tolerance:E0}: {error:E2} {run.Outcome.Statistics}"));
            Assert.InRange(error, 0, 300 * tolerance);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Closed_networks_keep_their_total(string name) => Gen.Double[-2, 2].Array[12].Sample(
        exponents =>
        {
            double Rate(int k) => Math.Pow(10, name == "Tsit5" ? 0.5 * exponents[k] : exponents[k]);
            var network = new MassActionSystem(
                5, new(Rate(0), [0, 1], [2]), new(Rate(1), [2], [0, 1]), new(Rate(2), [2], [3, 4]), new(Rate(3), [3, 4], [2]), new(Rate(4), [3], [0]), new(Rate(5), [4], [1]));
            var run = Run.Of(network, [1, 0.7, 0, 0.2, 0], 20, Run.At(1e-6, 1e-9) with { Method = Methods[name] }, [0.1, 1, 20]);
            Assert.True(run.Outcome.IsComplete);
            foreach (var y in run.States)
            {
                Assert.Equal(1.2, y[0] + y[2] + y[3], 1e-9);
                Assert.Equal(0.7, y[1] + y[2] + y[4], 1e-9);
            }
        },
        iter: 30);

    /// <summary>y′ = −y + rate(t), with a bolus: known in closed form.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Doses_are_met_exactly(string name)
    {
        var decay = new FormulaSystem(1, (_, y, f) => f[0] = -y[0], (_, _, j) => j[0] = -1);
        var inputs = new InputSchedule([new Bolus(1, 0, 2)], [new Infusion(2, 3, 0, 5)]);
        var run = Run.Of(decay, [1], 4, Run.At(1e-8, 1e-10) with { Method = Methods[name] }, [0.5, 1, 1.5, 2.5, 4], inputs);
        double After(double t) => Math.Exp(-t) + (t >= 1 ? 2 * Math.Exp(1 - t) : 0) + (t >= 2 ? 5 * (Math.Exp(Math.Min(t, 3) - t) - Math.Exp(2 - t)) : 0);
        foreach (var (t, y) in new[] { 0.5, 1, 1.5, 2.5, 4 }.Zip(run.States))
            Assert.Equal(After(t), y[0], 2e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void Bouncing_ball_meets_the_ground_at_the_known_times(string name)
    {
        var impacts = new List<double>();
        var ball = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (y[1], -9.81), (_, _, j) => (j[0], j[1], j[2], j[3]) = (0, 1, 0, 0))
        {
            Events = 1,
            Roots = (_, y, g) => g[0] = -y[0],
            OnEvent = (_, t, y) =>
            {
                impacts.Add(t);
                (y[0], y[1]) = (0, -0.8 * y[1]);
            },
        };
        var run = Run.Of(ball, [10, 0], 7, Run.At(1e-9, 1e-12) with { Method = Methods[name] });
        var (time, speed) = (Math.Sqrt(20 / 9.81), Math.Sqrt(20 * 9.81));
        Assert.True(run.Outcome.IsComplete);
        Assert.Equal(3, impacts.Count);
        foreach (var impact in impacts)
        {
            Assert.Equal(time, impact, 1e-6);
            speed *= 0.8;
            time += 2 * speed / 9.81;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Outputs_do_not_change_the_steps(string name)
    {
        var network = StiffProblem.Hires;
        var end = name == "Tsit5" ? 5 : network.End;
        var options = new OdeOptions { Method = Methods[name] };
        var few = Run.Of(network.System, network.Initial, end, options, [end]);
        var many = Run.Of(network.System, network.Initial, end, options, [.. Enumerable.Range(0, 500).Select(k => end / 600 * k), end]);
        Assert.Equal(few.Last, many.Last);
        Assert.Equal(few.Outcome, many.Outcome);
    }

    [Theory, MemberData(nameof(Names))]
    public void Solver_used_before_gives_the_same_bits_as_a_new_one(string name)
    {
        var (problem, options) = (StiffProblem.Hires, new OdeOptions { Method = Methods[name] });
        var used = new OdeSolver(problem.System, options);
        _ = Solve(used, [.. problem.Initial.Select(y => 2 * y)]);
        Assert.Equal(Solve(new OdeSolver(problem.System, options), problem.Initial), Solve(used, problem.Initial));

        static double[] Solve(OdeSolver solver, double[] initial)
        {
            var last = Array.Empty<double>();
            var problem = new OdeProblem(0, 5, initial, new InputSchedule([new Bolus(1, 1, 0.5)], []), new double[] { 5 });
            Assert.True(solver.Solve(problem, (_, _, y) => last = y.ToArray(), TestContext.Current.CancellationToken).IsComplete);
            return last;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Steps_allocate_nothing(string name)
    {
        var system = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (y[0] * (1.5 - y[1]), y[1] * (y[0] - 3)), (_, y, j) => (j[0], j[1], j[2], j[3]) = (1.5 - y[1], -y[0], y[1], y[0] - 3));
        var solver = new OdeSolver(system, Run.At(1e-8, 1e-10) with { Method = Methods[name] });
        _ = Allocated(10);
        // The least of three: what the runtime itself allocates now and then on this thread is not the solver's.
        var (few, first) = Enumerable.Range(0, 3).Select(_ => Allocated(10)).MinBy(run => run.Bytes);
        var (many, second) = Enumerable.Range(0, 3).Select(_ => Allocated(1000)).MinBy(run => run.Bytes);
        Assert.True(many > 20 * few);
        Assert.Equal(first, second);

        (long Steps, long Bytes) Allocated(double end)
        {
            var problem = new OdeProblem(0, end, new double[] { 2, 1 }, InputSchedule.None, new double[] { 5, 10 });
            OutputHandler ignore = (_, _, _) => { };
            var cancellation = TestContext.Current.CancellationToken;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = solver.Solve(problem, ignore, cancellation);
            return (outcome.Statistics.AcceptedSteps, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Explicit_method_says_that_a_stiff_course_is_stiff()
    {
        var fast = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -y[1]), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1000, 1000, 0, -1));
        var slow = new FormulaSystem(2, (_, y, f) => (f[0], f[1]) = (-3 * (y[0] - y[1]), -y[1]), (_, _, j) => (j[0], j[1], j[2], j[3]) = (-3, 3, 0, -1));
        var options = new OdeOptions { Method = Tsit5.Tableau };
        Assert.True(Run.Of(fast, [0, 1], 5, options).Outcome.Statistics.MetStiffness);
        Assert.False(Run.Of(slow, [0, 1], 5, options).Outcome.Statistics.MetStiffness);
    }

    /// <summary>Multiplications for each entry of L and U: of full matrices a third of their size, of a chain less than one, of diffusion on a square the more the larger it is.</summary>
    [Theory]
    [InlineData("full 12", 1e-3, false)]
    [InlineData("full 15", 1e-5, false)]
    [InlineData("full 15", 1e-6, true)]
    [InlineData("full 24", 1e-3, true)]
    [InlineData("band 300", 1e-3, false)]
    [InlineData("band 300", 1e-9, false)]
    [InlineData("band 5000", 1e-9, false)]
    [InlineData("square 20", 1e-3, true)]
    [InlineData("square 5", 1e-9, false)]
    public void Fill_and_tolerance_decide_between_formulas_of_variable_order_and_Rodas5P_and_size_does_not(string pattern, double tolerance, bool isFilled)
    {
        var choice = MethodChoice.ByFill(Factors(pattern), tolerance);
        Assert.Equal(isFilled ? (Ndf.Variable, MethodReason.Filled) : ((OdeMethod)Rodas5P.Tableau, MethodReason.Usual), (choice.Method, choice.Reason));
        Assert.Equal(isFilled ? 0.1 : 1, choice.ToleranceShare);
    }

    [Theory]
    [InlineData("full 24", true, false)]
    [InlineData("full 60", true, true)]
    [InlineData("full 24", false, true)]
    [InlineData("band 5000", true, false)]
    public void It_takes_more_fill_to_leave_lanes_with_straight_line_algebra(string pattern, bool isStraightLine, bool isFilled) =>
        Assert.Equal(isFilled, MethodChoice.ByFillOverLanes(Factors(pattern), 1e-6, isStraightLine).Reason == MethodReason.Filled);

    private static LuPattern Factors(string pattern)
    {
        var size = int.Parse(pattern.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        return new(pattern.Split(' ')[0] switch
        {
            "full" => SparsityPattern.Dense(size),
            "band" => Pattern(size, i => Enumerable.Range(i - 2, 5).Where(j => j >= 0 && j < size)),
            _ => Pattern(size * size, i => new[] { i, (i / size * size) + (i + 1) % size, (i / size * size) + (i + size - 1) % size, (i + size) % (size * size), (i + size * size - size) % (size * size) }.Distinct().Order()),
        });
    }

    private static SparsityPattern Pattern(int rows, Func<int, IEnumerable<int>> columnsOf)
    {
        var (starts, columns) = (new int[rows + 1], new List<int>());
        for (var row = 0; row < rows; row++)
        {
            columns.AddRange(columnsOf(row));
            starts[row + 1] = columns.Count;
        }
        return new(rows, starts, [.. columns]);
    }

    [Theory, InlineData(1, true), InlineData(1e4, false)]
    public void An_explicit_method_is_better_where_nothing_is_stiff(double rate, bool isBetter)
    {
        // A swinging pair, and a follower at a rate: what is wanted is so exact that accuracy, not stability, limits the steps where the rate is low.
        var system = new FormulaSystem(
            3, (_, y, f) => (f[0], f[1], f[2]) = (y[1], -Math.Sin(y[0]), rate * (y[0] - y[2])), (_, y, j) => (j[0], j[1], j[2], j[3], j[4], j[5], j[6], j[7], j[8]) = (0, 1, 0, -Math.Cos(y[0]), 0, 0, rate, 0, -rate));
        var initial = new[] { 2.5, 0, 2.5 };
        Assert.Equal(isBetter, MethodChoice.IsBetterExplicit(new OneLane(system), Run.At(1e-8, 1e-10), () => new OdeProblem(0, 50, initial, InputSchedule.None, default), TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Names))]
    public void Blow_up_in_finite_time_ends_at_that_time_and_names_the_state(string name)
    {
        var blowUp = new FormulaSystem(1, (_, y, f) => f[0] = y[0] * y[0], (_, y, j) => j[0] = 2 * y[0]) { Names = ["tumour"] };
        var outcome = Run.Of(blowUp, [1], 5, new OdeOptions { Method = Methods[name] }, []).Outcome;
        Assert.Contains(outcome.Ending, (Ending[])[Ending.StepTooSmall, Ending.NotFinite]);
        Assert.Equal("tumour", outcome.Culprit);
        Assert.Equal(1, outcome.Time, 1e-3);
    }
}
