namespace Idunn.Numerics.Functions;

/// <summary>
/// exp, ln, log₁₀ and powers as a fixed sequence of IEEE 754 operations and fused multiply–adds, so that they give the same bits on every machine, for one number
/// as for many (<see cref="ElementaryVectors"/> takes the same steps). Errors stay below 1 ulp (tested against values of 60 digits). The polynomials were fitted by Remez's exchange
/// (relative error 2⁻⁵⁸ for the exponential, 2⁻⁶⁶ for the logarithm); the logarithm keeps a second word, without which a power would lose ten bits: Tang, P. T. P. (1990), Table-driven
/// implementation of the logarithm function in IEEE floating-point arithmetic, ACM Transactions on Mathematical Software 16, 378–400, whose reduction by s = (m − 1)/(m + 1) is used without a table.
/// </summary>
public static class Elementary
{
    /// <summary>1.5·2⁵²: adding it leaves a number rounded to an integer in the low bits.</summary>
    internal const double RoundingShift = 6755399441055744;

    internal const double Log2E = 1.4426950408889634;

    /// <summary>ln 2 to 42 bits, so that its product with an exponent is exact, and the rest.</summary>
    internal const double Ln2High = 0.6931471805598903;
    internal const double Ln2Low = 5.497923018708371e-14;

    internal const double TwoThirds = 0.6666666666666666;
    internal const double TwoThirdsLow = 3.700743415417188e-17;
    internal const double InverseLn10 = 0.4342944819032518;
    internal const double InverseLn10Low = 1.098319650216765e-17;

    /// <summary>Bits of √½, and what carries them to those of 1.</summary>
    internal const long RootHalf = 0x3fe6a09e667f3bcd;
    internal const long ToOne = 0x3ff0000000000000 - RootHalf;
    internal const long FractionMask = 0x000fffffffffffff;

    /// <summary>Bits of 2⁵², and 2⁵² + 1023: what turns the bits of an exponent into its value.</summary>
    internal const long TwoTo52Bits = 0x4330000000000000;
    internal const double TwoTo52Biased = 4503599627371519;

    /// <summary>Exponents of e between which nothing overflows or becomes subnormal.</summary>
    internal const double LeastOrdinary = -708;
    internal const double MostOrdinary = 709;

    /// <summary>Below this nothing is left, not even a subnormal number.</summary>
    internal const double LeastExponent = -746;

    /// <summary>(eʳ − 1 − r)/r² for |r| ≤ ln 2/2, by powers of r.</summary>
    internal const double
        E0 = 0.5000000000000011,
        E1 = 0.1666666666666641,
        E2 = 0.04166666666652925,
        E3 = 0.008333333333495611,
        E4 = 0.0013888888943904716,
        E5 = 0.00019841269504725255,
        E6 = 2.4801492782381044e-05,
        E7 = 2.755758743406095e-06,
        E8 = 2.7630371471122607e-07,
        E9 = 2.4999920754558975e-08;

    /// <summary>(2 artanh(s) − 2s − ⅔s³)/s⁵ by powers of s², |s| ≤ 0.1716.</summary>
    internal const double
        L0 = 0.40000000000002256,
        L1 = 0.2857142857009923,
        L2 = 0.2222222251997641,
        L3 = 0.18181784363061082,
        L4 = 0.15386757495314154,
        L5 = 0.13256814360119903,
        L6 = 0.1319635686065502;

    /// <summary>eˣ.</summary>
    public static double Exp(double x)
    {
        if (x is > LeastOrdinary and < MostOrdinary)
            return OrdinaryExp(x, 0);
        return double.IsNaN(x) ? x : ExtremeExp(x, 0);
    }

    /// <summary>ln x.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        var (high, low) = LogParts(x);
        return high + low;
    }

    /// <summary>log₁₀ x.</summary>
    public static double Log10(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        var (high, low) = LogParts(x);
        return Decimal(high, low);
    }

    /// <summary>
    /// xⁿ, with a negative base taken as 0 when n is not an integer. A solver's error lets a vanishing amount fall slightly below zero; a Hill term with a
    /// fractional exponent has to stay finite there. In all other respects IEEE 754's pow.
    /// </summary>
    public static double Power(double x, double n)
    {
        if (x > 0 && double.IsFinite(x) && double.IsFinite(n))
        {
            var (high, low) = LogParts(x);
            var exponent = n * high;
            var rest = Math.FusedMultiplyAdd(n, low, Math.FusedMultiplyAdd(n, high, -exponent));
            return exponent is > LeastOrdinary and < MostOrdinary ? OrdinaryExp(exponent, rest) : ExtremeExp(exponent, rest);
        }
        return SpecialPower(x, n);
    }

    private static double SpecialPower(double x, double n)
    {
        if (n == 0 || x == 1)
            return 1;
        if (double.IsNaN(x) || double.IsNaN(n))
            return double.NaN;
        if (x < 0 && n != Math.Floor(n))
            x = 0;
        var isOdd = Math.Abs(n) < 9007199254740992 && Math.Abs(n % 2) == 1;
        var size = Math.Abs(x);
        var result = size == 0 ? (n > 0 ? 0 : double.PositiveInfinity)
            : double.IsInfinity(n) ? (size == 1 ? 1 : size > 1 == n > 0 ? double.PositiveInfinity : 0)
            : double.IsInfinity(size) ? (n > 0 ? double.PositiveInfinity : 0)
            : Power(size, n);
        return isOdd && double.IsNegative(x) ? -result : result;
    }

    /// <summary>e^(x + rest) where it is neither subnormal nor infinite; |rest| far below 1.</summary>
    private static double OrdinaryExp(double x, double rest)
    {
        var shifted = Math.FusedMultiplyAdd(x, Log2E, RoundingShift);
        var k = shifted - RoundingShift;
        var reduced = Reduced(x, rest, k);
        return reduced * BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(shifted) + 1023) << 52);
    }

    /// <summary>The same where it may be: scaled in two steps.</summary>
    private static double ExtremeExp(double x, double rest)
    {
        if (x > 710)
            return double.PositiveInfinity;
        if (x < LeastExponent)
            return 0;
        var k = Math.FusedMultiplyAdd(x, Log2E, RoundingShift) - RoundingShift;
        var half = Math.Floor(0.5 * k);
        return Reduced(x, rest, k) * PowerOfTwo(half) * PowerOfTwo(k - half);
    }

    private static double PowerOfTwo(double k) => BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);

    /// <summary>e^(x + rest − k ln 2).</summary>
    private static double Reduced(double x, double rest, double k)
    {
        var high = Math.FusedMultiplyAdd(-k, Ln2High, x);
        var low = Math.FusedMultiplyAdd(-k, Ln2Low, rest);
        var r = high + low;
        var left = low - (r - high);
        var q = Math.FusedMultiplyAdd(E9, r, E8);
        q = Math.FusedMultiplyAdd(q, r, E7);
        q = Math.FusedMultiplyAdd(q, r, E6);
        q = Math.FusedMultiplyAdd(q, r, E5);
        q = Math.FusedMultiplyAdd(q, r, E4);
        q = Math.FusedMultiplyAdd(q, r, E3);
        q = Math.FusedMultiplyAdd(q, r, E2);
        q = Math.FusedMultiplyAdd(q, r, E1);
        q = Math.FusedMultiplyAdd(q, r, E0);
        return 1 + (r + Math.FusedMultiplyAdd(r * r, q, left));
    }

    /// <summary>ln x = high + low, to some 2⁻⁶⁶ of itself; x &gt; 0 and finite.</summary>
    private static (double High, double Low) LogParts(double x)
    {
        // Subnormal numbers have their exponent in the wrong place.
        var extra = 0.0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;
            extra = 54;
        }
        var u = BitConverter.DoubleToInt64Bits(x) + ToOne;
        var k = BitConverter.Int64BitsToDouble((u >>> 52) | TwoTo52Bits) - TwoTo52Biased - extra;
        var f = BitConverter.Int64BitsToDouble((u & FractionMask) + RootHalf) - 1;

        // s = f/(2 + f) in two words.
        var divisor = 2 + f;
        var divisorLow = f - (divisor - 2);
        var reciprocal = 1 / divisor;
        var s = f * reciprocal;
        var sLow = Math.FusedMultiplyAdd(-s, divisorLow, Math.FusedMultiplyAdd(-s, divisor, f)) * reciprocal;

        // s³ in two words.
        var z = s * s;
        var zLow = Math.FusedMultiplyAdd(s + s, sLow, Math.FusedMultiplyAdd(s, s, -z));
        var cube = z * s;
        var cubeLow = Math.FusedMultiplyAdd(z, sLow, Math.FusedMultiplyAdd(zLow, s, Math.FusedMultiplyAdd(z, s, -cube)));

        // ⅔s³ in two words, and what is left of the series.
        var third = TwoThirds * cube;
        var thirdLow = Math.FusedMultiplyAdd(TwoThirds, cubeLow, Math.FusedMultiplyAdd(TwoThirdsLow, cube, Math.FusedMultiplyAdd(TwoThirds, cube, -third)));
        var series = Math.FusedMultiplyAdd(L6, z, L5);
        series = Math.FusedMultiplyAdd(series, z, L4);
        series = Math.FusedMultiplyAdd(series, z, L3);
        series = Math.FusedMultiplyAdd(series, z, L2);
        series = Math.FusedMultiplyAdd(series, z, L1);
        series = Math.FusedMultiplyAdd(series, z, L0);

        var whole = k * Ln2High;
        var twice = s + s;
        var first = whole + twice;
        var second = first + third;
        var low = Math.FusedMultiplyAdd(k, Ln2Low, sLow + sLow);
        low += twice - (first - whole);
        low += third - (second - first);
        low += thirdLow;
        low = Math.FusedMultiplyAdd(series, z * cube, low);
        var high = second + low;
        return (high, low - (high - second));
    }

    private static double Decimal(double high, double low)
    {
        var product = high * InverseLn10;
        var rest = Math.FusedMultiplyAdd(high, InverseLn10, -product);
        return product + Math.FusedMultiplyAdd(low, InverseLn10, Math.FusedMultiplyAdd(high, InverseLn10Low, rest));
    }
}
