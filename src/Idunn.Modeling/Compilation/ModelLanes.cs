using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model over lanes, each with its own parameters. One thread uses it at a time.</summary>
public sealed unsafe class ModelLanes : LaneSystem
{
    private readonly LaneKernels? code;
    private readonly OneLane? interpreted;
    private readonly ModelSystem[] subjects;
    private readonly AlignedMemory hoisted, scratch, factors, times;
    private readonly int factorCount;

    /// <param name="code">Null: one lane, with the model's own kernels and table-driven linear algebra.</param>
    internal ModelLanes(CompiledModel model, LaneKernels? code)
    {
        this.code = code;
        Width = code?.Width ?? 1;
        subjects = [.. Enumerable.Range(0, Width).Select(_ => model.CreateSystem())];
        Dimension = subjects[0].Dimension;
        interpreted = code is null ? new OneLane(subjects[0]) : null;
        factorCount = code is null ? 0 : model.Factors.Count;
        (hoisted, factors, times) = (new AlignedMemory(model.HoistedCount * Width), new AlignedMemory((factorCount + Dimension + 1) * Width), new AlignedMemory(2 * Width));
        scratch = new AlignedMemory(code is null ? 0 : new[] { code.RightHandSide, code.TimeDerivative, code.Factorization, code.Solution }.Max(kernel => kernel.ScratchLength));
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
        t.CopyTo(times.Span);
        shift.CopyTo(times.Span[Width..]);
        fixed (double* time = times.Span, state = y[..(Dimension * Width)], constants = hoisted.Span, work = scratch.Span, result = factors.Span)
            code.Factorization.Run(time, state, constants, work, result);
        factors.Span.Slice((Dimension + factorCount) * Width, Width).CopyTo(isSafe);
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        if (code is null)
        {
            interpreted!.Solve(b, x);
            return;
        }
        fixed (double* time = times.Span, right = b[..(Dimension * Width)], entries = factors.Span, work = scratch.Span, solution = x[..(Dimension * Width)])
            code.Solution.Run(time, right, entries, work, solution);
    }

    // Machine code does not check bounds, so the doors do; and only what is held in place here is sure to outlive the call.
    private void Run(LaneCode kernel, ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> outputs)
    {
        fixed (double* time = t[..Width], state = y[..(Dimension * Width)], constants = hoisted.Span, work = scratch.Span, result = outputs[..(Dimension * Width)])
            kernel.Run(time, state, constants, work, result);
    }

    private void Spread(int lane)
    {
        var values = subjects[lane].Hoisted;
        var target = hoisted.Span;
        for (var i = 0; i < values.Length; i++)
            target[i * Width + lane] = values[i];
    }
}
