namespace Idunn.Numerics.Ode;

/// <summary>
/// A first step from the sizes of y, f and, by one explicit Euler step, f′ (Hairer, Nørsett &amp; Wanner, Solving Ordinary Differential Equations I, 2nd
/// ed., II.4, "starting step size").
/// </summary>
public static class InitialStep
{
    /// <param name="step">A step that has been restarted at the point in question.</param>
    /// <param name="span">Length of the interval ahead, the upper limit.</param>
    /// <param name="y">Scratch, one number per state.</param>
    /// <param name="derivative">Scratch, one number per state.</param>
    public static double Estimate(RosenbrockStep step, WeightedNorm norm, int order, double span, Span<double> y, Span<double> derivative)
    {
        const double negligible = 1e-5;
        var start = step.Start;
        var sizeOfState = norm.Of(start, start, start);
        var sizeOfDerivative = norm.Of(step.StartDerivative, start, start);
        var euler = sizeOfState < negligible || sizeOfDerivative < negligible ? 1e-6 * span : 0.01 * sizeOfState / sizeOfDerivative;
        euler = Math.Min(euler, span);

        for (var i = 0; i < y.Length; i++)
            y[i] = start[i] + euler * step.StartDerivative[i];
        if (!step.Derivative(step.Time + euler, y, derivative))
            return 1e-3 * euler;
        for (var i = 0; i < y.Length; i++)
            derivative[i] -= step.StartDerivative[i];
        var sizeOfSecond = norm.Of(derivative, start, start) / euler;

        var largest = Math.Max(sizeOfDerivative, sizeOfSecond);
        var refined = largest <= 1e-15 / span ? Math.Max(1e-6 * span, 1e-3 * euler) : Math.Pow(0.01 / largest, 1.0 / (order + 1));
        return Math.Min(Math.Min(100 * euler, refined), span);
    }
}
