using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Idunn.Numerics.Random;

/// <summary>Philox blocks for eight addresses at a time, a 32-bit word in each 64-bit lane; to the same bits as <see cref="Philox"/> one by one.</summary>
internal static class PhiloxVectors
{
    public const int Width = 8;

    private static readonly Vector512<ulong> Low = Vector512.Create(0xFFFFFFFFUL);

    /// <summary>The uniform numbers of a block's first two words at eight addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Uniforms(Vector512<ulong> index, Vector512<ulong> purpose, Vector512<ulong> subjectLow, Vector512<ulong> subjectHigh, ulong seed) =>
        Pairs(index, purpose, subjectLow, subjectHigh, seed).First;

    /// <summary>The uniform numbers of a block's first two words and of its last two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> First, Vector512<double> Second) Pairs(Vector512<ulong> index, Vector512<ulong> purpose, Vector512<ulong> subjectLow, Vector512<ulong> subjectHigh, ulong seed)
    {
        const uint multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
        const uint weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
        var (c0, c1, c2, c3) = (index, purpose, subjectLow, subjectHigh);
        var (key0, key1) = ((uint)seed, (uint)(seed >> 32));
        var (m0, m1) = (Vector512.Create((ulong)multiplier0), Vector512.Create((ulong)multiplier1));
        for (var round = 0; round < 10; round++)
        {
            var product0 = Product(m0, c0);
            var product1 = Product(m1, c2);
            c0 = Vector512.ShiftRightLogical(product1, 32) ^ c1 ^ Vector512.Create((ulong)key0);
            c1 = product1 & Low;
            c2 = Vector512.ShiftRightLogical(product0, 32) ^ c3 ^ Vector512.Create((ulong)key1);
            c3 = product0 & Low;
            unchecked
            {
                key0 += weyl0;
                key1 += weyl1;
            }
        }
        return (ToUniforms(c1, c0), ToUniforms(c3, c2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToUniforms(Vector512<ulong> high, Vector512<ulong> low) =>
        Vector512.ConvertToDouble((Vector512.ShiftRightLogical(Vector512.ShiftLeft(high, 32) | low, 11) | Vector512<ulong>.One).AsInt64()) * Vector512.Create(1.0 / (1L << 53));

    /// <summary>Products of numbers below 2³².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        if (Avx2.IsSupported)
            return Vector512.Create(Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()), Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
        return a * b;
    }
}
