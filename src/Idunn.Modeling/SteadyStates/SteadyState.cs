using System.Collections.Immutable;
using System.Numerics;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.SteadyStates;

/// <summary>What becomes of a small disturbance of a steady state that keeps the conserved sums.</summary>
public enum Stability
{
    /// <summary>Every eigenvalue has a negative real part: it dies out.</summary>
    Stable,

    /// <summary>An eigenvalue has a positive real part: it grows.</summary>
    Unstable,

    /// <summary>The largest real part cannot be told from 0.</summary>
    Marginal,

    /// <summary>Not computed: the model is too large, or the eigenvalues were not found.</summary>
    Unknown,
}

/// <summary>A state in which nothing that is integrated changes.</summary>
/// <param name="Observed">What is told.</param>
/// <param name="Values">In the order of <paramref name="Observed"/>.</param>
/// <param name="Eigenvalues">Of the Jacobian on the states that conserved sums leave free, largest real part first; per unit of the model's time.</param>
/// <param name="Residual">Largest |dy/dt| of all states, amounts per time.</param>
/// <param name="IsReached">True when the course from the initial values runs into it; false when Newton's method found it and that course was not seen to end there.</param>
/// <param name="Time">Model time at which the course was near it, where it is reached.</param>
public sealed record SteadyState(ImmutableArray<Observed> Observed, ImmutableArray<double> Values, Stability Stability, ImmutableArray<Complex> Eigenvalues, double Residual, bool IsReached, double Time);

/// <summary>What the search came to.</summary>
/// <param name="Found">Null: none was found.</param>
/// <param name="Message">Why there is none, in a sentence; null where one was found.</param>
public sealed record SteadyStateResult(SteadyState? Found, string? Message)
{
    internal static SteadyStateResult None(string why) => new(null, why);
}
