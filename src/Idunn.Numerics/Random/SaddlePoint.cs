using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Random;

/// <summary>
/// Probabilities of counts without cancellation: Loader, C. (2000), Fast and accurate computation of binomial probabilities, which splits ln P into a deviance from the mean and
/// what Stirling's formula leaves.
/// </summary>
internal static class SaddlePoint
{
    /// <summary>ln k! − [½ ln(2πk) + k ln k − k] for k = 0 … 15 (0 for k = 0, where it is not used).</summary>
    private static readonly double[] SmallErrors = BuildSmallErrors();

    /// <summary>ln k! less Stirling's formula, k ≥ 1.</summary>
    public static double StirlingError(double k)
    {
        if (k < SmallErrors.Length)
            return SmallErrors[(int)k];
        var square = k * k;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / k;
    }

    /// <summary>k ln(k/μ) + μ − k: by the series of the logarithm where k is near μ.</summary>
    public static double Deviance(double k, double mean)
    {
        var difference = k - mean;
        if (Math.Abs(difference) >= 0.1 * (k + mean))
            return k * Elementary.Log(k / mean) - difference;
        var v = difference / (k + mean);
        var sum = difference * v;
        var term = 2 * k * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + term / j;
            if (next == sum)
                return sum;
            sum = next;
        }
    }

    private static double[] BuildSmallErrors()
    {
        // ln k! from the product, which is exact up to 15!; the difference loses at most two digits of sixteen.
        var errors = new double[16];
        var factorial = 1.0;
        for (var k = 1; k < errors.Length; k++)
        {
            factorial *= k;
            errors[k] = Elementary.Log(factorial) - (0.5 * Elementary.Log(2 * Math.PI * k) + k * Elementary.Log(k) - k);
        }
        return errors;
    }
}
