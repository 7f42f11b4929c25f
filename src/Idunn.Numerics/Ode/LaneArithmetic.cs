using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.Ode;

/// <summary>
/// What a step does to whole buffers of all lanes, eight numbers at a time: number j belongs to lane j mod width and state j div width. A pattern is eight numbers, one for each lane and repeated. Buffers start on a
/// cache line and are as long as a multiple of <see cref="Stride"/>; what is behind the last state is zero, and 1 in tolerances.
/// </summary>
internal static unsafe class LaneArithmetic
{
    public const int Vector = 8;

    /// <summary>Numbers that the longest loop takes at a time.</summary>
    public const int Stride = 4 * Vector;

    /// <summary>Length of the memory for sums over states, which run by the state's number modulo 8 so that their order is the same at every width.</summary>
    public const int SumsLength = Vector * Vector;

    /// <summary>What decays without end would become a subnormal number, with which processors calculate a hundred times more slowly: before that it becomes zero.</summary>
    private const double Nothing = 1e-250;

    /// <summary>first = origin + Σⱼ a[j]·kⱼ and second = Σⱼ c[j]·kⱼ in one pass; k₀, k₁ … stand one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(double* origin, double* stages, int length, double[] a, double[] c, double* first, double* second)
    {
        fixed (double* pa = a, pc = c)
        {
            var count = a.Length;
            for (var i = 0; i < length; i += Stride)
            {
                var (y0, y1, y2, y3) = (Vector512.LoadAligned(origin + i), Vector512.LoadAligned(origin + i + 8), Vector512.LoadAligned(origin + i + 16), Vector512.LoadAligned(origin + i + 24));
                var (z0, z1, z2, z3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
                var k = stages + i;
                for (var j = 0; j < count; j++, k += length)
                {
                    var (aj, cj) = (Vector512.Create(pa[j]), Vector512.Create(pc[j]));
                    var (k0, k1, k2, k3) = (Vector512.LoadAligned(k), Vector512.LoadAligned(k + 8), Vector512.LoadAligned(k + 16), Vector512.LoadAligned(k + 24));
                    y0 = Vector512.FusedMultiplyAdd(aj, k0, y0);
                    y1 = Vector512.FusedMultiplyAdd(aj, k1, y1);
                    y2 = Vector512.FusedMultiplyAdd(aj, k2, y2);
                    y3 = Vector512.FusedMultiplyAdd(aj, k3, y3);
                    z0 = Vector512.FusedMultiplyAdd(cj, k0, z0);
                    z1 = Vector512.FusedMultiplyAdd(cj, k1, z1);
                    z2 = Vector512.FusedMultiplyAdd(cj, k2, z2);
                    z3 = Vector512.FusedMultiplyAdd(cj, k3, z3);
                }
                y0.StoreAligned(first + i);
                y1.StoreAligned(first + i + 8);
                y2.StoreAligned(first + i + 16);
                y3.StoreAligned(first + i + 24);
                z0.StoreAligned(second + i);
                z1.StoreAligned(second + i + 8);
                z2.StoreAligned(second + i + 16);
                z3.StoreAligned(second + i + 24);
            }
        }
    }

    /// <summary>sum = Σⱼ w[j]·kⱼ for one vector of numbers; w has eight for each j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Combination(double* weights, double* k, int count, int length)
    {
        var sum = Vector512<double>.Zero;
        for (var j = 0; j < count; j++, k += length)
            sum = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(weights + j * Vector), Vector512.LoadAligned(k), sum);
        return sum;
    }

    /// <summary>sum = a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double* a, double* b, double* sum, int length)
    {
        for (var i = 0; i < length; i += Vector)
            (Vector512.LoadAligned(a + i) + Vector512.LoadAligned(b + i)).StoreAligned(sum + i);
    }

    /// <summary>sum = addend + each·factor, the first factor being one for each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(Vector512<double> each, double* factor, double* addend, double* sum, int length)
    {
        for (var i = 0; i < length; i += Vector)
            Vector512.FusedMultiplyAdd(each, Vector512.LoadAligned(factor + i), Vector512.LoadAligned(addend + i)).StoreAligned(sum + i);
    }

    /// <summary>Takes the new numbers in the lanes of a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Take(Vector512<double> mask, double* from, double* target, int length)
    {
        for (var i = 0; i < length; i += Vector)
            Vector512.ConditionalSelect(mask, Vector512.LoadAligned(from + i), Vector512.LoadAligned(target + i)).StoreAligned(target + i);
    }

    /// <summary>The same for states, of which what is next to nothing becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blend(Vector512<double> mask, double* from, double* target, int length)
    {
        for (var i = 0; i < length; i += Vector)
        {
            var y = Vector512.LoadAligned(from + i);
            y = Vector512.AndNot(y, Vector512.LessThan(Vector512.Abs(y), Vector512.Create(Nothing)));
            Vector512.ConditionalSelect(mask, y, Vector512.LoadAligned(target + i)).StoreAligned(target + i);
        }
    }

    /// <summary>Σ (eᵢ/(aᵢ + r·max(|y₀ᵢ|, |y₁ᵢ|)))² in each lane: the squares of the error in units of the tolerance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareErrors(double* error, double* start, double* end, double* absolute, double relative, int length, int width, double* sums)
    {
        new Span<double>(sums, SumsLength).Clear();
        var r = Vector512.Create(relative);
        var turn = 0;
        for (var i = 0; i < length; i += Vector)
        {
            var size = Vector512.MaxNative(Vector512.Abs(Vector512.LoadAligned(start + i)), Vector512.Abs(Vector512.LoadAligned(end + i)));
            var scaled = Vector512.LoadAligned(error + i) / Vector512.FusedMultiplyAdd(r, size, Vector512.LoadAligned(absolute + i));
            Vector512.FusedMultiplyAdd(scaled, scaled, Vector512.LoadAligned(sums + turn)).StoreAligned(sums + turn);
            turn = turn + Vector == Vector * width ? 0 : turn + Vector;
        }
    }

    /// <summary>Sums in each lane that are not a number when any of its numbers in two buffers is not finite, and else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Check(double* a, double* b, int length, int width, double* sums)
    {
        new Span<double>(sums, SumsLength).Clear();
        var turn = 0;
        for (var i = 0; i < length; i += Vector)
        {
            var zero = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + i), Vector512<double>.Zero, Vector512.LoadAligned(b + i) * Vector512<double>.Zero);
            (zero + Vector512.LoadAligned(sums + turn)).StoreAligned(sums + turn);
            turn = turn + Vector == Vector * width ? 0 : turn + Vector;
        }
    }

    /// <summary>
    /// Both at once: for each lane Σ (eᵢ/(aᵢ + r·max(|y₀ᵢ|, |y₁ᵢ|)))², and what is not a number when y₁ or f₁ has a number that is not finite. Eight lanes each, of which those beyond the width mean nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (Vector512<double> Squares, Vector512<double> Zeros) Judge(
        double* error, double* start, double* end, double* derivative, double* absolute, double relative, int length, int width, double* sums, double* zeros)
    {
        new Span<double>(sums, SumsLength).Clear();
        new Span<double>(zeros, SumsLength).Clear();
        var r = Vector512.Create(relative);
        var turn = 0;
        for (var i = 0; i < length; i += Vector)
        {
            var y = Vector512.LoadAligned(end + i);
            var size = Vector512.MaxNative(Vector512.Abs(Vector512.LoadAligned(start + i)), Vector512.Abs(y));
            var scaled = Vector512.LoadAligned(error + i) / Vector512.FusedMultiplyAdd(r, size, Vector512.LoadAligned(absolute + i));
            Vector512.FusedMultiplyAdd(scaled, scaled, Vector512.LoadAligned(sums + turn)).StoreAligned(sums + turn);
            var zero = Vector512.FusedMultiplyAdd(y, Vector512<double>.Zero, Vector512.LoadAligned(derivative + i) * Vector512<double>.Zero);
            (zero + Vector512.LoadAligned(zeros + turn)).StoreAligned(zeros + turn);
            turn = turn + Vector == Vector * width ? 0 : turn + Vector;
        }
        return (Sums(sums, width), Sums(zeros, width));
    }

    /// <summary>The sums over all states of each lane.</summary>
    public static Vector512<double> Sums(double* sums, int width)
    {
        if (width == Vector)
            return ((Row(sums, 0) + Row(sums, 4)) + (Row(sums, 2) + Row(sums, 6))) + ((Row(sums, 1) + Row(sums, 5)) + (Row(sums, 3) + Row(sums, 7)));
        // The lanes' own sums are written over their first addends, which the next lane does not need.
        for (var lane = 0; lane < width; lane++)
            sums[lane] = Sum(sums, lane, width);
        return Vector512.LoadAligned(sums);
    }

    /// <summary>Repeats a pattern's first numbers, one for each lane, to eight.</summary>
    public static void Repeat(double* pattern, int width)
    {
        for (var e = width; e < Vector; e++)
            pattern[e] = pattern[e - width];
    }

    /// <summary>All bits set in the numbers of some lanes, and none elsewhere.</summary>
    public static Vector512<double> Mask(LaneSet lanes, int width)
    {
        var bits = lanes.Bits;
        for (var covered = width; covered < Vector; covered *= 2)
            bits |= bits << covered;
        return new LaneSet(bits).Mask;
    }

    /// <summary>A lane's sum over all states.</summary>
    public static double Sum(double* sums, int lane, int width) =>
        ((sums[lane] + sums[4 * width + lane]) + (sums[2 * width + lane] + sums[6 * width + lane]))
        + ((sums[width + lane] + sums[5 * width + lane]) + (sums[3 * width + lane] + sums[7 * width + lane]));

    private static Vector512<double> Row(double* sums, int row) => Vector512.LoadAligned(sums + row * Vector);
}
