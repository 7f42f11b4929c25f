using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.Functions;

/// <summary>
/// The functions of <see cref="Elementary"/> for eight numbers at a time, to the same bits. Numbers that are zero, negative, subnormal, not finite, or whose
/// result may not be ordinary take <see cref="Elementary"/>'s path one by one.
/// </summary>
public static unsafe class ElementaryVectors
{
    private const int Block = 8;

    /// <summary>y = eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(double* x, double* y, int count)
    {
        var i = 0;
        for (; i <= count - Block; i += Block)
        {
            var a = Vector512.Load(x + i);
            OrdinaryExp(a, Vector512<double>.Zero).Store(y + i);
            var rest = Extraordinary(IsOrdinaryExponent(a));
            if (rest != 0)
                rest &= Extraordinary(Vanishing(a, y + i));
            for (; rest != 0; rest &= rest - 1)
                y[i + BitOperations.TrailingZeroCount(rest)] = Elementary.Exp(x[i + BitOperations.TrailingZeroCount(rest)]);
        }
        for (; i < count; i++)
            y[i] = Elementary.Exp(x[i]);
    }

    /// <summary>y = ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Log(double* x, double* y, int count)
    {
        var i = 0;
        for (; i <= count - Block; i += Block)
        {
            var a = Vector512.Load(x + i);
            LogParts(a, out var high, out var low);
            (high + low).Store(y + i);
            for (var rest = Extraordinary(IsNormalPositive(a)); rest != 0; rest &= rest - 1)
                y[i + BitOperations.TrailingZeroCount(rest)] = Elementary.Log(x[i + BitOperations.TrailingZeroCount(rest)]);
        }
        for (; i < count; i++)
            y[i] = Elementary.Log(x[i]);
    }

    /// <summary>y = log₁₀ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Log10(double* x, double* y, int count)
    {
        var factor = Vector512.Create(Elementary.InverseLn10);
        var i = 0;
        for (; i <= count - Block; i += Block)
        {
            var a = Vector512.Load(x + i);
            LogParts(a, out var high, out var low);
            var product = high * factor;
            (product + Fma(low, factor, Fma(high, Vector512.Create(Elementary.InverseLn10Low), Fma(high, factor, -product)))).Store(y + i);
            for (var rest = Extraordinary(IsNormalPositive(a)); rest != 0; rest &= rest - 1)
                y[i + BitOperations.TrailingZeroCount(rest)] = Elementary.Log10(x[i + BitOperations.TrailingZeroCount(rest)]);
        }
        for (; i < count; i++)
            y[i] = Elementary.Log10(x[i]);
    }

    /// <summary>y = xⁿ, as <see cref="Elementary.Power"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(double* x, double* n, double* y, int count)
    {
        var i = 0;
        for (; i <= count - Block; i += Block)
        {
            var (a, b) = (Vector512.Load(x + i), Vector512.Load(n + i));
            LogParts(a, out var high, out var low);
            var exponent = b * high;
            OrdinaryExp(exponent, Fma(b, low, Fma(b, high, -exponent))).Store(y + i);
            var rest = Extraordinary(IsNormalPositive(a) & IsOrdinaryExponent(exponent));
            if (rest != 0)
                rest &= Extraordinary(OfZero(a, b, y + i));
            for (; rest != 0; rest &= rest - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(rest);
                y[at] = Elementary.Power(x[at], n[at]);
            }
        }
        for (; i < count; i++)
            y[i] = Elementary.Power(x[i], n[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Extraordinary(Vector512<double> isOrdinary) => (uint)~Vector512.ExtractMostSignificantBits(isOrdinary) & 0xff;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsOrdinaryExponent(Vector512<double> x) =>
        Vector512.GreaterThan(x, Vector512.Create(Elementary.LeastOrdinary)) & Vector512.LessThan(x, Vector512.Create(Elementary.MostOrdinary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsNormalPositive(Vector512<double> x) =>
        Vector512.GreaterThanOrEqual(x, Vector512.Create(2.2250738585072014e-308)) & Vector512.LessThanOrEqual(x, Vector512.Create(double.MaxValue));

    /// <summary>Puts 0 where an exponential is too small to be a number, and returns where.</summary>
    private static Vector512<double> Vanishing(Vector512<double> x, double* y)
    {
        var vanishes = Vector512.LessThan(x, Vector512.Create(Elementary.LeastExponent));
        Vector512.AndNot(Vector512.Load(y), vanishes).Store(y);
        return vanishes;
    }

    /// <summary>Puts 0 where a positive power is taken of zero, or of what is taken as zero, and returns where. A negative zero, whose odd powers are negative, is left out.</summary>
    private static Vector512<double> OfZero(Vector512<double> x, Vector512<double> n, double* y)
    {
        var isPositive = Vector512.GreaterThan(n, Vector512<double>.Zero) & Vector512.LessThanOrEqual(n, Vector512.Create(double.MaxValue));
        var isZero = Vector512.Equals(x.AsInt64(), Vector512<long>.Zero).AsDouble();
        var isTakenAsZero = Vector512.LessThan(x, Vector512<double>.Zero) & ~Vector512.Equals(n, Vector512.Floor(n));
        var vanishes = isPositive & (isZero | isTakenAsZero);
        Vector512.AndNot(Vector512.Load(y), vanishes).Store(y);
        return vanishes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OrdinaryExp(Vector512<double> x, Vector512<double> rest)
    {
        var shift = Vector512.Create(Elementary.RoundingShift);
        var shifted = Fma(x, Vector512.Create(Elementary.Log2E), shift);
        var k = shifted - shift;
        var high = Fma(-k, Vector512.Create(Elementary.Ln2High), x);
        var low = Fma(-k, Vector512.Create(Elementary.Ln2Low), rest);
        var r = high + low;
        var left = low - (r - high);
        var q = Vector512.Create(Elementary.E9);
        q = Fma(q, r, Vector512.Create(Elementary.E8));
        q = Fma(q, r, Vector512.Create(Elementary.E7));
        q = Fma(q, r, Vector512.Create(Elementary.E6));
        q = Fma(q, r, Vector512.Create(Elementary.E5));
        q = Fma(q, r, Vector512.Create(Elementary.E4));
        q = Fma(q, r, Vector512.Create(Elementary.E3));
        q = Fma(q, r, Vector512.Create(Elementary.E2));
        q = Fma(q, r, Vector512.Create(Elementary.E1));
        q = Fma(q, r, Vector512.Create(Elementary.E0));
        var reduced = Vector512<double>.One + (r + Fma(r * r, q, left));
        return reduced * Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LogParts(Vector512<double> x, out Vector512<double> logHigh, out Vector512<double> logLow)
    {
        var u = x.AsInt64() + Vector512.Create(Elementary.ToOne);
        var k = (Vector512.ShiftRightLogical(u, 52) | Vector512.Create(Elementary.TwoTo52Bits)).AsDouble() - Vector512.Create(Elementary.TwoTo52Biased);
        var f = ((u & Vector512.Create(Elementary.FractionMask)) + Vector512.Create(Elementary.RootHalf)).AsDouble() - Vector512<double>.One;

        var two = Vector512.Create(2.0);
        var divisor = two + f;
        var divisorLow = f - (divisor - two);
        var reciprocal = Vector512<double>.One / divisor;
        var s = f * reciprocal;
        var sLow = Fma(-s, divisorLow, Fma(-s, divisor, f)) * reciprocal;

        var z = s * s;
        var zLow = Fma(s + s, sLow, Fma(s, s, -z));
        var cube = z * s;
        var cubeLow = Fma(z, sLow, Fma(zLow, s, Fma(z, s, -cube)));

        var c = Vector512.Create(Elementary.TwoThirds);
        var third = c * cube;
        var thirdLow = Fma(c, cubeLow, Fma(Vector512.Create(Elementary.TwoThirdsLow), cube, Fma(c, cube, -third)));
        var series = Vector512.Create(Elementary.L6);
        series = Fma(series, z, Vector512.Create(Elementary.L5));
        series = Fma(series, z, Vector512.Create(Elementary.L4));
        series = Fma(series, z, Vector512.Create(Elementary.L3));
        series = Fma(series, z, Vector512.Create(Elementary.L2));
        series = Fma(series, z, Vector512.Create(Elementary.L1));
        series = Fma(series, z, Vector512.Create(Elementary.L0));

        var whole = k * Vector512.Create(Elementary.Ln2High);
        var twice = s + s;
        var first = whole + twice;
        var second = first + third;
        var low = Fma(k, Vector512.Create(Elementary.Ln2Low), sLow + sLow);
        low += twice - (first - whole);
        low += third - (second - first);
        low += thirdLow;
        low = Fma(series, z * cube, low);
        logHigh = second + low;
        logLow = low - (logHigh - second);
    }
}
