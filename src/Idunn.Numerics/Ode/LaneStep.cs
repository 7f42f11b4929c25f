using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one Rosenbrock method through all lanes of a system at once, each lane with its own time and step size: tries a step from the present states, and where it is accepted moves
/// there. Knows neither tolerances' meaning nor schedules. Every buffer is made once. All arithmetic is done eight numbers at a time whatever the width, and no lane's numbers enter
/// another's, so that results depend neither on the width nor on the neighbours.
/// </summary>
public sealed unsafe class LaneStep
{
    private const int Vector = LaneArithmetic.Vector;

    /// <summary>Buffers of one number for each lane, repeated to eight.</summary>
    private const int Patterns = 5;

    private readonly LaneSystem system;
    private readonly RosenbrockTableau method;
    private readonly int n, width, length;
    private readonly double relative;
    private readonly bool isAutonomous, isStifflyAccurate;
    private readonly AlignedMemory memory;
    private readonly double* start, end, startDerivative, endDerivative, stageState, right, timeDerivative, error, absolute, stages, pattern, inverses, steps, instants, nodes, sums, zeros;
    private readonly double[] times, sizes, shifts, isSafe, weights, errors;
    private readonly bool[] isActive, isAccepted, isPivoted, isSingular, isFinite;
    private readonly long[] rightHandSides, factorizations, pivotFallbacks;
    private readonly PivotedLu?[] pivoted;
    private readonly double[] jacobian, column;
    private readonly int[] rateCounts;
    private readonly (int Index, double Rate)[] rates;

    private bool hasPivoted;
    private int rateTotal;

    public LaneStep(LaneSystem system, RosenbrockTableau method, ReadOnlySpan<double> absoluteTolerance, double relativeTolerance)
    {
        (this.system, this.method, relative) = (system, method, relativeTolerance);
        (n, width) = (system.Dimension, system.Width);
        isAutonomous = system.Subject(0).IsAutonomous;
        isStifflyAccurate = method.A[^1].AsSpan().SequenceEqual(method.Weights.AsSpan(..^1)) && method.Weights[^1] == 1
            && method.ErrorWeights.AsSpan(..^1).IndexOfAnyExcept(0.0) < 0 && method.ErrorWeights[^1] == 1;
        const int whole = LaneArithmetic.Stride;
        length = (n * width + whole - 1) / whole * whole;
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
        for (var i = 0; i < n * width; i++)
            absolute[i] = absoluteTolerance[i / width];
        (times, sizes, shifts, isSafe) = (new double[width], new double[width], new double[width], new double[width]);
        (isActive, isAccepted, isPivoted, isSingular) = (new bool[width], new bool[width], new bool[width], new bool[width]);
        (pivoted, jacobian, column) = (new PivotedLu?[width], new double[system.Subject(0).JacobianPattern.Count], new double[n]);
        (weights, rateCounts, rates) = (new double[method.Stages], new int[width], new (int, double)[n * width]);
        (errors, isFinite) = (new double[width], new bool[width]);
        (rightHandSides, factorizations, pivotFallbacks) = (new long[width], new long[width], new long[width]);
        Array.Fill(sizes, 1);
    }

    /// <summary>Time at which each lane's step starts.</summary>
    public Span<double> Times => times;

    /// <summary>Size of each lane's step.</summary>
    public Span<double> Sizes => sizes;

    /// <summary>Lanes that have a subject; the others compute without a meaning.</summary>
    public Span<bool> IsActive => isActive;

    /// <summary>Lanes that <see cref="Accept"/> moves.</summary>
    public Span<bool> IsAccepted => isAccepted;

    /// <summary>Root-mean-square error of each lane's last step in units of the tolerance.</summary>
    public ReadOnlySpan<double> Errors => errors;

    /// <summary>Whether the end of each lane's last step, or the state it was restarted from, and the derivative there were finite.</summary>
    public ReadOnlySpan<bool> IsFinite => isFinite;

    public ReadOnlySpan<long> RightHandSides => rightHandSides;

    public ReadOnlySpan<long> Factorizations => factorizations;

    /// <summary>Factorisations that needed partial pivoting.</summary>
    public ReadOnlySpan<long> PivotFallbacks => pivotFallbacks;

    public void ReadState(int lane, Span<double> y) => Read(start, lane, y);

    public void ReadEnd(int lane, Span<double> y) => Read(end, lane, y);

    public void ReadError(int lane, Span<double> e) => Read(error, lane, e);

    public void ReadDerivative(int lane, Span<double> dydt) => Read(startDerivative, lane, dydt);

    public void WriteState(int lane, ReadOnlySpan<double> y) => Write(start, lane, y);

    /// <summary>Constant rates added to a lane's derivative from now on.</summary>
    public void SetRates(int lane, ReadOnlySpan<double> values)
    {
        rateTotal -= rateCounts[lane];
        rateCounts[lane] = 0;
        for (var i = 0; i < n; i++)
            if (values[i] != 0)
                rates[lane * n + rateCounts[lane]++] = (i, values[i]);
        rateTotal += rateCounts[lane];
    }

    /// <summary>One lane's f(t, y) with its inputs, for any t and y. False when a component is not finite; then the first such.</summary>
    public bool Derivative(int lane, double t, ReadOnlySpan<double> y, Span<double> dydt, out int culprit)
    {
        rightHandSides[lane]++;
        system.Subject(lane).RightHandSide(t, y, dydt);
        for (var k = 0; k < rateCounts[lane]; k++)
            dydt[rates[lane * n + k].Index] += rates[lane * n + k].Rate;
        return FirstNotFinite(dydt, out culprit);
    }

    /// <summary>Computes the derivative at the start of some lanes' next step, after their states were changed, and whether both are finite.</summary>
    public void Restart(ReadOnlySpan<bool> lanes)
    {
        // One subject alone costs about as much as all lanes together.
        if (lanes.Count(true) <= width / 4)
        {
            for (var lane = 0; lane < width; lane++)
                if (lanes[lane])
                    RestartAlone(lane);
            return;
        }
        system.RightHandSide(times, Lanes(start), Lanes(endDerivative));
        AddRates(endDerivative);
        for (var e = 0; e < Vector; e++)
            pattern[e] = lanes[e % width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Take(pattern, endDerivative, startDerivative, length);
        LaneArithmetic.Check(start, startDerivative, length, width, sums);
        for (var lane = 0; lane < width; lane++)
            if (lanes[lane])
            {
                rightHandSides[lane]++;
                isFinite[lane] = !double.IsNaN(LaneArithmetic.Sum(sums, lane, width));
            }
        GC.KeepAlive(memory);
    }

    private void RestartAlone(int lane)
    {
        ReadState(lane, column);
        isFinite[lane] = FirstNotFinite(column, out _);
        Span<double> f = new(right, n);
        isFinite[lane] &= Derivative(lane, times[lane], column, f, out _);
        for (var i = 0; i < n; i++)
            startDerivative[i * width + lane] = f[i];
        GC.KeepAlive(memory);
    }

    /// <summary>Tries a step of each lane's size.</summary>
    public void Try()
    {
        for (var e = 0; e < Vector; e++)
        {
            (instants[e], steps[e]) = (times[e % width], sizes[e % width]);
            inverses[e] = 1 / steps[e];
        }
        Factor();
        if (!isAutonomous)
            system.TimeDerivative(times, Lanes(start), Lanes(timeDerivative));
        for (var stage = 0; stage < method.Stages; stage++)
            Stage(stage);
        if (isStifflyAccurate)
            LaneArithmetic.Add(stageState, error, end, length);
        else
            LaneArithmetic.Combine(start, stages, length, method.Weights, method.ErrorWeights, end, error);
        SetNodes(1);
        // The derivative at the end is the next step's first stage; asking for it now turns a solution that leaves f's domain into a smaller step.
        system.RightHandSide(new(nodes, width), Lanes(end), Lanes(endDerivative));
        AddRates(endDerivative);
        LaneArithmetic.SquareErrors(error, start, end, absolute, relative, length, width, sums);
        LaneArithmetic.Check(end, endDerivative, length, width, zeros);
        for (var lane = 0; lane < width; lane++)
        {
            rightHandSides[lane] += method.Stages;
            errors[lane] = n == 0 ? 0 : Math.Sqrt(LaneArithmetic.Sum(sums, lane, width) / n);
            isFinite[lane] = !isSingular[lane] && !double.IsNaN(LaneArithmetic.Sum(zeros, lane, width));
        }
        GC.KeepAlive(memory);
    }

    /// <summary>Moves the lanes noted as accepted to the end of their step; their new times have been set.</summary>
    public void Accept()
    {
        for (var e = 0; e < Vector; e++)
            pattern[e] = isAccepted[e % width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Blend(pattern, end, start, length);
        LaneArithmetic.Take(pattern, endDerivative, startDerivative, length);
        GC.KeepAlive(memory);
    }

    /// <summary>Writes some states of the dense output of one lane's step last tried and not yet accepted, at its time + θ·size, 0 ≤ θ ≤ 1.</summary>
    /// <param name="states">Which; default: all.</param>
    public void Interpolate(int lane, double theta, ImmutableArray<int> states, Span<double> y)
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
            for (var i = 0; i < n; i++)
                y[i] = Interpolate(i * width + lane, theta);
        else
            foreach (var i in states)
                y[i] = Interpolate(i * width + lane, theta);
        GC.KeepAlive(memory);
    }

    private double Interpolate(int at, double theta)
    {
        var correction = 0.0;
        for (var stage = 0; stage < weights.Length; stage++)
            correction = Math.FusedMultiplyAdd(weights[stage], stages[stage * length + at], correction);
        return Math.FusedMultiplyAdd(theta, Math.FusedMultiplyAdd(1 - theta, correction, end[at]), (1 - theta) * start[at]);
    }

    /// <summary>What was not finite in a lane's step last tried: a state, or −1 when the linear system was singular.</summary>
    public int Culprit(int lane)
    {
        var (y, f) = (new double[n], new double[n]);
        var subject = system.Subject(lane);
        ReadState(lane, y);
        subject.Jacobian(times[lane], y, jacobian);
        var pattern = subject.JacobianPattern;
        for (var row = 0; row < n; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                if (!double.IsFinite(jacobian[k]))
                    return row;
        if (isSingular[lane])
            return -1;
        for (var stage = 1; stage <= method.Stages; stage++)
        {
            var coefficients = stage < method.Stages ? method.A[stage] : method.Weights;
            ReadState(lane, y);
            for (var i = 0; i < n; i++)
                for (var j = 0; j < coefficients.Length; j++)
                    y[i] = Math.FusedMultiplyAdd(coefficients[j], stages[j * length + i * width + lane], y[i]);
            if (!FirstNotFinite(y, out var culprit) || !Derivative(lane, times[lane] + (stage < method.Stages ? method.Nodes[stage] : 1) * sizes[lane], y, f, out culprit))
                return culprit;
        }
        return -1;
    }

    public static bool FirstNotFinite(ReadOnlySpan<double> values, out int culprit)
    {
        culprit = 0;
        while (culprit < values.Length && double.IsFinite(values[culprit]))
            culprit++;
        if (culprit < values.Length)
            return false;
        culprit = -1;
        return true;
    }

    private void Factor()
    {
        for (var lane = 0; lane < width; lane++)
            shifts[lane] = 1 / (sizes[lane] * method.Gamma);
        system.Factor(times, shifts, Lanes(start), isSafe);
        hasPivoted = false;
        for (var lane = 0; lane < width; lane++)
        {
            factorizations[lane]++;
            (isPivoted[lane], isSingular[lane]) = (false, false);
            if (isActive[lane] && isSafe[lane] == 0)
                FactorWithPivots(lane);
        }
    }

    /// <summary>A lane whose pivots on the diagonal are not safe has its linear systems solved by itself, with partial pivoting, for this step.</summary>
    private void FactorWithPivots(int lane)
    {
        var subject = system.Subject(lane);
        ReadState(lane, column);
        subject.Jacobian(times[lane], column, jacobian);
        if (FirstNotFinite(jacobian, out _))
        {
            pivotFallbacks[lane]++;
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
            system.RightHandSide(new(nodes, width), Lanes(stageState), Lanes(k));
            AddRates(k);
            LaneArithmetic.AddProduct(inverses, right, k, right, length);
        }
        if (!isAutonomous && method.TimeWeights[stage] != 0)
        {
            for (var e = 0; e < Vector; e++)
                pattern[e] = steps[e] * method.TimeWeights[stage];
            LaneArithmetic.AddProduct(pattern, timeDerivative, right, right, length);
        }
        system.Solve(Lanes(right), Lanes(k));
        for (var lane = 0; hasPivoted && lane < width; lane++)
            if (isPivoted[lane])
            {
                Read(right, lane, column);
                pivoted[lane]!.Solve(column);
                Write(k, lane, column);
            }
    }

    private void AddRates(double* f)
    {
        if (rateTotal == 0)
            return;
        for (var lane = 0; lane < width; lane++)
            for (var k = 0; k < rateCounts[lane]; k++)
                f[rates[lane * n + k].Index * width + lane] += rates[lane * n + k].Rate;
    }

    private Span<double> Lanes(double* buffer) => new(buffer, n * width);

    private void Read(double* buffer, int lane, Span<double> values)
    {
        for (var i = 0; i < n; i++)
            values[i] = buffer[i * width + lane];
        GC.KeepAlive(memory);
    }

    private void Write(double* buffer, int lane, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < n; i++)
            buffer[i * width + lane] = values[i];
        GC.KeepAlive(memory);
    }
}
