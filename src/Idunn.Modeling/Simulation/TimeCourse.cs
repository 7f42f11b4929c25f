using System.Collections.Immutable;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>What one simulation came to.</summary>
/// <param name="Times">Model time of each row, up to where the simulation got.</param>
/// <param name="Rows">Values in the order of <paramref name="Observed"/>, one array for each time.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Violations">Constraints of the model that did not hold, each with the first time at which that was seen.</param>
public sealed record TimeCourse(ImmutableArray<Observed> Observed, ImmutableArray<double> Times, ImmutableArray<double[]> Rows, Outcome Outcome, ImmutableArray<(Constraint Constraint, double Time)> Violations)
{
    /// <summary>By which method, and why.</summary>
    public MethodChoice Method { get; init; } = new(Rodas5P.Tableau, MethodReason.Usual);
}
