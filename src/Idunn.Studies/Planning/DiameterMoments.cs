using MathNet.Numerics.Distributions;

namespace Idunn.Studies.Planning;

/// <summary>Moments of a log-normal distribution of diameters cut off outside a … b, in powers of the diameter's unit.</summary>
/// <param name="Mean">E[d].</param>
/// <param name="MeanSquare">E[d²].</param>
/// <param name="MeanCube">E[d³].</param>
/// <param name="MeanInverse">E[1/d].</param>
public readonly record struct DiameterMoments(double Mean, double MeanSquare, double MeanCube, double MeanInverse)
{
    /// <param name="median">Median before the cut.</param>
    /// <param name="geometricSd">Above 1.</param>
    public static DiameterMoments Of(double median, double geometricSd, double from, double to)
    {
        var (mu, sigma) = (Math.Log(median), Math.Log(geometricSd));
        var mass = Share(0);
        return new(Moment(1), Moment(2), Moment(3), Moment(-1));

        // E[d^k] = exp(kμ + k²σ²/2) · [Φ((ln b − μ)/σ − kσ) − Φ((ln a − μ)/σ − kσ)] / [Φ((ln b − μ)/σ) − Φ((ln a − μ)/σ)]
        double Moment(int k) => Math.Exp((k * mu) + (k * k * sigma * sigma / 2)) * Share(k) / mass;

        double Share(int k) => Normal.CDF(0, 1, ((Math.Log(to) - mu) / sigma) - (k * sigma)) - Normal.CDF(0, 1, ((Math.Log(from) - mu) / sigma) - (k * sigma));
    }
}
