using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one explicit Runge–Kutta method through all lanes at once, eight numbers at a time whatever the width. Watches for stiffness: hλ ≈ h|kₛ − kₛ₋₁|/|yₛ − yₛ₋₁| of the last two stages, both at the
/// end of the step, beyond the stability limit in fifteen steps (Hairer &amp; Wanner, Solving Ordinary Differential Equations II, 2nd ed., IV.2).
/// </summary>
internal sealed unsafe class RungeKuttaStep : LaneStep
{
    /// <summary>Steps near the stability limit that make a course stiff, and those away from it that take them back, as in DOPRI5.</summary>
    private const int StiffSteps = 15;
    private const int Absolution = 6;

    private const int Vector = LaneArithmetic.Vector;

    private readonly RungeKuttaTableau method;
    private readonly StepController control;
    private readonly int length;
    private readonly AlignedMemory memory;
    private readonly double* start, end, before, error, absolute, scratch, stages, stretch, sizes, instants, nodes, sums, squares, weightsOfLanes;
    private readonly double[] weights;
    private readonly int[] near, away;

    public RungeKuttaStep(LaneSystem system, RungeKuttaTableau method, double[] absoluteTolerance, double relativeTolerance)
        : base(system, relativeTolerance)
    {
        this.method = method;
        EvaluationsPerTry = method.Stages - 1;
        control = new StepController(method.ErrorOrder);
        length = (N * Width + LaneArithmetic.Stride - 1) / LaneArithmetic.Stride * LaneArithmetic.Stride;
        const int buffers = 6;
        const int patterns = 4;
        memory = new AlignedMemory((buffers + method.Stages) * length + (patterns + method.Stages) * Vector + 2 * LaneArithmetic.SumsLength);
        start = memory.Pointer;
        end = start + length;
        before = end + length;
        error = before + length;
        absolute = error + length;
        scratch = absolute + length;
        stages = scratch + length;
        stretch = stages + method.Stages * length;
        sizes = stretch + Vector;
        instants = sizes + Vector;
        nodes = instants + Vector;
        sums = nodes + Vector;
        squares = sums + LaneArithmetic.SumsLength;
        weightsOfLanes = squares + LaneArithmetic.SumsLength;
        new Span<double>(absolute, length).Fill(1);
        for (var i = 0; i < N * Width; i++)
            absolute[i] = absoluteTolerance[i / Width];
        (weights, near, away) = (new double[method.Stages], new int[Width], new int[Width]);
    }

    public override StepControl Control => control;

    public override void ReadState(int lane, Span<double> y) => Read(start, lane, y);

    public override void ReadEnd(int lane, Span<double> y) => Read(end, lane, y);

    public override void ReadError(int lane, Span<double> e) => Read(error, lane, e);

    public override void ReadDerivative(int lane, Span<double> dydt) => Read(stages, lane, dydt);

    public override void WriteState(int lane, ReadOnlySpan<double> y)
    {
        for (var i = 0; i < N; i++)
            start[i * Width + lane] = y[i];
        GC.KeepAlive(memory);
    }

    public override void Forget(int lane)
    {
        (near[lane], away[lane]) = (0, 0);
        Stiff = Stiff.Except(LaneSet.Of(lane));
    }

    public override void Restart(LaneSet restarted)
    {
        var last = stages + (method.Stages - 1) * length;
        System.RightHandSide(AllTimes, start, last);
        AddRates(last);
        LaneArithmetic.Take(LaneArithmetic.Mask(restarted, Width), last, stages, length);
        LaneArithmetic.Check(start, stages, length, Width, sums);
        foreach (var lane in restarted)
            Evaluated[lane]++;
        Finite = Finite.Except(restarted) | (restarted & LaneSet.Of(IsZero(LaneArithmetic.Sums(sums, Width))));
        GC.KeepAlive(memory);
    }

    public override void Try()
    {
        Tries++;
        Vector512.LoadAligned(AllTimes).StoreAligned(instants);
        Vector512.LoadAligned(AllSizes).StoreAligned(sizes);
        LaneArithmetic.Repeat(instants, Width);
        LaneArithmetic.Repeat(sizes, Width);
        for (var stage = 1; stage < method.Stages; stage++)
        {
            var state = stage == method.Stages - 1 ? end : before;
            Sum(method.A[stage], start, state);
            Vector512.FusedMultiplyAdd(Vector512.Create(method.Nodes[stage]), Vector512.LoadAligned(sizes), Vector512.LoadAligned(instants)).StoreAligned(nodes);
            System.RightHandSide(nodes, state, stages + stage * length);
            AddRates(stages + stage * length);
        }
        new Span<double>(scratch, length).Clear();
        Sum(method.ErrorWeights, scratch, error);
        Judge();
        GC.KeepAlive(this);
    }

    public override void Accept(LaneSet accepted)
    {
        foreach (var lane in accepted)
            Note(lane);
        var mask = LaneArithmetic.Mask(accepted, Width);
        LaneArithmetic.Blend(mask, end, start, length);
        LaneArithmetic.Take(mask, stages + (method.Stages - 1) * length, stages, length);
        GC.KeepAlive(memory);
    }

    internal override void Interpolate(double* theta, ImmutableArray<int> states, double* y)
    {
        LaneArithmetic.Repeat(theta, Width);
        var at = Vector512.LoadAligned(theta);
        for (var stage = 0; stage < method.Stages; stage++)
        {
            var weight = Vector512<double>.Zero;
            for (var power = method.Dense[stage].Length - 1; power >= 0; power--)
                weight = at * (Vector512.Create(method.Dense[stage][power]) + weight);
            (weight * Vector512.LoadAligned(sizes)).StoreAligned(weightsOfLanes + stage * Vector);
        }
        if (states.IsDefault)
            for (var i = 0; i < N * Width; i += Vector)
                InterpolateVector(i, y);
        else
            foreach (var state in states)
                for (var i = state * Width / Vector * Vector; i < (state + 1) * Width; i += Vector)
                    InterpolateVector(i, y);
        GC.KeepAlive(memory);
    }

    private void InterpolateVector(int i, double* y) =>
        (Vector512.LoadAligned(start + i) + LaneArithmetic.Combination(weightsOfLanes, stages + i, method.Stages, length)).StoreAligned(y + i);

    public override void Interpolate(int lane, double theta, ImmutableArray<int> states, Span<double> y)
    {
        for (var stage = 0; stage < weights.Length; stage++)
        {
            var weight = 0.0;
            for (var power = method.Dense[stage].Length - 1; power >= 0; power--)
                weight = theta * (method.Dense[stage][power] + weight);
            weights[stage] = weight * Sizes[lane];
        }
        if (states.IsDefault)
            for (var i = 0; i < N; i++)
                y[i] = Interpolate(i * Width + lane);
        else
            foreach (var i in states)
                y[i] = Interpolate(i * Width + lane);
        GC.KeepAlive(memory);
    }

    public override int Culprit(int lane)
    {
        var (y, f) = (new double[N], new double[N]);
        for (var stage = 1; stage < method.Stages; stage++)
        {
            Read(start, lane, y);
            for (var i = 0; i < N; i++)
                for (var j = 0; j < stage; j++)
                    y[i] += Sizes[lane] * method.A[stage][j] * stages[j * length + i * Width + lane];
            if (!FirstNotFinite(y, out var culprit) || !Derivative(lane, Times[lane] + method.Nodes[stage] * Sizes[lane], y, f, out culprit))
                return culprit;
        }
        return -1;
    }

    /// <summary>sum = origin + hΣⱼ aⱼkⱼ.</summary>
    private void Sum(double[] coefficients, double* origin, double* sum)
    {
        var h = Vector512.LoadAligned(sizes);
        for (var j = 0; j < coefficients.Length; j++)
            LaneArithmetic.AddProduct(h * Vector512.Create(coefficients[j]), stages + j * length, j == 0 ? origin : sum, sum, length);
    }

    private void Judge()
    {
        var last = stages + (method.Stages - 1) * length;
        var (errors, whole) = LaneArithmetic.Judge(error, start, end, last, absolute, Relative, length, Width, sums, squares);
        Vector512.Sqrt(errors / Vector512.Create((double)Math.Max(N, 1))).StoreAligned(AllErrors);
        Finite = LaneSet.Of(IsZero(whole));
        var minus = Vector512.Create(-1.0);
        LaneArithmetic.AddProduct(minus, last - length, last, scratch, length);
        LaneArithmetic.SquareErrors(scratch, start, end, absolute, Relative, length, Width, sums);
        LaneArithmetic.AddProduct(minus, before, end, scratch, length);
        LaneArithmetic.SquareErrors(scratch, start, end, absolute, Relative, length, Width, squares);
        (Vector512.LoadAligned(sizes) * Vector512.Sqrt(LaneArithmetic.Sums(sums, Width) / LaneArithmetic.Sums(squares, Width))).StoreAligned(stretch);
    }

    private void Note(int lane)
    {
        if (Stiff.Contains(lane))
            return;
        if (stretch[lane] > method.StabilityLimit)
            (near[lane], away[lane]) = (near[lane] + 1, 0);
        else if (++away[lane] == Absolution)
            near[lane] = 0;
        if (near[lane] >= StiffSteps)
            Stiff |= LaneSet.Of(lane);
    }

    private static Vector512<double> IsZero(Vector512<double> values) => Vector512.Equals(values, Vector512<double>.Zero);

    private double Interpolate(int at)
    {
        var change = 0.0;
        for (var stage = 0; stage < weights.Length; stage++)
            change = Math.FusedMultiplyAdd(weights[stage], stages[stage * length + at], change);
        return start[at] + change;
    }

    private void Read(double* buffer, int lane, Span<double> values)
    {
        for (var i = 0; i < N; i++)
            values[i] = buffer[i * Width + lane];
        GC.KeepAlive(memory);
    }
}
