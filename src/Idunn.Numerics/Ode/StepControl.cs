namespace Idunn.Numerics.Ode;

/// <summary>Chooses one lane's step sizes from what its steps gave. Errors are in units of the tolerance: 1 is the largest that passes.</summary>
public abstract class StepControl
{
    /// <summary>Forgets the past, as after a discontinuity.</summary>
    public abstract void Restart();

    /// <summary>The step to try after one of size <paramref name="h"/> passed with <paramref name="error"/>; asked for before the step is accepted.</summary>
    public abstract double AfterAcceptance(double h, double error);

    /// <summary>The smaller step to try after one of size <paramref name="h"/> failed with <paramref name="error"/> above 1.</summary>
    public abstract double AfterRejection(double h, double error);

    /// <summary>The smaller step to try after one of size <paramref name="h"/> met a value that is not finite, or equations that were not solved.</summary>
    public abstract double AfterNotFinite(double h);
}
