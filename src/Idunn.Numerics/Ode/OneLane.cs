using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>Any system as a single lane, with table-driven linear algebra.</summary>
/// <param name="factors">The fill of the system's Jacobian; found when first needed, unless it is given.</param>
public sealed class OneLane(OdeSystem system, LuPattern? factors = null) : LaneSystem
{
    private SparseLu? lu;
    private double[]? jacobian;

    public override int Width => 1;

    public override int Dimension => system.Dimension;

    public override OdeSystem Subject(int lane) => system;

    public override void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt) => system.RightHandSide(t[0], y, dydt);

    public override void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt) => system.TimeDerivative(t[0], y, dfdt);

    public override void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        lu ??= new SparseLu(system.JacobianPattern, factors ?? new LuPattern(system.JacobianPattern));
        jacobian ??= new double[system.JacobianPattern.Count];
        system.Jacobian(t[0], y, jacobian);
        isSafe[0] = lu.FactorOnDiagonal(shift[0], jacobian) ? 1 : 0;
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        b.CopyTo(x);
        lu!.Solve(x);
    }
}
