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

    [Theory]
    [InlineData(1.0, 0.3)]
    [InlineData(40.0, 0.2)]
    [InlineData(40.0, 0.5)]
    [InlineData(100.0, 0.101)]
    [InlineData(1000.0, 0.93)]
    [InlineData(30.0, 0.99)]
    [InlineData(1e6, 0.25)]
    [InlineData(1e12, 3e-12)]
    [InlineData(1e12, 5e-11)]
    public void Binomial_numbers_follow_the_binomial_law(double trials, double p)
    {
        var stream = new Philox(6, 1, 0);
        var values = Enumerable.Range(0, Draws).Select(_ => Binomial.Sample(stream, trials, p)).ToArray();
        var variance = trials * p * (1 - p);
        Check(values, trials * p, variance, (1 - 2 * p) / Math.Sqrt(variance), (1 - 6 * p * (1 - p)) / variance, k => k > trials ? 0 : Math.Exp(Binomial.LogProbability(k, trials, p)));
        Assert.All(values, value => Assert.InRange(value, 0, trials));
    }

    /// <summary>Poisson against sums of logarithms; the binomial law sums to 1.</summary>
    [Fact]
    public void Probabilities_are_those_of_the_factorials()
    {
        foreach (var k in Enumerable.Range(0, 171))
        {
            var factorial = Enumerable.Range(1, k).Sum(i => Math.Log(i));
            foreach (var mean in new[] { 0.1, 3, 20, 150 })
                Assert.Equal(k * Math.Log(mean) - mean - factorial, Poisson.LogProbability(k, mean), 2e-12 * (1 + factorial));
        }
        foreach (var trials in new[] { 1, 7, 60, 170 })
            foreach (var p in new[] { 0.02, 0.5, 0.9 })
                Assert.Equal(1, Enumerable.Range(0, trials + 1).Sum(k => Math.Exp(Binomial.LogProbability(k, trials, p))), 1e-12);
    }

    [Fact]
    public void Numbers_without_chance_are_certain()
    {
        var stream = new Philox(1, 1, 1);
        Assert.Equal(0, Poisson.Sample(stream, 0));
        Assert.Equal(0, Binomial.Sample(stream, 0, 0.3));
        Assert.Equal(0, Binomial.Sample(stream, 12, 0));
        Assert.Equal(12, Binomial.Sample(stream, 12, 1));
        Assert.Equal(0u, stream.Index);
        Assert.Throws<ArgumentOutOfRangeException>(() => Poisson.Sample(stream, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Poisson.Sample(stream, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Binomial.Sample(stream, 1.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Binomial.Sample(stream, 2, 1.5));
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
