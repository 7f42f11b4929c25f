using CsCheck;
using Idunn.Numerics.Sde;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Sde;

public class ReflectedDiffusionTests(ITestOutputHelper log)
{
    private static readonly Drift None = (_, _) => 0;

    private static ReflectedDiffusion Removal(DiffusionScheme scheme) => new((t, x) => 0.03 * t - 2 * x / (0.5 + x), 0.7, 6, 0.25) { Scheme = scheme };

    [Theory]
    [InlineData(DiffusionScheme.Bridge)]
    [InlineData(DiffusionScheme.EulerMaruyama)]
    public void Spans_cut_anywhere_give_the_same_path_to_the_bit(DiffusionScheme scheme) => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 400].Array[1, 20]).Sample((path, cuts) =>
    {
        var (diffusion, end) = (Removal(scheme), 100.0);
        var whole = diffusion.Advance(Paths.Stream(path), 0, end, 1);
        var stream = Paths.Stream(path);
        var (t, x, integral) = (0.0, 1.0, 0.0);
        foreach (var cut in cuts.Select(k => 0.25 * k).Append(end).Distinct().Order())
        {
            // Wherever other draws left the stream: what counts is the address of the step.
            stream.Index = (uint)cuts[0];
            var span = diffusion.Advance(stream, t, cut, x);
            integral += span.Mean * ((span.HasExited ? span.ExitTime : cut) - t);
            (t, x) = (cut, span.End);
            if (span.HasExited)
            {
                Assert.Equal(whole.ExitTime, span.ExitTime);
                break;
            }
        }
        Assert.Equal(whole.End, x);
        Assert.Equal(whole.Mean * (whole.HasExited ? whole.ExitTime : end), integral, 1e-9 * (1 + integral));
    });

    [Fact]
    public void Paths_stay_between_zero_and_the_level_until_they_exit() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Enum<DiffusionScheme>()).Sample((path, scheme) =>
    {
        var (diffusion, stream, x) = (Removal(scheme), Paths.Stream(path), 0.0);
        for (var t = 0.0; t < 200; t += 0.25)
        {
            var span = diffusion.Advance(stream, t, t + 0.25, x);
            Assert.InRange(span.Mean, 0, 6);
            if (span.HasExited)
            {
                Assert.InRange(span.ExitTime, t, t + 0.25);
                Assert.Equal(6, span.End);
                return;
            }
            Assert.True(span.End >= 0 && span.End < 6, FormattableString.Invariant($"{span.End:R} at {t}"));
            x = span.End;
        }
    });

    /// <summary>|√(2εt)·Z|, whatever the step.</summary>
    [Theory]
    [InlineData(4.0)]
    [InlineData(0.25)]
    public void Reflected_Brownian_motion_from_zero_is_half_normal(double step)
    {
        const double noise = 0.8, end = 4;
        var paths = Paths.Of(20_000, new ReflectedDiffusion(None, noise, 1000, step), end, 0);
        Assert.All(paths, path => Assert.False(path.HasExited));
        Assert.InRange(Paths.KolmogorovSmirnov(paths.Select(path => path.End), x => 2 * Normal(x / Math.Sqrt(2 * noise * end)) - 1), 0, 1.95);
    }

    /// <summary>The mean over time of E|√(2εt)·Z| is 2/3 of its end; trapezia between ends of steps see it when steps are many.</summary>
    [Fact]
    public void Mean_over_time_of_reflected_Brownian_motion_is_two_thirds_of_its_mean_at_the_end()
    {
        const double noise = 0.8, end = 4;
        var means = Paths.Of(20_000, new ReflectedDiffusion(None, noise, 1000, end / 256), end, 0).Average(path => path.Mean);
        Assert.Equal(2.0 / 3 * Math.Sqrt(4 * noise * end / Math.PI), means, 0.03);
    }

    /// <summary>
    /// Survival of Brownian motion reflected at 0 below the level a: Σ 2(−1)ᵏ/(aλₖ)·cos(λₖx)·exp(−λₖ²εt), λₖ = (k + ½)π/a. Times of exit follow it within steps,
    /// too, even where a step is an eighth of the whole.
    /// </summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.7)]
    public void Times_of_exit_of_Brownian_motion_follow_the_closed_form(double start)
    {
        const int count = 30_000;
        const double noise = 0.5, level = 2, end = 2;
        var paths = Paths.Of(count, new ReflectedDiffusion(None, noise, level, 0.25), end, start);
        Assert.Equal(Survival(end), paths.Count(path => !path.HasExited) / (double)count, 4 * Math.Sqrt(0.25 / count));
        var exits = paths.Where(path => path.HasExited).Select(path => path.ExitTime).ToArray();
        Assert.InRange(Paths.KolmogorovSmirnov(exits, t => (1 - Survival(t)) / (1 - Survival(end))), 0, 1.95);

        double Survival(double t) => t <= 0 ? 1 : Enumerable.Range(0, 100).Sum(k =>
        {
            var lambda = (k + 0.5) * Math.PI / level;
            return 2 * (k % 2 == 0 ? 1 : -1) / (level * lambda) * Math.Cos(lambda * start) * Math.Exp(-lambda * lambda * noise * t);
        });
    }

    [Fact]
    public void Arms_with_one_stream_feel_the_same_noise_at_the_same_time()
    {
        // Far from both ends two paths differ by the difference of their drifts and nothing else.
        var treated = new ReflectedDiffusion((t, _) => t < 30 ? 0 : -0.5, 1, 2000, 0.5);
        var control = new ReflectedDiffusion(None, 1, 2000, 0.5);
        for (var path = 0; path < 20; path++)
        {
            var stream = Paths.Stream(path);
            var shared = control.Advance(stream, 0, 30, 1000).End;
            Assert.Equal(shared, treated.Advance(stream, 0, 30, 1000).End);
            Assert.Equal(-35, treated.Advance(stream, 30, 100, shared).End - control.Advance(stream, 30, 100, shared).End, 1e-9);
        }
    }

    [Fact]
    public void Without_noise_the_path_is_the_drifts_and_exits_where_its_line_meets_the_level()
    {
        foreach (var scheme in Enum.GetValues<DiffusionScheme>())
        {
            var line = new ReflectedDiffusion((_, _) => 1, 0, 2.25, 0.5) { Scheme = scheme };
            Assert.Equal(new DiffusionSpan(2, 1, double.NaN), line.Advance(Paths.Stream(0), 0, 2, 0));
        }
        var exit = new ReflectedDiffusion((_, _) => 1, 0, 2.25, 0.5).Advance(Paths.Stream(0), 0, 10, 0);
        Assert.Equal((2.25, 1.125), (exit.ExitTime, exit.Mean));
        Assert.Equal(new DiffusionSpan(0, 0, double.NaN), new ReflectedDiffusion((_, _) => -1, 0, 2, 0.5).Advance(Paths.Stream(0), 0, 2, 0));
    }

    [Fact]
    public void Drift_that_is_not_a_number_shows_in_what_is_returned()
    {
        var span = new ReflectedDiffusion((t, _) => t < 1 ? 0 : double.NaN, 1, 20, 0.5).Advance(Paths.Stream(0), 0, 5, 1);
        Assert.True(double.IsNaN(span.End) && double.IsNaN(span.Mean) && !span.HasExited);
    }

    [Fact]
    public void Span_of_no_time_changes_nothing() =>
        Assert.Equal(new DiffusionSpan(1.5, 1.5, double.NaN), new ReflectedDiffusion(None, 1, 20, 0.5).Advance(Paths.Stream(0), 3, 3, 1.5));

    [Fact]
    public void Questions_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReflectedDiffusion(None, -1, 1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReflectedDiffusion(None, 1, 0, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReflectedDiffusion(None, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReflectedDiffusion(None, 1, 1, 0.1));
        var diffusion = new ReflectedDiffusion(None, 1, 20, 0.5);
        Assert.Throws<ArgumentException>(() => diffusion.Advance(Paths.Stream(0), 0, 0.75, 1));
        Assert.Throws<ArgumentException>(() => diffusion.Advance(Paths.Stream(0), -0.5, 1, 1));
        Assert.Throws<ArgumentException>(() => diffusion.Advance(Paths.Stream(0), 1, 0, 1));
        Assert.Throws<ArgumentException>(() => diffusion.Advance(Paths.Stream(0), 0, double.NaN, 1));
        Assert.Throws<ArgumentException>(() => diffusion.Advance(Paths.Stream(0), 0, 1e12, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => diffusion.Advance(Paths.Stream(0), 0, 1, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => diffusion.Advance(Paths.Stream(0), 0, 1, 20));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var (diffusion, stream) = (Removal(DiffusionScheme.Bridge), Paths.Stream(4));
        diffusion.Advance(stream, 0, 10, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var path = 0; path < 100; path++)
            diffusion.Advance(stream, 0, 1000, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Linear removal: what the bridge leaves is the drift's change within steps.</summary>
    [Fact]
    public void Bridge_has_weak_order_one() => Assert.InRange(Order(DiffusionScheme.Bridge, 200_000, (_, x) => 1 - 2 * x, 1, 0), 0.85, 1.25);

    [Fact]
    public void Euler_Maruyama_has_weak_order_one_half() => Assert.InRange(Order(DiffusionScheme.EulerMaruyama, 50_000, (t, x) => 2 * t - x, 2, 0.5), 0.4, 0.65);

    /// <summary>Slope of the error of the share that has not exited at the end, at steps 1/8, 1/16 and 1/32; ε = 1/2, level 2.</summary>
    private double Order(DiffusionScheme scheme, int paths, Drift drift, double end, double start)
    {
        var exact = new FokkerPlanck(drift, 0.5, 2, 400).From(start).Advance(0, end, 0.002).Survival;
        double[] errors = [.. new[] { 0.125, 0.0625, 0.03125 }.Select(step => Paths.Survival(paths, new ReflectedDiffusion(drift, 0.5, 2, step) { Scheme = scheme }, end, start) - exact)];
        var slope = Math.Log2(errors[0] / errors[2]) / 2;
        log.WriteLine(FormattableString.Invariant($"order {slope:F2}; errors {string.Join(' ', errors.Select(e => FormattableString.Invariant($"{e:F5}")))} ± {Math.Sqrt(exact * (1 - exact) / paths):F5} of {exact:F5}"));
        return slope;
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
