namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Where L and U of a sparse matrix with pivots on the diagonal have entries, found once for many values: order of elimination (<see cref="MarkowitzOrdering"/>) and fill. Rows and columns
/// are permuted alike; row r of L and U stands at RowStarts[r] … RowStarts[r+1] − 1, columns ascending, L before the diagonal.
/// </summary>
public sealed class LuPattern
{
    /// <summary>Mean length of stretches of neighbouring columns from which a row is taken stretch by stretch.</summary>
    private const int LongStretch = 6;

    /// <summary>84 rows of a full matrix. Written out, Chen's 504 states took a fifth of the time over eight lanes, 50 full ones a quarter, 100 full ones a sixth more, when tables went entry by entry.</summary>
    private const long MostStraightLineWork = 200_000;

    private readonly int[] order, rowStarts, columns, diagonals, diagonalUpdates, sourceStarts, sources, sourceColumns, lowerStretchStarts, lowerStretches, upperStretchStarts, upperStretches;

    /// <param name="pattern">Structural non-zeros of the matrix; the diagonal is added.</param>
    public LuPattern(SparsityPattern pattern)
    {
        Dimension = pattern.Dimension;
        var ordering = new MarkowitzOrdering(pattern);
        order = ordering.Order;
        var positions = new int[Dimension];
        for (var r = 0; r < Dimension; r++)
            positions[order[r]] = r;
        (rowStarts, columns) = Entries(ordering, positions);
        diagonals = new int[Dimension];
        for (var r = 0; r < Dimension; r++)
            diagonals[r] = IndexOf(r, r);
        diagonalUpdates = Crossings();
        (sourceStarts, sources, sourceColumns) = Sources(pattern, positions);
        (lowerStretchStarts, lowerStretches) = Stretches(r => (rowStarts[r], diagonals[r]));
        (upperStretchStarts, upperStretches) = Stretches(r => (diagonals[r] + 1, rowStarts[r + 1]));
        Work = Multiplications();
    }

    public int Dimension { get; }

    /// <summary>Entries of L and U together, the unit diagonal of L not counted.</summary>
    public int Count => columns.Length;

    /// <summary>Multiplications of one factorisation.</summary>
    public long Work { get; }

    /// <summary>Whether there are so many of them that the algebra goes by tables everywhere, and never as straight-line code: a long row may then be summed in another order than one entry after the other.</summary>
    public bool IsTabular => Work > MostStraightLineWork;

    /// <summary>What a factorisation with ten solutions costs by tables (<see cref="SparseLu"/>), in multiplications of its own: an entry takes part in a solution at the price of 1.7.</summary>
    public double Cost => Work + 17.0 * Count;

    /// <summary>Row and column of the unpermuted matrix that is eliminated r-th.</summary>
    public ReadOnlySpan<int> Order => order;

    public ReadOnlySpan<int> RowStarts => rowStarts;

    /// <summary>Permuted column of each entry.</summary>
    public ReadOnlySpan<int> Columns => columns;

    /// <summary>Place of each row's diagonal entry.</summary>
    public ReadOnlySpan<int> Diagonals => diagonals;

    /// <summary>For each entry (r, k) of L, the place of U's entry (k, r), whose product with it changes the pivot of row r; −1 when there is none.</summary>
    public ReadOnlySpan<int> DiagonalUpdates => diagonalUpdates;

    /// <summary>
    /// Where the entries of row r of U behind the diagonal stand in neighbouring columns, as they do where much has filled: the next list has at UpperStretchStarts[r] … UpperStretchStarts[r+1] − 1 places in
    /// <see cref="Columns"/> at which a stretch begins; behind it the next begins, or the row ends. None where the stretches are short.
    /// </summary>
    public ReadOnlySpan<int> UpperStretchStarts => upperStretchStarts;

    /// <summary>Beginnings of the stretches.</summary>
    public ReadOnlySpan<int> UpperStretches => upperStretches;

    /// <summary>The same of L, before the diagonal.</summary>
    public ReadOnlySpan<int> LowerStretchStarts => lowerStretchStarts;

    /// <summary>Beginnings of the stretches.</summary>
    public ReadOnlySpan<int> LowerStretches => lowerStretches;

    /// <summary>Row r of the permuted matrix is made of entries SourceStarts[r] … SourceStarts[r+1] − 1 of the next two lists.</summary>
    public ReadOnlySpan<int> SourceStarts => sourceStarts;

    /// <summary>Places in the pattern of the matrix.</summary>
    public ReadOnlySpan<int> SourceEntries => sources;

    /// <summary>Their permuted columns.</summary>
    public ReadOnlySpan<int> SourceColumns => sourceColumns;

    private (int[] RowStarts, int[] Columns) Entries(MarkowitzOrdering ordering, int[] positions)
    {
        var starts = new int[Dimension + 1];
        var entries = new List<int>();
        for (var r = 0; r < Dimension; r++)
        {
            var first = entries.Count;
            foreach (var column in ordering.EntriesOf(order[r]))
                entries.Add(positions[column]);
            entries.Sort(first, entries.Count - first, null);
            starts[r + 1] = entries.Count;
        }
        return (starts, [.. entries]);
    }

    private long Multiplications()
    {
        var work = 0L;
        for (var r = 0; r < Dimension; r++)
            for (var p = rowStarts[r]; p < diagonals[r]; p++)
                work += rowStarts[columns[p] + 1] - diagonals[columns[p]];
        return work;
    }

    private (int[] Starts, int[] Stretches) Stretches(Func<int, (int From, int End)> part)
    {
        var starts = new int[Dimension + 1];
        var found = new List<int>();
        for (var r = 0; r < Dimension; r++)
        {
            var (from, end) = part(r);
            var first = found.Count;
            for (var p = from; p < end; p++)
                if (p == from || columns[p] != columns[p - 1] + 1)
                    found.Add(p);
            if (end - from < LongStretch * (found.Count - first))
                found.RemoveRange(first, found.Count - first);
            starts[r + 1] = found.Count;
        }
        return (starts, [.. found]);
    }

    private int[] Crossings()
    {
        var updates = new int[columns.Length];
        Array.Fill(updates, -1);
        for (var r = 0; r < Dimension; r++)
            for (var p = rowStarts[r]; p < diagonals[r]; p++)
                updates[p] = IndexOf(columns[p], r);
        return updates;
    }

    private (int[] Starts, int[] Sources, int[] Columns) Sources(SparsityPattern pattern, int[] positions)
    {
        var starts = new int[Dimension + 1];
        var indices = new List<int>();
        var places = new List<int>();
        for (var r = 0; r < Dimension; r++)
        {
            for (var k = pattern.RowStarts[order[r]]; k < pattern.RowStarts[order[r] + 1]; k++)
            {
                indices.Add(k);
                places.Add(positions[pattern.Columns[k]]);
            }
            starts[r + 1] = indices.Count;
        }
        return (starts, [.. indices], [.. places]);
    }

    private int IndexOf(int row, int column)
    {
        var index = Array.BinarySearch(columns, rowStarts[row], rowStarts[row + 1] - rowStarts[row], column);
        return index >= 0 ? index : -1;
    }
}
