using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Random;

/// <summary>The Poisson distribution.</summary>
public static class Poisson
{
    private const double LargestMean = 1e15;
    private const double LeastMeanOfRejection = 10;

    /// <summary>
    /// A random number of the mean given. Below 10 by inversion: the distribution is summed up until it passes one uniform. From 10 on the transformed rejection PTRS of Hörmann, W. (1993),
    /// The transformed rejection method for generating Poisson random variables, Insurance: Mathematics and Economics 12, 39–45: about 1.1 to 1.3 tries of two uniforms, whatever the mean.
    /// </summary>
    /// <param name="mean">λ, from 0 to 10¹⁵.</param>
    public static double Sample(Philox stream, double mean)
    {
        if (!(mean >= 0 && mean <= LargestMean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, FormattableString.Invariant($"The mean of a Poisson number lies between 0 and {LargestMean}."));
        if (mean == 0)
            return 0;
        return mean < LeastMeanOfRejection ? Inverted(stream.NextUniform(), mean) : Rejected(stream, mean);
    }

    /// <summary>ln P(k) (Loader; see <see cref="SaddlePoint"/>).</summary>
    public static double LogProbability(double k, double mean) =>
        k == 0 ? -mean : -SaddlePoint.StirlingError(k) - SaddlePoint.Deviance(k, mean) - 0.5 * Elementary.Log(2 * Math.PI * k);

    private static double Inverted(double u, double mean)
    {
        var k = 0;
        var sum = Elementary.Exp(-mean);
        // Rounding might leave the sum below the largest uniform for ever.
        for (var probability = sum; u > sum && k < 200; sum += probability)
            probability *= mean / ++k;
        return k;
    }

    private static double Rejected(Philox stream, double mean)
    {
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var (first, v) = stream.NextUniforms();
            var u = first - 0.5;
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
                return k;
            if (k < 0 || (us < 0.013 && v > us))
                continue;
            if (Elementary.Log(v * inverseAlpha / (a / (us * us) + b)) <= LogProbability(k, mean))
                return k;
        }
    }
}
