using System.Numerics;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Order of elimination along the diagonal that keeps fill small: at each step the pivot with the least product of other entries in its row and in its
/// column, ties to the lower index. Markowitz, H. M. (1957), The elimination form of the inverse and its application to linear programming,
/// Management Science 3, 255–269.
/// </summary>
public sealed class MarkowitzOrdering
{
    private const int WordBits = 64;
    private readonly int n;
    private readonly int words;
    private readonly ulong[] rowBits;
    private readonly ulong[] columnBits;
    private readonly ulong[] active;
    private readonly long[] costs;

    public MarkowitzOrdering(SparsityPattern pattern)
    {
        n = pattern.Dimension;
        words = (n + WordBits - 1) / WordBits;
        rowBits = new ulong[n * words];
        columnBits = new ulong[n * words];
        active = new ulong[words];
        costs = new long[n];
        Order = new int[n];
        for (var row = 0; row < n; row++)
        {
            Set(active, row);
            SetEntry(row, row);
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                SetEntry(row, pattern.Columns[k]);
        }
        for (var p = 0; p < n; p++)
            Price(p);
        for (var step = 0; step < n; step++)
            Eliminate(Order[step] = Cheapest());
    }

    /// <summary>Order[k] is the row and column that is eliminated k-th.</summary>
    public int[] Order { get; }

    /// <summary>Columns in which a row of L and U together has entries, of the unpermuted matrix, ascending.</summary>
    public IEnumerable<int> EntriesOf(int row)
    {
        for (var w = 0; w < words; w++)
            for (var bits = rowBits[row * words + w]; bits != 0; bits &= bits - 1)
                yield return w * WordBits + BitOperations.TrailingZeroCount(bits);
    }

    private int Cheapest()
    {
        var (least, best) = (long.MaxValue, -1);
        for (var p = 0; p < n && least > 0; p++)
        {
            if (costs[p] < least)
                (least, best) = (costs[p], p);
        }
        return best;
    }

    /// <summary>Removes p from the active part; every remaining row with an entry in column p takes up the pattern of row p, and every remaining column with one in row p that of column p.</summary>
    private void Eliminate(int p)
    {
        active[p / WordBits] &= ~(1UL << (p % WordBits));
        costs[p] = long.MaxValue;
        TakeUp(rowBits, columnBits, p);
        TakeUp(columnBits, rowBits, p);
        for (var w = 0; w < words; w++)
            for (var bits = (rowBits[p * words + w] | columnBits[p * words + w]) & active[w]; bits != 0; bits &= bits - 1)
                Price(w * WordBits + BitOperations.TrailingZeroCount(bits));
    }

    /// <summary>Lines that cross the line p take up its active entries.</summary>
    private void TakeUp(ulong[] lines, ulong[] crossing, int p)
    {
        for (var w = 0; w < words; w++)
            for (var bits = crossing[p * words + w] & active[w]; bits != 0; bits &= bits - 1)
            {
                var line = (w * WordBits + BitOperations.TrailingZeroCount(bits)) * words;
                for (var v = 0; v < words; v++)
                    lines[line + v] |= lines[p * words + v] & active[v];
            }
    }

    /// <summary>Other entries in row p times other entries in column p.</summary>
    private void Price(int p) => costs[p] = (long)(CountActive(rowBits, p) - 1) * (CountActive(columnBits, p) - 1);

    private int CountActive(ulong[] bits, int line)
    {
        var count = 0;
        for (var w = 0; w < words; w++)
            count += BitOperations.PopCount(bits[line * words + w] & active[w]);
        return count;
    }

    private void SetEntry(int row, int column)
    {
        Set(rowBits.AsSpan(row * words), column);
        Set(columnBits.AsSpan(column * words), row);
    }

    private static void Set(Span<ulong> bits, int index) => bits[index / WordBits] |= 1UL << (index % WordBits);
}
