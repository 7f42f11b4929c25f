using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Compilation;

/// <summary>Compiled reactions with one subject's parameters and their own scratch memory: one thread uses it at a time.</summary>
public sealed class ModelReactions : ReactionSystem
{
    private readonly CompiledReactions model;
    private readonly double[] hoisted, scratch, memory, newValues;
    private readonly DrawnParameters drawn;

    internal ModelReactions(CompiledReactions model)
    {
        this.model = model;
        hoisted = new double[model.HoistedCount];
        Kernel[] kernels = [model.Prologue, model.InitialState, model.Propensities, model.Slopes, model.Observations, model.Triggers, .. model.Events.Select(happening => happening.NewValues), .. model.Draws.Select(draw => draw.Arguments)];
        scratch = new double[kernels.Max(kernel => kernel.ScratchLength)];
        memory = new double[model.Single.MemoryLength];
        newValues = new double[model.Events.Select(happening => happening.Targets.Length).DefaultIfEmpty(0).Max()];
        drawn = new DrawnParameters(model.Prologue, model.ParameterIds.Length, model.Draws);
        SetParameters(model.ParameterDefaults.AsSpan());
    }

    public override ReactionNetwork Network => model.Network;

    public override int EventCount => model.Events.Length;

    public override bool HasTimedTriggers => model.HasTimedTriggers;

    /// <summary>Sets one subject's parameters and computes what follows from them alone.</summary>
    /// <param name="values">In the order of <see cref="CompiledReactions.ParameterIds"/>.</param>
    /// <exception cref="ArgumentException">There are not as many values as parameters.</exception>
    public void SetParameters(ReadOnlySpan<double> values)
    {
        if (values.Length != model.ParameterIds.Length)
            throw new ArgumentException($"The model has {model.ParameterIds.Length} parameters, but {values.Length} values are given.", nameof(values));
        drawn.Set(values, hoisted, scratch);
        model.Single.Load(hoisted, memory);
    }

    /// <summary>
    /// Makes the draws of initial values, behind <see cref="SetParameters"/> and before <see cref="InitialState"/> of each course; those of events are made as they happen. Without it what is drawn
    /// is not a number. The same chance gives the same draws.
    /// </summary>
    public void Draw(ReactionChance chance)
    {
        if (!model.IsRandom)
            return;
        drawn.Begin(chance.Seed, chance.Subject);
        drawn.Draw(model.StartDraws, 0, [], hoisted, scratch);
        model.Single.Load(hoisted, memory);
    }

    /// <summary>Writes the state at time 0; species as counts.</summary>
    public void InitialState(Span<double> x) => model.InitialState.Run(0, [], hoisted, scratch, x[..Network.StateCount]);

    public override void Propensities(ReadOnlySpan<double> x, Span<double> a) => model.Propensities.Run(0, Checked(x), hoisted, scratch, a[..Network.ReactionCount]);

    public override double Propensity(int reaction, ReadOnlySpan<double> x) => model.Single.Run(reaction, x, memory);

    public override void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => model.Slopes.Run(0, Checked(x), hoisted, scratch, slopes);

    public override bool MayFireAtStart(int index) => model.FireAtStart[index];

    public override void Triggers(double t, ReadOnlySpan<double> x, Span<double> isTrue) => model.Triggers.Run(t, Checked(x), hoisted, scratch, isTrue[..EventCount]);

    /// <summary>All of the event's formulas see the state before it.</summary>
    public override void ApplyEvent(int index, double t, Span<double> x)
    {
        var (targets, kernel) = model.Events[index];
        if (!model.Events[index].Draws.IsEmpty)
        {
            drawn.Draw(model.Events[index].Draws, t, Checked(x), hoisted, scratch);
            model.Single.Load(hoisted, memory);
        }
        kernel.Run(t, Checked(x), hoisted, scratch, newValues);
        for (var i = 0; i < targets.Length; i++)
            x[targets[i]] = newValues[i];
    }

    /// <summary>Writes the observed quantities, in the order of <see cref="CompiledReactions.ObservedIds"/>.</summary>
    public void Observe(double t, ReadOnlySpan<double> x, Span<double> values) => model.Observations.Run(t, Checked(x), hoisted, scratch, values[..model.ObservedIds.Length]);

    public override string NameOf(int state) => model.StateIds[state];

    public override string NameOfReaction(int reaction) => model.ReactionIds[reaction];

    // Machine code does not check bounds, so the doors do.
    private ReadOnlySpan<double> Checked(ReadOnlySpan<double> x) => x[..Network.StateCount];
}
