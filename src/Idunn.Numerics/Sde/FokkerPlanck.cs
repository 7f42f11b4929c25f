namespace Idunn.Numerics.Sde;

/// <summary>
/// ∂p/∂t = −∂(f p)/∂x + ε ∂²p/∂x² on 0 … X_c, no flux at 0, p = 0 at X_c: the law of a reflected diffusion that has not exited, without a random number.
/// Finite volumes with exponentially fitted fluxes (Scharfetter, D. &amp; Gummel, H. (1969), Large-signal analysis of a silicon Read diode oscillator, IEEE
/// Transactions on Electron Devices 16, 64–77); in time the two-stage L-stable singly diagonally implicit Runge–Kutta method of order 2 (Alexander, R. (1977),
/// Diagonally implicit Runge–Kutta methods for stiff O.D.E.'s, SIAM Journal on Numerical Analysis 14, 1006–1021).
/// Unlike a law at rest it remembers: where the drift changes as fast as the diffusion forgets, or exits are common, the two differ.
/// </summary>
public sealed class FokkerPlanck
{
    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    private readonly Drift drift;
    private readonly double noise, level, width;
    private readonly double[] lower, diagonal, upper, pivots, p, first, second, middle;

    /// <param name="drift">f(t, x).</param>
    /// <param name="noise">ε, in units of x² per time; above 0.</param>
    /// <param name="level">X_c, above 0.</param>
    /// <param name="cells">2 or more, of equal width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside.</exception>
    public FokkerPlanck(Drift drift, double noise, double level, int cells)
    {
        if (!(noise > 0 && double.IsFinite(noise)))
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "The noise ε must be finite and above zero.");
        if (!(level > 0 && double.IsFinite(level)))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be finite and above zero.");
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        (this.drift, this.noise, this.level, width) = (drift, noise, level, level / cells);
        (lower, diagonal, upper, pivots) = (new double[cells], new double[cells], new double[cells], new double[cells]);
        (p, first, second, middle) = (new double[cells], new double[cells], new double[cells], new double[cells]);
        p[0] = 1;
    }

    /// <summary>Share of all that has not exited.</summary>
    public double Survival { get; private set; } = 1;

    /// <summary>Mean of X of those that have not exited.</summary>
    public double Mean
    {
        get
        {
            var moment = 0.0;
            for (var i = 0; i < p.Length; i++)
                moment += (i + 0.5) * width * p[i];
            return moment;
        }
    }

    /// <summary>Puts everything at x, to the nearest two cells.</summary>
    public FokkerPlanck From(double x)
    {
        Array.Clear(p);
        var place = Math.Clamp(x / width - 0.5, 0, p.Length - 1.5);
        (p[(int)place], p[(int)place + 1]) = (1 - (place - (int)place), place - (int)place);
        Survival = 1;
        return this;
    }

    /// <summary>Starts from the law at rest under the drift at time <paramref name="t"/> if nobody exited: <see cref="StationaryDensity"/> on these cells.</summary>
    public FokkerPlanck FromRest(double t)
    {
        p[0] = 0;
        for (var edge = 1; edge < p.Length; edge++)
            p[edge] = p[edge - 1] + drift(t, edge * width) * width / noise;
        var (largest, sum) = (p.Max(), 0.0);
        for (var i = 0; i < p.Length; i++)
            sum += p[i] = Math.Exp(p[i] - largest);
        for (var i = 0; i < p.Length; i++)
            p[i] /= sum;
        Survival = 1;
        return this;
    }

    /// <summary>Takes the law from <paramref name="start"/> to <paramref name="end"/> by equal steps of about <paramref name="step"/>. Allocates nothing.</summary>
    public FokkerPlanck Advance(double start, double end, double step)
    {
        var steps = Math.Max(1, (int)Math.Round((end - start) / step));
        for (var k = 0; k < steps; k++)
            Step(start + k * (end - start) / steps, (end - start) / steps);
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
        for (var i = 0; i < p.Length; i++)
            middle[i] = p[i] + (1 - Gamma) * h * first[i];
        Slope(t + h, h, middle, second);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            sum += p[i] += h * ((1 - Gamma) * first[i] + Gamma * second[i]);
        // The law is that of the survivors: what is left of them is counted apart, and cannot run out of digits.
        for (var i = 0; i < p.Length; i++)
            p[i] /= sum;
        Survival *= sum;
    }

    /// <summary>k = A(t)·(q + γh·k).</summary>
    private void Slope(double t, double h, double[] q, double[] k)
    {
        Assemble(t);
        Multiply(q, k);
        // (1 − γhA)k = Aq, by elimination along the three diagonals.
        pivots[0] = 1 - Gamma * h * diagonal[0];
        for (var i = 1; i < p.Length; i++)
        {
            var factor = -Gamma * h * lower[i] / pivots[i - 1];
            pivots[i] = 1 - Gamma * h * diagonal[i] + factor * Gamma * h * upper[i - 1];
            k[i] -= factor * k[i - 1];
        }
        k[^1] /= pivots[^1];
        for (var i = p.Length - 2; i >= 0; i--)
            k[i] = (k[i] + Gamma * h * upper[i] * k[i + 1]) / pivots[i];
    }

    private void Multiply(double[] q, double[] product)
    {
        for (var i = 0; i < p.Length; i++)
            product[i] = diagonal[i] * q[i] + (i > 0 ? lower[i] * q[i - 1] : 0) + (i < p.Length - 1 ? upper[i] * q[i + 1] : 0);
    }

    private void Assemble(double t)
    {
        Array.Clear(diagonal);
        var scale = noise / (width * width);
        for (var edge = 1; edge < p.Length; edge++)
        {
            var z = drift(t, edge * width) * width / noise;
            var (right, left) = (scale * Bernoulli(-z), scale * Bernoulli(z));
            (lower[edge], upper[edge - 1]) = (right, left);
            diagonal[edge - 1] -= right;
            diagonal[edge] -= left;
        }
        // Half a cell lies between the last centre and the level, where the density is 0.
        diagonal[^1] -= 2 * scale * Bernoulli(-drift(t, level) * width / 2 / noise);
    }

    private static double Bernoulli(double z) => Math.Abs(z) < 1e-6 ? 1 - z / 2 : z / (Math.Exp(z) - 1);
}
