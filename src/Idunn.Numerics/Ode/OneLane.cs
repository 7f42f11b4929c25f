using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>Any system as a single lane, with table-driven linear algebra.</summary>
/// <param name="factors">The fill of the system's Jacobian; found when first needed, unless it is given.</param>
public sealed unsafe class OneLane(OdeSystem system, LuPattern? factors = null) : LaneSystem
{
    private SparseLu? lu;
    private double[]? jacobian;

    public override int Width => 1;

    public override int Dimension => system.Dimension;

    public override OdeSystem Subject(int lane) => system;

    public override void RightHandSide(double* t, double* y, double* dydt) => system.RightHandSide(*t, States(y), States(dydt));

    public override void TimeDerivative(double* t, double* y, double* dfdt) => system.TimeDerivative(*t, States(y), States(dfdt));

    public override void Factor(double* t, double* shift, double* y, double* isSafe)
    {
        lu ??= new SparseLu(system.JacobianPattern, factors ?? new LuPattern(system.JacobianPattern));
        jacobian ??= new double[system.JacobianPattern.Count];
        system.Jacobian(*t, States(y), jacobian);
        *isSafe = lu.FactorOnDiagonal(*shift, jacobian) ? 1 : 0;
    }

    public override void Solve(double* b, double* x)
    {
        States(b).CopyTo(States(x));
        lu!.Solve(States(x));
    }

    private Span<double> States(double* values) => new(values, system.Dimension);
}
