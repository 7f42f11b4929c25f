using Idunn.Numerics.Functions;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Random;

/// <summary>
/// A distribution of counts: from where a normal distribution of the same mean and deviation has its quantile, probabilities are added or taken away one by one until the asked sum is passed. Single
/// probabilities come from the saddle point (<see cref="SaddlePoint"/>), the sum at the start from a series or a continued fraction times one of them, so that neither cancels.
/// </summary>
internal abstract class CountDistribution(double mean, double deviation, double most) : Distribution
{
    /// <summary>λ, or n p.</summary>
    private protected double Mean => mean;

    /// <summary>The largest count; may be infinity.</summary>
    private protected double Most => most;

    private protected override bool IsOfCounts => true;

    /// <summary>P(X = k), 0 ≤ k ≤ the largest.</summary>
    private protected abstract double At(double k);

    /// <summary>P(X ≤ k), 0 ≤ k &lt; the largest.</summary>
    private protected abstract double SumBelow(double k);

    /// <summary>P(X &gt; k), 0 ≤ k &lt; the largest.</summary>
    private protected abstract double SumAbove(double k);

    public sealed override double Below(double x) => x < 0 ? 0 : x >= most ? 1 : SumBelow(Math.Floor(x));

    public sealed override double Above(double x) => x < 0 ? 1 : x >= most ? 0 : SumAbove(Math.Floor(x));

    public sealed override double FromBelow(double p)
    {
        if (p > 0.5)
            return FromAbove(1 - p);
        var k = Near(StandardNormal.Quantile(p));
        var (sum, exact) = (Below(k), 1.0);
        for (var isAsked = sum >= p; isAsked && k > 0; k--)
        {
            var next = Rest(sum - At(k), ref exact, k - 1, Below);
            if (!(next >= p))
                break;
            sum = next;
        }
        while (k < most && sum < p)
            sum += At(++k);
        return k;
    }

    public sealed override double FromAbove(double q)
    {
        if (q > 0.5)
            return FromBelow(1 - q);
        var k = Near(-StandardNormal.Quantile(q));
        var (sum, exact) = (Above(k), 1.0);
        while (k < most && sum > q)
        {
            k++;
            sum = Rest(sum - At(k), ref exact, k, Above);
        }
        while (k > 0 && sum + At(k) <= q)
            sum += At(k--);
        return k;
    }

    /// <summary>A difference, computed anew where it has lost three digits since it was last.</summary>
    private static double Rest(double difference, ref double exact, double k, Func<double, double> compute) => difference > 1e-3 * exact ? difference : exact = compute(k);

    private double Near(double z) => Math.Clamp(Math.Floor(mean + deviation * z + 0.5), 0, Math.Min(most, double.MaxValue));
}

/// <summary>Numbers of successes (Loader 2000; see <see cref="SaddlePoint"/>).</summary>
internal sealed class Binomial(double n, double success) : CountDistribution(n * success, Math.Sqrt(n * success * (1 - success)), n)
{
    private readonly double failure = 1 - success;

    private protected override double At(double k)
    {
        if (success is 0 or 1)
            return k == Most * success ? 1 : 0;
        if (k == 0)
            return Elementary.Power(failure, Most);
        if (k == Most)
            return Elementary.Power(success, Most);
        var logarithm = SaddlePoint.StirlingError(Most) - SaddlePoint.StirlingError(k) - SaddlePoint.StirlingError(Most - k) - SaddlePoint.Deviance(k, Most * success) - SaddlePoint.Deviance(Most - k, Most * failure);
        return Elementary.Exp(logarithm) * Math.Sqrt(Most / (2 * Math.PI * k * (Most - k)));
    }

    // P(X ≤ k) = I_{1−p}(n − k, k + 1), whose factor before the fraction is (n − k) p P(X = k).
    private protected override double SumBelow(double k) => success is 0 or 1 ? 1 - success : failure < (Most - k + 1) / (Most + 3) ? Fraction(Most - k, k + 1, failure, k) : 1 - Fraction(k + 1, Most - k, success, k);

    private protected override double SumAbove(double k) => success is 0 or 1 ? success : failure < (Most - k + 1) / (Most + 3) ? 1 - Fraction(Most - k, k + 1, failure, k) : Fraction(k + 1, Most - k, success, k);

    /// <summary>I_x(a, b) by the continued fraction of DLMF 8.17.22, from the front by Lentz's method.</summary>
    private double Fraction(double a, double b, double x, double k)
    {
        const double tiny = 1e-300;
        var (c, d) = (1.0, 1 - (a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < tiny ? tiny : d);
        var value = d;
        for (var m = 1; m < 100_000; m++)
        {
            var change = Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))) * Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) < 2e-16)
                break;
        }
        return (Most - k) * success * At(k) / a * value;

        double Step(double numerator)
        {
            d = 1 + numerator * d;
            c = 1 + numerator / c;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = Math.Abs(c) < tiny ? tiny : c;
            value *= c * d;
            return c * d;
        }
    }
}

/// <summary>Numbers of events, drawn by inversion whatever the mean; <see cref="Poisson"/> is faster for large ones and takes a stream.</summary>
internal sealed class PoissonCounts(double mean) : CountDistribution(mean, Math.Sqrt(mean), mean == 0 ? 0 : double.PositiveInfinity)
{
    private protected override double At(double k) => Mean == 0 ? (k == 0 ? 1 : 0) : Elementary.Exp(Poisson.LogProbability(k, Mean));

    private protected override double SumBelow(double k) => GammaFunction.Upper(k + 1, Mean);

    private protected override double SumAbove(double k) => GammaFunction.Lower(k + 1, Mean);
}
