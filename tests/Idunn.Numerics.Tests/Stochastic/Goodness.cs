namespace Idunn.Numerics.Tests.Stochastic;

/// <summary>Pearson's χ² between counts and a law.</summary>
internal static class Goodness
{
    private const double LeastExpected = 10;

    /// <summary>
    /// χ² as a standard normal number (Wilson, E. B. &amp; Hilferty, M. M. (1931), The distribution of chi-square, PNAS 17, 684–688); values that are expected less than ten times are pooled with their
    /// neighbours. Above 3.1 once in a thousand seeds.
    /// </summary>
    public static double OfFit(IReadOnlyCollection<double> values, Func<int, double> probability)
    {
        var observed = values.GroupBy(value => (int)value).ToDictionary(group => group.Key, group => group.Count());
        var (square, cells, expected, seen) = (0.0, 1, 0.0, 0);
        var (expectedLeft, seenLeft) = ((double)values.Count, values.Count);
        for (var k = 0; expectedLeft - expected >= LeastExpected; k++)
        {
            expected += values.Count * probability(k);
            seen += observed.GetValueOrDefault(k);
            if (expected < LeastExpected || expectedLeft - expected < LeastExpected)
                continue;
            square += (seen - expected) * (seen - expected) / expected;
            (expectedLeft, seenLeft) = (expectedLeft - expected, seenLeft - seen);
            (cells, expected, seen) = (cells + 1, 0, 0);
        }
        // The last cell is all the rest.
        return Normal(square + (seenLeft - expectedLeft) * (seenLeft - expectedLeft) / expectedLeft, cells - 1);
    }

    /// <summary>The same between two samples.</summary>
    public static double OfAgreement(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        var all = first.Concat(second).Order().ToArray();
        var (square, cells, from) = (0.0, 0, double.NegativeInfinity);
        for (var i = 0; i < all.Length;)
        {
            // Cells of some two hundred, which end where the value changes.
            var last = Math.Min(i + 200, all.Length) - 1;
            if (all.Length - last < 200)
                last = all.Length - 1;
            var to = all[last];
            var (a, b) = (first.Count(value => value > from && value <= to), second.Count(value => value > from && value <= to));
            var share = (a + b) / (double)all.Length;
            square += Math.Pow(a - share * first.Count, 2) / (share * first.Count) + Math.Pow(b - share * second.Count, 2) / (share * second.Count);
            (cells, from) = (cells + 1, to);
            while (i < all.Length && all[i] <= to)
                i++;
        }
        return Normal(square, cells - 1);
    }

    private static double Normal(double square, int freedom) => (Math.Cbrt(square / freedom) - (1 - 2.0 / (9 * freedom))) / Math.Sqrt(2.0 / (9 * freedom));
}
