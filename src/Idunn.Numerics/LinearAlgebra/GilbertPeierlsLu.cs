namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Sparse LU of d·I − J, column by column with threshold partial pivoting, in time proportional to the arithmetic: Gilbert, J. R. &amp; Peierls, T. (1988), Sparse partial pivoting in time
/// proportional to arithmetic operations, SIAM Journal on Scientific and Statistical Computing 9, 862–874; written after the account of Davis, T. A. (2006), Direct Methods for Sparse Linear
/// Systems, 6.2. Columns come in the order of <see cref="MarkowitzOrdering"/>; rows are scaled by a power of two near their largest entry; a diagonal entry is the pivot where it is at
/// least <see cref="Threshold"/> of the largest candidate. Memory grows with the fill, and is kept: factorising again with no more fill allocates nothing.
/// </summary>
public sealed class GilbertPeierlsLu : PivotedLu
{
    /// <summary>Least share of the largest candidate in its column with which the diagonal keeps its place (Duff, Erisman &amp; Reid, Direct Methods for Sparse Matrices, 5.6).</summary>
    public const double Threshold = 0.1;

    private const double LargestFinite = double.MaxValue;

    private readonly int n;
    private readonly int[] order, columnStarts, rowOf, entryOf;
    private readonly double[] scale, x, work;
    private readonly int[] pivotOf, visited, reach, stack, next, lowerStarts, upperStarts;
    private int[] lowerRows, upperRows;
    private double[] lower, upper;
    private int lowerCount, upperCount, stamp;
    private bool isFactored;

    /// <param name="factors">The fill of the same pattern with pivots on the diagonal: order of columns, and how much memory to begin with.</param>
    public GilbertPeierlsLu(SparsityPattern pattern, LuPattern factors)
    {
        n = pattern.Dimension;
        order = factors.Order.ToArray();
        (columnStarts, rowOf, entryOf) = Columns(pattern);
        (scale, x, work) = (new double[n], new double[n], new double[n]);
        (pivotOf, visited, reach, stack, next) = (new int[n], new int[n], new int[n], new int[n], new int[n]);
        (lowerStarts, upperStarts) = (new int[n + 1], new int[n + 1]);
        (lowerRows, lower) = (new int[factors.Count + n], new double[factors.Count + n]);
        (upperRows, upper) = (new int[factors.Count + n], new double[factors.Count + n]);
    }

    /// <summary>Entries of L and U last made, the unit diagonal of L not counted.</summary>
    public int FactorCount => lowerCount + upperCount - n;

    public override bool Factor(double diagonal, ReadOnlySpan<double> jacobian)
    {
        isFactored = false;
        if (!Scale(diagonal, jacobian))
            return false;
        Array.Fill(pivotOf, -1);
        Array.Clear(x);
        (lowerCount, upperCount) = (0, 0);
        for (var k = 0; k < n; k++)
        {
            Reserve();
            (lowerStarts[k], upperStarts[k]) = (lowerCount, upperCount);
            var top = SolveColumn(order[k], diagonal, jacobian);
            if (!Pivot(k, order[k], top))
                return false;
        }
        (lowerStarts[n], upperStarts[n]) = (lowerCount, upperCount);
        for (var p = 0; p < lowerCount; p++)
            lowerRows[p] = pivotOf[lowerRows[p]];
        return isFactored = true;
    }

    public override void Solve(Span<double> b)
    {
        if (!isFactored)
        {
            b[..n].Fill(double.NaN);
            return;
        }
        for (var i = 0; i < n; i++)
            work[pivotOf[i]] = b[i] * scale[i];
        for (var k = 0; k < n; k++)
            for (var p = lowerStarts[k] + 1; p < lowerStarts[k + 1]; p++)
                work[lowerRows[p]] = Math.FusedMultiplyAdd(-lower[p], work[k], work[lowerRows[p]]);
        for (var k = n - 1; k >= 0; k--)
        {
            var last = upperStarts[k + 1] - 1;
            work[k] /= upper[last];
            for (var p = upperStarts[k]; p < last; p++)
                work[upperRows[p]] = Math.FusedMultiplyAdd(-upper[p], work[k], work[upperRows[p]]);
        }
        for (var k = 0; k < n; k++)
            b[order[k]] = work[k];
    }

    private static (int[] Starts, int[] Rows, int[] Entries) Columns(SparsityPattern pattern)
    {
        var starts = new int[pattern.Dimension + 1];
        foreach (var column in pattern.Columns)
            starts[column + 1]++;
        for (var column = 0; column < pattern.Dimension; column++)
            starts[column + 1] += starts[column];
        var (rows, entries, filled) = (new int[pattern.Count], new int[pattern.Count], starts[..^1]);
        for (var row = 0; row < pattern.Dimension; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                (rows[filled[pattern.Columns[k]]], entries[filled[pattern.Columns[k]]++]) = (row, k);
        return (starts, rows, entries);
    }

    /// <summary>False when an entry is not finite or a row is empty.</summary>
    private bool Scale(double diagonal, ReadOnlySpan<double> jacobian)
    {
        Array.Clear(scale);
        var isFinite = double.IsFinite(diagonal);
        for (var column = 0; column < n; column++)
        {
            var own = diagonal;
            for (var k = columnStarts[column]; k < columnStarts[column + 1]; k++)
            {
                var value = jacobian[entryOf[k]];
                isFinite &= double.IsFinite(value);
                if (rowOf[k] == column)
                    own -= value;
                else
                    scale[rowOf[k]] = Math.Max(scale[rowOf[k]], Math.Abs(value));
            }
            scale[column] = Math.Max(scale[column], Math.Abs(own));
        }
        for (var row = 0; row < n && isFinite; row++)
        {
            if (!(scale[row] > 0 && scale[row] <= LargestFinite))
                return false;
            scale[row] = Math.ScaleB(1, -Math.ILogB(scale[row]));
        }
        return isFinite;
    }

    /// <summary>x = L⁻¹ · the column. Returns where in <see cref="reach"/> its entries begin, in topological order.</summary>
    private int SolveColumn(int column, double diagonal, ReadOnlySpan<double> jacobian)
    {
        stamp++;
        var top = Reach(column, n);
        for (var k = columnStarts[column]; k < columnStarts[column + 1]; k++)
            top = Reach(rowOf[k], top);
        for (var k = columnStarts[column]; k < columnStarts[column + 1]; k++)
            x[rowOf[k]] -= jacobian[entryOf[k]] * scale[rowOf[k]];
        x[column] += diagonal * scale[column];
        for (var p = top; p < n; p++)
        {
            var row = reach[p];
            var pivot = pivotOf[row];
            if (pivot < 0)
                continue;
            var factor = -x[row];
            for (var q = lowerStarts[pivot] + 1; q < lowerStarts[pivot + 1]; q++)
                x[lowerRows[q]] = Math.FusedMultiplyAdd(factor, lower[q], x[lowerRows[q]]);
        }
        return top;
    }

    /// <summary>Depth-first search through the columns of L from a row.</summary>
    private int Reach(int from, int top)
    {
        if (visited[from] == stamp)
            return top;
        var depth = 0;
        stack[0] = from;
        visited[from] = stamp;
        next[0] = pivotOf[from] < 0 ? 0 : lowerStarts[pivotOf[from]] + 1;
        while (depth >= 0)
        {
            var pivot = pivotOf[stack[depth]];
            var end = pivot < 0 ? 0 : lowerStarts[pivot + 1];
            var p = next[depth];
            while (p < end && visited[lowerRows[p]] == stamp)
                p++;
            if (p >= end)
            {
                reach[--top] = stack[depth--];
                continue;
            }
            next[depth] = p + 1;
            var row = lowerRows[p];
            visited[row] = stamp;
            stack[++depth] = row;
            next[depth] = pivotOf[row] < 0 ? 0 : lowerStarts[pivotOf[row]] + 1;
        }
        return top;
    }

    /// <summary>Chooses the pivot of a column and files the column under U and L. False when there is none.</summary>
    private bool Pivot(int k, int column, int top)
    {
        var (best, at) = (0.0, -1);
        for (var p = top; p < n; p++)
        {
            var row = reach[p];
            if (pivotOf[row] >= 0)
            {
                if (x[row] != 0)
                    (upperRows[upperCount], upper[upperCount++]) = (pivotOf[row], x[row]);
                continue;
            }
            var size = Math.Abs(x[row]);
            if (!(size <= LargestFinite))
                return false;
            // Of equals the first state, whatever the order of the search.
            if (size > best || (size == best && at >= 0 && row < at))
                (best, at) = (size, row);
        }
        if (at < 0)
            return false;
        if (pivotOf[column] < 0 && Math.Abs(x[column]) >= Threshold * best)
            at = column;
        var pivot = x[at];
        pivotOf[at] = k;
        (upperRows[upperCount], upper[upperCount++]) = (k, pivot);
        (lowerRows[lowerCount], lower[lowerCount++]) = (at, 1);
        for (var p = top; p < n; p++)
        {
            var row = reach[p];
            if (pivotOf[row] < 0 && x[row] != 0)
                (lowerRows[lowerCount], lower[lowerCount++]) = (row, x[row] / pivot);
            x[row] = 0;
        }
        return true;
    }

    /// <summary>Room for another column.</summary>
    private void Reserve()
    {
        if (lowerCount + n > lower.Length)
        {
            Array.Resize(ref lower, 2 * lower.Length + n);
            Array.Resize(ref lowerRows, lower.Length);
        }
        if (upperCount + n > upper.Length)
        {
            Array.Resize(ref upper, 2 * upper.Length + n);
            Array.Resize(ref upperRows, upper.Length);
        }
    }
}
