using System.Runtime.Intrinsics;
using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Order and step size of an <see cref="Ndf"/> together: after k + 1 steps of one size and order the order k − 1, k or k + 1 that allows the longest step, with the bias against change and the
/// threshold of CVODE (Hindmarsh, A. C. et al. (2005), SUNDIALS, ACM Transactions on Mathematical Software 31, 363–396), because a new size asks for a new factorisation.
/// </summary>
internal sealed class NdfControl(NdfStep step, int highestOrder) : StepControl
{
    private const double Bias = 6;
    private const double RaisingBias = 10;
    private const double WorthAChange = 1.5;
    private const double LargestGrowth = 10;
    private const double LeastCut = 0.2;
    private const double AfterFailedNewton = 0.25;

    private int failures;

    public override void Restart(int lane) => failures = 0;

    public override Vector512<double> AfterAcceptance(LaneSet lanes, Vector512<double> sizes, Vector512<double> errors) =>
        lanes.Contains(0) ? Vector512.Create(Next(sizes.ToScalar(), errors.ToScalar())) : sizes;

    private double Next(double h, double error)
    {
        var failed = failures > 0;
        failures = 0;
        if (failed || !step.IsSettled)
            return h;
        var order = step.Order;
        var same = Factor(Bias * error, order + 1);
        var lower = order > 1 ? Factor(Bias * step.ErrorOfLower(), order) : 0;
        var higher = order < highestOrder ? Factor(RaisingBias * step.ErrorOfHigher(), order + 2) : 0;
        var best = Math.Max(same, Math.Max(lower, higher));
        if (best < WorthAChange)
            return h;
        if (best != same)
            step.NextOrder = best == lower ? order - 1 : order + 1;
        return h * Math.Min(LargestGrowth, best);
    }

    public override double AfterRejection(int lane, double h, double error)
    {
        failures++;
        var order = step.Order;
        var same = Factor(Bias * error, order + 1);
        if (failures > 1 && order > 1)
            step.LowerOrder();
        return h * Math.Clamp(same, LeastCut, failures > 1 ? 0.5 : 0.9);
    }

    public override double AfterNotFinite(int lane, double h)
    {
        failures++;
        return h * AfterFailedNewton;
    }

    private static double Factor(double error, int power) => 1 / (Elementary.Power(Math.Max(error, 1e-30), 1.0 / power) + 1e-6);
}
