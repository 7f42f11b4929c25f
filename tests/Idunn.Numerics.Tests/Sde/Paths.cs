using Idunn.Numerics.Random;
using Idunn.Numerics.Sde;

namespace Idunn.Numerics.Tests.Sde;

/// <summary>Many paths of one diffusion, each with a stream of its own number.</summary>
public static class Paths
{
    private const ulong Seed = 21;

    public static Philox Stream(int path) => new(Seed, (ulong)path, 1);

    /// <summary>In order of number, whatever the threads did.</summary>
    public static T[] Of<T>(int count, Func<Philox, T> path)
    {
        var results = new T[count];
        Parallel.For(0, count, i => results[i] = path(Stream(i)));
        return results;
    }

    public static DiffusionSpan[] Of(int count, ReflectedDiffusion diffusion, double end, double x) => Of(count, stream => diffusion.Advance(stream, 0, end, x));

    /// <summary>Share of the paths that have not exited.</summary>
    public static double Survival(int count, ReflectedDiffusion diffusion, double end, double x) =>
        Of(count, diffusion, end, x).Count(path => !path.HasExited) / (double)count;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    /// <summary>√n times the largest distance between the values' distribution and F (Kolmogorov, Smirnov): above 1.95 once in a thousand seeds.</summary>
    public static double KolmogorovSmirnov(IEnumerable<double> values, Func<double, double> distribution)
    {
        var sorted = values.Order().ToArray();
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var f = distribution(sorted[i]);
            distance = Math.Max(distance, Math.Max(f - (double)i / sorted.Length, (double)(i + 1) / sorted.Length - f));
        }
        return distance * Math.Sqrt(sorted.Length);
    }
}
