using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Ode;

/// <summary>
/// A first step from the sizes of y, f and, by one explicit Euler step, f′ (Hairer, Nørsett &amp; Wanner, Solving Ordinary Differential Equations I, 2nd
/// ed., II.4, "starting step size").
/// </summary>
public static class InitialStep
{
    /// <inheritdoc cref="Estimate(LaneView, WeightedNorm, int, double, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Span{double})"/>
    /// <param name="step">Restarted at the point in question.</param>
    public static double Estimate(
        LaneStep step, int lane, WeightedNorm norm, int order, double span, ReadOnlySpan<double> start, ReadOnlySpan<double> startDerivative, Span<double> y, Span<double> derivative) =>
        Estimate(new LaneView(step, lane, default), norm, order, span, start, startDerivative, y, derivative);

    /// <param name="at">A lane that stands at the point in question.</param>
    /// <param name="span">Length of the interval ahead, the upper limit.</param>
    /// <param name="start">The state there.</param>
    /// <param name="startDerivative">f there.</param>
    /// <param name="y">Scratch, one number per state.</param>
    /// <param name="derivative">Scratch, one number per state.</param>
    internal static double Estimate(
        LaneView at, WeightedNorm norm, int order, double span, ReadOnlySpan<double> start, ReadOnlySpan<double> startDerivative, Span<double> y, Span<double> derivative)
    {
        const double negligible = 1e-5;
        var sizeOfState = norm.Of(start, start, start);
        var sizeOfDerivative = norm.Of(startDerivative, start, start);
        var euler = sizeOfState < negligible || sizeOfDerivative < negligible ? 1e-6 * span : 0.01 * sizeOfState / sizeOfDerivative;
        euler = Math.Min(euler, span);

        for (var i = 0; i < y.Length; i++)
            y[i] = start[i] + euler * startDerivative[i];
        if (!at.Derivative(at.Time + euler, y, derivative))
            return 1e-3 * euler;
        for (var i = 0; i < y.Length; i++)
            derivative[i] -= startDerivative[i];
        var sizeOfSecond = norm.Of(derivative, start, start) / euler;

        var largest = Math.Max(sizeOfDerivative, sizeOfSecond);
        var refined = largest <= 1e-15 / span ? Math.Max(1e-6 * span, 1e-3 * euler) : Elementary.Power(0.01 / largest, 1.0 / (order + 1));
        return Math.Min(Math.Min(100 * euler, refined), span);
    }
}
