using System.Collections.Immutable;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>An event, ready to run.</summary>
/// <param name="Trigger">Number of its trigger among the outputs of <see cref="HybridModel.Triggers"/>.</param>
/// <param name="Delay">One output; null: none.</param>
/// <param name="Priority">One output; null: none.</param>
/// <param name="Values">New values of the variables as their symbols mean them.</param>
/// <param name="Targets">Numbers in the extended state.</param>
/// <param name="Sizes">For targets in concentration: the sizes of their compartments before the event, which the new concentration is multiplied by. Outputs by target; 1 for others.</param>
internal sealed record HybridEvent(ModelEvent Source, int Trigger, DrawingKernel? Delay, DrawingKernel? Priority, DrawingKernel Values, ImmutableArray<int> Targets, Kernel Sizes)
{
    public IEnumerable<DrawingKernel> Drawing => new[] { Delay, Priority, Values }.OfType<DrawingKernel>();
}

/// <summary>Formulas that draw before they are computed.</summary>
internal sealed record DrawingKernel(Kernel Kernel, ImmutableArray<CompiledDraw> Draws);
