namespace Idunn.Modeling.Petab;

/// <summary>A scale on which numbers are compared, or a parameter is estimated.</summary>
public enum PetabScale
{
    Linear,

    /// <summary>Natural logarithm: log-normal and log-Laplace noise.</summary>
    Log,

    /// <summary>Decadic logarithm, in version 1 only.</summary>
    Log10,
}

/// <summary>How measurements scatter about the simulation, which is their median ("Noise distributions" of the PEtab specification, versions 1 and 2).</summary>
/// <param name="IsLaplace">Laplace noise; else normal.</param>
public readonly record struct NoiseModel(PetabScale Scale, bool IsLaplace)
{
    private static readonly double Ln10 = Math.Log(10);

    /// <summary>(measurement − simulation)/σ on the scale of the noise.</summary>
    public double Residual(double measurement, double simulation, double sigma) => (OnScale(measurement) - OnScale(simulation)) / sigma;

    /// <summary>Logarithm of the density of the measurement, by its own unit. Not a number where σ is not positive.</summary>
    public double LogDensity(double measurement, double simulation, double sigma)
    {
        if (!(sigma > 0))
            return double.NaN;
        var residual = Residual(measurement, simulation, sigma);
        var density = IsLaplace ? -Math.Abs(residual) - Math.Log(2 * sigma) : -0.5 * residual * residual - Math.Log(Math.Sqrt(2 * Math.PI) * sigma);
        return Scale switch { PetabScale.Linear => density, PetabScale.Log => density - Math.Log(measurement), _ => density - Math.Log(measurement * Ln10) };
    }

    private double OnScale(double value) => Scale switch { PetabScale.Linear => value, PetabScale.Log => Math.Log(value), _ => Math.Log10(value) };
}
