using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Random;

/// <summary>The binomial distribution: how many of n succeed, each with probability p.</summary>
public static class Binomial
{
    private const double MostTrials = 1e15;
    private const double LeastMeanOfRejection = 10;

    /// <summary>
    /// A random number of successes. For n·min(p, 1 − p) below 10 by inversion of one uniform, from there on the transformed rejection BTRS of Hörmann, W. (1993), The generation of binomial
    /// random variates, Journal of Statistical Computation and Simulation 46, 101–110.
    /// </summary>
    /// <param name="trials">n, a whole number from 0 to 10¹⁵.</param>
    /// <param name="p">From 0 to 1.</param>
    public static double Sample(Philox stream, double trials, double p)
    {
        if (!(trials >= 0 && trials <= MostTrials && trials == Math.Floor(trials)))
            throw new ArgumentOutOfRangeException(nameof(trials), trials, FormattableString.Invariant($"Trials are a whole number from 0 to {MostTrials}."));
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        if (p > 0.5)
            return trials - Sample(stream, trials, 1 - p);
        if (p == 0 || trials == 0)
            return 0;
        return trials * p < LeastMeanOfRejection ? Inverted(stream.NextUniform(), trials, p) : Rejected(stream, trials, p);
    }

    /// <summary>ln P(k), 0 &lt; p &lt; 1 (Loader; see <see cref="SaddlePoint"/>).</summary>
    public static double LogProbability(double k, double trials, double p)
    {
        if (k == 0 || k == trials)
            return trials * (k == 0 ? SaddlePoint.LogOnePlus(-p) : Elementary.Log(p));
        return SaddlePoint.StirlingError(trials) - SaddlePoint.StirlingError(k) - SaddlePoint.StirlingError(trials - k)
            - SaddlePoint.Deviance(k, trials * p) - SaddlePoint.Deviance(trials - k, trials * (1 - p))
            + 0.5 * Elementary.Log(trials / (2 * Math.PI * k * (trials - k)));
    }

    private static double Inverted(double u, double trials, double p)
    {
        var k = 0;
        var odds = p / (1 - p);
        var sum = Elementary.Exp(trials * SaddlePoint.LogOnePlus(-p));
        for (var probability = sum; u > sum && k < Math.Min(trials, 200); sum += probability)
        {
            probability *= odds * (trials - k) / (k + 1);
            k++;
        }
        return k;
    }

    private static double Rejected(Philox stream, double trials, double p)
    {
        var deviation = Math.Sqrt(trials * p * (1 - p));
        var b = 1.15 + 2.53 * deviation;
        var a = -0.0873 + 0.0248 * b + 0.01 * p;
        var c = trials * p + 0.5;
        var alpha = (2.83 + 5.1 / b) * deviation;
        var squeeze = 0.92 - 4.2 / b;
        var mode = Math.Floor((trials + 1) * p);
        var atMode = LogProbability(mode, trials, p);
        while (true)
        {
            var (first, v) = stream.NextUniforms();
            var u = first - 0.5;
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + c);
            if (us >= 0.07 && v <= squeeze)
                return k;
            if (k < 0 || k > trials)
                continue;
            if (Elementary.Log(v * alpha / (a / (us * us) + b)) <= LogProbability(k, trials, p) - atMode)
                return k;
        }
    }
}
