namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Sparse LU factorisation of d·I − J for one fixed pattern of J and many values: ordering and fill are found once (<see cref="MarkowitzOrdering"/>), then
/// each matrix is factorised row by row (Doolittle, as in Duff, Erisman &amp; Reid, Direct Methods for Sparse Matrices) with pivots on the diagonal and without allocation. Rows are
/// assembled straight into the working row. When a pivot is lost to cancellation or growth the matrix goes to <see cref="DenseLu"/> instead.
/// </summary>
public sealed class SparseLu
{
    /// <summary>A pivot smaller than this share of the terms it was made from has no digit left.</summary>
    private const double Cancellation = 1e-14;

    /// <summary>Updates larger than this multiple of a diagonal entry wipe out half of its digits. Both tests are blind to row and column scaling.</summary>
    private const double Growth = 1e8;

    private readonly SparsityPattern pattern;
    private readonly int n;
    private readonly int[] order;
    private readonly int[] rowStarts;
    private readonly int[] columns;
    private readonly int[] diagonals;
    private readonly int[] diagonalUpdates;
    private readonly int[] sourceStarts;
    private readonly int[] sources;
    private readonly int[] sourceColumns;
    private readonly double[] values;
    private readonly double[] reciprocalPivots;
    private readonly double[] work;
    private DenseLu? dense;
    private bool isDense;

    /// <param name="pattern">Structural non-zeros of J; the diagonal is added.</param>
    public SparseLu(SparsityPattern pattern)
    {
        this.pattern = pattern;
        n = pattern.Dimension;
        var ordering = new MarkowitzOrdering(pattern);
        order = ordering.Order;
        var positions = new int[n];
        for (var r = 0; r < n; r++)
            positions[order[r]] = r;
        (rowStarts, columns) = FactorPattern(ordering);
        diagonals = new int[n];
        for (var r = 0; r < n; r++)
            diagonals[r] = IndexOf(r, r);
        diagonalUpdates = DiagonalUpdates();
        (sourceStarts, sources, sourceColumns) = Sources(positions);
        values = new double[columns.Length];
        reciprocalPivots = new double[n];
        work = new double[n];
    }

    /// <summary>Entries of L and U together, the unit diagonal of L not counted.</summary>
    public int FactorCount => columns.Length;

    /// <summary>Factorisations that went to the dense path.</summary>
    public long DenseFallbacks { get; private set; }

    /// <summary>Factorises <paramref name="diagonal"/>·I − J. False when the matrix is singular to working precision or not finite.</summary>
    /// <param name="jacobian">Values of J in the order of the pattern.</param>
    /// <exception cref="ArgumentException">There are fewer values than the pattern has entries.</exception>
    public bool Factor(double diagonal, ReadOnlySpan<double> jacobian)
    {
        if (jacobian.Length < pattern.Count)
            throw new ArgumentException($"The pattern has {pattern.Count} entries, and {jacobian.Length} values were given.", nameof(jacobian));
        isDense = false;
        return FactorRows(diagonal, jacobian) || FactorDense(diagonal, jacobian);
    }

    /// <summary>Overwrites <paramref name="b"/> with the solution x of (d·I − J)x = b.</summary>
    /// <exception cref="ArgumentException"><paramref name="b"/> is shorter than the matrix.</exception>
    public void Solve(Span<double> b)
    {
        if (b.Length < n)
            throw new ArgumentException($"The matrix has {n} rows, and {b.Length} right-hand sides were given.", nameof(b));
        if (isDense)
        {
            dense!.Solve(b);
            return;
        }
        var x = work.AsSpan();
        for (var r = 0; r < n; r++)
        {
            var sum = b[order[r]];
            for (var p = rowStarts[r]; p < diagonals[r]; p++)
                sum -= values[p] * x[columns[p]];
            x[r] = sum;
        }
        for (var r = n - 1; r >= 0; r--)
        {
            var sum = x[r];
            for (var p = diagonals[r] + 1; p < rowStarts[r + 1]; p++)
                sum -= values[p] * x[columns[p]];
            b[order[r]] = x[r] = sum * reciprocalPivots[r];
        }
    }

    // Pointers: every index was made by the constructor, and checking each again nearly doubles the time.
    private unsafe bool FactorRows(double diagonal, ReadOnlySpan<double> jacobian)
    {
        fixed (double* lu = values, reciprocal = reciprocalPivots, row = work, j = jacobian)
        fixed (int* start = rowStarts, column = columns, middle = diagonals, crossing = diagonalUpdates, sourceStart = sourceStarts, source = sources, sourceColumn = sourceColumns)
        {
            for (var r = 0; r < n; r++)
            {
                for (var p = start[r]; p < start[r + 1]; p++)
                    row[column[p]] = 0;
                for (var s = sourceStart[r]; s < sourceStart[r + 1]; s++)
                    row[sourceColumn[s]] = -j[source[s]];
                var own = Math.Abs(diagonal) + Math.Abs(row[r]);
                row[r] += diagonal;

                var updates = 0.0;
                for (var p = start[r]; p < middle[r]; p++)
                {
                    var k = column[p];
                    var factor = lu[p] = row[k] * reciprocal[k];
                    if (factor == 0)
                        continue;
                    var end = start[k + 1];
                    for (var q = middle[k] + 1; q < end; q++)
                        row[column[q]] -= factor * lu[q];
                    if (crossing[p] >= 0)
                        updates += Math.Abs(factor * lu[crossing[p]]);
                }
                for (var p = middle[r]; p < start[r + 1]; p++)
                    lu[p] = row[column[p]];
                reciprocal[r] = 1 / row[r];
                if (!(Math.Abs(row[r]) > Cancellation * (own + updates) && updates <= Growth * own && double.IsFinite(reciprocal[r])))
                    return false;
            }
        }
        return true;
    }

    private bool FactorDense(double diagonal, ReadOnlySpan<double> jacobian)
    {
        foreach (var value in jacobian)
            if (!double.IsFinite(value))
                return false;
        DenseFallbacks++;
        isDense = true;
        dense ??= new DenseLu(pattern);
        return dense.Factor(diagonal, jacobian);
    }

    private (int[] RowStarts, int[] Columns) FactorPattern(MarkowitzOrdering ordering)
    {
        var starts = new int[n + 1];
        var entries = new List<int>();
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
                if (ordering.HasEntry(order[r], order[c]))
                    entries.Add(c);
            starts[r + 1] = entries.Count;
        }
        return (starts, [.. entries]);
    }

    /// <summary>For each entry (r, k) of L, the place of U's entry (k, r), whose product with it changes the pivot of row r; −1 when there is none.</summary>
    private int[] DiagonalUpdates()
    {
        var updates = new int[columns.Length];
        Array.Fill(updates, -1);
        for (var r = 0; r < n; r++)
            for (var p = rowStarts[r]; p < diagonals[r]; p++)
                updates[p] = IndexOf(columns[p], r);
        return updates;
    }

    /// <summary>For each permuted row, which values of J go to which permuted columns.</summary>
    private (int[] Starts, int[] Sources, int[] Columns) Sources(int[] positions)
    {
        var starts = new int[n + 1];
        var indices = new List<int>();
        var places = new List<int>();
        for (var r = 0; r < n; r++)
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
