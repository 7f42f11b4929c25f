namespace Idunn.Numerics.Random;

/// <summary>Families of distributions, with their parameters in order.</summary>
public enum DistributionFamily
{
    /// <summary>Mean and standard deviation.</summary>
    Normal,

    /// <summary>Mean and standard deviation of the logarithm.</summary>
    LogNormal,

    /// <summary>The least and the largest.</summary>
    Uniform,

    /// <summary>Location (the median) and scale.</summary>
    Cauchy,

    /// <summary>Location (the median) and scale.</summary>
    Laplace,

    /// <summary>Rate.</summary>
    Exponential,

    /// <summary>Shape and scale.</summary>
    Gamma,

    /// <summary>Degrees of freedom.</summary>
    ChiSquare,

    /// <summary>Scale.</summary>
    Rayleigh,

    /// <summary>Probability of 1; else 0.</summary>
    Bernoulli,

    /// <summary>Number of trials and probability of success.</summary>
    Binomial,

    /// <summary>Mean.</summary>
    Poisson,
}
