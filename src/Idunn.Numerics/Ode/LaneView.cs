using System.Collections.Immutable;

namespace Idunn.Numerics.Ode;

/// <summary>One lane of a step, as what looks at a single course sees it.</summary>
internal sealed class LaneView(LaneStep step, int lane, ImmutableArray<int> eventStates)
{
    /// <summary>Time at which the step starts.</summary>
    public double Time => step.Times[lane];

    /// <summary>Size of the step last tried.</summary>
    public double Size => step.Sizes[lane];

    /// <summary>Writes the states that event functions read at Time + θ·Size.</summary>
    public void Interpolate(double theta, Span<double> y) => step.Interpolate(lane, theta, eventStates, y);

    /// <summary>f(t, y) with the inputs. False when a component is not finite.</summary>
    public bool Derivative(double t, ReadOnlySpan<double> y, Span<double> dydt) => step.Derivative(lane, t, y, dydt, out _);
}
