using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>Any system as a single lane whose linear systems are always solved with partial pivoting: what a lane that failed goes on with.</summary>
public sealed unsafe class PivotedLane(OdeSystem system) : LaneSystem
{
    private readonly PivotedLu lu = PivotedLu.For(system.JacobianPattern, new LuPattern(system.JacobianPattern));
    private readonly double[] jacobian = new double[system.JacobianPattern.Count];

    public override int Width => 1;

    public override int Dimension => system.Dimension;

    public override OdeSystem Subject(int lane) => system;

    public override void RightHandSide(double* t, double* y, double* dydt) => system.RightHandSide(*t, States(y), States(dydt));

    public override void TimeDerivative(double* t, double* y, double* dfdt) => system.TimeDerivative(*t, States(y), States(dfdt));

    public override void Factor(double* t, double* shift, double* y, double* isSafe)
    {
        system.Jacobian(*t, States(y), jacobian);
        *isSafe = LaneStep.FirstNotFinite(jacobian, out _) && lu.Factor(*shift, jacobian) ? 1 : 0;
    }

    public override void Solve(double* b, double* x)
    {
        States(b).CopyTo(States(x));
        lu.Solve(States(x));
    }

    private Span<double> States(double* values) => new(values, system.Dimension);
}
