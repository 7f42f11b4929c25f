using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model with one subject's parameters and its own scratch memory: one thread uses it at a time.</summary>
public sealed class ModelSystem : OdeSystem
{
    private readonly CompiledModel model;
    private readonly double[] hoisted;
    private readonly double[] scratch;
    private readonly double[] newValues;
    private readonly double[] driftParts, diffusion;

    internal ModelSystem(CompiledModel model)
    {
        this.model = model;
        hoisted = new double[model.HoistedCount];
        Kernel[] kernels =
        [
            model.Prologue, model.InitialState, model.RightHandSide, model.Jacobian, model.TimeDerivative, model.DriftParts, model.Drift, model.Observations, model.EventFunctions,
            .. model.Events.Select(happening => happening.NewValues),
        ];
        scratch = new double[kernels.Max(kernel => kernel.ScratchLength)];
        newValues = new double[model.Events.Select(happening => happening.Targets.Length).DefaultIfEmpty(0).Max()];
        (driftParts, diffusion) = (new double[model.DriftPartCount], new double[model.StateIds.Length]);
        SetParameters(model.ParameterDefaults.AsSpan());
    }

    public override int Dimension => model.StateIds.Length;

    public override SparsityPattern JacobianPattern => model.JacobianPattern;

    public override bool IsAutonomous => model.IsAutonomous;

    public override int EventCount => model.EventCount;

    public override ImmutableArray<int> EventStates => model.EventStates;

    /// <summary>What follows from the parameters alone.</summary>
    internal ReadOnlySpan<double> Hoisted => hoisted;

    /// <summary>Sets one subject's parameters and computes what follows from them alone.</summary>
    /// <param name="values">In the order of <see cref="CompiledModel.ParameterIds"/>.</param>
    /// <exception cref="ArgumentException">There are not as many values as parameters.</exception>
    public void SetParameters(ReadOnlySpan<double> values)
    {
        if (values.Length != model.ParameterIds.Length)
            throw new ArgumentException($"The model has {model.ParameterIds.Length} parameters, but {values.Length} values are given.", nameof(values));
        model.Prologue.Run(0, values, [], scratch, hoisted);
    }

    /// <summary>Writes the state at time 0, from initial values, initial assignments and parameters; species as amounts.</summary>
    public void InitialState(Span<double> y) => model.InitialState.Run(0, [], hoisted, scratch, Checked(y));

    public override void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt) => model.RightHandSide.Run(t, Checked(y), hoisted, scratch, Checked(dydt));

    public override void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values) =>
        model.Jacobian.Run(t, Checked(y), hoisted, scratch, Checked(values, JacobianPattern.Count));

    public override void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> dfdt) => model.TimeDerivative.Run(t, Checked(y), hoisted, scratch, Checked(dfdt));

    /// <summary>Writes the observed quantities, in the order of <see cref="CompiledModel.ObservedIds"/>, in the model's units.</summary>
    public void Observe(double t, ReadOnlySpan<double> y, Span<double> values) =>
        model.Observations.Run(t, Checked(y), hoisted, scratch, Checked(values, model.ObservedIds.Length));

    /// <summary>Drift of the state that was compiled as a diffusion.</summary>
    public double Drift(double t, ReadOnlySpan<double> y)
    {
        HoldDrift(y);
        return HeldDrift(t, y[model.Diffusion]);
    }

    /// <summary>Computes what the drift needs of the rest of the state, for <see cref="HeldDrift"/> to be asked many times.</summary>
    public void HoldDrift(ReadOnlySpan<double> y) => model.DriftParts.Run(0, Checked(y), hoisted, scratch, driftParts);

    /// <summary>Drift of the diffusion at <paramref name="x"/>, with the rest of the state as <see cref="HoldDrift"/> saw it: the same bits as <see cref="Drift"/>.</summary>
    public double HeldDrift(double t, double x)
    {
        Span<double> drift = stackalloc double[1];
        diffusion[model.Diffusion] = x;
        model.Drift.Run(t, diffusion, driftParts, scratch, drift);
        return drift[0];
    }

    public override void EventFunctions(double t, ReadOnlySpan<double> y, Span<double> g) => model.EventFunctions.Run(t, Checked(y), hoisted, scratch, Checked(g, EventCount));

    /// <summary>All of the event's formulas see the state before it.</summary>
    public override void ApplyEvent(int index, double t, Span<double> y)
    {
        var (targets, kernel) = model.Events[index];
        kernel.Run(t, Checked(y), hoisted, scratch, newValues);
        for (var i = 0; i < targets.Length; i++)
            y[targets[i]] = newValues[i];
    }

    public override string NameOf(int state) => model.StateIds[state];

    // Machine code does not check bounds, so the doors do.
    private ReadOnlySpan<double> Checked(ReadOnlySpan<double> y) => y[..Dimension];

    private Span<double> Checked(Span<double> values) => Checked(values, Dimension);

    private static Span<double> Checked(Span<double> values, int length) => values[..length];
}
