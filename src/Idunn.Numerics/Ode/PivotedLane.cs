using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>Any system as a single lane whose linear systems are always solved with partial pivoting: what a lane that failed goes on with.</summary>
public sealed class PivotedLane(OdeSystem system) : LaneSystem
{
    private readonly PivotedLu lu = PivotedLu.For(system.JacobianPattern, new LuPattern(system.JacobianPattern));
    private readonly double[] jacobian = new double[system.JacobianPattern.Count];

    public override int Width => 1;

    public override int Dimension => system.Dimension;

    public override OdeSystem Subject(int lane) => system;

    public override void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt) => system.RightHandSide(t[0], y, dydt);

    public override void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt) => system.TimeDerivative(t[0], y, dfdt);

    public override void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        system.Jacobian(t[0], y, jacobian);
        isSafe[0] = LaneStep.FirstNotFinite(jacobian, out _) && lu.Factor(shift[0], jacobian) ? 1 : 0;
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        b.CopyTo(x);
        lu.Solve(x);
    }
}
