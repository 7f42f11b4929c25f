using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>Steps of one course: the only lane of a <see cref="LaneStep"/>, with its state at hand.</summary>
internal sealed class SingleStep
{
    private readonly LaneStep step;
    private readonly double[] start, end, derivative, error;

    /// <param name="absolute">Absolute tolerance of each state, by which a method of variable order chooses its order and solves its equations; errors are judged by the caller.</param>
    public SingleStep(OdeSystem system, OdeMethod method, LuPattern factors, double absolute, double relative)
    {
        step = method.Begin(new OneLane(system, factors), [.. Enumerable.Repeat(absolute, system.Dimension)], relative);
        step.Active = LaneSet.Of(0);
        (start, end, derivative, error) = (new double[system.Dimension], new double[system.Dimension], new double[system.Dimension], new double[system.Dimension]);
    }

    /// <summary>Time at which the step starts.</summary>
    public double Time => step.Times[0];

    /// <summary>Size of the step last tried.</summary>
    public double Size => step.Sizes[0];

    /// <summary>y at <see cref="Time"/>. May be written to; <see cref="Restart"/> has to follow.</summary>
    public Span<double> Start => start;

    /// <summary>y at the end of the step last tried.</summary>
    public ReadOnlySpan<double> End => end;

    /// <summary>Estimate of the local error of <see cref="End"/>.</summary>
    public ReadOnlySpan<double> Error => error;

    /// <summary>After a call that returned false: the state at fault, or −1 when the linear system was singular.</summary>
    public int Culprit => LaneStep.FirstNotFinite(start, out var culprit) && LaneStep.FirstNotFinite(derivative, out culprit) ? step.Culprit(0) : culprit;

    /// <summary>Who chooses step sizes.</summary>
    public StepControl Control => step.Control;

    public long RightHandSides => step.RightHandSides(0);

    public long Factorizations => step.Factorizations(0);

    /// <summary>Takes up the state in <see cref="Start"/> at time <paramref name="t"/>. False when it or its derivative is not finite.</summary>
    public bool Restart(double t)
    {
        step.Times[0] = t;
        step.WriteState(0, start);
        step.Restart(LaneSet.Of(0));
        step.ReadDerivative(0, derivative);
        return step.Finite.Contains(0);
    }

    /// <summary>Computes <see cref="End"/> and <see cref="Error"/> of a step of size <paramref name="h"/>. False when a value became infinite or not a number.</summary>
    public bool Try(double h)
    {
        step.Sizes[0] = h;
        step.Try();
        step.ReadEnd(0, end);
        step.ReadError(0, error);
        return step.Finite.Contains(0);
    }

    /// <summary>Moves to the end of the step last tried, whose time is <paramref name="t"/>.</summary>
    public void Accept(double t)
    {
        step.Times[0] = t;
        step.Accept(LaneSet.Of(0));
        step.ReadState(0, start);
        step.ReadDerivative(0, derivative);
    }

    /// <summary>Writes the dense output at Time + θ·Size, 0 ≤ θ ≤ 1, of the step last tried and not yet accepted.</summary>
    public void Interpolate(double theta, Span<double> y) => step.Interpolate(0, theta, default, y);

    /// <summary>A first step for a span, from where the step was restarted.</summary>
    /// <param name="y">Scratch, one number per state.</param>
    /// <param name="dydt">Scratch, one number per state.</param>
    public double FirstSize(WeightedNorm norm, int order, double span, Span<double> y, Span<double> dydt) => InitialStep.Estimate(step, 0, norm, order, span, start, derivative, y, dydt);
}
