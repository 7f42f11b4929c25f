using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model over lanes, each with its own parameters. One thread uses it at a time.</summary>
public sealed unsafe class ModelLanes : LaneSystem
{
    private readonly LaneKernels code;
    private readonly ModelSystem[] subjects;
    private readonly double[] hoisted, scratch, factors, times;

    internal ModelLanes(CompiledModel model, LaneKernels code)
    {
        this.code = code;
        subjects = [.. Enumerable.Range(0, code.Width).Select(_ => model.CreateSystem())];
        hoisted = Aligned(model.HoistedCount * code.Width);
        factors = Aligned((model.Factors.Count + model.Factors.Dimension + 1) * code.Width);
        scratch = Aligned(new[] { code.RightHandSide, code.TimeDerivative, code.Factorization, code.Solution }.Max(kernel => kernel.ScratchLength));
        times = new double[2 * code.Width];
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

    public override void RightHandSide(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dydt) => Run(code.RightHandSide, t, y, hoisted, Checked(dydt, Dimension));

    public override void TimeDerivative(ReadOnlySpan<double> t, ReadOnlySpan<double> y, Span<double> dfdt) => Run(code.TimeDerivative, t, y, hoisted, Checked(dfdt, Dimension));

    public override void Factor(ReadOnlySpan<double> t, ReadOnlySpan<double> shift, ReadOnlySpan<double> y, Span<double> isSafe)
    {
        t.CopyTo(times);
        shift.CopyTo(times.AsSpan(Width));
        Run(code.Factorization, times, y, hoisted, factors);
        factors.AsSpan(factors.Length - Width).CopyTo(isSafe);
    }

    public override void Solve(ReadOnlySpan<double> b, Span<double> x) => Run(code.Solution, times, b, factors, Checked(x, Dimension));

    private void Run(LaneCode kernel, ReadOnlySpan<double> t, ReadOnlySpan<double> inputs, double[] constants, Span<double> outputs)
    {
        fixed (double* time = t, y = inputs[..(Dimension * Width)], p = constants, s = scratch, o = outputs)
            kernel.Run(time, y, p, s, o);
    }

    private Span<double> Checked(Span<double> values, int count) => values[..(count * Width)];

    private void Spread(int lane)
    {
        var values = subjects[lane].Hoisted;
        for (var i = 0; i < values.Length; i++)
            hoisted[i * Width + lane] = values[i];
    }

    /// <summary>Memory that does not move, so that whole vectors stay within cache lines where the runtime placed it well.</summary>
    private static double[] Aligned(int length) => GC.AllocateArray<double>(length, pinned: true);
}
