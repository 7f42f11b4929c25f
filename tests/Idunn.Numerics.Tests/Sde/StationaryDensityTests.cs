using CsCheck;
using Idunn.Numerics.Sde;

namespace Idunn.Numerics.Tests.Sde;

public class StationaryDensityTests
{
    /// <summary>A constant drift −c rests in the exponential law of rate c/ε, cut off at the level.</summary>
    [Theory]
    [InlineData(-3.0)]
    [InlineData(0.0)]
    [InlineData(2.0)]
    [InlineData(-3e4)]
    [InlineData(250.0)]
    public void Constant_drift_rests_in_the_exponential_law(double drift)
    {
        const double noise = 0.8, level = 2;
        var density = new StationaryDensity((_, _) => drift, 0, noise, level);
        var s = drift / noise * level;
        Assert.Equal(s == 0 ? 1 : level * (1 / (1 - Math.Exp(-s)) - 1 / s), density.Mean, 1e-9);
        foreach (var u in new[] { 0, 1e-6, 0.1, 0.5, 0.9, 1 - 1e-6 })
            Assert.Equal(s == 0 ? u * level : level * Math.Log(1 + u * (Math.Exp(s) - 1)) / s, density.Quantile(u), 1e-9);
        Assert.InRange(density.Quantile(1), density.Quantile(0.999), level);
    }

    [Fact]
    public void Linear_drift_rests_in_the_half_normal_law()
    {
        // f = −x: density ∝ exp(−x²/(2ε)); quartiles of |Z| are 0.318639 and 1.150349.
        var density = new StationaryDensity((_, x) => -x, 0, 4, 40, 4000);
        Assert.Equal(2 * Math.Sqrt(2 / Math.PI), density.Mean, 1e-4);
        Assert.Equal(2 * 0.318639363964375, density.Quantile(0.25), 1e-4);
        Assert.Equal(2 * 1.15034938037601, density.Quantile(0.75), 1e-4);
    }

    [Fact]
    public void Quantiles_rise_from_zero_to_the_level_and_average_to_the_mean() => Gen.Select(Gen.Double[0, 3], Gen.Double[0.1, 5], Gen.Double[0.2, 3]).Sample((inflow, noise, level) =>
    {
        var density = new StationaryDensity((t, x) => inflow * t - 2 * x / (0.5 + x), 1, noise, level, 100);
        var x = Enumerable.Range(0, 20_000).Select(k => density.Quantile((k + 0.5) / 20_000)).ToArray();
        Assert.True(density.Quantile(0) == 0 && density.Quantile(1) <= level + 1e-12);
        Assert.True(x.Zip(x.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.Equal(density.Mean, x.Average(), 1e-4);
    }, iter: 20);

    /// <summary>Frozen drift, hardly an exit: the law at the end is the law at the start.</summary>
    [Fact]
    public void Subjects_started_by_one_uniform_number_stay_in_that_law()
    {
        Drift frozen = (_, x) => 12 - 54.75 * x / (0.5 + x);
        var density = new StationaryDensity(frozen, 0, 51.83, 17);
        var diffusion = new ReflectedDiffusion(frozen, 51.83, 17, 1.0 / 1000);
        var paths = Paths.Of(10_000, stream =>
        {
            stream.Index = uint.MaxValue - 1;
            return diffusion.Advance(stream, 0, 0.5, density.Quantile(stream.NextUniform()));
        });
        Assert.Equal(density.Mean, paths.Average(path => path.End), 0.06);
        Assert.InRange(Paths.KolmogorovSmirnov(paths.Select(path => path.End), x => Below(density, x)), 0, 1.95);
    }

    [Fact]
    public void Densities_that_make_no_sense_are_refused()
    {
        Drift none = (_, _) => 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => new StationaryDensity(none, 0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StationaryDensity(none, 0, 1, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StationaryDensity(none, 0, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StationaryDensity((_, x) => 1 / x, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StationaryDensity(none, 0, 1, 1).Quantile(1.1));
    }

    private static double Below(StationaryDensity density, double x)
    {
        var (low, high) = (0.0, 1.0);
        for (var k = 0; k < 50; k++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = density.Quantile(middle) < x ? (middle, high) : (low, middle);
        }
        return low;
    }
}
