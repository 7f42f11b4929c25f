namespace Idunn.Numerics.Ode;

/// <summary>
/// Coefficients of an explicit Runge–Kutta method whose last stage is the derivative at the end of the step: kᵢ = f(t + cᵢh, y + hΣⱼ aᵢⱼkⱼ), y₁ = the state of the last stage, error = hΣᵢ eᵢkᵢ. For systems
/// that are not stiff.
/// </summary>
/// <param name="ErrorOrder">Order of the embedded solution.</param>
/// <param name="Nodes">cᵢ, length s.</param>
/// <param name="A">s rows; row i holds aᵢⱼ for j &lt; i.</param>
/// <param name="ErrorWeights">eᵢ, length s.</param>
/// <param name="Dense">s rows; row i holds the coefficients of θ, θ², … of bᵢ(θ) in y(t + θh) = y + hΣᵢ bᵢ(θ)kᵢ.</param>
/// <param name="StabilityLimit">How far the stability region reaches along the negative real axis.</param>
public sealed record RungeKuttaTableau(string Name, int Order, int ErrorOrder, double[] Nodes, double[][] A, double[] ErrorWeights, double[][] Dense, double StabilityLimit) : OdeMethod(Name, Order)
{
    /// <summary>s.</summary>
    public int Stages => Nodes.Length;

    public override LaneStep Begin(LaneSystem system, double[] absolute, double relative) => new RungeKuttaStep(system, this, absolute, relative);
}
