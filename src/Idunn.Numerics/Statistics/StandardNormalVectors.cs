using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Statistics;

/// <summary>Quantiles of the standard normal distribution for eight numbers at a time, to the same bits as <see cref="StandardNormal.Quantile"/>.</summary>
public static unsafe class StandardNormalVectors
{
    private const int Width = 8;

    /// <summary>Replaces probabilities by their quantiles.</summary>
    /// <param name="p">A whole number of eights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantiles(double* p, int count)
    {
        var tails = stackalloc double[Width];
        for (var i = 0; i < count; i += Width)
        {
            var u = Vector512.Load(p + i);
            var q = u - Vector512.Create(0.5);
            var centre = Vector512.Create(0.180625) - q * q;
            var z = q * Polynomial(StandardNormal.CentralNumerator, centre) / Polynomial(StandardNormal.CentralDenominator, centre);
            var isCentral = Vector512.LessThanOrEqual(Vector512.Abs(q), Vector512.Create(0.425));
            if (Vector512.ExtractMostSignificantBits(isCentral) != 0xff)
            {
                var tail = Vector512.ConditionalSelect(Vector512.LessThan(q, Vector512<double>.Zero), u, Vector512<double>.One - u);
                tail.Store(tails);
                ElementaryVectors.Log(tails, tails, Width);
                var r = Vector512.Sqrt(-Vector512.Load(tails));
                var shoulder = r - Vector512.Create(1.6);
                var size = Polynomial(StandardNormal.ShoulderNumerator, shoulder) / Polynomial(StandardNormal.ShoulderDenominator, shoulder);
                var sign = q & Vector512.Create(-0.0);
                z = Vector512.ConditionalSelect(isCentral, z, Vector512.Abs(size) | sign);
                z.Store(p + i);
                // Farther out than once in 10¹¹, and where there is no quantile: one by one.
                if (Vector512.ExtractMostSignificantBits(Vector512.LessThanOrEqual(r, Vector512.Create(5.0)) | isCentral) != 0xff)
                    for (var lane = 0; lane < Width; lane++)
                        p[i + lane] = StandardNormal.Quantile(u[lane]);
                continue;
            }
            z.Store(p + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(double[] c, Vector512<double> x)
    {
        var sum = Vector512.Create(c[7]);
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[6]));
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[5]));
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[4]));
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[3]));
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[2]));
        sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[1]));
        return Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(c[0]));
    }
}
