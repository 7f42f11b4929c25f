using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// LU factorisation of d·I − J as a full matrix with scaled partial pivoting (Golub &amp; Van Loan, Matrix Computations, 3.4), eight columns at a time from the left: each entry is read once, takes all that
/// the columns before it do to it in registers (<see cref="DenseTiles"/>), and is written once. Every entry is changed by the same fused multiply–adds in the same order as in the textbook's three loops, so its bits
/// depend neither on the blocks nor on the width of the processor's vectors. Rows are compared scaled by a power of two near their largest entry.
/// </summary>
public sealed unsafe class DenseLu : PivotedLu
{
    private const int Block = DenseTiles.Size;

    private readonly int n, padded, stride;
    private readonly AlignedMemory memory;
    private readonly double* a, scale, reciprocal, work;
    private readonly int[] rows, places;

    /// <param name="pattern">Structural non-zeros of J; the diagonal is added.</param>
    public DenseLu(SparsityPattern pattern)
    {
        n = pattern.Dimension;
        padded = (n + Block - 1) / Block * Block;
        // An odd number of cache lines from column to column: with a power of two all columns would share a few sets of the cache.
        stride = padded / Block % 2 == 0 ? padded + Block : padded;
        memory = new AlignedMemory(stride * padded + 3 * padded);
        a = memory.Pointer;
        scale = a + stride * padded;
        reciprocal = scale + padded;
        work = reciprocal + padded;
        rows = new int[n];
        places = new int[pattern.Count];
        for (var row = 0; row < n; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                places[k] = pattern.Columns[k] * stride + row;
    }

    /// <summary>Column without a usable pivot in the factorisation last tried: entries on and below the diagonal are zero, or something is not finite; −1 when there was none.</summary>
    public int SingularColumn { get; private set; } = -1;

    /// <summary>Row of the matrix that became row r of L and U.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>Entry of the factors: of U on and above the diagonal, below it of L, whose diagonal is 1.</summary>
    public double this[int row, int column]
    {
        get
        {
            var entry = a[column * stride + row];
            GC.KeepAlive(memory);
            return entry;
        }
    }

    /// <summary>
    /// What a factorisation with ten solutions costs, in multiplications of <see cref="SparseLu"/>, whose cost for the same is <see cref="LuPattern.Cost"/>. Fitted to times of bands and random patterns of 12 to
    /// 800 states on one machine (docs/benchmarks.md): where both are equal by this count they were within a third of each other.
    /// </summary>
    public static double Cost(int states) => (40 + (3.5 + states / 110.0) * states) * states;

    public override bool Factor(double diagonal, ReadOnlySpan<double> jacobian)
    {
        Assemble(diagonal, jacobian);
        Scale();
        SingularColumn = -1;
        for (var first = 0; first < n; first += Block)
        {
            var columns = a + first * stride;
            for (var row = 0; row < first; row += Block)
                DenseTiles.Eliminate(a + row, columns, row, stride);
            for (var row = first; row < padded; row += Block)
                DenseTiles.Update(a + row, columns, row, first, stride);
            for (var k = first; k < Math.Min(first + Block, n); k++)
                if (!Eliminate(first, k))
                {
                    SingularColumn = k;
                    return false;
                }
        }
        GC.KeepAlive(memory);
        return true;
    }

    public override void Solve(Span<double> b)
    {
        if (SingularColumn >= 0)
        {
            b[..n].Fill(double.NaN);
            return;
        }
        for (var r = 0; r < n; r++)
            work[r] = b[rows[r]];
        for (var first = 0; first < padded; first += Block)
        {
            DenseTiles.SolveLower(a + first * stride + first, work + first, stride);
            DenseTiles.Subtract(a + first * stride, stride, work + first, 1, work, first + Block, padded);
        }
        for (var first = padded - Block; first >= 0; first -= Block)
        {
            DenseTiles.SolveUpper(a + first * stride + first, reciprocal + first, work + first, stride);
            DenseTiles.Subtract(a + (first + Block - 1) * stride, -stride, work + first + Block - 1, -1, work, 0, first);
        }
        new Span<double>(work, n).CopyTo(b);
        GC.KeepAlive(memory);
    }

    // Pointers: every place was found by the constructor, and checking each again takes longer than the arithmetic of a small matrix.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Assemble(double diagonal, ReadOnlySpan<double> jacobian)
    {
        if (jacobian.Length < places.Length)
            throw new ArgumentException($"The pattern has {places.Length} entries, and {jacobian.Length} values were given.", nameof(jacobian));
        // What is not finite spreads into the padding; else that stays zero.
        if (places.Length < n * n || SingularColumn >= 0)
            new Span<double>(a, stride * padded).Clear();
        fixed (double* values = jacobian)
        fixed (int* place = places)
            for (var k = 0; k < places.Length; k++)
                a[place[k]] = -values[k];
        for (var row = 0; row < n; row++)
        {
            rows[row] = row;
            a[row * stride + row] += diagonal;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale()
    {
        for (var row = 0; row < padded; row += Block)
        {
            var largest = Vector512<double>.Zero;
            for (var entry = a + row; entry < a + n * stride; entry += stride)
                largest = Vector512.MaxNative(largest, Vector512.Abs(Vector512.LoadAligned(entry)));
            DenseTiles.Reciprocal(largest).StoreAligned(scale + row);
        }
    }

    /// <summary>Makes column k of its block, of which those from <paramref name="first"/> on are made. False when it has no pivot.</summary>
    private bool Eliminate(int first, int k)
    {
        var column = a + k * stride;
        var best = DenseTiles.EliminateColumn(a + first * stride, column, scale, first, k - first, padded, stride);
        if (!(best > 0 && best <= double.MaxValue))
            return false;
        var at = DenseTiles.Find(best, column, scale, k);
        if (at != k)
            Exchange(k, at);
        reciprocal[k] = 1 / column[k];
        if (!double.IsFinite(reciprocal[k]))
            return false;
        DenseTiles.Multiply(column, reciprocal[k], k + 1, padded);
        return true;
    }

    private void Exchange(int k, int at)
    {
        (rows[k], rows[at]) = (rows[at], rows[k]);
        (scale[k], scale[at]) = (scale[at], scale[k]);
        for (var column = a; column < a + n * stride; column += stride)
            (column[k], column[at]) = (column[at], column[k]);
    }
}
