using System.Numerics;
using System.Runtime.Intrinsics;

namespace Idunn.Numerics.Ode;

/// <summary>Some of at most eight lanes, a bit for each.</summary>
public readonly record struct LaneSet(uint Bits)
{
    private static readonly Vector512<long> BitOfLane = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);

    public static LaneSet Of(int lane) => new(1u << lane);

    /// <summary>The lanes in which a comparison holds.</summary>
    public static LaneSet Of(Vector512<double> comparison) => new((uint)Vector512.ExtractMostSignificantBits(comparison));

    public bool IsEmpty => Bits == 0;

    public int Count => BitOperations.PopCount(Bits);

    /// <summary>All bits set in each lane that belongs, and none elsewhere.</summary>
    public Vector512<double> Mask => Vector512.Equals(Vector512.Create((long)Bits) & BitOfLane, BitOfLane).AsDouble();

    public bool Contains(int lane) => (Bits >> lane & 1) != 0;

    public LaneSet Except(LaneSet other) => new(Bits & ~other.Bits);

    public static LaneSet operator &(LaneSet a, LaneSet b) => new(a.Bits & b.Bits);

    public static LaneSet operator |(LaneSet a, LaneSet b) => new(a.Bits | b.Bits);

    /// <summary>The lanes in ascending order.</summary>
    public Enumerator GetEnumerator() => new(Bits);

    public struct Enumerator(uint bits)
    {
        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (bits == 0)
                return false;
            Current = BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            return true;
        }
    }
}
