using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// An initial-value problem's right-hand side, y′ = f(t, y), with its analytic Jacobian and root functions.
/// An instance may hold one subject's parameters and scratch memory: one thread uses it at a time.
/// </summary>
public abstract class OdeSystem
{
    /// <summary>Number of states.</summary>
    public abstract int Dimension { get; }

    /// <summary>Structural non-zeros of ∂f/∂y.</summary>
    public abstract SparsityPattern JacobianPattern { get; }

    /// <summary>True when f does not depend on t, so that ∂f/∂t is zero.</summary>
    public virtual bool IsAutonomous => true;

    /// <summary>Writes f(t, y) into <paramref name="dydt"/>.</summary>
    public abstract void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt);

    /// <summary>Writes ∂f/∂y, in the order of <see cref="JacobianPattern"/>, into <paramref name="values"/>.</summary>
    public abstract void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values);

    /// <summary>Writes ∂f/∂t into <paramref name="dfdt"/>.</summary>
    public virtual void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> dfdt) => dfdt.Clear();

    /// <summary>Number of root functions g. An event fires where its g rises through zero (from g ≤ 0 to g &gt; 0).</summary>
    public virtual int EventCount => 0;

    /// <summary>Writes g(t, y), length <see cref="EventCount"/>.</summary>
    public virtual void EventFunctions(double t, ReadOnlySpan<double> y, Span<double> g) { }

    /// <summary>States that <see cref="EventFunctions"/> reads; default: any. The others need not be right when it is called within a step.</summary>
    public virtual ImmutableArray<int> EventStates => default;

    /// <summary>Applies the assignments of event <paramref name="index"/> to the state.</summary>
    public virtual void ApplyEvent(int index, double t, Span<double> y) { }

    /// <summary>The name under which a state appears in an <see cref="Outcome"/>.</summary>
    public virtual string NameOf(int state) => $"y[{state}]";
}
