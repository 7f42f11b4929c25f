using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Functions;

/// <summary>The gamma function, its incomplete forms, and the error function that follows from them.</summary>
public static class GammaFunction
{
    private const int MostTerms = 200_000;
    private const double Epsilon = 1e-17;

    /// <summary>Coefficients of Stirling's series, B₂ₖ / (2k (2k − 1)).</summary>
    private static readonly double[] Stirling = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156];

    /// <summary>ln Γ(x) for x &gt; 0; not a number elsewhere. Whole numbers up to 171 by their factorial, others by Stirling's series at x ≥ 15.</summary>
    public static double Log(double x)
    {
        if (!(x > 0))
            return double.NaN;
        var product = 1.0;
        if (x == Math.Floor(x) && x <= 171)
        {
            for (var k = 2; k < x; k++)
                product *= k;
            return Math.Log(product);
        }
        for (; x < 15; x++)
            product *= x;
        var sum = 0.0;
        for (var k = Stirling.Length - 1; k >= 0; k--)
            sum = sum / (x * x) + Stirling[k];
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + sum / x - Math.Log(product);
    }

    /// <summary>P(a, x) = γ(a, x)/Γ(a), a &gt; 0, x ≥ 0, from 0 to 1.</summary>
    public static double Lower(double a, double x) => !(x > 0) ? 0 : double.IsPositiveInfinity(x) ? 1 : x < a + 1 ? Series(a, x) : 1 - Fraction(a, x);

    /// <summary>Q(a, x) = 1 − P(a, x), with all its digits where it is small.</summary>
    public static double Upper(double a, double x) => !(x > 0) ? 1 : double.IsPositiveInfinity(x) ? 0 : x < a + 1 ? 1 - Series(a, x) : Fraction(a, x);

    /// <summary>Φ(z), the standard normal probability of a number below z, with all its digits in the lower tail.</summary>
    public static double NormalBelow(double z) => z < 0 ? 0.5 * Upper(0.5, 0.5 * z * z) : 0.5 + 0.5 * Lower(0.5, 0.5 * z * z);

    /// <summary>The x with P(a, x) = p, a &gt; 0, 0 &lt; p &lt; 1.</summary>
    public static double LowerInverse(double a, double p) => Inverse(a, p, isLower: true);

    /// <summary>The x with Q(a, x) = q, a &gt; 0, 0 &lt; q &lt; 1.</summary>
    public static double UpperInverse(double a, double q) => Inverse(a, q, isLower: false);

    /// <summary>
    /// Newton's method for the logarithm of the tail as a function of ln x, which is nearly straight in both tails, between bounds that close in on the root; from the cube of a normal
    /// quantile (Wilson, E. B. &amp; Hilferty, M. M. (1931), The distribution of chi-square), or from the first term of the series.
    /// </summary>
    private static double Inverse(double a, double tail, bool isLower)
    {
        if (!(tail > 0 && tail < 1))
            return tail == 0 ? (isLower ? 0 : double.PositiveInfinity) : tail == 1 ? (isLower ? double.PositiveInfinity : 0) : double.NaN;
        var z = StandardNormal.Quantile(tail);
        var root = 1 - 1 / (9 * a) + (isLower ? z : -z) / (3 * Math.Sqrt(a));
        var y = a >= 1 && root > 0.1 ? Elementary.Log(a * root * root * root) : (Elementary.Log(isLower ? tail : 1 - tail) + Log(a + 1)) / a;
        if (!double.IsFinite(y))
            y = Elementary.Log(a);
        var (least, most) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var iteration = 0; iteration < 200; iteration++)
        {
            // Below the least number there is none to tell.
            if (y < -745)
                return 0;
            var x = Elementary.Exp(y);
            var reached = isLower ? Lower(a, x) : Upper(a, x);
            var excess = Elementary.Log(reached / tail);
            if (excess == 0)
                return x;
            if (excess > 0 == isLower)
                most = Math.Min(most, y);
            else
                least = Math.Max(least, y);
            var step = excess * reached / (a * Factor(a, x));
            var next = isLower ? y - step : y + step;
            if (!(next > least && next < most))
                next = double.IsInfinity(least) ? most - 1 : double.IsInfinity(most) ? least + 1 : least + 0.5 * (most - least);
            if (Math.Abs(next - y) <= 1e-16 * Math.Max(1, Math.Abs(y)))
                return Elementary.Exp(next);
            y = next;
        }
        return Elementary.Exp(y);
    }

    /// <summary>xᵃe⁻ˣ/Γ(a + 1); from a = 16 on by its distance from the mean (Loader, C. (2000), Fast and accurate computation of binomial probabilities), which does not cancel.</summary>
    private static double Factor(double a, double x) => a >= 16 ? Elementary.Exp(-SaddlePoint.StirlingError(a) - SaddlePoint.Deviance(a, x)) / Math.Sqrt(2 * Math.PI * a) : Math.Exp(a * Math.Log(x) - x - Log(a + 1));

    /// <summary>xᵃe⁻ˣ/Γ(a + 1) · Σ xⁿ/((a + 1)…(a + n)).</summary>
    private static double Series(double a, double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var n = 1; n < MostTerms && term > Epsilon * sum; n++)
            sum += term *= x / (a + n);
        return sum * Factor(a, x);
    }

    /// <summary>Legendre's continued fraction of Q, from the front by Lentz's method.</summary>
    private static double Fraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var (c, d) = (1 / tiny, 1 / b);
        var value = d;
        for (var i = 1; i < MostTerms; i++)
        {
            var numerator = -i * (i - a);
            b += 2;
            d = numerator * d + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + numerator / c;
            c = Math.Abs(c) < tiny ? tiny : c;
            value *= c * d;
            if (Math.Abs(c * d - 1) < 1e-16)
                break;
        }
        return value * a * Factor(a, x);
    }
}
