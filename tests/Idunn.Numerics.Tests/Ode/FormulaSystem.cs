using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>A small system given by formulas, with a full Jacobian.</summary>
public sealed class FormulaSystem(int dimension, FormulaSystem.Formula derivative, FormulaSystem.Formula jacobian) : OdeSystem
{
    public delegate void Formula(double t, ReadOnlySpan<double> y, Span<double> result);

    public delegate void Assignment(int index, double t, Span<double> y);

    public Formula? DerivativeInTime { get; init; }

    public int Events { get; init; }

    public Formula? Roots { get; init; }

    public Assignment? OnEvent { get; init; }

    public string[]? Names { get; init; }

    public override int Dimension => dimension;

    public override SparsityPattern JacobianPattern { get; } = SparsityPattern.Dense(dimension);

    public override bool IsAutonomous => DerivativeInTime is null;

    public override int EventCount => Events;

    public override void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt) => derivative(t, y, dydt);

    public override void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values) => jacobian(t, y, values);

    public override void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> dfdt) => DerivativeInTime!(t, y, dfdt);

    public override void EventFunctions(double t, ReadOnlySpan<double> y, Span<double> g) => Roots?.Invoke(t, y, g);

    public override void ApplyEvent(int index, double t, Span<double> y) => OnEvent!(index, t, y);

    public override string NameOf(int state) => Names?[state] ?? base.NameOf(state);
}
