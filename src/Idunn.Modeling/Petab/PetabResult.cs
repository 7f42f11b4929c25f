using System.Collections.Immutable;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Petab;

/// <summary>A measurement beside its simulation.</summary>
/// <param name="Simulation">Not a number where the simulation did not get there.</param>
/// <param name="Sigma">The noise formula's value.</param>
public sealed record PetabPoint(PetabMeasurement Measurement, double Simulation, double Sigma);

/// <summary>A simulation that did not reach its end, and which experiment of which model it was.</summary>
public sealed record PetabFailure(string Model, string Experiment, Outcome Outcome, bool IsBeforeRest);

/// <summary>What simulating a PEtab problem came to.</summary>
/// <param name="Points">Part by part, in the order of the measurement tables.</param>
/// <param name="LogPriors">Of the estimated parameters, where any has a prior; else empty.</param>
/// <param name="Failures">Empty when every experiment was simulated to its end.</param>
public sealed record PetabResult(ImmutableArray<PetabPoint> Points, ImmutableSortedDictionary<string, double> LogPriors, ImmutableArray<PetabFailure> Failures)
{
    /// <summary>Σ ((measurement − simulation)/σ)², each on the scale of its noise. Not a number when a simulation failed.</summary>
    public double Chi2 => Points.Sum(point => point.Measurement.Observable.NoiseModel.Residual(point.Measurement.Value, point.Simulation, point.Sigma) is var residual ? residual * residual : 0);

    /// <summary>Σ ln p(measurement | simulation, σ). Not a number when a simulation failed.</summary>
    public double LogLikelihood => Points.Sum(point => point.Measurement.Observable.NoiseModel.LogDensity(point.Measurement.Value, point.Simulation, point.Sigma));

    /// <summary>Log-likelihood plus log-priors: the logarithm of the posterior but for a constant.</summary>
    public double LogPosterior => LogLikelihood + LogPriors.Values.Sum();
}
