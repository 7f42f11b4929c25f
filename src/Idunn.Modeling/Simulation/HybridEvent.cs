using System.Collections.Immutable;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>An event, ready to run.</summary>
/// <param name="Trigger">Number of its trigger among the outputs of <see cref="HybridModel.Triggers"/>.</param>
/// <param name="Delay">One output; null: none.</param>
/// <param name="Priority">One output; null: none.</param>
/// <param name="Values">New values of the variables as their symbols mean them.</param>
/// <param name="Targets">What the values go to.</param>
/// <param name="Sizes">For targets in concentration: the sizes of their compartments, which the new concentration is multiplied by, after other targets are set. Outputs by target; 1 for others.</param>
internal sealed record HybridEvent(ModelEvent Source, int Trigger, Kernel? Delay, Kernel? Priority, Kernel Values, ImmutableArray<HybridTarget> Targets, Kernel Sizes);

/// <param name="Input">Number in the extended state.</param>
/// <param name="IsConcentration">True when the state is an amount and the value a concentration.</param>
/// <param name="Extents">What fast reactions add to the state.</param>
internal readonly record struct HybridTarget(int Input, bool IsConcentration, ImmutableArray<(double Factor, int Input)> Extents);
