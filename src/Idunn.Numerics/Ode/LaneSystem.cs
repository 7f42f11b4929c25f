namespace Idunn.Numerics.Ode;

/// <summary>
/// Several subjects of one system side by side, one in each lane, each with its own parameters, time and state. In memory lanes are innermost: entry i of lane l stands at
/// i·<see cref="Width"/> + l. Whatever the width, a lane's numbers are those of <see cref="Subject"/> to the last bit. One thread uses an instance at a time.
/// What is called in every stage of every step takes addresses; who holds spans calls the methods that do.
/// </summary>
public abstract unsafe class LaneSystem
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
    public abstract void RightHandSide(double* t, double* y, double* dydt);

    /// <summary>Writes ∂f/∂t(t, y).</summary>
    public abstract void TimeDerivative(double* t, double* y, double* dfdt);

    /// <summary>Factorises shift·I − ∂f/∂y(t, y), with pivots on the diagonal.</summary>
    /// <param name="shift">One number for each lane, above zero.</param>
    /// <param name="isSafe">Receives for each lane 1, or 0 when the pivots lost their digits or were not finite.</param>
    public abstract void Factor(double* t, double* shift, double* y, double* isSafe);

    /// <summary>Solves (shift·I − ∂f/∂y) x = b by the factors last made. <paramref name="x"/> may not overlap <paramref name="b"/>.</summary>
    public abstract void Solve(double* b, double* x);

    /// <inheritdoc cref="RightHandSide(double*, double*, double*)"/>
    public void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        fixed (double* time = t[..Width], state = y[..(Dimension * Width)], result = dydt[..(Dimension * Width)])
            RightHandSide(time, state, result);
    }

    /// <inheritdoc cref="TimeDerivative(double*, double*, double*)"/>
    public void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt)
    {
        fixed (double* time = t[..Width], state = y[..(Dimension * Width)], result = dfdt[..(Dimension * Width)])
            TimeDerivative(time, state, result);
    }

    /// <inheritdoc cref="Factor(double*, double*, double*, double*)"/>
    public void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        fixed (double* time = t[..Width], shifts = shift[..Width], state = y[..(Dimension * Width)], result = isSafe[..Width])
            Factor(time, shifts, state, result);
    }

    /// <inheritdoc cref="Solve(double*, double*)"/>
    public void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        fixed (double* right = b[..(Dimension * Width)], result = x[..(Dimension * Width)])
            Solve(right, result);
    }
}
