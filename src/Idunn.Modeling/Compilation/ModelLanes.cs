using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model over lanes, each with its own parameters. One thread uses it at a time.</summary>
public sealed unsafe class ModelLanes : LaneSystem
{
    private readonly LaneKernels code;
    private readonly ModelSystem[] subjects;
    private readonly int factorCount;
    private readonly AlignedMemory hoisted, scratch, factors, times;

    internal ModelLanes(CompiledModel model, LaneKernels code)
    {
        this.code = code;
        subjects = [.. Enumerable.Range(0, code.Width).Select(_ => model.CreateSystem())];
        hoisted = new AlignedMemory(model.HoistedCount * code.Width);
        factorCount = model.Factors.Count;
        factors = new AlignedMemory((factorCount + model.Factors.Dimension + 1) * code.Width);
        scratch = new AlignedMemory(new[] { code.RightHandSide, code.TimeDerivative, code.Factorization, code.Solution }.Max(kernel => kernel.ScratchLength));
        times = new AlignedMemory(2 * code.Width);
        for (var lane = 0; lane < code.Width; lane++)
            Spread(lane);
    }

    public override int Width => code.Width;

    public override int Dimension => subjects[0].Dimension;

    public override ModelSystem Subject(int lane) => subjects[lane];

    /// <summary>Sets the parameters of the subject in a lane, in the order of <see cref="CompiledModel.ParameterIds"/>.</summary>
    public void SetParameters(int lane, ReadOnlySpan<double> values)
    {
        subjects[lane].SetParameters(values);
        Spread(lane);
    }

    public override void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt) => Run(code.RightHandSide, t, y, dydt);

    public override void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt) => Run(code.TimeDerivative, t, y, dfdt);

    public override void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        t.CopyTo(times.Span);
        shift.CopyTo(times.Span[Width..]);
        fixed (double* state = y[..(Dimension * Width)])
            code.Factorization.Run(times.Pointer, state, hoisted.Pointer, scratch.Pointer, factors.Pointer);
        factors.Span.Slice((Dimension + factorCount) * Width, Width).CopyTo(isSafe);
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        fixed (double* right = b[..(Dimension * Width)], solution = x[..(Dimension * Width)])
            code.Solution.Run(times.Pointer, right, factors.Pointer, scratch.Pointer, solution);
    }

    private void Run(LaneCode kernel, ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> outputs)
    {
        fixed (double* time = t[..Width], state = y[..(Dimension * Width)], result = outputs[..(Dimension * Width)])
            kernel.Run(time, state, hoisted.Pointer, scratch.Pointer, result);
    }

    private void Spread(int lane)
    {
        var values = subjects[lane].Hoisted;
        var target = hoisted.Span;
        for (var i = 0; i < values.Length; i++)
            target[i * Width + lane] = values[i];
    }
}
