namespace Idunn.Numerics.LinearAlgebra;

/// <summary>Numbers that start on a cache line and do not move, so that no vector of eight lies across two lines.</summary>
public sealed class AlignedMemory
{
    private const int LineBytes = 64;

    private readonly double[] memory;
    private readonly int first;

    /// <param name="length">Number of doubles, zero at first; rounded up to whole lines.</param>
    public AlignedMemory(int length)
    {
        const int perLine = LineBytes / sizeof(double);
        Length = (length + perLine - 1) / perLine * perLine;
        memory = GC.AllocateArray<double>(Length + perLine, pinned: true);
        unsafe
        {
            fixed (double* start = memory)
                first = (int)((LineBytes - (nint)start % LineBytes) % LineBytes) / sizeof(double);
        }
    }

    /// <summary>Whole lines.</summary>
    public int Length { get; }

    public Span<double> Span => memory.AsSpan(first, Length);

    /// <summary>Valid while this object is reachable: who keeps it must say <see cref="GC.KeepAlive"/> behind its last use.</summary>
    public unsafe double* Pointer
    {
        get
        {
            fixed (double* start = memory)
                return start + first;
        }
    }
}
