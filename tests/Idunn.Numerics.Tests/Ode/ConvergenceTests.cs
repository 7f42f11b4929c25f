using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>Orders measured with equal steps: the slope of the largest error over three halvings.</summary>
public class ConvergenceTests(ITestOutputHelper log)
{
    /// <summary>Predator and prey (Lotka–Volterra), without a closed solution: held against 4,096 steps.</summary>
    private static readonly FormulaSystem PredatorPrey = new(
        2,
        (_, y, f) => (f[0], f[1]) = (y[0] * (1.5 - y[1]), y[1] * (y[0] - 3)),
        (_, y, j) => (j[0], j[1], j[2], j[3]) = (1.5 - y[1], -y[0], y[1], y[0] - 3));

    /// <summary>Two coupled states driven by sin 3t and t·e^(−t): linear and not autonomous.</summary>
    private static readonly FormulaSystem Forced = new(
        2,
        (t, y, f) => (f[0], f[1]) = (-y[0] + 0.5 * y[1] + Math.Sin(3 * t), -2 * y[1] + Math.Exp(-t) * t),
        (_, _, j) => (j[0], j[1], j[2], j[3]) = (-1, 0.5, 0, -2))
    {
        DerivativeInTime = (t, _, d) => (d[0], d[1]) = (3 * Math.Cos(3 * t), Math.Exp(-t) * (1 - t)),
    };

    /// <summary>Prothero and Robinson's stiff problem y′ = −λ(y − cos t) − sin t, y = cos t, where many methods lose order.</summary>
    private static readonly FormulaSystem ProtheroRobinson = new(
        1,
        (t, y, f) => f[0] = -1e5 * (y[0] - Math.Cos(t)) - Math.Sin(t),
        (_, _, j) => j[0] = -1e5)
    {
        DerivativeInTime = (t, _, d) => d[0] = -1e5 * Math.Sin(t) - Math.Cos(t),
    };

    [Fact]
    public void Rodas5P_has_order_five_on_a_nonlinear_problem() => Assert.InRange(OrderAtEnd(PredatorPrey, [2, 1], 2, 16), 4.7, 5.5);

    [Fact]
    public void Rodas5P_has_order_five_on_a_linear_problem_driven_by_time() => Assert.InRange(OrderAtEnd(Forced, [1, 0.3], 2, 8), 4.7, 5.5);

    [Fact]
    public void Rodas5P_keeps_order_four_at_least_on_a_stiff_driven_problem()
        => Assert.InRange(Slope(steps => Math.Abs(EndOf(ProtheroRobinson, [1], 2, steps)[0] - Math.Cos(2)), 4), 3.7, 6);

    [Fact]
    public void Dense_output_has_order_four_on_a_nonlinear_problem() => Assert.InRange(OrderWithin(PredatorPrey, [2, 1], 2, 16), 3.8, 5.2);

    [Fact]
    public void Dense_output_has_order_four_on_a_linear_problem_driven_by_time() => Assert.InRange(OrderWithin(Forced, [1, 0.3], 2, 8), 3.8, 5.2);

    /// <summary>The embedded solution's local error falls as h⁵ for order 4.</summary>
    [Fact]
    public void Embedded_solution_has_order_four()
    {
        var step = new RosenbrockStep(PredatorPrey, Rodas5P.Tableau);
        Assert.InRange(Slope(
            steps =>
            {
                step.Start[0] = 2;
                step.Start[1] = 1;
                Assert.True(step.Restart(0) && step.Try(2.0 / steps));
                return Math.Max(Math.Abs(step.Error[0]), Math.Abs(step.Error[1]));
            },
            32), 4.7, 5.3);
    }

    private double OrderAtEnd(FormulaSystem system, double[] initial, double end, int steps)
    {
        var exact = EndOf(system, initial, end, 4096);
        return Slope(count => Distance(EndOf(system, initial, end, count), exact), steps);
    }

    private double OrderWithin(FormulaSystem system, double[] initial, double end, int steps)
    {
        var exact = WithinOf(system, initial, end, 4096, 32);
        return Slope(count => WithinOf(system, initial, end, count, 32).Zip(exact, Distance).Max(), steps);
    }

    private double Slope(Func<int, double> error, int steps)
    {
        double[] errors = [error(steps), error(2 * steps), error(4 * steps), error(8 * steps)];
        var slope = Math.Log2(errors[0] / errors[3]) / 3;
        log.WriteLine(FormattableString.Invariant($"order {slope:F2}; errors {string.Join(' ', errors.Select(e => FormattableString.Invariant($"{e:E2}")))}"));
        return slope;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static double[] EndOf(FormulaSystem system, double[] initial, double end, int steps) => WithinOf(system, initial, end, steps, 1)[^1];

    /// <summary>Values at <paramref name="samples"/> equally spaced times, none of which but the last is a multiple of a coarse step.</summary>
    private static double[][] WithinOf(FormulaSystem system, double[] initial, double end, int steps, int samples)
    {
        var step = new RosenbrockStep(system, Rodas5P.Tableau);
        initial.CopyTo(step.Start);
        Assert.True(step.Restart(0));
        var h = end / steps;
        var found = new List<double[]>();
        for (var k = 0; k < steps; k++)
        {
            Assert.True(step.Try(h));
            for (var time = SampleTime(found.Count); found.Count < samples && time <= (k + 1) * h * (1 + 1e-12); time = SampleTime(found.Count))
            {
                var y = new double[initial.Length];
                step.Interpolate(Math.Min(1, (time - step.Time) / h), y);
                found.Add(y);
            }
            step.Accept((k + 1) * h);
        }
        return [.. found];

        double SampleTime(int sample) => sample == samples - 1 ? end : end * (sample + 0.37) / samples;
    }
}
