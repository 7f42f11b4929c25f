using System.Runtime.Intrinsics;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Random;

/// <summary>
/// Philox4x32-10, a counter-based random number generator: Salmon, J. K., Moraes, M. A., Dror, R. O. &amp; Shaw, D. E. (2011), Parallel random numbers: as
/// easy as 1, 2, 3, SC11. A draw is a function of (seed, subject, purpose, index) and of nothing else, so streams need no order among each other.
/// One counter value is spent on each draw.
/// </summary>
/// <param name="seed">The key.</param>
/// <param name="subject">Number of the subject, or of whatever else owns the stream.</param>
/// <param name="purpose">What the numbers are for; streams of one subject for different purposes are independent.</param>
public sealed class Philox(ulong seed, ulong subject, uint purpose)
{
    private const int Rounds = 10;

    /// <summary>Number of draws made: the index of the next draw. May be set, to go back or ahead.</summary>
    public uint Index { get; set; }

    internal ulong Seed => seed;

    internal ulong Subject => subject;

    internal uint Purpose => purpose;

    /// <summary>A uniform number in the open interval (0, 1): an odd multiple of 2⁻⁵³, each equally likely, so that u and 1 − u are both exact.</summary>
    /// <exception cref="OverflowException">All 2³² draws of the stream were made.</exception>
    public double NextUniform() => ToUniform(NextBits());

    /// <summary>A standard normal number, by inversion of one uniform.</summary>
    public double NextNormal() => StandardNormal.Quantile(NextUniform());

    /// <summary>
    /// Fills in the uniform numbers at the addresses <paramref name="first"/>, first + <paramref name="stride"/>, …, wherever the stream stands, and leaves it there. Addresses past the last
    /// begin anew at 0.
    /// </summary>
    public void Uniforms(uint first, uint stride, Span<double> uniforms)
    {
        var i = 0;
        if (uniforms.Length >= PhiloxVectors.Width)
        {
            var lanes = Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7) * stride;
            var (words, low, high) = (Vector512.Create((ulong)purpose), Vector512.Create((ulong)(uint)subject), Vector512.Create(subject >> 32));
            for (; i <= uniforms.Length - PhiloxVectors.Width; i += PhiloxVectors.Width)
            {
                var index = (Vector512.Create(first + (ulong)i * stride) + lanes) & Vector512.Create((ulong)uint.MaxValue);
                PhiloxVectors.Uniforms(index, words, low, high, seed).CopyTo(uniforms[i..]);
            }
        }
        for (; i < uniforms.Length; i++)
            uniforms[i] = Uniform(seed, subject, purpose, unchecked(first + (uint)i * stride));
    }

    /// <summary>Fills in what <see cref="NextUniforms"/> gives at eight addresses of a stream, from <paramref name="start"/> on.</summary>
    /// <param name="first">Length 8 or more; likewise <paramref name="second"/>.</param>
    public static void Pairs(ulong seed, ulong subject, uint purpose, uint start, Span<double> first, Span<double> second)
    {
        var index = (Vector512.Create((ulong)start) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7)) & Vector512.Create((ulong)uint.MaxValue);
        var (a, b) = PhiloxVectors.Pairs(index, Vector512.Create((ulong)purpose), Vector512.Create((ulong)(uint)subject), Vector512.Create(subject >> 32), seed);
        a.CopyTo(first);
        b.CopyTo(second);
    }

    /// <summary>Two uniform numbers, both from one block and as <see cref="NextUniform"/>; the first is the one that it would give.</summary>
    public (double First, double Second) NextUniforms()
    {
        Span<uint> block = [Index, purpose, (uint)subject, (uint)(subject >> 32)];
        Index = checked(Index + 1);
        Block(block, (uint)seed, (uint)(seed >> 32));
        return (ToUniform((ulong)block[1] << 32 | block[0]), ToUniform((ulong)block[3] << 32 | block[2]));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var bits = Bits(seed, subject, purpose, Index);
        Index = checked(Index + 1);
        return bits;
    }

    /// <summary>The uniform number at one address: what <see cref="NextUniform"/> of that stream gives there.</summary>
    public static double Uniform(ulong seed, ulong subject, uint purpose, uint index) => ToUniform(Bits(seed, subject, purpose, index));

    /// <summary>Replaces a counter of four words, the least significant first, by its four random words.</summary>
    public static void Block(Span<uint> counter, uint key0, uint key1)
    {
        const uint multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
        const uint weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3]);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)multiplier0 * c0;
            var product1 = (ulong)multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            unchecked
            {
                key0 += weyl0;
                key1 += weyl1;
            }
        }
        (counter[0], counter[1], counter[2], counter[3]) = (c0, c1, c2, c3);
    }

    private static ulong Bits(ulong seed, ulong subject, uint purpose, uint index)
    {
        Span<uint> block = [index, purpose, (uint)subject, (uint)(subject >> 32)];
        Block(block, (uint)seed, (uint)(seed >> 32));
        return (ulong)block[1] << 32 | block[0];
    }

    private static double ToUniform(ulong bits) => ((bits >> 11) | 1) * (1.0 / (1L << 53));
}
