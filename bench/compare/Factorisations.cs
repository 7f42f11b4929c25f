using System.Globalization;
using System.Text;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Random;

namespace Compare;

/// <summary>What factorising and solving cost: dense here and in SUNDIALS, and by tables of a sparse pattern. What the choice between them in <see cref="ShiftedLu"/> and <see cref="PivotedLu"/> rests on.</summary>
internal static class Factorisations
{
    private static readonly int[] sizes = [8, 16, 24, 32, 50, 64, 100, 128, 200, 256, 400];

    /// <summary>Full matrices: µs of CPU, the least of the rounds.</summary>
    public static string Full(string folder, int rounds)
    {
        var text = new StringBuilder("| rows | dense | with exchanges | SUNDIALS dense | by tables | solution: dense | SUNDIALS | by tables |\n|---|---|---|---|---|---|---|---|\n");
        var theirs = Cvode.Dense(folder, rounds, sizes);
        foreach (var n in sizes)
        {
            var pattern = SparsityPattern.Dense(n);
            var (dense, sparse, values, b) = (new DenseLu(pattern), new SparseLu(pattern), Values(n * n), new double[n]);
            // A diagonal that is the largest, and one that is nothing, so that nearly every pivot is fetched from another row.
            var (kept, exchanged) = (Least(rounds, () => dense.Factor(n, values)), Least(rounds, () => dense.Factor(0, values)));
            var tables = Least(rounds, () => sparse.Factor(n, values));
            text.Append(CultureInfo.InvariantCulture, $"| {n} | {kept:0.00} | {exchanged:0.00} | {theirs[n].Factor:0.00} | {tables:0.00} | {Least(rounds, Solve(dense)):0.00} | {theirs[n].Solve:0.00} | {Least(rounds, Solve(sparse)):0.00} |\n");

            Action Solve(ShiftedLu lu) => () =>
            {
                Array.Fill(b, 1);
                lu.Solve(b);
            };
        }
        return text.ToString();
    }

    /// <summary>Bands and random patterns: times of a factorisation with ten solutions relative to the dense one, measured and by count.</summary>
    public static string Filled(int rounds)
    {
        var text = new StringBuilder("| pattern | rows | L and U, share | by tables / dense | by count | pivoting / dense | by count |\n|---|---|---|---|---|---|---|\n");
        foreach (var n in (int[])[16, 32, 50, 100, 200, 400])
            foreach (var share in (double[])[0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6])
                foreach (var isBand in (bool[])[true, false])
                {
                    var pattern = Pattern(n, share, isBand);
                    var factors = new LuPattern(pattern);
                    if (factors.Count == 3 * n - 2 && share > 0.02 || (n == 400 && !isBand))
                        continue;
                    var values = Values(pattern.Count);
                    double Time(ShiftedLu lu, double[] b) => Least(rounds, () =>
                    {
                        lu.Factor(n, values);
                        for (var i = 0; i < 10; i++)
                        {
                            Array.Fill(b, 1);
                            lu.Solve(b);
                        }
                    });
                    var x = new double[n];
                    var (dense, sparse, pivoted) = (Time(new DenseLu(pattern), x), Time(new SparseLu(pattern, factors), x), Time(new GilbertPeierlsLu(pattern, factors), x));
                    text.Append(CultureInfo.InvariantCulture, $"| {(isBand ? "band" : "random")} | {n} | {factors.Count / ((double)n * n):0.00} | {sparse / dense:0.00} | {factors.Cost / DenseLu.Cost(n):0.00} | {pivoted / dense:0.00} | {PivotedLu.PriceOfChoice * factors.Cost / DenseLu.Cost(n):0.00} |\n");
                }
        return text.ToString();
    }

    private static SparsityPattern Pattern(int n, double share, bool isBand)
    {
        var (starts, columns, half) = (new int[n + 1], new List<int>(), Math.Max(1, (int)(share * n / 2)));
        var chance = Values(n * n);
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
                if (isBand ? Math.Abs(row - column) <= half : row == column || chance[row * n + column] + 0.5 < share / 4)
                    columns.Add(column);
            starts[row + 1] = columns.Count;
        }
        return new(n, starts, [.. columns]);
    }

    /// <summary>Between −1/2 and 1/2.</summary>
    private static double[] Values(int count)
    {
        var random = new Philox(1, 0, 0);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextUniform() - 0.5)];
    }

    private static double Least(int rounds, Action work)
    {
        for (var i = 0; i < 60; i++)
            work();
        var (count, least) = (1, double.PositiveInfinity);
        for (var round = 0; round < rounds;)
        {
            var began = Ours.ThreadSeconds();
            for (var i = 0; i < count; i++)
                work();
            var seconds = Ours.ThreadSeconds() - began;
            if (seconds < 0.01)
            {
                count *= 2;
                continue;
            }
            least = Math.Min(least, seconds / count);
            round++;
        }
        return 1e6 * least;
    }
}
