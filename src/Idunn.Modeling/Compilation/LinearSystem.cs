using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// The linear algebra of a Rosenbrock step as straight-line code: the same steps as <see cref="SparseLu"/>, with the Jacobian's entries computed where the factorisation needs them.
/// Outputs of the factorisation: the entries of L and U in the order of the pattern, the negative reciprocal pivots, and at the end whether the pivots on the diagonal were safe, 1 or 0.
/// </summary>
internal static class LinearSystem
{
    /// <summary>J at the input state, and LU of J − shift·I.</summary>
    public static Schedule Factorization(ExpressionGraph graph, Prologue prologue, IReadOnlyList<int> jacobian, LuPattern factors)
    {
        var code = new Scheduling(graph, prologue);
        var n = factors.Dimension;
        var (shift, minusOne, cancellation, growth, zero) = (new Operand(Source.Shift, 0), code.Constant(-1), code.Constant(SparseLu.Cancellation), code.Constant(SparseLu.Growth), code.Constant(0));
        var (lu, reciprocals, row) = (new Operand[factors.Count], new Operand[n], new Operand?[n]);
        Operand? isSafe = null;
        for (var r = 0; r < n; r++)
        {
            for (var s = factors.SourceStarts[r]; s < factors.SourceStarts[r + 1]; s++)
                row[factors.SourceColumns[s]] = code.Place(jacobian[factors.SourceEntries[s]]);
            var own = row[r] is { } diagonal ? code.Append(Operation.Add, shift, code.Append(Operation.Absolute, diagonal)) : shift;
            row[r] = code.Append(Operation.Subtract, row[r] ?? zero, shift);

            Operand? updates = null;
            var (start, middle, end) = (factors.RowStarts[r], factors.Diagonals[r], factors.RowStarts[r + 1]);
            for (var p = start; p < middle; p++)
            {
                var k = factors.Columns[p];
                lu[p] = code.Append(Operation.Multiply, row[k] ?? zero, reciprocals[k]);
                code.Store(p, lu[p]);
                for (var q = factors.Diagonals[k] + 1; q < factors.RowStarts[k + 1]; q++)
                    row[factors.Columns[q]] = code.Append(Operation.FusedAdd, lu[p], lu[q], row[factors.Columns[q]] ?? zero);
                if (factors.DiagonalUpdates[p] >= 0)
                {
                    var update = code.Append(Operation.Absolute, code.Append(Operation.Multiply, lu[p], lu[factors.DiagonalUpdates[p]]));
                    updates = updates is { } sum ? code.Append(Operation.Add, sum, update) : update;
                }
            }
            for (var p = middle; p < end; p++)
            {
                lu[p] = row[factors.Columns[p]] ?? zero;
                if (p > middle)
                    code.Store(p, lu[p]);
            }
            reciprocals[r] = code.Append(Operation.Divide, minusOne, lu[middle]);
            code.Store(factors.Count + r, reciprocals[r]);

            var terms = updates is { } all ? code.Append(Operation.Add, own, all) : own;
            var isKept = code.Append(Operation.Less, code.Append(Operation.Multiply, cancellation, terms), code.Append(Operation.Absolute, lu[middle]));
            isSafe = isSafe is { } before ? code.Append(Operation.And, before, isKept) : isKept;
            if (updates is { } grown)
                isSafe = code.Append(Operation.And, isSafe.Value, code.Append(Operation.LessOrEqual, grown, code.Append(Operation.Multiply, growth, own)));
            for (var p = start; p < end; p++)
                row[factors.Columns[p]] = null;
        }
        code.Store(factors.Count + n, isSafe ?? code.Constant(1));
        return code.ToSchedule();
    }

    /// <summary>x from b: the input is b, the output x, and the factors stand where hoisted values do. Output and input may not overlap.</summary>
    public static Schedule Solution(LuPattern factors)
    {
        var code = new Scheduling(new ExpressionGraph(), null);
        var n = factors.Dimension;
        var x = new Operand[n];
        for (var r = 0; r < n; r++)
        {
            x[r] = new Operand(Source.Input, factors.Order[r]);
            for (var p = factors.RowStarts[r]; p < factors.Diagonals[r]; p++)
                x[r] = code.Append(Operation.FusedAdd, new Operand(Source.Hoisted, p), x[factors.Columns[p]], x[r]);
        }
        for (var r = n - 1; r >= 0; r--)
        {
            for (var p = factors.Diagonals[r] + 1; p < factors.RowStarts[r + 1]; p++)
                x[r] = code.Append(Operation.FusedAdd, new Operand(Source.Hoisted, p), x[factors.Columns[p]], x[r]);
            x[r] = code.Append(Operation.Multiply, x[r], new Operand(Source.Hoisted, factors.Count + r));
            code.Store(factors.Order[r], x[r]);
        }
        return code.ToSchedule();
    }
}
