using Idunn.Numerics.Sde;

namespace Idunn.Numerics.Tests.Sde;

/// <summary>
/// ∂p/∂t = −∂(f p)/∂x + ε ∂²p/∂x², no flux at 0, p = 0 at the level: the law of a reflected diffusion that has not exited, without a single random number.
/// Finite volumes with exponentially fitted (Scharfetter–Gummel) fluxes; in time the two-stage L-stable diagonally implicit Runge–Kutta method of order 2.
/// </summary>
public sealed class FokkerPlanck(Drift drift, double noise, double level, int cells)
{
    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly double width = level / cells;
    private readonly double[] lower = new double[cells], diagonal = new double[cells], upper = new double[cells], pivots = new double[cells];
    private readonly double[] p = new double[cells], first = new double[cells], second = new double[cells];

    /// <summary>Share of all that has not exited.</summary>
    public double Survival => p.Sum();

    /// <summary>Mean of X of what has not exited.</summary>
    public double Mean => Enumerable.Range(0, cells).Sum(i => (i + 0.5) * width * p[i]) / Survival;

    /// <summary>Puts everything at x.</summary>
    public FokkerPlanck From(double x)
    {
        Array.Clear(p);
        var place = Math.Max(0, x / width - 0.5);
        (p[(int)place], p[(int)place + 1]) = (1 - (place - (int)place), place - (int)place);
        return this;
    }

    public FokkerPlanck Advance(double start, double end, double step)
    {
        var steps = (int)Math.Round((end - start) / step);
        for (var k = 0; k < steps; k++)
            Step(start + k * step, step);
        return this;
    }

    /// <summary>When half of all has exited.</summary>
    public double Median(double start, double step)
    {
        for (var k = 0; ; k++)
        {
            var before = Survival;
            Step(start + k * step, step);
            if (Survival < 0.5)
                return start + (k + (before - 0.5) / (before - Survival)) * step;
        }
    }

    private void Step(double t, double h)
    {
        Slope(t + Gamma * h, h, p, first);
        var middle = p.Zip(first, (value, slope) => value + (1 - Gamma) * h * slope).ToArray();
        Slope(t + h, h, middle, second);
        for (var i = 0; i < cells; i++)
            p[i] += h * ((1 - Gamma) * first[i] + Gamma * second[i]);
    }

    /// <summary>k = A(t)·(q + γh·k).</summary>
    private void Slope(double t, double h, double[] q, double[] k)
    {
        Assemble(t);
        Multiply(q, k);
        // (1 − γhA)k = Aq, by elimination along the three diagonals.
        pivots[0] = 1 - Gamma * h * diagonal[0];
        for (var i = 1; i < cells; i++)
        {
            var factor = -Gamma * h * lower[i] / pivots[i - 1];
            pivots[i] = 1 - Gamma * h * diagonal[i] + factor * Gamma * h * upper[i - 1];
            k[i] -= factor * k[i - 1];
        }
        k[^1] /= pivots[^1];
        for (var i = cells - 2; i >= 0; i--)
            k[i] = (k[i] + Gamma * h * upper[i] * k[i + 1]) / pivots[i];
    }

    private void Multiply(double[] q, double[] product)
    {
        for (var i = 0; i < cells; i++)
            product[i] = diagonal[i] * q[i] + (i > 0 ? lower[i] * q[i - 1] : 0) + (i < cells - 1 ? upper[i] * q[i + 1] : 0);
    }

    private void Assemble(double t)
    {
        Array.Clear(diagonal);
        for (var edge = 1; edge < cells; edge++)
        {
            var z = drift(t, edge * width) * width / noise;
            var (right, left) = (noise / (width * width) * Bernoulli(-z), noise / (width * width) * Bernoulli(z));
            (lower[edge], upper[edge - 1]) = (right, left);
            diagonal[edge - 1] -= right;
            diagonal[edge] -= left;
        }
        diagonal[^1] -= 2 * noise / (width * width) * Bernoulli(-drift(t, level) * width / 2 / noise);
    }

    private static double Bernoulli(double z) => Math.Abs(z) < 1e-6 ? 1 - z / 2 : z / (Math.Exp(z) - 1);
}
