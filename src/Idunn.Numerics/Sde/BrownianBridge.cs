using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Sde;

/// <summary>What a path of constant noise does between the ends of a step: Brownian motion that is tied at both. All lengths are of x; a half variance is σ²h/2.</summary>
internal static class BrownianBridge
{
    /// <summary>−ln 2⁻⁵³: a bridge less likely than exp(−this) to touch is touched by no uniform number there is.</summary>
    public const double Untouchable = 36.736800569677101;

    /// <summary>
    /// The reflected end of a step whose unreflected path runs from a to b above the bound: b + max(0, −m), m the minimum of the bridge between them, by inversion of
    /// P(minimum ≤ m) = exp(−(a − m)(b − m)/(σ²h/2)).
    /// </summary>
    /// <param name="logarithm">That of a uniform number.</param>
    public static double Reflect(double logarithm, double a, double b, double halfVariance)
    {
        if (b > 0 && a * b > Untouchable * halfVariance)
            return b;
        var rise = b - a;
        var minimum = 0.5 * (a + b - Math.Sqrt(rise * rise - 4 * halfVariance * logarithm));
        return Math.Max(b - minimum, b);
    }

    /// <summary>The −ln of the probability with which the bridge between two points, a and b on one side of a bound, passes it; infinity when no uniform number says so.</summary>
    public static double PassingExponent(double a, double b, double halfVariance)
    {
        var exponent = a * b / halfVariance;
        return exponent > Untouchable ? double.PositiveInfinity : exponent;
    }

    /// <summary>
    /// The part s/h of a step after which a bridge first passes a level that lies a above its start and b above (or −b below) its end, given that it does:
    /// s/(h − s) is inverse Gaussian of mean a/|b| and shape a²/(σ²h). Drawn as by Michael, Schucany &amp; Haas (1976), Generating random variates using
    /// transformations with multiple roots, from a normal and a uniform number of the stream.
    /// </summary>
    public static double PartBeforeExit(Philox stream, double a, double b, double halfVariance)
    {
        var z = stream.NextNormal();
        var mean = a / Math.Max(Math.Abs(b), 1e-9 * a);
        var w = mean * z * z * halfVariance / (a * a);
        var root = mean / (1 + w + Math.Sqrt(w * (w + 2)));
        var ratio = stream.NextUniform() * (mean + root) <= mean ? root : mean * mean / root;
        return ratio / (1 + ratio);
    }

    /// <summary>Whether the bridge passes, by the next uniform number of the stream.</summary>
    public static bool Passes(Philox stream, double exponent) => stream.NextUniform() < Elementary.Exp(-exponent);
}
