using System.Collections.Immutable;

namespace Idunn.Numerics.Ode;

/// <summary>How an <see cref="OdeSolver"/> integrates.</summary>
public sealed record OdeOptions
{
    /// <summary>Largest relative tolerance that is used: looser ones let Rosenbrock methods leave the solution altogether.</summary>
    public const double LoosestRelativeTolerance = 1e-3;

    /// <summary>Local error allowed relative to each state's size; above 0, and taken as 10⁻³ when larger.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = value > 0
            ? Math.Min(value, LoosestRelativeTolerance)
            : throw new ArgumentOutOfRangeException(nameof(RelativeTolerance), value, "The relative tolerance must be above zero.");
    } = 1e-6;

    /// <summary>Local error allowed whatever a state's size, in the state's unit: one number for all states, or one for each; above 0.</summary>
    public ImmutableArray<double> AbsoluteTolerance
    {
        get;
        init => field = !value.IsDefaultOrEmpty && value.All(tolerance => tolerance > 0 && double.IsFinite(tolerance))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AbsoluteTolerance), "Absolute tolerances must be finite and above zero, one for all states or one for each.");
    } = [1e-9];

    /// <summary>Steps that may be tried, accepted or not, before the integration ends with <see cref="Ending.StepLimit"/>.</summary>
    public long MaxSteps { get; init; } = 100_000;

    /// <summary>Size of the first step tried; NaN leaves it to a heuristic.</summary>
    public double InitialStep { get; init; } = double.NaN;

    /// <summary>The method.</summary>
    public OdeMethod Method { get; init; } = Rodas5P.Tableau;
}
