namespace Idunn.Numerics.Ode;

/// <summary>
/// Coefficients of a Rosenbrock method in the transformed form without matrix–vector products (Hairer &amp; Wanner, Solving Ordinary
/// Differential Equations II, 2nd ed., IV.7):
/// (I/(hγ) − J) kᵢ = f(t + cᵢh, y + Σⱼ aᵢⱼkⱼ) + Σⱼ Cᵢⱼkⱼ/h + h dᵢ ∂f/∂t, y₁ = y + Σᵢ bᵢkᵢ, error = Σᵢ eᵢkᵢ.
/// </summary>
/// <param name="Order">Order of y₁.</param>
/// <param name="ErrorOrder">Order of the embedded solution.</param>
/// <param name="Gamma">γ.</param>
/// <param name="Nodes">cᵢ, length s.</param>
/// <param name="TimeWeights">dᵢ, length s.</param>
/// <param name="A">s rows; row i holds aᵢⱼ for j &lt; i.</param>
/// <param name="C">s rows; row i holds Cᵢⱼ for j &lt; i.</param>
/// <param name="Weights">bᵢ, length s.</param>
/// <param name="ErrorWeights">eᵢ, length s.</param>
/// <param name="Dense">
/// Rows Hⱼ of length s of the dense output y(t + θh) = (1 − θ)y + θ(y₁ + (1 − θ)(k̂₁ + θ(k̂₂ + θk̂₃))), k̂ⱼ = Σᵢ Hⱼᵢkᵢ.
/// </param>
public sealed record RosenbrockTableau(
    string Name, int Order, int ErrorOrder, double Gamma, double[] Nodes, double[] TimeWeights, double[][] A, double[][] C, double[] Weights, double[] ErrorWeights, double[][] Dense)
    : OdeMethod(Name, Order)
{
    /// <summary>s.</summary>
    public int Stages => Weights.Length;

    public override LaneStep Begin(LaneSystem system, double[] absolute, double relative) => new RosenbrockStep(system, this, absolute, relative);
}
