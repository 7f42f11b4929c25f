namespace Idunn.Numerics.Sde;

/// <summary>
/// The law in which dX = f(t, X) dt + √(2ε) dW rests on 0 … X_c at a frozen time t, reflected at both ends: a density ∝ exp(∫f dx/ε). While exits at X_c are
/// rare it is near the law of those who have not exited (the quasi-stationary law), and it serves to start them; where exits are common it lies above.
/// The logarithm of the density is integrated by Simpson's rule on equal cells and taken as linear within each.
/// </summary>
public sealed class StationaryDensity
{
    private readonly double width;
    private readonly double[] logarithm;
    private readonly double[] cumulative;

    /// <param name="t">The time at which the drift is frozen.</param>
    /// <param name="noise">ε, above 0.</param>
    /// <param name="level">X_c, above 0.</param>
    /// <param name="cells">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside, or the drift is not finite.</exception>
    public StationaryDensity(Drift drift, double t, double noise, double level, int cells = 1000)
    {
        if (!(noise > 0 && double.IsFinite(noise)))
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "The noise ε must be finite and above zero.");
        if (!(level > 0 && double.IsFinite(level)))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be finite and above zero.");
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        (width, logarithm, cumulative) = (level / cells, new double[cells + 1], new double[cells + 1]);
        for (var i = 0; i < cells; i++)
        {
            var simpson = (drift(t, i * width) + 4 * drift(t, (i + 0.5) * width) + drift(t, (i + 1) * width)) / 6;
            if (!double.IsFinite(simpson))
                throw new ArgumentOutOfRangeException(nameof(drift), simpson, FormattableString.Invariant($"The drift at time {t} must be finite from {i * width} to {(i + 1) * width}."));
            logarithm[i + 1] = logarithm[i] + simpson * width / noise;
        }
        Normalize();
    }

    /// <summary>Mean of X.</summary>
    public double Mean { get; private set; }

    /// <summary>The smallest x below which X lies with probability <paramref name="u"/>: a draw, when u is uniform.</summary>
    public double Quantile(double u)
    {
        if (!(u >= 0 && u <= 1))
            throw new ArgumentOutOfRangeException(nameof(u), u, "A quantile lies between 0 and 1.");
        var found = Array.BinarySearch(cumulative, u);
        var edge = found < 0 ? ~found : found;
        // Where cells weigh nothing many edges share one value: the first is meant.
        while (edge > 0 && cumulative[edge - 1] >= u)
            edge--;
        if (edge == 0)
            return 0;
        var cell = edge - 1;
        var part = (u - cumulative[cell]) / (cumulative[edge] - cumulative[cell]);
        return (cell + PartBelow(part, logarithm[edge] - logarithm[cell])) * width;
    }

    private void Normalize()
    {
        var (cells, largest) = (cumulative.Length - 1, logarithm.Max());
        var moment = 0.0;
        for (var i = 0; i < cells; i++)
        {
            var slope = logarithm[i + 1] - logarithm[i];
            var mass = Math.Exp(Math.Max(logarithm[i], logarithm[i + 1]) - largest) * Mass(Math.Abs(slope));
            cumulative[i + 1] = cumulative[i] + mass;
            moment += mass * (i + Centre(slope)) * width;
        }
        var total = cumulative[cells];
        Mean = moment / total;
        for (var i = 0; i <= cells; i++)
            cumulative[i] /= total;
    }

    /// <summary>∫₀¹ e^(−sθ) dθ, s ≥ 0: the mass of a cell whose larger end weighs 1.</summary>
    private static double Mass(double s) => s < 1e-5 ? 1 - s / 2 : (1 - Math.Exp(-s)) / s;

    /// <summary>∫₀¹ θe^(sθ) dθ / ∫₀¹ e^(sθ) dθ.</summary>
    private static double Centre(double s) => Math.Abs(s) < 1e-3 ? 0.5 + s / 12 : 1 / (1 - Math.Exp(-s)) - 1 / s;

    /// <summary>The θ with ∫₀^θ e^(sϑ) dϑ = part·∫₀¹ e^(sϑ) dϑ, by exponentials that do not overflow.</summary>
    private static double PartBelow(double part, double s) => s switch
    {
        < -1e-5 => Math.Log(1 - part + part * Math.Exp(s)) / s,
        > 1e-5 => 1 + Math.Log(part + (1 - part) * Math.Exp(-s)) / s,
        _ => part,
    };
}
