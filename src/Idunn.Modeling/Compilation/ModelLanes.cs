using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Compilation;

/// <summary>A compiled model over lanes, each with its own parameters. One thread uses it at a time.</summary>
public sealed unsafe class ModelLanes : LaneSystem
{
    private readonly LaneKernels? code;
    private readonly OneLane? interpreted;
    private readonly ModelSystem[] subjects;
    private readonly AlignedMemory hoisted;
    private readonly double* constants, times;
    private readonly CompiledModel model;
    private AlignedMemory? scratch, factors;
    private double* work, entries;
    private int scratchLength, safety;
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
        const int line = 8;
        var constantsLength = (model.HoistedCount * Width + line - 1) / line * line;
        hoisted = new AlignedMemory(constantsLength + 2 * Width);
        constants = hoisted.Pointer;
        times = constants + constantsLength;
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

    public override void RightHandSide(double* t, double* y, double* dydt)
    {
        if (code is null)
            interpreted!.RightHandSide(t, y, dydt);
        else
            code.RightHandSide.Run(t, y, constants, Scratch(code.RightHandSide), dydt);
        GC.KeepAlive(this);
    }

    public override void TimeDerivative(double* t, double* y, double* dfdt)
    {
        if (code is null)
            interpreted!.TimeDerivative(t, y, dfdt);
        else
            code.TimeDerivative.Run(t, y, constants, Scratch(code.TimeDerivative), dfdt);
        GC.KeepAlive(this);
    }

    public override void Factor(double* t, double* shift, double* y, double* isSafe)
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
            safety = (model.Factors.Count + Dimension) * Width;
            factors = new AlignedMemory(safety + Width);
            entries = factors.Pointer;
        }
        for (var lane = 0; lane < Width; lane++)
            (times[lane], times[Width + lane]) = (t[lane], shift[lane]);
        kernel.Run(times, y, constants, Scratch(kernel), entries);
        for (var lane = 0; lane < Width; lane++)
            isSafe[lane] = entries[safety + lane];
        GC.KeepAlive(this);
    }

    public override void Solve(double* b, double* x)
    {
        if (code is null)
            interpreted!.Solve(b, x);
        else if (!code.HasLinearAlgebra)
            SolveByTables(b, x);
        else
            code.Solution.Run(times, b, entries, Scratch(code.Solution), x);
        GC.KeepAlive(this);
    }

    /// <summary>Lane by lane, to the same bits.</summary>
    private void FactorByTables(double* t, double* shift, double* y, double* isSafe)
    {
        tables ??= [.. subjects.Select(subject => new OneLane(subject, model.Factors))];
        (state, right) = (state ?? new double[Dimension], right ?? new double[Dimension]);
        for (var lane = 0; lane < Width; lane++)
        {
            for (var i = 0; i < Dimension; i++)
                state[i] = y[i * Width + lane];
            fixed (double* one = state)
                tables[lane].Factor(t + lane, shift + lane, one, isSafe + lane);
        }
    }

    private void SolveByTables(double* b, double* x)
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

    private double* Scratch(LaneCode kernel) => kernel.ScratchLength > scratchLength ? LongerScratch(kernel.ScratchLength) : work;

    private double* LongerScratch(int length)
    {
        scratch = new AlignedMemory(length);
        scratchLength = length;
        return work = scratch.Pointer;
    }

    private void Spread(int lane)
    {
        var values = subjects[lane].Hoisted;
        for (var i = 0; i < values.Length; i++)
            constants[i * Width + lane] = values[i];
        GC.KeepAlive(hoisted);
    }
}
