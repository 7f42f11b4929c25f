using System.Runtime.Intrinsics;

namespace Idunn.Numerics.Ode;

/// <summary>Chooses step sizes from what steps gave, in each lane by itself. Errors are in units of the tolerance: 1 is the largest that passes.</summary>
public abstract class StepControl
{
    /// <summary>Forgets a lane's past, as after a discontinuity.</summary>
    public abstract void Restart(int lane);

    /// <summary>The steps to try after some lanes' steps passed; asked for before the steps are accepted. Of other lanes nothing is noted, and what is returned means nothing.</summary>
    public abstract Vector512<double> AfterAcceptance(LaneSet lanes, Vector512<double> sizes, Vector512<double> errors);

    /// <summary>The smaller step to try after one of size <paramref name="h"/> failed with <paramref name="error"/> above 1.</summary>
    public abstract double AfterRejection(int lane, double h, double error);

    /// <summary>The smaller step to try after one of size <paramref name="h"/> met a value that is not finite, or equations that were not solved.</summary>
    public abstract double AfterNotFinite(int lane, double h);

    /// <summary>The step to try in the only lane after one of size <paramref name="h"/> passed.</summary>
    public double AfterAcceptance(double h, double error) => AfterAcceptance(LaneSet.Of(0), Vector512.Create(h), Vector512.Create(error)).ToScalar();
}
