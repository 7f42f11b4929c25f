using Idunn.Numerics.Random;
using Idunn.Numerics.Tests.Stochastic;

namespace Idunn.Numerics.Tests.Random;

public class CountSamplerTests(ITestOutputHelper log)
{
    private const int Draws = 200_000;

    /// <summary>On both sides of where the method changes, and where the squeeze takes most.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.7)]
    [InlineData(9.99)]
    [InlineData(10.01)]
    [InlineData(37.5)]
    [InlineData(1234.5)]
    [InlineData(30_000.0)]
    public void Poisson_numbers_follow_the_Poisson_law(double mean)
    {
        var stream = new Philox(5, 1, 0);
        var values = Enumerable.Range(0, Draws).Select(_ => Poisson.Sample(stream, mean)).ToArray();
        Check(values, mean, mean, 1 / Math.Sqrt(mean), 1 / mean, k => Math.Exp(Poisson.LogProbability(k, mean)));
        log.WriteLine(FormattableString.Invariant($"blocks a draw: {stream.Index / (double)Draws:F3}"));
    }

    /// <summary>Against sums of logarithms.</summary>
    [Fact]
    public void Probabilities_are_those_of_the_factorials()
    {
        foreach (var k in Enumerable.Range(0, 171))
        {
            var factorial = Enumerable.Range(1, k).Sum(i => Math.Log(i));
            foreach (var mean in new[] { 0.1, 3, 20, 150 })
                Assert.Equal(k * Math.Log(mean) - mean - factorial, Poisson.LogProbability(k, mean), 2e-12 * (1 + factorial));
        }
    }

    [Fact]
    public void Numbers_without_chance_are_certain()
    {
        var stream = new Philox(1, 1, 1);
        Assert.Equal(0, Poisson.Sample(stream, 0));
        Assert.Equal(0u, stream.Index);
        Assert.Throws<ArgumentOutOfRangeException>(() => Poisson.Sample(stream, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Poisson.Sample(stream, double.NaN));
    }

    /// <summary>Mean, variance and third moment within four standard errors, and χ² of the whole law.</summary>
    private void Check(double[] values, double mean, double variance, double skewness, double excess, Func<int, double> probability)
    {
        var scaled = values.Select(value => (value - mean) / Math.Sqrt(variance)).ToArray();
        var (first, second, third) = (scaled.Average(), scaled.Average(z => z * z), scaled.Average(z => z * z * z));
        var sixth = scaled.Average(z => Math.Pow(z, 6));
        var fit = Goodness.OfFit(values, probability);
        log.WriteLine(FormattableString.Invariant($"moments {first:F4} {second:F4} {third:F4} of 0 1 {skewness:F4}; χ² as a normal number {fit:F2}"));
        Assert.Equal(0, first, 4 / Math.Sqrt(Draws));
        Assert.Equal(1, second, 4 * Math.Sqrt((2 + excess) / Draws));
        Assert.Equal(skewness, third, 4 * Math.Sqrt((sixth - third * third) / Draws));
        if (mean < 1e5)
            Assert.InRange(fit, -3.1, 3.1);
    }
}
