namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Positions of the structural non-zeros of a square sparse matrix, in compressed-row order; columns ascend within a row.
/// A matrix's values live apart, in an array of length <see cref="Count"/> in the same order.
/// </summary>
public sealed class SparsityPattern
{
    /// <param name="dimension">Number of rows and of columns.</param>
    /// <param name="rowStarts">Length <paramref name="dimension"/> + 1; row i holds entries rowStarts[i] … rowStarts[i+1] − 1.</param>
    /// <param name="columns">Column of each entry, ascending within a row.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix.</exception>
    public SparsityPattern(int dimension, int[] rowStarts, int[] columns)
    {
        if (dimension < 0 || rowStarts.Length != dimension + 1 || rowStarts[0] != 0 || rowStarts[dimension] != columns.Length)
            throw new ArgumentException("Row starts must run from 0 to the number of entries, one more than there are rows.");
        for (var row = 0; row < dimension; row++)
            for (var k = rowStarts[row]; k < rowStarts[row + 1]; k++)
                if (columns[k] < 0 || columns[k] >= dimension || (k > rowStarts[row] && columns[k] <= columns[k - 1]))
                    throw new ArgumentException($"Columns of row {row} must ascend and lie within 0 … {dimension - 1}.");
        Dimension = dimension;
        this.rowStarts = rowStarts;
        this.columns = columns;
    }

    private readonly int[] rowStarts;
    private readonly int[] columns;

    public int Dimension { get; }

    /// <summary>Number of structural non-zeros.</summary>
    public int Count => columns.Length;

    public ReadOnlySpan<int> RowStarts => rowStarts;

    public ReadOnlySpan<int> Columns => columns;

    /// <summary>A full matrix's pattern, for systems whose structure is unknown.</summary>
    public static SparsityPattern Dense(int dimension) => new(
        dimension,
        [.. Enumerable.Range(0, dimension + 1).Select(row => row * dimension)],
        [.. Enumerable.Range(0, dimension * dimension).Select(k => k % dimension)]);
}
