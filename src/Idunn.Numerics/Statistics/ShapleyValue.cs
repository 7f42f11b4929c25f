using Idunn.Numerics.Random;

namespace Idunn.Numerics.Statistics;

/// <summary>
/// The Shapley value: what is due to each of n players of a joint result. A player's share is the mean of what its joining adds, over all orders in which the players may join; shares add up to the worth of
/// all less the worth of none. Shapley, L. S. (1953), A value for n-person games, in: Contributions to the Theory of Games II, Annals of Mathematics Studies 28, 307–317.
/// A coalition S is a bit mask: bit i is player i.
/// </summary>
public static class ShapleyValue
{
    /// <summary>Most players whose coalitions are all gone through.</summary>
    public const int MostExact = 20;

    /// <summary>φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).</summary>
    /// <param name="worth">v(S) by the mask of S: 2ⁿ numbers, v of none first.</param>
    /// <returns>Shares by player, in the unit of the worth.</returns>
    /// <exception cref="ArgumentException">Their number is no power of two, or there are more than <see cref="MostExact"/> players.</exception>
    public static double[] Exact(ReadOnlySpan<double> worth)
    {
        var n = int.Log2(Math.Max(1, worth.Length));
        if (worth.Length != 1 << n || n > MostExact)
            throw new ArgumentException($"The worth of every coalition is needed: 2^n numbers for n players, at most {MostExact}. There are {worth.Length}.", nameof(worth));
        var weight = Weights(n);
        var shares = new double[n];
        for (var i = 0; i < n; i++)
            for (var coalition = 0; coalition < worth.Length; coalition++)
                if ((coalition & (1 << i)) == 0)
                    shares[i] += weight[int.PopCount(coalition)] * (worth[coalition | (1 << i)] - worth[coalition]);
        return shares;
    }

    /// <summary>s! (n − s − 1)! / n! for s = 0 … n − 1: one over n times the number of coalitions of s among the others.</summary>
    private static double[] Weights(int n)
    {
        var weights = new double[n];
        var coalitions = 1.0;
        for (var s = 0; s < n; s++)
        {
            weights[s] = 1 / (n * coalitions);
            coalitions *= (double)(n - 1 - s) / (s + 1);
        }
        return weights;
    }

    /// <summary>Random orders of n players, each as likely (Fisher and Yates).</summary>
    public static int[][] Orders(int players, int count, Philox stream)
    {
        var orders = new int[count][];
        for (var k = 0; k < count; k++)
        {
            int[] order = [.. Enumerable.Range(0, players)];
            for (var i = players - 1; i > 0; i--)
            {
                var j = Math.Min(i, (int)(stream.NextUniform() * (i + 1)));
                (order[i], order[j]) = (order[j], order[i]);
            }
            orders[k] = order;
        }
        return orders;
    }

    /// <summary>The coalitions that come up when players join in some orders, none first.</summary>
    public static IReadOnlyList<ulong> Coalitions(IEnumerable<int[]> orders)
    {
        var seen = new SortedSet<ulong> { 0 };
        foreach (var order in orders)
        {
            var coalition = 0UL;
            foreach (var player in order) seen.Add(coalition |= 1UL << player);
        }
        return [.. seen];
    }

    /// <summary>
    /// Shares estimated as the mean over random orders, with the standard error of each mean; in every order they add up to the whole. Castro, J., Gómez, D. &amp; Tejada, J. (2009), Polynomial calculation
    /// of the Shapley value based on sampling, Computers &amp; Operations Research 36, 1726–1730.
    /// </summary>
    public static (double[] Shares, double[] Errors) Sampled(IReadOnlyList<int[]> orders, Func<ulong, double> worth)
    {
        var n = orders[0].Length;
        var (mean, squares) = (new double[n], new double[n]);
        for (var k = 0; k < orders.Count; k++)
        {
            var coalition = 0UL;
            foreach (var player in orders[k])
            {
                var before = worth(coalition);
                var deviation = worth(coalition |= 1UL << player) - before - mean[player];
                mean[player] += deviation / (k + 1);
                squares[player] += deviation * deviation * k / (k + 1);
            }
        }
        return (mean, [.. squares.Select(sum => orders.Count > 1 ? Math.Sqrt(sum / (orders.Count - 1) / orders.Count) : double.PositiveInfinity)]);
    }
}
