using System.Collections.Immutable;
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
    private readonly StepController[] controls;
    private readonly int length;
    private readonly AlignedMemory memory;
    private readonly double* start, end, before, error, absolute, scratch, stages, pattern, steps, instants, nodes, sums, squares;
    private readonly double[] weights, stretch;
    private readonly int[] near, away;

    public RungeKuttaStep(LaneSystem system, RungeKuttaTableau method, double[] absoluteTolerance, double relativeTolerance)
        : base(system, relativeTolerance)
    {
        this.method = method;
        controls = [.. Enumerable.Range(0, Width).Select(_ => new StepController(method.ErrorOrder))];
        length = (N * Width + LaneArithmetic.Stride - 1) / LaneArithmetic.Stride * LaneArithmetic.Stride;
        const int buffers = 6;
        const int patterns = 4;
        memory = new AlignedMemory((buffers + method.Stages) * length + patterns * Vector + 2 * LaneArithmetic.SumsLength);
        start = memory.Pointer;
        end = start + length;
        before = end + length;
        error = before + length;
        absolute = error + length;
        scratch = absolute + length;
        stages = scratch + length;
        pattern = stages + method.Stages * length;
        steps = pattern + Vector;
        instants = steps + Vector;
        nodes = instants + Vector;
        sums = nodes + Vector;
        squares = sums + LaneArithmetic.SumsLength;
        new Span<double>(absolute, length).Fill(1);
        for (var i = 0; i < N * Width; i++)
            absolute[i] = absoluteTolerance[i / Width];
        (weights, stretch, near, away) = (new double[method.Stages], new double[Width], new int[Width], new int[Width]);
    }

    public override StepControl Control(int lane) => controls[lane];

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

    public override bool IsStiff(int lane) => near[lane] >= StiffSteps;

    public override void Forget(int lane) => (near[lane], away[lane]) = (0, 0);

    public override void Restart(ReadOnlySpan<bool> lanes)
    {
        var last = stages + (method.Stages - 1) * length;
        System.RightHandSide(Times, Lanes(start), Lanes(last));
        AddRates(last);
        for (var e = 0; e < Vector; e++)
            pattern[e] = lanes[e % Width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Take(pattern, last, stages, length);
        LaneArithmetic.Check(start, stages, length, Width, sums);
        for (var lane = 0; lane < Width; lane++)
            if (lanes[lane])
            {
                Evaluated[lane]++;
                Finite[lane] = !double.IsNaN(LaneArithmetic.Sum(sums, lane, Width));
            }
        GC.KeepAlive(memory);
    }

    public override void Try()
    {
        for (var e = 0; e < Vector; e++)
            (instants[e], steps[e]) = (Times[e % Width], Sizes[e % Width]);
        for (var stage = 1; stage < method.Stages; stage++)
        {
            var state = stage == method.Stages - 1 ? end : before;
            Sum(method.A[stage], start, state);
            for (var e = 0; e < Vector; e++)
                nodes[e] = Math.FusedMultiplyAdd(method.Nodes[stage], steps[e], instants[e]);
            System.RightHandSide(new(nodes, Width), Lanes(state), Lanes(stages + stage * length));
            AddRates(stages + stage * length);
        }
        new Span<double>(scratch, length).Clear();
        Sum(method.ErrorWeights, scratch, error);
        Judge();
        GC.KeepAlive(memory);
    }

    public override void Accept()
    {
        for (var lane = 0; lane < Width; lane++)
            if (IsAccepted[lane])
                Note(lane);
        for (var e = 0; e < Vector; e++)
            pattern[e] = IsAccepted[e % Width] ? BitConverter.Int64BitsToDouble(-1) : 0;
        LaneArithmetic.Blend(pattern, end, start, length);
        LaneArithmetic.Take(pattern, stages + (method.Stages - 1) * length, stages, length);
        GC.KeepAlive(memory);
    }

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
        for (var j = 0; j < coefficients.Length; j++)
        {
            for (var e = 0; e < Vector; e++)
                pattern[e] = steps[e] * coefficients[j];
            LaneArithmetic.AddProduct(pattern, stages + j * length, j == 0 ? origin : sum, sum, length);
        }
    }

    private void Judge()
    {
        var last = stages + (method.Stages - 1) * length;
        LaneArithmetic.SquareErrors(error, start, end, absolute, Relative, length, Width, sums);
        LaneArithmetic.Check(end, last, length, Width, squares);
        for (var lane = 0; lane < Width; lane++)
        {
            Evaluated[lane] += method.Stages - 1;
            Norms[lane] = N == 0 ? 0 : Math.Sqrt(LaneArithmetic.Sum(sums, lane, Width) / N);
            Finite[lane] = !double.IsNaN(LaneArithmetic.Sum(squares, lane, Width));
        }
        new Span<double>(pattern, Vector).Fill(-1);
        LaneArithmetic.AddProduct(pattern, last - length, last, scratch, length);
        LaneArithmetic.SquareErrors(scratch, start, end, absolute, Relative, length, Width, sums);
        LaneArithmetic.AddProduct(pattern, before, end, scratch, length);
        LaneArithmetic.SquareErrors(scratch, start, end, absolute, Relative, length, Width, squares);
        for (var lane = 0; lane < Width; lane++)
            stretch[lane] = Sizes[lane] * Math.Sqrt(LaneArithmetic.Sum(sums, lane, Width) / LaneArithmetic.Sum(squares, lane, Width));
    }

    private void Note(int lane)
    {
        if (IsStiff(lane))
            return;
        if (stretch[lane] > method.StabilityLimit)
            (near[lane], away[lane]) = (near[lane] + 1, 0);
        else if (++away[lane] == Absolution)
            near[lane] = 0;
    }

    private double Interpolate(int at)
    {
        var change = 0.0;
        for (var stage = 0; stage < weights.Length; stage++)
            change = Math.FusedMultiplyAdd(weights[stage], stages[stage * length + at], change);
        return start[at] + change;
    }

    private Span<double> Lanes(double* buffer) => new(buffer, N * Width);

    private void Read(double* buffer, int lane, Span<double> values)
    {
        for (var i = 0; i < N; i++)
            values[i] = buffer[i * Width + lane];
        GC.KeepAlive(memory);
    }
}
