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

    /// <summary>Prothero and Robinson's problem y′ = −λ(y − cos t) − sin t, y = cos t, where many methods lose order as λ grows.</summary>
    private static FormulaSystem ProtheroRobinson(double lambda) => new(
        1,
        (t, y, f) => f[0] = -lambda * (y[0] - Math.Cos(t)) - Math.Sin(t),
        (_, _, j) => j[0] = -lambda)
    {
        DerivativeInTime = (t, _, d) => d[0] = -lambda * Math.Sin(t) - Math.Cos(t),
    };

    [Fact]
    public void Rodas5P_has_order_five_on_a_nonlinear_problem() => Assert.InRange(OrderAtEnd(PredatorPrey, [2, 1], 2, 16), 4.7, 5.5);

    [Fact]
    public void Rodas5P_has_order_five_on_a_linear_problem_driven_by_time() => Assert.InRange(OrderAtEnd(Forced, [1, 0.3], 2, 8), 4.7, 5.5);

    /// <summary>The largest error over all stiffnesses falls as h⁴, as the method's author proves.</summary>
    [Fact]
    public void Rodas5P_keeps_order_four_however_stiff_a_driven_problem_is()
    {
        var problems = Enumerable.Range(0, 25).Select(k => ProtheroRobinson(Math.Pow(10, k / 4.0))).ToArray();
        Assert.InRange(Slope(steps => problems.Max(problem => Math.Abs(EndOf(problem, [1], 2, steps)[0] - Math.Cos(2))), 8), 3.7, 4.5);
    }

    /// <summary>Within one step from an exact state an interpolant of order 4 errs by h⁵.</summary>
    [Fact]
    public void Dense_output_has_order_four_on_a_nonlinear_problem() => Assert.InRange(OrderWithin(PredatorPrey, [2, 1]), 4.7, 6.3);

    [Fact]
    public void Dense_output_has_order_four_on_a_linear_problem_driven_by_time() => Assert.InRange(OrderWithin(Forced, [1, 0.3]), 4.7, 6.3);

    /// <summary>The embedded solution's local error falls as h⁵ for order 4.</summary>
    [Fact]
    public void Embedded_solution_has_order_four()
    {
        Assert.InRange(Slope(
            steps =>
            {
                var step = Begun(PredatorPrey, [2, 1]);
                Assert.True(step.Try(2.0 / steps));
                return Math.Max(Math.Abs(step.Error[0]), Math.Abs(step.Error[1]));
            },
            32), 4.7, 5.3);
    }

    [Fact]
    public void Tsit5_has_order_five_on_a_nonlinear_problem() => Assert.InRange(OrderAtEnd(PredatorPrey, [2, 1], 2, 16, Tsit5.Tableau), 4.7, 6);

    [Fact]
    public void Tsit5_has_order_five_on_a_linear_problem_driven_by_time() => Assert.InRange(OrderAtEnd(Forced, [1, 0.3], 2, 8, Tsit5.Tableau), 4.7, 5.5);

    [Fact]
    public void Tsit5_has_dense_output_of_order_four()
    {
        Assert.InRange(OrderWithin(PredatorPrey, [2, 1], Tsit5.Tableau), 4.7, 6.3);
        Assert.InRange(OrderWithin(Forced, [1, 0.3], Tsit5.Tableau), 4.7, 6.3);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Differentiation_formulas_have_their_order(int order)
    {
        Assert.InRange(Slope(steps => MultistepError(order, Ndf.Variable.Kappa, steps, 1), FewestSteps(order)), order - (order == 5 ? 0.8 : 0.3), order + 0.5);
        Assert.InRange(Slope(steps => MultistepError(order, Ndf.Backward.Kappa, steps, 1), FewestSteps(order)), order - (order == 5 ? 0.8 : 0.3), order + 0.5);
    }

    /// <summary>The interpolant errs no more than the formula: by h^(k+1) within a step, and by what the steps before left.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Dense_output_of_differentiation_formulas_has_their_order(int order) =>
        Assert.InRange(Slope(steps => MultistepError(order, Ndf.Variable.Kappa, steps, 0.37), FewestSteps(order)), order - (order == 5 ? 0.8 : 0.3), order + 0.5);

    /// <summary>Enough that the leading term counts alone, and so few that rounding does not; at order 5, where 100 steps already meet rounding, it does not quite, and the slope is a little low.</summary>
    private static int FewestSteps(int order) => order switch { 1 => 512, 2 or 3 => 64, _ => 16 };

    /// <summary>
    /// Error at t = 1 of equal steps, or at part θ of the last of them. The order is raised in steps that are far too small to leave an error, and the step then doubled until it is the one in question.
    /// </summary>
    private static double MultistepError(int order, double[] kappa, int steps, double theta)
    {
        const int doublings = 22;
        var (problem, full) = (ProtheroRobinson(1), 1.0 / steps);
        var (step, t, h) = (new FixedSteps(problem, [1], new Ndf("fixed", order, kappa)), 0.0, full * Math.Pow(2, -doublings));
        void Advance()
        {
            Assert.True(step.Try(h));
            step.Accept(t += h);
        }
        for (var k = 0; k < 40; k++)
            Advance();
        for (; h < full; h *= 2)
            for (var k = 0; k < 2 * order + 2; k++)
                Advance();
        while (t < 1 - 0.5 * h)
            Advance();
        var y = new double[1];
        Assert.True(step.Try(h));
        step.Interpolate(theta, y);
        return Math.Abs(y[0] - Math.Cos(t + theta * h));
    }

    private double OrderAtEnd(FormulaSystem system, double[] initial, double end, int steps, OdeMethod? method = null)
    {
        var exact = EndOf(system, initial, end, 4096);
        return Slope(count => Distance(EndOf(system, initial, end, count, method), exact), steps);
    }

    private double OrderWithin(FormulaSystem system, double[] initial, OdeMethod? method = null)
        => Slope(
            parts =>
            {
                var step = Begun(system, initial, method);
                Assert.True(step.Try(1.0 / parts));
                var y = new double[initial.Length];
                return new[] { 0.13, 0.37, 0.5, 0.71, 0.94 }.Max(theta =>
                {
                    step.Interpolate(theta, y);
                    return Distance(y, EndOf(system, initial, theta / parts, 64));
                });
            },
            4);

    private double Slope(Func<int, double> error, int steps)
    {
        double[] errors = [error(steps), error(2 * steps), error(4 * steps), error(8 * steps)];
        var slope = Math.Log2(errors[0] / errors[3]) / 3;
        log.WriteLine(FormattableString.Invariant($"order {slope:F2}; errors {string.Join(' ', errors.Select(e => FormattableString.Invariant($"{e:E2}")))}"));
        return slope;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static double[] EndOf(FormulaSystem system, double[] initial, double end, int steps, OdeMethod? method = null)
    {
        var step = Begun(system, initial, method);
        for (var k = 1; k <= steps; k++)
        {
            Assert.True(step.Try(end / steps));
            step.Accept(k * end / steps);
        }
        return step.Start.ToArray();
    }

    private static FixedSteps Begun(FormulaSystem system, double[] initial, OdeMethod? method = null) => new(system, initial, method);
}
