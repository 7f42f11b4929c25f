using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Sde;

/// <summary>
/// Paths of dX = f(t, X) dt + √(2ε) dW on 0 ≤ X, reflected at 0 and ended where X first passes a level ("exit").
/// Steps lie on an absolute grid: step k runs from k·h to (k + 1)·h, and its random numbers are those at address k of the stream. So a path neither depends on
/// where spans begin and end, nor on what happens in between; and two paths with one stream feel the same noise at the same time, whatever their drifts
/// (common random numbers).
/// </summary>
/// <param name="drift">f(t, x).</param>
/// <param name="noise">ε, in units of x² per time; 0 or more.</param>
/// <param name="level">X_c, above 0.</param>
/// <param name="step">h. A step's standard deviation √(2εh) may reach a quarter of the level, no more: one step must not feel both ends.</param>
public sealed class ReflectedDiffusion(Drift drift, double noise, double level, double step)
{
    /// <summary>Places in the stream that each step owns, used or not: for its increment, the minimum, the exit, and two for the time of exit.</summary>
    internal const uint NumbersPerStep = 5;

    internal const uint PlaceOfMinimum = 1;
    private const uint PlaceOfExit = 2;
    private const uint PlaceOfExitTime = 3;

    /// <summary>Steps whose numbers are drawn at once.</summary>
    private const int StepsAhead = 64;

    private const uint LastStep = uint.MaxValue / NumbersPerStep - 1;

    private readonly double noise = noise >= 0 && double.IsFinite(noise)
        ? noise : throw new ArgumentOutOfRangeException(nameof(noise), noise, "The noise ε must be finite and not below zero.");

    private readonly double level = level > 0 && double.IsFinite(level)
        ? level : throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be finite and above zero.");

    private readonly double step = step > 0 && 2 * noise * step <= level * level / 16
        ? step
        : throw new ArgumentOutOfRangeException(nameof(step), step, FormattableString.Invariant($"The step must be above zero, and so short that √(2εh) is at most a quarter of the level: up to {level * level / 32 / noise}."));

    private readonly double halfVariance = noise * step;
    private readonly double deviation = Math.Sqrt(2 * noise * step);

    /// <summary>The scheme.</summary>
    public DiffusionScheme Scheme { get; init; } = DiffusionScheme.Bridge;

    internal double Level => level;

    internal double HalfVariance => halfVariance;

    /// <summary>Standard deviation of a step.</summary>
    internal double Deviation => deviation;

    /// <summary>Length of a step, h.</summary>
    public double Step => step;

    /// <summary>Takes X from time <paramref name="start"/> to <paramref name="end"/>. Allocates nothing.</summary>
    /// <param name="stream">The subject's random numbers for this diffusion and nothing else; its index is set to where each step's numbers are.</param>
    /// <param name="start">A whole number of steps from time 0, to 1 part in 10⁶ of a step.</param>
    /// <param name="end">Likewise, and not before the start.</param>
    /// <param name="x">X at the start: at 0 or above, below the level.</param>
    /// <exception cref="ArgumentException">A time is not on the grid, or x lies outside.</exception>
    public DiffusionSpan Advance(Philox stream, double start, double end, double x)
    {
        var (first, last) = (StepAt(start), StepAt(end));
        if (last < first)
            throw new ArgumentException(FormattableString.Invariant($"The end, {end}, must not precede the start, {start}."), nameof(end));
        if (x < 0 || x >= level)
            throw new ArgumentOutOfRangeException(nameof(x), x, FormattableString.Invariant($"X must start at 0 or above and below the level, {level}."));
        Span<double> normals = stackalloc double[StepsAhead], minima = stackalloc double[StepsAhead];
        var sum = 0.0;
        for (var k = first; k < last; k++)
        {
            var ahead = (int)((k - first) % StepsAhead);
            if (ahead == 0)
                DrawAhead(stream, k, (int)Math.Min(last - k, StepsAhead), normals, minima);
            var free = x + drift(k * step, x) * step + deviation * normals[ahead];
            var next = Scheme == DiffusionScheme.Bridge ? BrownianBridge.Reflect(minima[ahead], x, free, halfVariance) : Math.Abs(free);
            if (Exits(stream, k, x, next))
                return Exited(stream, k - first, k, x, next, sum);
            sum += 0.5 * (x + next);
            x = next;
        }
        return new DiffusionSpan(x, last > first ? sum / (last - first) : x, double.NaN);
    }

    /// <summary>
    /// The numbers of several steps at once, since they lie at known addresses: the increments' normal numbers, and the logarithms of the uniforms that decide how far the bridges reach down.
    /// </summary>
    private unsafe void DrawAhead(Philox stream, uint k, int steps, Span<double> normals, Span<double> minima)
    {
        var count = (steps + 7) & ~7;
        stream.Uniforms(k * NumbersPerStep, NumbersPerStep, normals[..count]);
        fixed (double* p = normals)
            StandardNormalVectors.Quantiles(p, count);
        if (Scheme != DiffusionScheme.Bridge)
            return;
        stream.Uniforms(k * NumbersPerStep + PlaceOfMinimum, NumbersPerStep, minima[..count]);
        fixed (double* p = minima)
            ElementaryVectors.Log(p, p, count);
    }

    /// <summary>Number of the step that starts at <paramref name="t"/>.</summary>
    internal uint StepAt(double t)
    {
        var k = Math.Round(t / step);
        if (!(Math.Abs(t / step - k) <= 1e-6) || !(k >= 0 && k <= LastStep))
            throw new ArgumentException(FormattableString.Invariant($"Time {t} must be a whole number of steps of {step} from 0, {LastStep} of them at most."));
        return (uint)k;
    }

    /// <summary>Whether step k, which ends at <paramref name="next"/>, passes the level: at its end or, by the bridge, before.</summary>
    internal bool Exits(Philox stream, uint k, double x, double next)
    {
        if (next >= level)
            return true;
        if (Scheme != DiffusionScheme.Bridge)
            return false;
        var exponent = BrownianBridge.PassingExponent(level - x, level - next, halfVariance);
        if (double.IsPositiveInfinity(exponent))
            return false;
        stream.Index = k * NumbersPerStep + PlaceOfExit;
        return BrownianBridge.Passes(stream, exponent);
    }

    /// <summary>The span that ends within step k.</summary>
    /// <param name="steps">Whole steps before.</param>
    /// <param name="sum">Of their trapezia.</param>
    internal DiffusionSpan Exited(Philox stream, uint steps, uint k, double x, double next, double sum)
    {
        var part = 1.0;
        if (Scheme == DiffusionScheme.Bridge)
        {
            stream.Index = k * NumbersPerStep + PlaceOfExitTime;
            part = BrownianBridge.PartBeforeExit(stream, level - x, level - next, halfVariance);
        }
        var elapsed = steps + part;
        return new DiffusionSpan(level, elapsed > 0 ? (sum + part * 0.5 * (x + level)) / elapsed : x, (k + part) * step);
    }
}
