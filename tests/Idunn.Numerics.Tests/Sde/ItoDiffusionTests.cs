using Idunn.Numerics.Sde;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Sde;

public class ItoDiffusionTests(ITestOutputHelper log)
{
    private const int Finest = 10;

    /// <summary>Geometric Brownian motion, dX = μX dt + σX dW: X = x·exp((μ − σ²/2)t + σW).</summary>
    [Theory]
    [InlineData(ItoScheme.EulerMaruyama, 0.5)]
    [InlineData(ItoScheme.Milstein, 1.0)]
    [InlineData(ItoScheme.Platen, 1.0)]
    public void Strong_order_on_geometric_Brownian_motion(ItoScheme scheme, double order)
    {
        const double mu = 0.5, sigma = 0.8;
        ItoDiffusion Diffusion(double step) => new((_, x) => mu * x, (_, x) => sigma * x, step) { Scheme = scheme, NoiseSlope = (_, _) => sigma };
        Assert.InRange(StrongOrder(Diffusion, (increments, _) => Math.Exp(mu - sigma * sigma / 2 + sigma * increments.Sum())), order - 0.1, order + 0.1);
    }

    /// <summary>Additive noise, dX = (1 − 2X) dt + 0.7 dW: Euler and Maruyama's scheme is Milstein's, of strong order 1. The reference is its own path on the finest grid.</summary>
    [Fact]
    public void Euler_Maruyama_has_strong_order_one_for_additive_noise()
    {
        ItoDiffusion Diffusion(double step) => new((_, x) => 1 - 2 * x, (_, _) => 0.7, step) { Scheme = ItoScheme.EulerMaruyama };
        Assert.InRange(StrongOrder(Diffusion, (increments, path) => path(increments)), 0.9, 1.15);
    }

    /// <summary>
    /// Geometric Brownian motion from 1 passes a level L by time T with the probability Φ((νT − a)/(σ√T)) + (L)^(2ν/σ²) Φ((−νT − a)/(σ√T)), a = ln L, ν = μ − σ²/2. With the bridge the
    /// error halves with the step, without it falls by its root.
    /// </summary>
    [Theory]
    [InlineData(true, 0.8, 1.4)]
    [InlineData(false, 0.4, 0.65)]
    public void Bridge_raises_the_weak_order_of_the_exit(bool usesBridge, double least, double most)
    {
        const double mu = 0.3, sigma = 0.6, level = 1.6, end = 1;
        const int paths = 400_000;
        var (a, nu) = (Math.Log(level), mu - sigma * sigma / 2);
        var exact = Normal((nu - a) / sigma) + Math.Pow(level, 2 * nu / (sigma * sigma)) * Normal((-nu - a) / sigma);
        double[] errors = [.. new[] { 0.25, 0.0625 }.Select(step =>
        {
            var diffusion = new ItoDiffusion((_, x) => mu * x, (_, x) => sigma * x, step) { Level = level, UsesBridge = usesBridge };
            return Paths.Of(paths, stream => diffusion.Advance(stream, 0, end, 1)).Count(path => path.HasExited) / (double)paths - exact;
        })];
        var order = Math.Log2(Math.Abs(errors[0] / errors[1])) / 2;
        log.WriteLine(FormattableString.Invariant($"order {order:F2}; errors {errors[0]:F5} {errors[1]:F5} ± {Math.Sqrt(exact * (1 - exact) / paths):F5} of {exact:F5}"));
        Assert.InRange(order, least, most);
    }

    [Fact]
    public void Constant_noise_gives_the_paths_of_the_reflected_diffusion()
    {
        const double noise = 0.7;
        var ito = new ItoDiffusion((t, x) => 0.03 * t - 2 * x / (0.5 + x), (_, _) => Math.Sqrt(2 * noise), 0.25) { Scheme = ItoScheme.EulerMaruyama, Floor = 0, Level = 6 };
        var reflected = new ReflectedDiffusion((t, x) => 0.03 * t - 2 * x / (0.5 + x), noise, 6, 0.25);
        for (var path = 0; path < 100; path++)
        {
            var (a, b) = (ito.Advance(Paths.Stream(path), 0, 100, 1), reflected.Advance(Paths.Stream(path), 0, 100, 1));
            Assert.Equal(b.ExitTime, a.ExitTime, 1e-6);
            Assert.Equal(b.End, a.End, 1e-6);
            Assert.Equal(b.Mean, a.Mean, 1e-6);
        }
    }

    [Fact]
    public void Questions_that_make_no_sense_are_refused()
    {
        Drift one = (_, _) => 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItoDiffusion(one, one, 0));
        Assert.Throws<InvalidOperationException>(() => new ItoDiffusion(one, one, 1) { Scheme = ItoScheme.Milstein }.Step(0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItoDiffusion(one, one, 1) { Floor = 0 }.Advance(Paths.Stream(0), 0, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItoDiffusion(one, one, 1) { Level = 2 }.Advance(Paths.Stream(0), 0, 1, double.NaN));
        Assert.Throws<ArgumentException>(() => new ItoDiffusion(one, one, 1).Advance(Paths.Stream(0), 0, 0.5, 0));
        Assert.Throws<ArgumentException>(() => new ItoDiffusion(one, one, 1).Advance(Paths.Stream(0), 2, 1, 0));
    }

    /// <summary>Slope of the mean error at time 1 over steps of 2⁻³ to 2⁻⁷, all along the same Brownian paths.</summary>
    private double StrongOrder(Func<double, ItoDiffusion> diffusion, Func<double[], Func<double[], double>, double> exact)
    {
        const int paths = 2000;
        int[] levels = [3, 4, 5, 6, 7];
        var errors = Paths.Of(paths, stream =>
        {
            double[] increments = [.. Enumerable.Range(0, 1 << Finest).Select(_ => stream.NextNormal() * Math.Pow(2, -0.5 * Finest))];
            var reference = exact(increments, fine => Path(diffusion(1.0 / fine.Length), fine));
            return Array.ConvertAll(levels, level => Math.Abs(Path(diffusion(Math.Pow(2, -level)), Coarse(increments, level)) - reference));
        });
        double[] means = [.. levels.Select((_, i) => errors.Average(error => error[i]))];
        var slope = Slope([.. levels.Select(level => -(double)level)], [.. means.Select(Math.Log2)]);
        log.WriteLine(FormattableString.Invariant($"order {slope:F2}; errors {string.Join(' ', means.Select(error => FormattableString.Invariant($"{error:F5}")))}"));
        return slope;
    }

    private static double Path(ItoDiffusion diffusion, double[] increments)
    {
        var x = 1.0;
        for (var k = 0; k < increments.Length; k++)
            x = diffusion.Step((double)k / increments.Length, x, increments[k]);
        return x;
    }

    private static double[] Coarse(double[] increments, int level) => [.. increments.Chunk(increments.Length >> level).Select(part => part.Sum())];

    private static double Slope(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    /// <summary>Φ, the inverse of the quantile, by bisection.</summary>
    private static double Normal(double z)
    {
        var (low, high) = (0.0, 1.0);
        for (var k = 0; k < 60; k++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = StandardNormal.Quantile(middle) < z ? (middle, high) : (low, middle);
        }
        return low;
    }
}
