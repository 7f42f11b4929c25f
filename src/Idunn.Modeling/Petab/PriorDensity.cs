using System.Collections.Immutable;
using Idunn.Numerics.Functions;

namespace Idunn.Modeling.Petab;

/// <summary>The density of a parameter's prior, as PEtab 2.0 defines its distributions: cut off at the bounds and normalised again. Version 1 has no cutting: its bounds are infinite here.</summary>
/// <param name="Prior">Distribution in version 2's words, and its parameters.</param>
/// <param name="Lower">The parameter's lower bound.</param>
/// <param name="Upper">The parameter's upper bound.</param>
public sealed record PriorDensity(Prior Prior, double Lower, double Upper)
{
    /// <summary>Number of parameters of each distribution.</summary>
    public static ImmutableSortedDictionary<string, int> Distributions { get; } = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("cauchy", 2), new("chisquare", 1), new("exponential", 1), new("gamma", 2), new("laplace", 2), new("log-laplace", 2), new("log-normal", 2), new("log-uniform", 2),
        new("normal", 2), new("rayleigh", 1), new("uniform", 2),
    ]);

    /// <summary>Why the parameters do not fit the distribution; null when they do.</summary>
    public static string? Misfit(Prior prior)
    {
        var p = prior.Parameters;
        return prior.Distribution switch
        {
            "uniform" when p[0] >= p[1] => "the lower end is not below the upper end",
            "log-uniform" when p[0] >= p[1] || p[0] <= 0 => "the ends are not positive and ascending",
            "uniform" or "log-uniform" => null,
            _ when p[^1] <= 0 || (prior.Distribution == "gamma" && p[0] <= 0) => "a scale, a shape or degrees of freedom are not positive",
            _ => null,
        };
    }

    /// <summary>ln π(x); −∞ outside the bounds and the domain.</summary>
    public double LogDensity(double x) => x < Lower || x > Upper ? double.NegativeInfinity : LogDensityOf(x) - Math.Log(Mass());

    private bool IsPositiveOnly => Prior.Distribution is not ("cauchy" or "laplace" or "normal" or "uniform");

    private double LogDensityOf(double x)
    {
        var p = Prior.Parameters;
        if (IsPositiveOnly && !(x > 0))
            return double.NegativeInfinity;
        double Z(double of) => (of - p[0]) / p[1];
        return Prior.Distribution switch
        {
            "cauchy" => -Math.Log(Math.PI * p[1] * (1 + Z(x) * Z(x))),
            "chisquare" => Gamma(x, p[0] / 2, 2),
            "exponential" => -x / p[0] - Math.Log(p[0]),
            "gamma" => Gamma(x, p[0], p[1]),
            "laplace" => -Math.Abs(Z(x)) - Math.Log(2 * p[1]),
            "log-laplace" => -Math.Abs(Z(Math.Log(x))) - Math.Log(2 * p[1] * x),
            "normal" => -0.5 * Z(x) * Z(x) - Math.Log(Math.Sqrt(2 * Math.PI) * p[1]),
            "log-normal" => -0.5 * Z(Math.Log(x)) * Z(Math.Log(x)) - Math.Log(Math.Sqrt(2 * Math.PI) * p[1] * x),
            "rayleigh" => Math.Log(x / (p[0] * p[0])) - 0.5 * (x / p[0]) * (x / p[0]),
            "uniform" => x < p[0] || x > p[1] ? double.NegativeInfinity : -Math.Log(p[1] - p[0]),
            _ => x < p[0] || x > p[1] ? double.NegativeInfinity : -Math.Log(x * Math.Log(p[1] / p[0])),
        };
    }

    private static double Gamma(double x, double shape, double scale) => (shape - 1) * Math.Log(x) - x / scale - GammaFunction.Log(shape) - shape * Math.Log(scale);

    /// <summary>Probability within the bounds, from whichever tail loses no digits.</summary>
    private double Mass()
    {
        var (low, high) = (Tails(Lower), Tails(Upper));
        return low.Below > 0.5 ? low.Above - high.Above : high.Below - low.Below;
    }

    /// <summary>Probabilities of less and of more than x, each with all its digits.</summary>
    private (double Below, double Above) Tails(double x)
    {
        if (double.IsInfinity(x) || (IsPositiveOnly && !(x > 0)))
            return x > 0 ? (1, 0) : (0, 1);
        var p = Prior.Parameters;
        double Z(double of) => (of - p[0]) / p[1];
        return Prior.Distribution switch
        {
            "cauchy" => (Math.Atan2(1, -Z(x)) / Math.PI, Math.Atan2(1, Z(x)) / Math.PI),
            "chisquare" => (GammaFunction.Lower(p[0] / 2, x / 2), GammaFunction.Upper(p[0] / 2, x / 2)),
            "exponential" => Decaying(x / p[0]),
            "gamma" => (GammaFunction.Lower(p[0], x / p[1]), GammaFunction.Upper(p[0], x / p[1])),
            "laplace" => (Laplace(Z(x)), Laplace(-Z(x))),
            "log-laplace" => (Laplace(Z(Math.Log(x))), Laplace(-Z(Math.Log(x)))),
            "normal" => (GammaFunction.NormalBelow(Z(x)), GammaFunction.NormalBelow(-Z(x))),
            "log-normal" => (GammaFunction.NormalBelow(Z(Math.Log(x))), GammaFunction.NormalBelow(-Z(Math.Log(x)))),
            "rayleigh" => Decaying(0.5 * (x / p[0]) * (x / p[0])),
            "uniform" => Within((x - p[0]) / (p[1] - p[0])),
            _ => Within(Math.Log(x / p[0]) / Math.Log(p[1] / p[0])),
        };
    }

    private static (double Below, double Above) Decaying(double hazard) => (-Expm1(-hazard), Math.Exp(-hazard));

    private static (double Below, double Above) Within(double share) => (Math.Clamp(share, 0, 1), Math.Clamp(1 - share, 0, 1));

    private static double Laplace(double z) => z < 0 ? 0.5 * Math.Exp(z) : 1 - 0.5 * Math.Exp(-z);

    /// <summary>eˣ − 1 without loss for small x: Kahan's quotient.</summary>
    private static double Expm1(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : (u - 1) * x / Math.Log(u);
    }
}
