using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one Rosenbrock method. Every buffer is made once. All arithmetic is done eight numbers at a time whatever the width, so that results depend neither on the width nor on the
/// neighbours.
/// </summary>
internal sealed unsafe class RosenbrockStep : LaneStep
{
    private const int Vector = LaneArithmetic.Vector;

    /// <summary>Buffers of one number for each lane, repeated to eight.</summary>
    private const int Patterns = 5;

    private readonly RosenbrockTableau method;
    private readonly int length;
    private readonly StepController[] controls;
    private readonly bool isAutonomous, isStifflyAccurate;
    private readonly AlignedMemory memory;
    private readonly double* start, end, startDerivative, endDerivative, stageState, right, timeDerivative, error, absolute, stages, pattern, inverses, steps, instants, nodes, sums, zeros;
    private readonly double[] shifts, isSafe, weights;
    private readonly bool[] isPivoted, isSingular;
    private readonly PivotedLu?[] pivoted;
    private readonly double[] jacobian, column;

    private bool hasPivoted;

    public RosenbrockStep(LaneSystem system, RosenbrockTableau method, ReadOnlySpan<double> absoluteTolerance, double relativeTolerance)
        : base(system, relativeTolerance)
    {
        this.method = method;
        controls = [.. Enumerable.Range(0, Width).Select(_ => new StepController(method.ErrorOrder))];
        isAutonomous = System.Subject(0).IsAutonomous;
        isStifflyAccurate = method.A[^1].AsSpan().SequenceEqual(method.Weights.AsSpan(..^1)) && method.Weights[^1] == 1
            && method.ErrorWeights.AsSpan(..^1).IndexOfAnyExcept(0.0) < 0 && method.ErrorWeights[^1] == 1;
        const int whole = LaneArithmetic.Stride;
        length = (N * Width + whole - 1) / whole * whole;
        const int buffers = 8;
        memory = new AlignedMemory((buffers + method.Stages) * length + Patterns * Vector + LaneArithmetic.SumsLength * 2 + (isStifflyAccurate ? 0 : length));
        start = memory.Pointer;
        end = start + length;
        startDerivative = end + length;
        endDerivative = startDerivative + length;
        stageState = endDerivative + length;
        right = stageState + length;
        timeDerivative = right + length;
        absolute = timeDerivative + length;
        stages = absolute + length;
        pattern = stages + method.Stages * length;
        inverses = pattern + Vector;
        steps = inverses + Vector;
        instants = steps + Vector;
        nodes = instants + Vector;
        sums = nodes + Vector;
        zeros = sums + LaneArithmetic.SumsLength;
        error = isStifflyAccurate ? pattern - length : zeros + LaneArithmetic.SumsLength;
        new Span<double>(absolute, length).Fill(1);
        for (var i = 0; i < N * Width; i++)
            absolute[i] = absoluteTolerance[i / Width];
        (shifts, isSafe) = (new double[Width], new double[Width]);
        (isPivoted, isSingular) = (new bool[Width], new bool[Width]);
        (pivoted, jacobian, column) = (new PivotedLu?[Width], new double[System.Subject(0).JacobianPattern.Count], new double[N]);
        weights = new double[method.Stages];
    }

    public override StepControl Control(int lane) => controls[lane];

    public override void ReadState(int lane, Span<double> y) => Read(start, lane, y);

    public override void ReadEnd(int lane, Span<double> y) => Read(end, lane, y);

    public override void ReadError(int lane, Span<double> e) => Read(error, lane, e);

    public override void ReadDerivative(int lane, Span<double> dydt) => Read(startDerivative, lane, dydt);

    public override void WriteState(int lane, ReadOnlySpan<double> y) => Write(start, lane, y);

    public override void Restart(ReadOnlySpan<bool> lanes)
    {
        // One subject alone costs about as much as all lanes together.
        if (lanes.Count(true) <= Width / 4)
        {
            for (var lane = 0; lane < Width; lane++)
                if (lanes[lane])
                    RestartAlone(lane);
            return;
        }
        System.RightHandSide(Times, Lanes(start), Lanes(endDerivative));
        AddRates(endDerivative);
        for (var e = 0; e < Vector; e++)
            pattern[e] = lanes[e % Width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Take(pattern, endDerivative, startDerivative, length);
        LaneArithmetic.Check(start, startDerivative, length, Width, sums);
        for (var lane = 0; lane < Width; lane++)
            if (lanes[lane])
            {
                Evaluated[lane]++;
                Finite[lane] = !double.IsNaN(LaneArithmetic.Sum(sums, lane, Width));
            }
        GC.KeepAlive(memory);
    }

    private void RestartAlone(int lane)
    {
        ReadState(lane, column);
        Finite[lane] = FirstNotFinite(column, out _);
        Span<double> f = new(right, N);
        Finite[lane] &= Derivative(lane, Times[lane], column, f, out _);
        for (var i = 0; i < N; i++)
            startDerivative[i * Width + lane] = f[i];
        GC.KeepAlive(memory);
    }

    public override void Try()
    {
        for (var e = 0; e < Vector; e++)
        {
            (instants[e], steps[e]) = (Times[e % Width], Sizes[e % Width]);
            inverses[e] = 1 / steps[e];
        }
        Factor();
        if (!isAutonomous)
            System.TimeDerivative(Times, Lanes(start), Lanes(timeDerivative));
        for (var stage = 0; stage < method.Stages; stage++)
            Stage(stage);
        if (isStifflyAccurate)
            LaneArithmetic.Add(stageState, error, end, length);
        else
            LaneArithmetic.Combine(start, stages, length, method.Weights, method.ErrorWeights, end, error);
        SetNodes(1);
        // The derivative at the end is the next step's first stage; asking for it now turns a solution that leaves f's domain into a smaller step.
        System.RightHandSide(new(nodes, Width), Lanes(end), Lanes(endDerivative));
        AddRates(endDerivative);
        LaneArithmetic.SquareErrors(error, start, end, absolute, Relative, length, Width, sums);
        LaneArithmetic.Check(end, endDerivative, length, Width, zeros);
        for (var lane = 0; lane < Width; lane++)
        {
            Evaluated[lane] += method.Stages;
            Norms[lane] = N == 0 ? 0 : Math.Sqrt(LaneArithmetic.Sum(sums, lane, Width) / N);
            Finite[lane] = !isSingular[lane] && !double.IsNaN(LaneArithmetic.Sum(zeros, lane, Width));
        }
        GC.KeepAlive(memory);
    }

    public override void Accept()
    {
        for (var e = 0; e < Vector; e++)
            pattern[e] = IsAccepted[e % Width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Blend(pattern, end, start, length);
        LaneArithmetic.Take(pattern, endDerivative, startDerivative, length);
        GC.KeepAlive(memory);
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
        if (isSingular[lane])
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
        for (var lane = 0; lane < Width; lane++)
            shifts[lane] = 1 / (Sizes[lane] * method.Gamma);
        System.Factor(Times, shifts, Lanes(start), isSafe);
        hasPivoted = false;
        for (var lane = 0; lane < Width; lane++)
        {
            Factored[lane]++;
            (isPivoted[lane], isSingular[lane]) = (false, false);
            if (IsActive[lane] && isSafe[lane] == 0)
                FactorWithPivots(lane);
        }
    }

    /// <summary>A lane whose pivots on the diagonal are not safe has its linear systems solved by itself, with partial pivoting, for this step.</summary>
    private void FactorWithPivots(int lane)
    {
        var subject = System.Subject(lane);
        ReadState(lane, column);
        subject.Jacobian(Times[lane], column, jacobian);
        if (FirstNotFinite(jacobian, out _))
        {
            Pivoted[lane]++;
            pivoted[lane] ??= PivotedLu.For(subject.JacobianPattern, new LuPattern(subject.JacobianPattern));
            isPivoted[lane] = pivoted[lane]!.Factor(shifts[lane], jacobian);
        }
        isSingular[lane] = !isPivoted[lane];
        hasPivoted |= isPivoted[lane];
    }

    /// <summary>The times t + c·h.</summary>
    private void SetNodes(double c)
    {
        for (var e = 0; e < Vector; e++)
            nodes[e] = Math.FusedMultiplyAdd(c, steps[e], instants[e]);
    }

    private void Stage(int stage)
    {
        var k = stages + stage * length;
        if (stage == 0)
        {
            new Span<double>(startDerivative, length).CopyTo(new Span<double>(right, length));
        }
        else
        {
            LaneArithmetic.Combine(start, stages, length, method.A[stage], method.C[stage], stageState, right);
            SetNodes(method.Nodes[stage]);
            System.RightHandSide(new(nodes, Width), Lanes(stageState), Lanes(k));
            AddRates(k);
            LaneArithmetic.AddProduct(inverses, right, k, right, length);
        }
        if (!isAutonomous && method.TimeWeights[stage] != 0)
        {
            for (var e = 0; e < Vector; e++)
                pattern[e] = steps[e] * method.TimeWeights[stage];
            LaneArithmetic.AddProduct(pattern, timeDerivative, right, right, length);
        }
        System.Solve(Lanes(right), Lanes(k));
        for (var lane = 0; hasPivoted && lane < Width; lane++)
            if (isPivoted[lane])
            {
                Read(right, lane, column);
                pivoted[lane]!.Solve(column);
                Write(k, lane, column);
            }
    }

    private Span<double> Lanes(double* buffer) => new(buffer, N * Width);

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
