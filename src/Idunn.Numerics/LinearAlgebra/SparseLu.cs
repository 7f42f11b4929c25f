using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Sparse LU factorisation of d·I − J for one fixed pattern of J and many values: ordering and fill are found once (<see cref="LuPattern"/>), then
/// each matrix is factorised row by row (Doolittle, as in Duff, Erisman &amp; Reid, Direct Methods for Sparse Matrices) with pivots on the diagonal and without allocation. Rows are
/// assembled straight into the working row. When a pivot is lost to cancellation or growth the matrix goes to <see cref="PivotedLu"/> instead.
/// What is factorised is J − d·I, with the negatives of L's entries and of the reciprocal pivots, so that every operation is one fused multiply–add: generated code over lanes takes the
/// same steps to the same bits.
/// </summary>
public sealed class SparseLu : ShiftedLu
{
    /// <summary>A pivot smaller than this share of the terms it was made from has no digit left.</summary>
    public const double Cancellation = 1e-14;

    /// <summary>Updates larger than this multiple of a diagonal entry wipe out half of its digits. Both tests are blind to row and column scaling.</summary>
    public const double Growth = 1e8;

    private readonly SparsityPattern pattern;
    private readonly LuPattern factors;
    private readonly int n;
    private readonly double[] values;
    private readonly double[] reciprocalPivots;
    private readonly double[] work;
    private PivotedLu? pivoted;
    private bool isPivoted;
    private long fallbacks;

    /// <param name="pattern">Structural non-zeros of J; the diagonal is added.</param>
    public SparseLu(SparsityPattern pattern)
        : this(pattern, new LuPattern(pattern))
    {
    }

    /// <param name="factors">The fill of that pattern.</param>
    public SparseLu(SparsityPattern pattern, LuPattern factors)
    {
        (this.pattern, this.factors) = (pattern, factors);
        n = pattern.Dimension;
        values = new double[factors.Count];
        reciprocalPivots = new double[n];
        work = new double[n];
    }

    /// <summary>Entries of L and U together, the unit diagonal of L not counted.</summary>
    public int FactorCount => factors.Count;

    /// <summary>Factorisations that went to the path with pivoting.</summary>
    public override long PivotFallbacks => fallbacks;

    /// <summary>Factorises <paramref name="diagonal"/>·I − J. False when the matrix is singular to working precision or not finite.</summary>
    /// <param name="jacobian">Values of J in the order of the pattern.</param>
    /// <exception cref="ArgumentException">There are fewer values than the pattern has entries.</exception>
    public override bool Factor(double diagonal, ReadOnlySpan<double> jacobian) => FactorOnDiagonal(diagonal, jacobian) || FactorWithPivots(diagonal, jacobian);

    /// <summary>The same without that path: false also when pivots on the diagonal are not safe.</summary>
    public bool FactorOnDiagonal(double diagonal, ReadOnlySpan<double> jacobian)
    {
        if (jacobian.Length < pattern.Count)
            throw new ArgumentException($"The pattern has {pattern.Count} entries, and {jacobian.Length} values were given.", nameof(jacobian));
        isPivoted = false;
        return FactorRows(diagonal, jacobian);
    }

    /// <summary>Overwrites <paramref name="b"/> with the solution x of (d·I − J)x = b.</summary>
    /// <exception cref="ArgumentException"><paramref name="b"/> is shorter than the matrix.</exception>
    public override void Solve(Span<double> b)
    {
        if (b.Length < n)
            throw new ArgumentException($"The matrix has {n} rows, and {b.Length} right-hand sides were given.", nameof(b));
        if (isPivoted)
        {
            pivoted!.Solve(b);
            return;
        }
        if (factors.IsTabular)
        {
            SolveByStretches(b);
            return;
        }
        var order = factors.Order;
        var rowStarts = factors.RowStarts;
        var columns = factors.Columns;
        var diagonals = factors.Diagonals;
        var x = work.AsSpan();
        for (var r = 0; r < n; r++)
        {
            var sum = b[order[r]];
            for (var p = rowStarts[r]; p < diagonals[r]; p++)
                sum = Math.FusedMultiplyAdd(values[p], x[columns[p]], sum);
            x[r] = sum;
        }
        for (var r = n - 1; r >= 0; r--)
        {
            var sum = x[r];
            for (var p = diagonals[r] + 1; p < rowStarts[r + 1]; p++)
                sum = Math.FusedMultiplyAdd(values[p], x[columns[p]], sum);
            b[order[r]] = x[r] = sum * reciprocalPivots[r];
        }
    }

    // Pointers: every index was made by the constructor, and checking each again nearly doubles the time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe bool FactorRows(double diagonal, ReadOnlySpan<double> jacobian)
    {
        fixed (double* lu = values, reciprocal = reciprocalPivots, row = work, j = jacobian)
        fixed (int* start = factors.RowStarts, column = factors.Columns, middle = factors.Diagonals, crossing = factors.DiagonalUpdates,
            stretchStart = factors.UpperStretchStarts, stretch = factors.UpperStretches, sourceStart = factors.SourceStarts, source = factors.SourceEntries, sourceColumn = factors.SourceColumns)
        {
            var isSafe = true;
            for (var r = 0; r < n; r++)
            {
                for (var p = start[r]; p < start[r + 1]; p++)
                    row[column[p]] = 0;
                for (var s = sourceStart[r]; s < sourceStart[r + 1]; s++)
                    row[sourceColumn[s]] = j[source[s]];
                var own = Math.Abs(diagonal) + Math.Abs(row[r]);
                row[r] -= diagonal;

                var updates = 0.0;
                for (var p = start[r]; p < middle[r]; p++)
                {
                    var k = column[p];
                    var factor = lu[p] = row[k] * reciprocal[k];
                    var end = start[k + 1];
                    if (stretchStart[k] == stretchStart[k + 1])
                        for (var q = middle[k] + 1; q < end; q++)
                            row[column[q]] = Math.FusedMultiplyAdd(factor, lu[q], row[column[q]]);
                    else
                        for (var s = stretchStart[k]; s < stretchStart[k + 1]; s++)
                            Add(factor, lu + stretch[s], row + column[stretch[s]], (s + 1 < stretchStart[k + 1] ? stretch[s + 1] : end) - stretch[s]);
                    if (crossing[p] >= 0)
                        updates += Math.Abs(factor * lu[crossing[p]]);
                }
                for (var p = middle[r]; p < start[r + 1]; p++)
                    lu[p] = row[column[p]];
                reciprocal[r] = -1 / row[r];
                isSafe &= Cancellation * (own + updates) < Math.Abs(row[r]) && updates <= Growth * own;
            }
            return isSafe;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SolveByStretches(Span<double> b)
    {
        fixed (double* lu = values, reciprocal = reciprocalPivots, x = work)
        fixed (int* start = factors.RowStarts, column = factors.Columns, middle = factors.Diagonals, order = factors.Order,
            lowerStart = factors.LowerStretchStarts, lower = factors.LowerStretches, upperStart = factors.UpperStretchStarts, upper = factors.UpperStretches)
        {
            for (var r = 0; r < n; r++)
                x[r] = b[order[r]] + Dot(lu, x, column, start[r], middle[r], lower + lowerStart[r], lowerStart[r + 1] - lowerStart[r]);
            for (var r = n - 1; r >= 0; r--)
                b[order[r]] = x[r] = (x[r] + Dot(lu, x, column, middle[r] + 1, start[r + 1], upper + upperStart[r], upperStart[r + 1] - upperStart[r])) * reciprocal[r];
        }
    }

    /// <summary>Σ luₚ·x at the columns of some entries: in stretches eight sums side by side, which are added at the end; what is left over one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe double Dot(double* lu, double* x, int* column, int from, int end, int* stretch, int stretches)
    {
        var (sums, sum) = (Vector512<double>.Zero, 0.0);
        if (stretches == 0)
            for (var p = from; p < end; p++)
                sum = Math.FusedMultiplyAdd(lu[p], x[column[p]], sum);
        for (var s = 0; s < stretches; s++)
        {
            var p = stretch[s];
            var last = s + 1 < stretches ? stretch[s + 1] : end;
            for (; p <= last - 8; p += 8)
                sums = Vector512.FusedMultiplyAdd(Vector512.Load(lu + p), Vector512.Load(x + column[p]), sums);
            for (; p < last; p++)
                sum = Math.FusedMultiplyAdd(lu[p], x[column[p]], sum);
        }
        var half = sums.GetLower() + sums.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return sum + (quarter[0] + quarter[1]);
    }

    /// <summary>y += factor·x, which gives each number the same bits as one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Add(double factor, double* x, double* y, int count)
    {
        var i = 0;
        for (var factors = Vector512.Create(factor); i <= count - 8; i += 8)
            Vector512.FusedMultiplyAdd(factors, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = Math.FusedMultiplyAdd(factor, x[i], y[i]);
    }

    private bool FactorWithPivots(double diagonal, ReadOnlySpan<double> jacobian)
    {
        foreach (var value in jacobian)
            if (!double.IsFinite(value))
                return false;
        fallbacks++;
        isPivoted = true;
        pivoted ??= PivotedLu.For(pattern, factors);
        return pivoted.Factor(diagonal, jacobian);
    }
}
