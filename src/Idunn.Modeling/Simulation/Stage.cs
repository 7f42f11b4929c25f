namespace Idunn.Modeling.Simulation;

/// <summary>
/// A stretch of a course. At its start a set of values may be changed at once, from the state before; then triggers are looked at, and what they set off happens. Triggers keep their
/// truth from one stage to the next.
/// </summary>
/// <param name="Start">Model time at its start. After a stage that ends in a steady state time is set to this; after any other it is that stage's end.</param>
/// <param name="End">Model time at its end, which belongs to the next stage; infinity: the stage ends where all rates vanish.</param>
/// <param name="Change">
/// Number of the model's event whose assignments are made at the start; null: none. Unlike those of an event, concentrations are in units of the compartments as they are after the change.
/// </param>
public sealed record Stage(double Start, double End, int? Change = null);
