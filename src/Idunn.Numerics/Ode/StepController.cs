using System.Runtime.Intrinsics;
using Idunn.Numerics.Functions;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Predictive proportional–integral step control: Gustafsson, K. (1994), Control-theoretic techniques for stepsize selection in implicit Runge–Kutta
/// methods, ACM Transactions on Mathematical Software 20, 496–517; limits as in RODAS (Hairer &amp; Wanner, Solving ODE II, IV.8).
/// </summary>
public sealed unsafe class StepController : StepControl
{
    private const double Safety = 0.9;
    private const double LargestGrowth = 6;
    private const double LargestCut = 5;

    /// <summary>Errors below this count as this for the trend.</summary>
    private const double LeastError = 0.01;

    private readonly AlignedMemory memory = new(4 * LaneArithmetic.Vector);
    private readonly double* errors, exponents, previousSizes, previousRoots;
    private readonly double leastRoot;
    private LaneSet rejected;

    /// <param name="errorOrder">Order p̂ of the embedded solution, whose local error falls as h^(p̂+1).</param>
    public StepController(int errorOrder)
    {
        errors = memory.Pointer;
        exponents = errors + LaneArithmetic.Vector;
        previousSizes = exponents + LaneArithmetic.Vector;
        previousRoots = previousSizes + LaneArithmetic.Vector;
        Vector512.Create(1.0 / (errorOrder + 1)).StoreAligned(exponents);
        Vector512.Create(double.NaN).StoreAligned(previousSizes);
        leastRoot = Elementary.Power(LeastError, 1.0 / (errorOrder + 1));
    }

    public override void Restart(int lane)
    {
        previousSizes[lane] = double.NaN;
        rejected = rejected.Except(LaneSet.Of(lane));
        GC.KeepAlive(memory);
    }

    public override Vector512<double> AfterAcceptance(LaneSet lanes, Vector512<double> sizes, Vector512<double> errors)
    {
        var mask = lanes.Mask;
        Vector512.ConditionalSelect(mask, errors, Vector512<double>.One).StoreAligned(this.errors);
        ElementaryVectors.Power(this.errors, exponents, this.errors, LaneArithmetic.Vector);
        var root = Vector512.LoadAligned(this.errors);
        var (previousSize, previousRoot) = (Vector512.LoadAligned(previousSizes), Vector512.LoadAligned(previousRoots));
        var (most, least, safety) = (Vector512.Create(LargestCut), Vector512.Create(1 / LargestGrowth), Vector512.Create(Safety));
        var ordinary = Vector512.MinNative(Vector512.MaxNative(root / safety, least), most);
        // h_{n+1} = 0.9 h_n (h_n/h_{n−1}) (err_{n−1}/err_n²)^(1/(p̂+1)): the trend of the error, not only its size.
        var predictive = previousSize / sizes * root * root / (previousRoot * safety);
        var divisor = Vector512.MinNative(Vector512.MaxNative(Vector512.MaxNative(ordinary, predictive), least), most);
        var next = sizes / Vector512.ConditionalSelect(Vector512.Equals(previousSize, previousSize), divisor, ordinary);
        if (!(rejected & lanes).IsEmpty)
            next = Vector512.ConditionalSelect((rejected & lanes).Mask, Vector512.MinNative(next, sizes), next);
        Vector512.ConditionalSelect(mask, sizes, previousSize).StoreAligned(previousSizes);
        Vector512.ConditionalSelect(mask, Vector512.MaxNative(Vector512.Create(leastRoot), root), previousRoot).StoreAligned(previousRoots);
        rejected = rejected.Except(lanes);
        GC.KeepAlive(memory);
        return next;
    }

    public override double AfterRejection(int lane, double h, double error)
    {
        rejected |= LaneSet.Of(lane);
        return h / Math.Clamp(Elementary.Power(error, exponents[lane]) / Safety, 1 / LargestGrowth, LargestCut);
    }

    public override double AfterNotFinite(int lane, double h)
    {
        rejected |= LaneSet.Of(lane);
        return h / 4;
    }
}
