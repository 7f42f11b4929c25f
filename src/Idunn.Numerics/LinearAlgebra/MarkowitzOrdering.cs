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

    public MarkowitzOrdering(SparsityPattern pattern)
    {
        n = pattern.Dimension;
        words = (n + WordBits - 1) / WordBits;
        rowBits = new ulong[n * words];
        columnBits = new ulong[n * words];
        active = new ulong[words];
        Order = new int[n];
        for (var row = 0; row < n; row++)
        {
            Set(active, row);
            SetEntry(row, row);
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                SetEntry(row, pattern.Columns[k]);
        }
        for (var step = 0; step < n; step++)
            Eliminate(Order[step] = Cheapest());
    }

    /// <summary>Order[k] is the row and column that is eliminated k-th.</summary>
    public int[] Order { get; }

    /// <summary>True when L or U has an entry at this place of the unpermuted matrix.</summary>
    public bool HasEntry(int row, int column) => (rowBits[row * words + column / WordBits] >> (column % WordBits) & 1) != 0;

    private int Cheapest()
    {
        var (least, best) = (long.MaxValue, -1);
        for (var p = 0; p < n && least > 0; p++)
        {
            if ((active[p / WordBits] >> (p % WordBits) & 1) == 0)
                continue;
            var cost = (long)(CountActive(rowBits, p) - 1) * (CountActive(columnBits, p) - 1);
            if (cost < least)
                (least, best) = (cost, p);
        }
        return best;
    }

    /// <summary>Removes p from the active part; every remaining row with an entry in column p takes up the pattern of row p.</summary>
    private void Eliminate(int p)
    {
        active[p / WordBits] &= ~(1UL << (p % WordBits));
        for (var i = 0; i < n; i++)
        {
            if ((active[i / WordBits] >> (i % WordBits) & 1) == 0)
                continue;
            var (takesRow, takesColumn) = (HasEntry(i, p), HasEntry(p, i));
            for (var w = 0; w < words; w++)
            {
                if (takesRow)
                    rowBits[i * words + w] |= rowBits[p * words + w] & active[w];
                if (takesColumn)
                    columnBits[i * words + w] |= columnBits[p * words + w] & active[w];
            }
        }
    }

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
