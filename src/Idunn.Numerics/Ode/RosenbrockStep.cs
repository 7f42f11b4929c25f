using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one Rosenbrock method. Every buffer is made once. All arithmetic is done eight numbers at a time whatever the width, so that results depend neither on the width nor on the
/// neighbours.
/// </summary>
internal sealed unsafe class RosenbrockStep : LaneStep
{
    private const int Vector = LaneArithmetic.Vector;

    private readonly RosenbrockTableau method;
    private readonly int length;
    private readonly StepController control;
    private readonly bool isAutonomous, isStifflyAccurate;
    private readonly AlignedMemory memory;
    private readonly double* start, end, startDerivative, endDerivative, stageState, right, timeDerivative, error, absolute, stages, instants, sizes, nodes, shifts, isSafe, inverses, sums, zeros, weightsOfLanes;
    private readonly double[] weights;
    private readonly PivotedLu?[] pivoted;
    private readonly double[] jacobian, column;

    private LaneSet pivotedNow, singular;

    public RosenbrockStep(LaneSystem system, RosenbrockTableau method, ReadOnlySpan<double> absoluteTolerance, double relativeTolerance)
        : base(system, relativeTolerance)
    {
        this.method = method;
        (EvaluationsPerTry, FactorizationsPerTry) = (method.Stages, 1);
        control = new StepController(method.ErrorOrder);
        isAutonomous = System.Subject(0).IsAutonomous;
        isStifflyAccurate = method.A[^1].AsSpan().SequenceEqual(method.Weights.AsSpan(..^1)) && method.Weights[^1] == 1
            && method.ErrorWeights.AsSpan(..^1).IndexOfAnyExcept(0.0) < 0 && method.ErrorWeights[^1] == 1;
        const int whole = LaneArithmetic.Stride;
        length = (N * Width + whole - 1) / whole * whole;
        const int buffers = 8;
        const int patterns = 6;
        memory = new AlignedMemory((buffers + method.Stages) * length + (patterns + method.Stages) * Vector + 2 * LaneArithmetic.SumsLength + (isStifflyAccurate ? 0 : length));
        start = memory.Pointer;
        end = start + length;
        startDerivative = end + length;
        endDerivative = startDerivative + length;
        stageState = endDerivative + length;
        right = stageState + length;
        timeDerivative = right + length;
        absolute = timeDerivative + length;
        stages = absolute + length;
        instants = stages + method.Stages * length;
        sizes = instants + Vector;
        nodes = sizes + Vector;
        shifts = nodes + Vector;
        isSafe = shifts + Vector;
        inverses = isSafe + Vector;
        sums = inverses + Vector;
        zeros = sums + LaneArithmetic.SumsLength;
        weightsOfLanes = zeros + LaneArithmetic.SumsLength;
        error = isStifflyAccurate ? instants - length : weightsOfLanes + method.Stages * Vector;
        new Span<double>(absolute, length).Fill(1);
        for (var i = 0; i < N * Width; i++)
            absolute[i] = absoluteTolerance[i / Width];
        (pivoted, jacobian, column) = (new PivotedLu?[Width], new double[System.Subject(0).JacobianPattern.Count], new double[N]);
        weights = new double[method.Stages];
    }

    public override StepControl Control => control;

    public override void ReadState(int lane, Span<double> y) => Read(start, lane, y);

    public override void ReadEnd(int lane, Span<double> y) => Read(end, lane, y);

    public override void ReadError(int lane, Span<double> e) => Read(error, lane, e);

    public override void ReadDerivative(int lane, Span<double> dydt) => Read(startDerivative, lane, dydt);

    public override void WriteState(int lane, ReadOnlySpan<double> y) => Write(start, lane, y);

    public override void Restart(LaneSet restarted)
    {
        // One subject alone costs about as much as all lanes together.
        if (restarted.Count <= Width / 4)
        {
            foreach (var lane in restarted)
                RestartAlone(lane);
            return;
        }
        System.RightHandSide(AllTimes, start, endDerivative);
        AddRates(endDerivative);
        LaneArithmetic.Take(LaneArithmetic.Mask(restarted, Width), endDerivative, startDerivative, length);
        LaneArithmetic.Check(start, startDerivative, length, Width, sums);
        foreach (var lane in restarted)
            Evaluated[lane]++;
        Finite = Finite.Except(restarted) | (restarted & LaneSet.Of(IsZero(LaneArithmetic.Sums(sums, Width))));
        GC.KeepAlive(memory);
    }

    private void RestartAlone(int lane)
    {
        ReadState(lane, column);
        Span<double> f = new(right, N);
        var isFinite = FirstNotFinite(column, out _) & Derivative(lane, Times[lane], column, f, out _);
        Finite = isFinite ? Finite | LaneSet.Of(lane) : Finite.Except(LaneSet.Of(lane));
        for (var i = 0; i < N; i++)
            startDerivative[i * Width + lane] = f[i];
        GC.KeepAlive(memory);
    }

    public override void Try()
    {
        Tries++;
        Vector512.LoadAligned(AllTimes).StoreAligned(instants);
        Vector512.LoadAligned(AllSizes).StoreAligned(sizes);
        LaneArithmetic.Repeat(instants, Width);
        LaneArithmetic.Repeat(sizes, Width);
        var h = Vector512.LoadAligned(sizes);
        (Vector512<double>.One / h).StoreAligned(inverses);
        (Vector512<double>.One / (h * Vector512.Create(method.Gamma))).StoreAligned(shifts);
        Factor();
        if (!isAutonomous)
            System.TimeDerivative(instants, start, timeDerivative);
        for (var stage = 0; stage < method.Stages; stage++)
            Stage(stage);
        if (isStifflyAccurate)
            LaneArithmetic.Add(stageState, error, end, length);
        else
            LaneArithmetic.Combine(start, stages, length, method.Weights, method.ErrorWeights, end, error);
        SetNodes(1);
        // The derivative at the end is the next step's first stage; asking for it now turns a solution that leaves f's domain into a smaller step.
        System.RightHandSide(nodes, end, endDerivative);
        AddRates(endDerivative);
        var (squares, whole) = LaneArithmetic.Judge(error, start, end, endDerivative, absolute, Relative, length, Width, sums, zeros);
        Vector512.Sqrt(squares / Vector512.Create((double)Math.Max(N, 1))).StoreAligned(AllErrors);
        Finite = LaneSet.Of(IsZero(whole)).Except(singular);
        GC.KeepAlive(this);
    }

    public override void Accept(LaneSet accepted)
    {
        var mask = LaneArithmetic.Mask(accepted, Width);
        LaneArithmetic.Blend(mask, end, start, length);
        LaneArithmetic.Take(mask, endDerivative, startDerivative, length);
        GC.KeepAlive(memory);
    }

    internal override void Interpolate(double* theta, ImmutableArray<int> states, double* y)
    {
        LaneArithmetic.Repeat(theta, Width);
        var at = Vector512.LoadAligned(theta);
        for (var stage = 0; stage < method.Stages; stage++)
        {
            var weight = Vector512<double>.Zero;
            for (var row = method.Dense.Length - 1; row >= 0; row--)
                weight = Vector512.FusedMultiplyAdd(at, weight, Vector512.Create(method.Dense[row][stage]));
            weight.StoreAligned(weightsOfLanes + stage * Vector);
        }
        if (states.IsDefault)
            for (var i = 0; i < N * Width; i += Vector)
                InterpolateVector(i, at, y);
        else
            foreach (var state in states)
                for (var i = state * Width / Vector * Vector; i < (state + 1) * Width; i += Vector)
                    InterpolateVector(i, at, y);
        GC.KeepAlive(memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void InterpolateVector(int i, Vector512<double> theta, double* y)
    {
        var correction = LaneArithmetic.Combination(weightsOfLanes, stages + i, method.Stages, length);
        var rest = Vector512<double>.One - theta;
        Vector512.FusedMultiplyAdd(theta, Vector512.FusedMultiplyAdd(rest, correction, Vector512.LoadAligned(end + i)), rest * Vector512.LoadAligned(start + i)).StoreAligned(y + i);
    }

    public override void Interpolate(int lane, double theta, ImmutableArray<int> states, Span<double> y)
    {
        // y(θ) = (1 − θ)y₀ + θ(y₁ + (1 − θ)(k̂₁ + θ(k̂₂ + θk̂₃))), k̂ⱼ = Σᵢ Hⱼᵢkᵢ: first the weight of each kᵢ.
        for (var stage = 0; stage < weights.Length; stage++)
        {
            var weight = 0.0;
            for (var row = method.Dense.Length - 1; row >= 0; row--)
                weight = Math.FusedMultiplyAdd(theta, weight, method.Dense[row][stage]);
            weights[stage] = weight;
        }
        if (states.IsDefault)
            for (var i = 0; i < N; i++)
                y[i] = Interpolate(i * Width + lane, theta);
        else
            foreach (var i in states)
                y[i] = Interpolate(i * Width + lane, theta);
        GC.KeepAlive(memory);
    }

    private double Interpolate(int at, double theta)
    {
        var correction = 0.0;
        for (var stage = 0; stage < weights.Length; stage++)
            correction = Math.FusedMultiplyAdd(weights[stage], stages[stage * length + at], correction);
        return Math.FusedMultiplyAdd(theta, Math.FusedMultiplyAdd(1 - theta, correction, end[at]), (1 - theta) * start[at]);
    }

    public override int Culprit(int lane)
    {
        var (y, f) = (new double[N], new double[N]);
        var subject = System.Subject(lane);
        ReadState(lane, y);
        subject.Jacobian(Times[lane], y, jacobian);
        var pattern = subject.JacobianPattern;
        for (var row = 0; row < N; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                if (!double.IsFinite(jacobian[k]))
                    return row;
        if (singular.Contains(lane))
            return -1;
        for (var stage = 1; stage <= method.Stages; stage++)
        {
            var coefficients = stage < method.Stages ? method.A[stage] : method.Weights;
            ReadState(lane, y);
            for (var i = 0; i < N; i++)
                for (var j = 0; j < coefficients.Length; j++)
                    y[i] = Math.FusedMultiplyAdd(coefficients[j], stages[j * length + i * Width + lane], y[i]);
            if (!FirstNotFinite(y, out var culprit) || !Derivative(lane, Times[lane] + (stage < method.Stages ? method.Nodes[stage] : 1) * Sizes[lane], y, f, out culprit))
                return culprit;
        }
        return -1;
    }

    private void Factor()
    {
        System.Factor(instants, shifts, start, isSafe);
        (pivotedNow, singular) = (default, default);
        foreach (var lane in Active & LaneSet.Of(IsZero(Vector512.LoadAligned(isSafe))))
            FactorWithPivots(lane);
    }

    /// <summary>A lane whose pivots on the diagonal are not safe has its linear systems solved by itself, with partial pivoting, for this step.</summary>
    private void FactorWithPivots(int lane)
    {
        var subject = System.Subject(lane);
        ReadState(lane, column);
        subject.Jacobian(Times[lane], column, jacobian);
        var isFactored = false;
        if (FirstNotFinite(jacobian, out _))
        {
            Pivoted[lane]++;
            pivoted[lane] ??= PivotedLu.For(subject.JacobianPattern, new LuPattern(subject.JacobianPattern));
            isFactored = pivoted[lane]!.Factor(shifts[lane], jacobian);
        }
        if (isFactored)
            pivotedNow |= LaneSet.Of(lane);
        else
            singular |= LaneSet.Of(lane);
    }

    /// <summary>The times t + c·h.</summary>
    private void SetNodes(double c) => Vector512.FusedMultiplyAdd(Vector512.Create(c), Vector512.LoadAligned(sizes), Vector512.LoadAligned(instants)).StoreAligned(nodes);

    private void Stage(int stage)
    {
        double* k = stages + stage * length, b = right;
        if (stage == 0)
            b = startDerivative;
        else
        {
            LaneArithmetic.Combine(start, stages, length, method.A[stage], method.C[stage], stageState, right);
            SetNodes(method.Nodes[stage]);
            System.RightHandSide(nodes, stageState, k);
            AddRates(k);
            LaneArithmetic.AddProduct(Vector512.LoadAligned(inverses), right, k, right, length);
        }
        if (!isAutonomous && method.TimeWeights[stage] != 0)
        {
            LaneArithmetic.AddProduct(Vector512.LoadAligned(sizes) * Vector512.Create(method.TimeWeights[stage]), timeDerivative, b, right, length);
            b = right;
        }
        System.Solve(b, k);
        foreach (var lane in pivotedNow)
        {
            Read(b, lane, column);
            pivoted[lane]!.Solve(column);
            Write(k, lane, column);
        }
    }

    private static Vector512<double> IsZero(Vector512<double> values) => Vector512.Equals(values, Vector512<double>.Zero);

    private void Read(double* buffer, int lane, Span<double> values)
    {
        for (var i = 0; i < N; i++)
            values[i] = buffer[i * Width + lane];
        GC.KeepAlive(memory);
    }

    private void Write(double* buffer, int lane, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < N; i++)
            buffer[i * Width + lane] = values[i];
        GC.KeepAlive(memory);
    }
}
