namespace Idunn.Numerics.Ode;

/// <summary>
/// Numerical differentiation formulas of variable order 1 to 5 in backward differences, for stiff systems of any size, one course at a time: Shampine, L. F. &amp; Reichelt, M. W. (1997), The MATLAB
/// ODE suite, SIAM Journal on Scientific Computing 18, 1–22. With κ = 0 they are the backward differentiation formulas (BDF). One linear system for each Newton step, its matrix and
/// Jacobian kept from step to step: the method for large or dense systems, where a Rosenbrock method pays a factorisation for every step.
/// </summary>
/// <param name="Name">By which a manifest names it.</param>
/// <param name="Order">Highest order used, 1 to 5.</param>
/// <param name="Kappa">κ of orders 1, 2, …: how much of the predictor's error a formula takes back.</param>
public sealed record Ndf(string Name, int Order, double[] Kappa) : OdeMethod(Name, Order)
{
    /// <summary>Orders 1 to 5, with κ from the paper's table 1: at orders 1 to 4 the steps are up to a quarter longer than those of BDF for the same error.</summary>
    public static Ndf Variable { get; } = new("NDF", 5, [-0.1850, -1.0 / 9, -0.0823, -0.0415, 0]);

    /// <summary>Orders 1 to 5 of plain BDF, whose stability region is a little larger at orders 3 and 4.</summary>
    public static Ndf Backward { get; } = new("BDF", 5, [0, 0, 0, 0, 0]);

    public override int MostLanes => 1;

    /// <summary>A course begins with order 1.</summary>
    public override int FirstOrder => 1;

    public override LaneStep Begin(LaneSystem system, double[] absolute, double relative) => new NdfStep(system, this, absolute, relative);
}
