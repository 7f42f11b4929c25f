namespace Idunn.Numerics.Ode;

/// <summary>
/// Several subjects of one system side by side, one in each lane, each with its own parameters, time and state. In memory lanes are innermost: entry i of lane l stands at
/// i·<see cref="Width"/> + l. Whatever the width, a lane's numbers are those of <see cref="Subject"/> to the last bit. One thread uses an instance at a time.
/// </summary>
public abstract class LaneSystem
{
    /// <summary>Number of lanes: 1, 2, 4 or 8.</summary>
    public abstract int Width { get; }

    /// <summary>Number of states.</summary>
    public abstract int Dimension { get; }

    /// <summary>The subject in a lane by itself.</summary>
    public abstract OdeSystem Subject(int lane);

    /// <summary>Writes f(t, y).</summary>
    /// <param name="t">Each lane's time.</param>
    /// <param name="y">Dimension × width.</param>
    /// <param name="dydt">Likewise.</param>
    public abstract void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt);

    /// <summary>Writes ∂f/∂t(t, y).</summary>
    public abstract void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt);

    /// <summary>Factorises shift·I − ∂f/∂y(t, y), with pivots on the diagonal.</summary>
    /// <param name="shift">One number for each lane, above zero.</param>
    /// <param name="isSafe">Receives for each lane 1, or 0 when the pivots lost their digits or were not finite.</param>
    public abstract void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe);

    /// <summary>Solves (shift·I − ∂f/∂y) x = b by the factors last made. <paramref name="x"/> may not overlap <paramref name="b"/>.</summary>
    public abstract void Solve(ReadOnlySpan<double> b, Span<double> x);
}
