using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>Steps of one course: the only lane of a <see cref="LaneStep"/>, with its state at hand.</summary>
internal sealed class SingleStep
{
    private readonly LaneStep step;
    private readonly double[] start, end, derivative, error;

    public SingleStep(OdeSystem system, OdeMethod method)
    {
        // The caller judges errors by a norm of its own.
        step = method.Begin(new OneLane(system), [.. Enumerable.Repeat(1.0, system.Dimension)], 1);
        step.IsActive[0] = true;
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
    public StepControl Control => step.Control(0);

    public long RightHandSides => step.RightHandSides[0];

    public long Factorizations => step.Factorizations[0];

    /// <summary>Takes up the state in <see cref="Start"/> at time <paramref name="t"/>. False when it or its derivative is not finite.</summary>
    public bool Restart(double t)
    {
        step.Times[0] = t;
        step.WriteState(0, start);
        step.Restart([true]);
        step.ReadDerivative(0, derivative);
        return step.IsFinite[0];
    }

    /// <summary>Computes <see cref="End"/> and <see cref="Error"/> of a step of size <paramref name="h"/>. False when a value became infinite or not a number.</summary>
    public bool Try(double h)
    {
        step.Sizes[0] = h;
        step.Try();
        step.ReadEnd(0, end);
        step.ReadError(0, error);
        return step.IsFinite[0];
    }

    /// <summary>Moves to the end of the step last tried, whose time is <paramref name="t"/>.</summary>
    public void Accept(double t)
    {
        step.Times[0] = t;
        step.IsAccepted[0] = true;
        step.Accept();
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
