using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model over lanes, each with its own parameters. One thread uses it at a time.</summary>
public sealed unsafe class ModelLanes : LaneSystem
{
    private readonly LaneKernels? code;
    private readonly OneLane? interpreted;
    private readonly ModelSystem[] subjects;
    private readonly AlignedMemory hoisted, times;
    private readonly CompiledModel model;
    private AlignedMemory? scratch, factors;
    private int factorCount;
    private OneLane[]? tables;
    private double[]? state, right;

    /// <param name="code">Null: one lane, with the model's own kernels and table-driven linear algebra.</param>
    internal ModelLanes(CompiledModel model, LaneKernels? code)
    {
        (this.code, this.model) = (code, model);
        Width = code?.Width ?? 1;
        subjects = [.. Enumerable.Range(0, Width).Select(_ => model.CreateSystem())];
        Dimension = subjects[0].Dimension;
        interpreted = code is null ? new OneLane(subjects[0], model.Factors) : null;
        (hoisted, times) = (new AlignedMemory(model.HoistedCount * Width), new AlignedMemory(2 * Width));
        for (var lane = 0; lane < Width; lane++)
            Spread(lane);
    }

    public override int Width { get; }

    public override int Dimension { get; }

    public override ModelSystem Subject(int lane) => subjects[lane];

    /// <summary>Sets the parameters of the subject in a lane, in the order of <see cref="CompiledModel.ParameterIds"/>.</summary>
    public void SetParameters(int lane, ReadOnlySpan<double> values)
    {
        subjects[lane].SetParameters(values);
        Spread(lane);
    }

    public override void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        if (code is null)
            interpreted!.RightHandSide(t, y, dydt);
        else
            Run(code.RightHandSide, t, y, dydt);
    }

    public override void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt)
    {
        if (code is null)
            interpreted!.TimeDerivative(t, y, dfdt);
        else
            Run(code.TimeDerivative, t, y, dfdt);
    }

    public override void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        if (code is null)
        {
            interpreted!.Factor(t, shift, y, isSafe);
            return;
        }
        if (!code.HasLinearAlgebra)
        {
            FactorByTables(t, shift, y, isSafe);
            return;
        }
        var kernel = code.Factorization;
        if (factors is null)
        {
            factorCount = model.Factors.Count;
            factors = new AlignedMemory((factorCount + Dimension + 1) * Width);
        }
        t.CopyTo(times.Span);
        shift.CopyTo(times.Span[Width..]);
        fixed (double* time = times.Span, values = y[..(Dimension * Width)], constants = hoisted.Span, work = Scratch(kernel), result = factors.Span)
            kernel.Run(time, values, constants, work, result);
        factors.Span.Slice((Dimension + factorCount) * Width, Width).CopyTo(isSafe);
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        if (code is null)
        {
            interpreted!.Solve(b, x);
            return;
        }
        if (!code.HasLinearAlgebra)
        {
            SolveByTables(b, x);
            return;
        }
        var kernel = code.Solution;
        fixed (double* time = times.Span, values = b[..(Dimension * Width)], entries = factors!.Span, work = Scratch(kernel), solution = x[..(Dimension * Width)])
            kernel.Run(time, values, entries, work, solution);
    }

    /// <summary>Lane by lane, to the same bits.</summary>
    private void FactorByTables(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        tables ??= [.. subjects.Select(subject => new OneLane(subject, model.Factors))];
        (state, right) = (state ?? new double[Dimension], right ?? new double[Dimension]);
        for (var lane = 0; lane < Width; lane++)
        {
            for (var i = 0; i < Dimension; i++)
                state[i] = y[i * Width + lane];
            tables[lane].Factor(t.Slice(lane, 1), shift.Slice(lane, 1), state, isSafe.Slice(lane, 1));
        }
    }

    private void SolveByTables(ReadOnlySpan<double> b, Span<double> x)
    {
        for (var lane = 0; lane < Width; lane++)
        {
            for (var i = 0; i < Dimension; i++)
                right![i] = b[i * Width + lane];
            tables![lane].Solve(right, state);
            for (var i = 0; i < Dimension; i++)
                x[i * Width + lane] = state![i];
        }
    }

    private Span<double> Scratch(LaneCode kernel)
    {
        if (scratch is null || scratch.Length < kernel.ScratchLength)
            scratch = new AlignedMemory(kernel.ScratchLength);
        return scratch.Span;
    }

    // Machine code does not check bounds, so the doors do; and only what is held in place here is sure to outlive the call.
    private void Run(LaneCode kernel, ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> outputs)
    {
        fixed (double* time = t[..Width], values = y[..(Dimension * Width)], constants = hoisted.Span, work = Scratch(kernel), result = outputs[..(Dimension * Width)])
            kernel.Run(time, values, constants, work, result);
    }

    private void Spread(int lane)
    {
        var values = subjects[lane].Hoisted;
        var target = hoisted.Span;
        for (var i = 0; i < values.Length; i++)
            target[i * Width + lane] = values[i];
    }
}
