using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Sde;

/// <summary>f(t, x) of eight subjects at once; each lane to the same bits as the <see cref="Drift"/> of a single one.</summary>
/// <param name="x">Length 8. Lanes of subjects that have exited hold where they stood before.</param>
/// <param name="f">Length 8.</param>
public delegate void LaneDrift(double t, ReadOnlySpan<double> x, Span<double> f);

/// <summary>
/// The paths of a <see cref="ReflectedDiffusion"/> for many subjects, eight in step: increments, reflection and the look at the level in vectors, and only who is about to pass it one by
/// one. Paths are those of the diffusion itself to the bit, on every width of vector. For subjects whose drift is their own business; those of a model that the rest of the state
/// moves meet it one by one.
/// </summary>
/// <param name="paths">The diffusion, by <see cref="DiffusionScheme.Bridge"/>. Its own drift is not used.</param>
/// <param name="drift">The same drift for lanes.</param>
public sealed unsafe class DiffusionLanes(ReflectedDiffusion paths, LaneDrift drift)
{
    private const int Width = 8;

    private readonly ReflectedDiffusion paths = paths.Scheme == DiffusionScheme.Bridge
        ? paths : throw new ArgumentException("Lanes step by the bridge only.", nameof(paths));

    /// <summary>Takes all subjects from time <paramref name="start"/> to <paramref name="end"/>. Allocates nothing.</summary>
    /// <param name="streams">One for each subject, of one seed.</param>
    /// <param name="start">As in <see cref="ReflectedDiffusion.Advance"/>.</param>
    /// <param name="end">Likewise.</param>
    /// <param name="x">X of each subject at the start: at 0 or above, below the level.</param>
    /// <param name="spans">What became of each.</param>
    /// <exception cref="ArgumentException">A time is not on the grid, an x lies outside, streams have different seeds, or lengths differ.</exception>
    public void Advance(ReadOnlySpan<Philox> streams, double start, double end, ReadOnlySpan<double> x, Span<DiffusionSpan> spans)
    {
        if (streams.Length != x.Length || spans.Length != x.Length)
            throw new ArgumentException($"There are {streams.Length} streams and {spans.Length} spans for {x.Length} subjects.", nameof(streams));
        var (first, last) = (paths.StepAt(start), paths.StepAt(end));
        if (last < first)
            throw new ArgumentException(FormattableString.Invariant($"The end, {end}, must not precede the start, {start}."), nameof(end));
        for (var i = 0; i < x.Length; i++)
        {
            if (!(x[i] >= 0 && x[i] < paths.Level))
                throw new ArgumentOutOfRangeException(nameof(x), x[i], FormattableString.Invariant($"X must start at 0 or above and below the level, {paths.Level}."));
            if (streams[i].Seed != streams[0].Seed)
                throw new ArgumentException("The streams of lanes must have one seed.", nameof(streams));
        }
        for (var i = 0; i < x.Length; i += Width)
        {
            var count = Math.Min(Width, x.Length - i);
            Block(streams.Slice(i, count), first, last, x.Slice(i, count), spans.Slice(i, count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block(ReadOnlySpan<Philox> streams, uint first, uint last, ReadOnlySpan<double> initial, Span<DiffusionSpan> spans)
    {
        double* present = stackalloc double[Width], following = stackalloc double[Width], sums = stackalloc double[Width], f = stackalloc double[Width], draws = stackalloc double[Width];
        ulong* addresses = stackalloc ulong[3 * Width];
        for (var lane = 0; lane < Width; lane++)
        {
            // Lanes without a subject follow the last one; nobody looks at them.
            var stream = streams[Math.Min(lane, streams.Length - 1)];
            (present[lane], sums[lane]) = (initial[Math.Min(lane, streams.Length - 1)], 0);
            (addresses[lane], addresses[Width + lane], addresses[2 * Width + lane]) = (stream.Purpose, (uint)stream.Subject, stream.Subject >> 32);
        }
        var (purpose, low, high) = (Vector512.Load(addresses), Vector512.Load(addresses + Width), Vector512.Load(addresses + 2 * Width));
        var (h, deviation, half) = (Vector512.Create(paths.Step), Vector512.Create(paths.Deviation), Vector512.Create(0.5));
        var (width, near, level) = (Vector512.Create(paths.HalfVariance), Vector512.Create(BrownianBridge.Untouchable * paths.HalfVariance), Vector512.Create(paths.Level));
        var four = Vector512.Create(4 * paths.HalfVariance);
        var seed = streams[0].Seed;
        var alive = (1u << streams.Length) - 1;
        var k = first;
        for (; k < last && alive != 0; k++)
        {
            var x = Vector512.Load(present);
            PhiloxVectors.Uniforms(Vector512.Create((ulong)(k * ReflectedDiffusion.NumbersPerStep)), purpose, low, high, seed).Store(draws);
            StandardNormalVectors.Quantiles(draws, Width);
            drift(k * paths.Step, new ReadOnlySpan<double>(present, Width), new Span<double>(f, Width));
            var next = x + Vector512.Load(f) * h + deviation * Vector512.Load(draws);
            var isClear = Vector512.GreaterThan(next, Vector512<double>.Zero) & Vector512.GreaterThan(x * next, near);
            if ((~(uint)Vector512.ExtractMostSignificantBits(isClear) & alive) != 0)
            {
                PhiloxVectors.Uniforms(Vector512.Create((ulong)(k * ReflectedDiffusion.NumbersPerStep + ReflectedDiffusion.PlaceOfMinimum)), purpose, low, high, seed).Store(draws);
                ElementaryVectors.Log(draws, draws, Width);
                var rise = next - x;
                var minimum = half * (x + next - Vector512.Sqrt(rise * rise - four * Vector512.Load(draws)));
                next = Vector512.ConditionalSelect(isClear, next, Vector512.Max(next - minimum, next));
            }
            next.Store(following);
            var isSafe = Vector512.GreaterThan((level - x) * (level - next) / width, Vector512.Create(BrownianBridge.Untouchable)) & Vector512.LessThan(next, level);
            for (var rest = ~(uint)Vector512.ExtractMostSignificantBits(isSafe) & alive; rest != 0; rest &= rest - 1)
            {
                var lane = BitOperations.TrailingZeroCount(rest);
                if (!paths.Exits(streams[lane], k, present[lane], following[lane]))
                    continue;
                spans[lane] = paths.Exited(streams[lane], k - first, k, present[lane], following[lane], sums[lane]);
                alive &= ~(1u << lane);
                following[lane] = present[lane];
            }
            (Vector512.Load(sums) + half * (x + next)).Store(sums);
            Vector512.Load(following).Store(present);
        }
        for (var rest = alive; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            spans[lane] = new DiffusionSpan(present[lane], last > first ? sums[lane] / (last - first) : present[lane], double.NaN);
        }
    }
}
