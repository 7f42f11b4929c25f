using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Sde;

/// <summary>
/// Paths of dX = f(t, X) dt + g(t, X) dW in the sense of Itô, one noise, reflected at a floor and ended where X first passes a level, where these are given. Between the ends of a step
/// the path is taken as a Brownian bridge of the noise at the step's start, which raises the weak order at floor and level from 1/2 to 1 (see <see cref="DiffusionScheme.Bridge"/>).
/// Steps lie on an absolute grid with their own places in the stream, as those of <see cref="ReflectedDiffusion"/>, which is the faster for additive noise.
/// </summary>
/// <param name="drift">f(t, x).</param>
/// <param name="noise">g(t, x), in units of x per root of time.</param>
/// <param name="step">h, above 0.</param>
public sealed class ItoDiffusion(Drift drift, Drift noise, double step)
{
    private const uint NumbersPerStep = 5;
    private const uint PlaceOfMinimum = 1;
    private const uint PlaceOfExit = 2;
    private const uint PlaceOfExitTime = 3;
    private const uint LastStep = uint.MaxValue / NumbersPerStep - 1;

    private readonly double step = step > 0 && double.IsFinite(step) ? step : throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be finite and above zero.");
    private readonly double root = Math.Sqrt(step);

    /// <summary>The scheme.</summary>
    public ItoScheme Scheme { get; init; } = ItoScheme.Platen;

    /// <summary>∂g/∂x; <see cref="ItoScheme.Milstein"/> needs it.</summary>
    public Drift? NoiseSlope { get; init; }

    /// <summary>Where X is reflected; −∞: nowhere.</summary>
    public double Floor { get; init; } = double.NegativeInfinity;

    /// <summary>Where X exits; ∞: nowhere.</summary>
    public double Level { get; init; } = double.PositiveInfinity;

    /// <summary>Whether what happens between the ends of steps is seen. False: plain reflection and exit at their ends, for comparison.</summary>
    public bool UsesBridge { get; init; } = true;

    /// <summary>One step of the scheme without floor and level.</summary>
    /// <param name="increment">ΔW, of variance h.</param>
    /// <exception cref="InvalidOperationException">Milstein's scheme has no derivative of the noise.</exception>
    public double Step(double t, double x, double increment) => Step(x, drift(t, x), noise(t, x), t, increment);

    /// <summary>Takes X from time <paramref name="start"/> to <paramref name="end"/>. Allocates nothing.</summary>
    /// <param name="stream">The subject's random numbers for this diffusion and nothing else.</param>
    /// <param name="start">A whole number of steps from time 0, to 1 part in 10⁶ of a step.</param>
    /// <param name="end">Likewise, and not before the start.</param>
    /// <param name="x">X at the start, from the floor to below the level.</param>
    /// <exception cref="ArgumentException">A time is not on the grid, or x lies outside.</exception>
    public DiffusionSpan Advance(Philox stream, double start, double end, double x)
    {
        var (first, last) = (StepAt(start), StepAt(end));
        if (last < first)
            throw new ArgumentException(FormattableString.Invariant($"The end, {end}, must not precede the start, {start}."), nameof(end));
        if (!(x >= Floor && x < Level))
            throw new ArgumentOutOfRangeException(nameof(x), x, FormattableString.Invariant($"X must start at {Floor} or above and below {Level}."));
        var sum = 0.0;
        for (var k = first; k < last; k++)
        {
            stream.Index = k * NumbersPerStep;
            var t = k * step;
            var g = noise(t, x);
            var halfVariance = 0.5 * g * g * step;
            var next = Reflect(stream, k, x, Step(x, drift(t, x), g, t, root * stream.NextNormal()), halfVariance);
            if (next >= Level || (UsesBridge && PassesBetween(stream, k, Level - x, Level - next, halfVariance)))
            {
                stream.Index = k * NumbersPerStep + PlaceOfExitTime;
                var part = UsesBridge ? BrownianBridge.PartBeforeExit(stream, Level - x, Level - next, halfVariance) : 1;
                var elapsed = k - first + part;
                return new DiffusionSpan(Level, (sum + part * 0.5 * (x + Level)) / elapsed, (k + part) * step);
            }
            sum += 0.5 * (x + next);
            x = next;
        }
        return new DiffusionSpan(x, last > first ? sum / (last - first) : x, double.NaN);
    }

    private double Step(double x, double f, double g, double t, double increment)
    {
        var euler = x + f * step + g * increment;
        return Scheme switch
        {
            ItoScheme.Milstein => euler + 0.5 * g * Slope(t, x) * (increment * increment - step),
            ItoScheme.Platen => euler + 0.5 * (noise(t, x + f * step + g * root) - g) / root * (increment * increment - step),
            _ => euler,
        };
    }

    private double Slope(double t, double x) => NoiseSlope is { } slope
        ? slope(t, x)
        : throw new InvalidOperationException("Milstein's scheme needs the derivative of the noise: give NoiseSlope, or take Platen's scheme.");

    private double Reflect(Philox stream, uint k, double x, double free, double halfVariance)
    {
        if (double.IsNegativeInfinity(Floor))
            return free;
        if (!UsesBridge || halfVariance == 0)
            return Floor + Math.Abs(free - Floor);
        stream.Index = k * NumbersPerStep + PlaceOfMinimum;
        return Floor + BrownianBridge.Reflect(Elementary.Log(stream.NextUniform()), x - Floor, free - Floor, halfVariance);
    }

    private static bool PassesBetween(Philox stream, uint k, double before, double after, double halfVariance)
    {
        var exponent = BrownianBridge.PassingExponent(before, after, halfVariance);
        if (double.IsPositiveInfinity(exponent))
            return false;
        stream.Index = k * NumbersPerStep + PlaceOfExit;
        return BrownianBridge.Passes(stream, exponent);
    }

    private uint StepAt(double t)
    {
        var k = Math.Round(t / step);
        if (!(Math.Abs(t / step - k) <= 1e-6) || !(k >= 0 && k <= LastStep))
            throw new ArgumentException(FormattableString.Invariant($"Time {t} must be a whole number of steps of {step} from 0, {LastStep} of them at most."));
        return (uint)k;
    }
}
