namespace Idunn.Numerics.Ode;

/// <summary>Numbers that an <see cref="Ndf"/> needs at each order k; lists start with order 0.</summary>
internal sealed class NdfCoefficients
{
    public const int HighestOrder = 5;

    private readonly double[][] identities;

    public NdfCoefficients(double[] kappa)
    {
        var harmonic = new double[HighestOrder + 2];
        for (var k = 1; k < harmonic.Length; k++)
            harmonic[k] = harmonic[k - 1] + 1.0 / k;
        Leading = [.. Enumerable.Range(0, HighestOrder + 1).Select(k => k == 0 ? 1 : (1 - kappa[k - 1]) * harmonic[k])];
        Error = [.. Enumerable.Range(0, HighestOrder + 2).Select(k => (k is 0 or > HighestOrder ? 0 : kappa[k - 1] * harmonic[k]) + 1.0 / (k + 1))];
        Ones = [.. Enumerable.Range(0, HighestOrder + 1).Select(k => Enumerable.Repeat(1.0, k).ToArray())];
        History = [.. Enumerable.Range(0, HighestOrder + 1).Select(k => Enumerable.Range(1, k).Select(j => harmonic[j] / Leading[k]).ToArray())];
        identities = [.. Enumerable.Range(0, HighestOrder + 1).Select(k => Change(k, 1, new double[(k + 1) * (k + 1)]))];
    }

    /// <summary>α = (1 − κ)γₖ with γₖ = Σ 1/j: the step's matrix is α/h·I − J.</summary>
    public double[] Leading { get; }

    /// <summary>κγₖ + 1/(k + 1): a step's local error in units of ∇^(k+1)y; up to order 6, as the choice of order asks for.</summary>
    public double[] Error { get; }

    /// <summary>k ones: the predictor is y + Σ ∇ʲy.</summary>
    public double[][] Ones { get; }

    /// <summary>γⱼ/α: Σ of these times ∇ʲy is what the past adds to the equation.</summary>
    public double[][] History { get; }

    /// <summary>
    /// Weights of the differences of a step ρ times as long: column j of R(ρ)·R(1), row after row, without row and column 0. R has Rⱼₗ = Πᵢ₌₁ⁱ⁼ʲ (i − 1 − ρl)/i (Shampine &amp; Reichelt, 2.2), and R(1) is its own inverse.
    /// </summary>
    /// <param name="weights">Receives k lists of k numbers: those of ∇¹ … ∇ᵏ for each new difference.</param>
    /// <param name="scratch">(k + 1)² numbers.</param>
    public void Rescaling(int k, double ratio, double[][] weights, double[] scratch)
    {
        Change(k, ratio, scratch);
        for (var j = 1; j <= k; j++)
            for (var i = 1; i <= k; i++)
            {
                var sum = 0.0;
                for (var l = 1; l <= k; l++)
                    sum += scratch[i * (k + 1) + l] * identities[k][l * (k + 1) + j];
                weights[j - 1][i - 1] = sum;
            }
    }

    private static double[] Change(int k, double ratio, double[] r)
    {
        for (var l = 0; l <= k; l++)
            r[l] = 1;
        for (var i = 1; i <= k; i++)
            for (var l = 0; l <= k; l++)
                r[i * (k + 1) + l] = r[(i - 1) * (k + 1) + l] * (i - 1 - ratio * l) / i;
        return r;
    }
}
