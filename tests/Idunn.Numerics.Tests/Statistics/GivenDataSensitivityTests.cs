using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Statistics;

public sealed class GivenDataSensitivityTests
{
    private const int Count = 20000;

    /// <summary>First-order indices with a = 7, b = 0.1: Ishigami and Homma (1990); Saltelli and colleagues, Global Sensitivity Analysis (2008).</summary>
    [Fact]
    public void Ishigami_function_has_its_published_first_order_indices()
    {
        var x = Uniform(3, -Math.PI, Math.PI);
        double[] y = [.. Enumerable.Range(0, Count).Select(i => Math.Sin(x[0][i]) + (7 * Math.Pow(Math.Sin(x[1][i]), 2)) + (0.1 * Math.Pow(x[2][i], 4) * Math.Sin(x[0][i])))];
        // Twenty classes hide a little of the variance that a sine has within a class.
        Assert.Equal(0.3139, GivenDataSensitivity.FirstOrder(x[0], y, []), 0.02);
        Assert.Equal(0.4424, GivenDataSensitivity.FirstOrder(x[1], y, []), 0.02);
        Assert.Equal(0, GivenDataSensitivity.FirstOrder(x[2], y, []), 0.005);
    }

    [Fact]
    public void Sum_of_independent_inputs_divides_its_variance_by_the_squares_of_their_weights()
    {
        var x = Uniform(3, 0, 1);
        double[] y = [.. Enumerable.Range(0, Count).Select(i => (3 * x[0][i]) + (2 * x[1][i]) + x[2][i])];
        // Classes of equal size leave 1/k² of a uniform input's own variance inside them.
        Assert.Equal(9 / 14.0, GivenDataSensitivity.FirstOrder(x[0], y, []), 0.01);
        Assert.Equal(4 / 14.0, GivenDataSensitivity.FirstOrder(x[1], y, []), 0.01);
        Assert.Equal(1 / 14.0, GivenDataSensitivity.FirstOrder(x[2], y, []), 0.01);
    }

    [Fact]
    public void Weights_stand_for_repeated_observations()
    {
        var x = Uniform(2, 0, 1);
        double[] y = [.. Enumerable.Range(0, Count).Select(i => x[0][i] + x[1][i])];
        // Only the upper half of the first input counts: its variance is a quarter of what it was.
        double[] weights = [.. x[0].Select(value => value > 0.5 ? 1.0 : 0)];
        Assert.Equal(0.2, GivenDataSensitivity.FirstOrder(x[0], y, weights), 0.02);
        Assert.Equal(0.8, GivenDataSensitivity.FirstOrder(x[1], y, weights), 0.02);
    }

    [Fact]
    public void What_does_not_vary_owns_nothing()
    {
        double[] constant = [.. Enumerable.Repeat(1.0, 100)], rising = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        Assert.Equal(0, GivenDataSensitivity.FirstOrder(constant, rising, []));
        Assert.Equal(0, GivenDataSensitivity.FirstOrder(rising, constant, []));
    }

    private static double[][] Uniform(int inputs, double low, double high) =>
        [.. Enumerable.Range(0, inputs).Select(input => { var stream = new Philox(1, (ulong)input, 1); return Enumerable.Range(0, Count).Select(_ => low + ((high - low) * stream.NextUniform())).ToArray(); })];
}
