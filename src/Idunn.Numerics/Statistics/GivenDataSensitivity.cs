namespace Idunn.Numerics.Statistics;

/// <summary>
/// First-order sensitivity from a sample at hand: the share of the variance of y that is left between classes of one input, Var(E[y | x]) / Var(y), with as many
/// observations in each class of x. Plischke, Borgonovo and Smith (2013), Global sensitivity measures from given data, European Journal of Operational Research 226, 536.
/// </summary>
public static class GivenDataSensitivity
{
    /// <summary>Classes for n observations: n^(1/3), between 2 and 20.</summary>
    public static int ClassesFor(int n) => Math.Clamp((int)Math.Round(Math.Cbrt(n)), 2, 20);

    /// <summary>
    /// The share that <paramref name="x"/> owns of the variance of <paramref name="y"/>, 0 … 1, less what classes of pure chance would show, (k − 1)/(n − 1). Zero where
    /// y does not vary.
    /// </summary>
    /// <param name="x">Values of one input.</param>
    /// <param name="y">Values of the output, of the same length; all finite.</param>
    /// <param name="weights">Weight of each observation; empty: all alike.</param>
    public static double FirstOrder(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        var n = x.Length;
        if (n < 8) return 0;
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        var keys = x.ToArray();
        // Equal inputs keep their order, so that the result does not hang on the sort.
        Array.Sort(keys, order);
        for (int i = 0, j; i < n; i = j)
        {
            for (j = i + 1; j < n && keys[j] == keys[i]; j++) { }
            Array.Sort(order, i, j - i);
        }
        if (keys[0] == keys[^1]) return 0;
        var classes = ClassesFor(n);
        var (mean, total, all) = Moments(y, weights, order, 0, n);
        if (!(total > 0)) return 0;
        var between = 0.0;
        for (var k = 0; k < classes; k++)
        {
            var (inside, _, weight) = Moments(y, weights, order, (int)((long)k * n / classes), (int)((long)(k + 1) * n / classes));
            if (weight > 0) between += weight * (inside - mean) * (inside - mean);
        }
        var share = between / total;
        var chance = (classes - 1.0) / (n - 1.0);
        return Math.Clamp((share - chance) / (1 - chance), 0, 1);
    }

    /// <summary>Weighted mean, sum of weighted squared deviations, and sum of weights of y over order[from … to − 1].</summary>
    private static (double Mean, double Squares, double Weight) Moments(ReadOnlySpan<double> y, ReadOnlySpan<double> weights, int[] order, int from, int to)
    {
        var (mean, squares, sum) = (0.0, 0.0, 0.0);
        for (var i = from; i < to; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[order[i]];
            if (!(weight > 0)) continue;
            sum += weight;
            var deviation = y[order[i]] - mean;
            mean += weight * deviation / sum;
            squares += weight * deviation * (y[order[i]] - mean);
        }
        return (mean, squares, sum);
    }
}
