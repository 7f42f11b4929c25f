namespace Idunn.Numerics.LinearAlgebra;

/// <summary>LU factorisation of d·I − J with scaled partial pivoting (Golub &amp; Van Loan, Matrix Computations, 3.4).</summary>
public sealed class DenseLu(SparsityPattern pattern) : PivotedLu
{
    private readonly int n = pattern.Dimension;
    private readonly double[] lu = new double[pattern.Dimension * pattern.Dimension];
    private readonly double[] rowScale = new double[pattern.Dimension];
    private readonly double[] work = new double[pattern.Dimension];
    private readonly int[] rows = new int[pattern.Dimension];

    public override bool Factor(double diagonal, ReadOnlySpan<double> jacobian)
    {
        Assemble(diagonal, jacobian);
        for (var k = 0; k < n; k++)
        {
            if (!Pivot(k))
                return false;
            var pivotRow = lu.AsSpan(rows[k] * n, n);
            for (var r = k + 1; r < n; r++)
            {
                var row = lu.AsSpan(rows[r] * n, n);
                var factor = row[k] /= pivotRow[k];
                if (factor != 0)
                    for (var j = k + 1; j < n; j++)
                        row[j] -= factor * pivotRow[j];
            }
        }
        return true;
    }

    public override void Solve(Span<double> b)
    {
        for (var r = 0; r < n; r++)
        {
            var sum = b[rows[r]];
            for (var j = 0; j < r; j++)
                sum -= lu[rows[r] * n + j] * work[j];
            work[r] = sum;
        }
        for (var r = n - 1; r >= 0; r--)
        {
            for (var j = r + 1; j < n; j++)
                work[r] -= lu[rows[r] * n + j] * work[j];
            work[r] /= lu[rows[r] * n + r];
        }
        work.CopyTo(b);
    }

    private void Assemble(double diagonal, ReadOnlySpan<double> jacobian)
    {
        Array.Clear(lu);
        for (var row = 0; row < n; row++)
        {
            rows[row] = row;
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                lu[row * n + pattern.Columns[k]] = -jacobian[k];
            lu[row * n + row] += diagonal;
            rowScale[row] = 0;
            for (var j = 0; j < n; j++)
                rowScale[row] = Math.Max(rowScale[row], Math.Abs(lu[row * n + j]));
        }
    }

    private bool Pivot(int k)
    {
        var (best, at) = (0.0, -1);
        for (var r = k; r < n; r++)
        {
            var size = Math.Abs(lu[rows[r] * n + k]) / rowScale[rows[r]];
            if (size > best)
                (best, at) = (size, r);
        }
        if (at < 0 || !double.IsFinite(best))
            return false;
        (rows[k], rows[at]) = (rows[at], rows[k]);
        return true;
    }
}
