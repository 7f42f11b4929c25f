namespace Idunn.Numerics.Random;

/// <summary>
/// A distribution to draw from by inversion: one uniform number gives one draw, which is therefore known by its address, rises with the number, and may be held between bounds (Devroye, L.
/// (1986), Non-Uniform Random Variate Generation, II.2). Probabilities are asked for from the nearer end, so that neither tail loses digits.
/// </summary>
public abstract class Distribution
{
    private protected Distribution() { }

    /// <summary>Counts and Gamma shapes beyond which the sums and fractions of their probabilities are no longer carried to their end.</summary>
    private protected const double Largest = 1e8;

    private protected virtual bool IsOfCounts => false;

    /// <summary>P(X ≤ x).</summary>
    public abstract double Below(double x);

    /// <summary>P(X &gt; x).</summary>
    public abstract double Above(double x);

    /// <summary>The least x with P(X ≤ x) ≥ p, 0 &lt; p &lt; 1.</summary>
    public abstract double FromBelow(double p);

    /// <summary>The least x with P(X &gt; x) ≤ q, 0 &lt; q &lt; 1.</summary>
    public abstract double FromAbove(double q);

    /// <summary>The distribution of a family; null where its parameters describe none, as a standard deviation below zero does, or lie beyond what is computed to its end (10⁸ trials, events or shape).</summary>
    /// <param name="first">See <see cref="DistributionFamily"/>.</param>
    /// <param name="second">Passed over by families of one parameter.</param>
    public static Distribution? Of(DistributionFamily family, double first, double second) => family switch
    {
        DistributionFamily.Normal => double.IsFinite(first) && IsScale(second) ? new Normal(first, second) : null,
        DistributionFamily.LogNormal => double.IsFinite(first) && IsScale(second) ? new LogNormal(first, second) : null,
        DistributionFamily.Uniform => double.IsFinite(first) && double.IsFinite(second) && first <= second ? new Uniform(first, second) : null,
        DistributionFamily.Cauchy => double.IsFinite(first) && IsScale(second) ? new Cauchy(first, second) : null,
        DistributionFamily.Laplace => double.IsFinite(first) && IsScale(second) ? new Laplace(first, second) : null,
        DistributionFamily.Exponential => first > 0 && double.IsFinite(first) ? new Gamma(1, 1 / first) : null,
        DistributionFamily.Gamma => first > 0 && first <= Largest && IsScale(second) ? new Gamma(first, second) : null,
        DistributionFamily.ChiSquare => first > 0 && first <= 2 * Largest ? new Gamma(0.5 * first, 2) : null,
        DistributionFamily.Rayleigh => IsScale(first) ? new Rayleigh(first) : null,
        DistributionFamily.Bernoulli => first is >= 0 and <= 1 ? new Binomial(1, first) : null,
        DistributionFamily.Binomial => first is >= 0 and <= Largest && first == Math.Floor(first) && second is >= 0 and <= 1 ? new Binomial(first, second) : null,
        DistributionFamily.Poisson => first is >= 0 and <= Largest ? new PoissonCounts(first) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "There is no such family."),
    };

    /// <param name="u">From (0, 1).</param>
    public double Draw(double u) => u <= 0.5 ? FromBelow(u) : FromAbove(1 - u);

    /// <summary>
    /// A draw of those that lie within bounds, both included: u divides the probability between them. Not a number where there is none between them that could be told from zero.
    /// </summary>
    /// <param name="u">From (0, 1).</param>
    public double Draw(double u, double lower, double upper)
    {
        if (!(lower <= upper))
            return double.NaN;
        var (first, last) = IsOfCounts ? (Math.Ceiling(lower) - 1, Math.Floor(upper)) : (lower, upper);
        var (below, above) = (Below(first), Above(last));
        double x;
        if (below <= 0.5)
        {
            var share = Below(last) - below;
            if (!(share > 0))
                return double.NaN;
            var p = below + u * share;
            x = p <= 0.5 ? FromBelow(p) : FromAbove(above + (1 - u) * share);
        }
        else
        {
            var share = Above(first) - above;
            if (!(share > 0))
                return double.NaN;
            x = FromAbove(above + (1 - u) * share);
        }
        return IsOfCounts ? Math.Clamp(x, first + 1, last) : Math.Clamp(x, lower, upper);
    }

    private static bool IsScale(double value) => value >= 0 && double.IsFinite(value);
}
