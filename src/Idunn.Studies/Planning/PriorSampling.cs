using Idunn.Modeling.Petab;
using Idunn.Numerics.Statistics;
using MathNet.Numerics.Distributions;

namespace Idunn.Studies.Planning;

/// <summary>Draws from priors by inverse distribution function, cut off at the parameter's bounds without rejection: one uniform number, one draw.</summary>
internal static class PriorSampling
{
    /// <summary>The draw at <paramref name="u"/>, strictly between 0 and 1, in the table's unit.</summary>
    public static double Draw(ParameterRow row, double u)
    {
        var (first, second) = (row.Prior.Parameters[0], row.Prior.Parameters[1]);
        var (low, high) = (row.LowerBound ?? double.NegativeInfinity, row.UpperBound ?? double.PositiveInfinity);
        return row.Prior.Distribution switch
        {
            "uniform" => Between(Math.Max(first, low), Math.Min(second, high), u),
            "log-uniform" => Math.Exp(Between(Math.Log(Math.Max(first, low)), Math.Log(Math.Min(second, high)), u)),
            "normal" => TruncatedNormal(first, second, low, high, u),
            "log-normal" => Math.Exp(TruncatedNormal(first, second, low > 0 ? Math.Log(low) : double.NegativeInfinity, Math.Log(high), u)),
            var other => throw new ArgumentOutOfRangeException(nameof(row), other, "The table reader lets no other distribution through."),
        };
    }

    /// <summary>The largest value that a parameter is allowed: the upper end of a prior that has one, or the upper bound; null when there is neither.</summary>
    public static double? Ceiling(ParameterRow row) => row.Prior is { IsNone: false, Distribution: "uniform" or "log-uniform" } prior
        ? Math.Min(prior.Parameters[1], row.UpperBound ?? double.PositiveInfinity)
        : row.UpperBound;

    /// <summary>Quantile <paramref name="u"/> of a normal distribution cut off outside low … high.</summary>
    public static double TruncatedNormal(double mean, double sd, double low, double high, double u)
    {
        var (below, above) = (Cdf(low), Cdf(high));
        return Math.Clamp(mean + (sd * StandardNormal.Quantile(Math.Clamp(below + (u * (above - below)), double.Epsilon, 1 - 1.2e-16))), low, high);

        double Cdf(double x) => double.IsNegativeInfinity(x) ? 0 : double.IsPositiveInfinity(x) ? 1 : Normal.CDF(0, 1, (x - mean) / sd);
    }

    private static double Between(double low, double high, double u) => low + (u * (high - low));
}
