using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// What <see cref="DenseLu"/> does to eight rows, or eight rows and columns, at a time. Columns stand one behind the other, <c>stride</c> numbers apart, each from the start of a cache line. An entry changes by one fused
/// multiply–add for each column before it, in their order.
/// </summary>
internal static unsafe class DenseTiles
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Size = 8;

    /// <summary>Row numbers within a tile.</summary>
    private static readonly Vector512<long> Places = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>Powers of two that bring positive numbers near 1.</summary>
    public static Vector512<double> Reciprocal(Vector512<double> sizes)
    {
        const long twoTo1023 = 2046L << 52, least = 1L << 52;
        return Vector512.Max(Vector512.Create(twoTo1023) - (sizes.AsInt64() & Vector512.Create(2047L << 52)), Vector512.Create(least)).AsDouble();
    }

    /// <summary>C −= L·U for the tile of eight columns at a row, with the first <paramref name="count"/> columns of L and rows of U.</summary>
    /// <param name="lower">The row in the matrix's first column.</param>
    /// <param name="columns">Top of the first of the eight columns: rows of U, and at <paramref name="row"/> the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(double* lower, double* columns, int row, int count, int stride)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            for (var part = 0; part < 2; part++)
                UpdateHalf(lower, columns + 4 * part * stride, row, count, stride);
            return;
        }
        double* u0 = columns, u1 = u0 + stride, u2 = u1 + stride, u3 = u2 + stride, u4 = u3 + stride, u5 = u4 + stride, u6 = u5 + stride, u7 = u6 + stride;
        var (c0, c1, c2, c3) = (Vector512.LoadAligned(u0 + row), Vector512.LoadAligned(u1 + row), Vector512.LoadAligned(u2 + row), Vector512.LoadAligned(u3 + row));
        var (c4, c5, c6, c7) = (Vector512.LoadAligned(u4 + row), Vector512.LoadAligned(u5 + row), Vector512.LoadAligned(u6 + row), Vector512.LoadAligned(u7 + row));
        for (var k = 0; k < count; k++, lower += stride)
        {
            var l = -Vector512.LoadAligned(lower);
            c0 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u0[k]), c0);
            c1 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u1[k]), c1);
            c2 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u2[k]), c2);
            c3 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u3[k]), c3);
            c4 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u4[k]), c4);
            c5 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u5[k]), c5);
            c6 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u6[k]), c6);
            c7 = Vector512.FusedMultiplyAdd(l, Vector512.Create(u7[k]), c7);
        }
        c0.StoreAligned(u0 + row);
        c1.StoreAligned(u1 + row);
        c2.StoreAligned(u2 + row);
        c3.StoreAligned(u3 + row);
        c4.StoreAligned(u4 + row);
        c5.StoreAligned(u5 + row);
        c6.StoreAligned(u6 + row);
        c7.StoreAligned(u7 + row);
    }

    /// <summary>The same for four columns, where vectors are of four numbers and there are half as many of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateHalf(double* lower, double* columns, int row, int count, int stride)
    {
        double* u0 = columns, u1 = u0 + stride, u2 = u1 + stride, u3 = u2 + stride;
        var (c0, c1, c2, c3) = (Vector256.Load(u0 + row), Vector256.Load(u1 + row), Vector256.Load(u2 + row), Vector256.Load(u3 + row));
        var (d0, d1, d2, d3) = (Vector256.Load(u0 + row + 4), Vector256.Load(u1 + row + 4), Vector256.Load(u2 + row + 4), Vector256.Load(u3 + row + 4));
        for (var k = 0; k < count; k++, lower += stride)
        {
            var (l, m) = (-Vector256.Load(lower), -Vector256.Load(lower + 4));
            var u = Vector256.Create(u0[k]);
            (c0, d0) = (Vector256.FusedMultiplyAdd(l, u, c0), Vector256.FusedMultiplyAdd(m, u, d0));
            u = Vector256.Create(u1[k]);
            (c1, d1) = (Vector256.FusedMultiplyAdd(l, u, c1), Vector256.FusedMultiplyAdd(m, u, d1));
            u = Vector256.Create(u2[k]);
            (c2, d2) = (Vector256.FusedMultiplyAdd(l, u, c2), Vector256.FusedMultiplyAdd(m, u, d2));
            u = Vector256.Create(u3[k]);
            (c3, d3) = (Vector256.FusedMultiplyAdd(l, u, c3), Vector256.FusedMultiplyAdd(m, u, d3));
        }
        c0.Store(u0 + row);
        c1.Store(u1 + row);
        c2.Store(u2 + row);
        c3.Store(u3 + row);
        d0.Store(u0 + row + 4);
        d1.Store(u1 + row + 4);
        d2.Store(u2 + row + 4);
        d3.Store(u3 + row + 4);
    }

    /// <summary>The same for a tile above the diagonal block, whose rows then become rows of U: solved by the unit lower triangle of L on the diagonal at that row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eliminate(double* lower, double* columns, int row, int stride)
    {
        Update(lower, columns, row, row, stride);
        for (var column = 0; column < Size; column++)
            SolveLower(lower + row * stride, columns + column * stride + row, stride);
    }

    /// <summary>One column of a block on the diagonal after the columns of the block before it. Returns the largest size of a scaled entry on and below the diagonal; not a number where one is not finite.</summary>
    /// <param name="block">Top of the block's first column.</param>
    /// <param name="first">The block's first row.</param>
    /// <param name="count">Columns of the block before this one.</param>
    /// <param name="end">Behind the last row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double EliminateColumn(double* block, double* column, double* scale, int first, int count, int end, int stride)
    {
        var u = column + first;
        for (var k = 0; k < count; k++)
            for (var i = k + 1; i < Size; i++)
                u[i] = Without(u[i], block[k * stride + first + i], u[k]);
        var c = Vector512.LoadAligned(u);
        c &= Vector512.GreaterThanOrEqual(Places, Vector512.Create((long)count)).AsDouble();
        var best = Vector512.Abs(c) * Vector512.LoadAligned(scale + first);
        var zero = c * Vector512<double>.Zero;
        for (var row = first + Size; row < end; row += Size)
        {
            c = Vector512.LoadAligned(column + row);
            var entry = block + row;
            for (var k = 0; k < count; k++, entry += stride)
                c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(entry), Vector512.Create(u[k]), c);
            c.StoreAligned(column + row);
            best = Vector512.MaxNative(best, Vector512.Abs(c) * Vector512.LoadAligned(scale + row));
            zero = Vector512.FusedMultiplyAdd(c, Vector512<double>.Zero, zero);
        }
        return Largest(best) + Vector512.Sum(zero);
    }

    /// <summary>First row from k on whose scaled entry is of a size that one is known to have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(double size, double* column, double* scale, int k)
    {
        while (Math.Abs(column[k]) * scale[k] != size)
            k++;
        return k;
    }

    /// <summary>Multiplies a column from a row on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(double* column, double factor, int row, int end)
    {
        for (; row % Size != 0; row++)
            column[row] *= factor;
        for (; row < end; row += Size)
            (Vector512.LoadAligned(column + row) * factor).StoreAligned(column + row);
    }

    /// <summary>x = L⁻¹x for a block on the diagonal: one number after the other, each as soon as that before it is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveLower(double* block, double* x, int stride)
    {
        double* b0 = block, b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride, b4 = b3 + stride, b5 = b4 + stride, b6 = b5 + stride;
        var x0 = x[0];
        var x1 = x[1] = Without(x[1], b0[1], x0);
        var x2 = x[2] = Without(Without(x[2], b0[2], x0), b1[2], x1);
        var x3 = x[3] = Without(Without(Without(x[3], b0[3], x0), b1[3], x1), b2[3], x2);
        var x4 = x[4] = Without(Without(Without(Without(x[4], b0[4], x0), b1[4], x1), b2[4], x2), b3[4], x3);
        var x5 = x[5] = Without(Without(Without(Without(Without(x[5], b0[5], x0), b1[5], x1), b2[5], x2), b3[5], x3), b4[5], x4);
        var x6 = x[6] = Without(Without(Without(Without(Without(Without(x[6], b0[6], x0), b1[6], x1), b2[6], x2), b3[6], x3), b4[6], x4), b5[6], x5);
        var x7 = x[7] = Without(Without(Without(Without(Without(Without(Without(x[7], b0[7], x0), b1[7], x1), b2[7], x2), b3[7], x3), b4[7], x4), b5[7], x5), b6[7], x6);
    }

    /// <summary>x = U⁻¹x for a block on the diagonal.</summary>
    /// <param name="reciprocal">1/uₖₖ of the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveUpper(double* block, double* reciprocal, double* x, int stride)
    {
        double* b1 = block + stride, b2 = b1 + stride, b3 = b2 + stride, b4 = b3 + stride, b5 = b4 + stride, b6 = b5 + stride, b7 = b6 + stride;
        var x7 = x[7] *= reciprocal[7];
        var x6 = x[6] = Without(x[6], b7[6], x7) * reciprocal[6];
        var x5 = x[5] = Without(Without(x[5], b7[5], x7), b6[5], x6) * reciprocal[5];
        var x4 = x[4] = Without(Without(Without(x[4], b7[4], x7), b6[4], x6), b5[4], x5) * reciprocal[4];
        var x3 = x[3] = Without(Without(Without(Without(x[3], b7[3], x7), b6[3], x6), b5[3], x5), b4[3], x4) * reciprocal[3];
        var x2 = x[2] = Without(Without(Without(Without(Without(x[2], b7[2], x7), b6[2], x6), b5[2], x5), b4[2], x4), b3[2], x3) * reciprocal[2];
        var x1 = x[1] = Without(Without(Without(Without(Without(Without(x[1], b7[1], x7), b6[1], x6), b5[1], x5), b4[1], x4), b3[1], x3), b2[1], x2) * reciprocal[1];
        x[0] = Without(Without(Without(Without(Without(Without(Without(x[0], b7[0], x7), b6[0], x6), b5[0], x5), b4[0], x4), b3[0], x3), b2[0], x2), b1[0], x1) * reciprocal[0];
    }

    /// <summary>y −= B·x over some rows of a block of eight columns, which are taken one after the other.</summary>
    /// <param name="block">Top of the first column taken.</param>
    /// <param name="stride">From it to the next.</param>
    /// <param name="x">What it is multiplied with.</param>
    /// <param name="step">From that to the next: 1 or −1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(double* block, int stride, double* x, int step, double* y, int from, int end)
    {
        var (x0, x1, x2, x3) = (Vector512.Create(x[0]), Vector512.Create(x[step]), Vector512.Create(x[2 * step]), Vector512.Create(x[3 * step]));
        var (x4, x5, x6, x7) = (Vector512.Create(x[4 * step]), Vector512.Create(x[5 * step]), Vector512.Create(x[6 * step]), Vector512.Create(x[7 * step]));
        double* b0 = block, b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride, b4 = b3 + stride, b5 = b4 + stride, b6 = b5 + stride, b7 = b6 + stride;
        for (var i = from; i < end; i += Size)
        {
            var c = Vector512.LoadAligned(y + i);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b0 + i), x0, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b1 + i), x1, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b2 + i), x2, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b3 + i), x3, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b4 + i), x4, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b5 + i), x5, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b6 + i), x6, c);
            c = Vector512.FusedMultiplyAdd(-Vector512.LoadAligned(b7 + i), x7, c);
            c.StoreAligned(y + i);
        }
    }

    private static double Largest(Vector512<double> v)
    {
        var half = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Without(double value, double factor, double x) => Math.FusedMultiplyAdd(-factor, x, value);
}
