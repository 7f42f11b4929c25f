using System.Collections.Immutable;
using Idunn.Numerics.Random;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// The parameters of one course, with what was drawn behind them. A draw is a function of seed, run, its own address and how often it was made before, and of nothing else: no thread, no other
/// draw and no method of integration moves it. One thread uses it at a time.
/// </summary>
internal sealed class DrawnParameters
{
    /// <summary>Purpose word of the first address; see <see cref="Philox"/>.</summary>
    private const uint Purpose = 0x44524157;

    private readonly Kernel prologue;
    private readonly double[] values;
    private readonly uint[] made;
    private readonly int first;
    private ulong seed, subject;

    /// <param name="prologue">Computes what follows from the parameters alone.</param>
    /// <param name="settable">Number of parameters that are not drawn.</param>
    /// <param name="draws">All draws of the model.</param>
    public DrawnParameters(Kernel prologue, int settable, IReadOnlyCollection<CompiledDraw> draws)
    {
        (this.prologue, first) = (prologue, settable);
        values = new double[settable + draws.Count];
        made = new uint[draws.Select(draw => draw.Address + 1).DefaultIfEmpty(0u).Max()];
        values.AsSpan(settable).Fill(double.NaN);
    }

    /// <summary>Sets what is not drawn. What was drawn stays.</summary>
    public void Set(ReadOnlySpan<double> settable, Span<double> hoisted, Span<double> scratch)
    {
        settable.CopyTo(values);
        prologue.Run(0, values, [], scratch, hoisted);
    }

    /// <summary>Begins a course, in which nothing is drawn yet.</summary>
    public void Begin(ulong seed, ulong subject)
    {
        (this.seed, this.subject) = (seed, subject);
        Array.Clear(made);
        values.AsSpan(first).Fill(double.NaN);
    }

    /// <summary>Makes draws, one after the other, and computes what follows from each.</summary>
    /// <param name="inputs">The state that their arguments see.</param>
    public void Draw(ImmutableArray<CompiledDraw> draws, double t, ReadOnlySpan<double> inputs, Span<double> hoisted, Span<double> scratch)
    {
        Span<double> arguments = stackalloc double[CompiledDraw.MostArguments];
        foreach (var draw in draws)
        {
            draw.Arguments.Run(t, inputs, hoisted, scratch, arguments);
            values[draw.Parameter] = draw.Value(arguments, Philox.Uniform(seed, subject, Purpose + draw.Address, made[draw.Address]++));
            prologue.Run(0, values, [], scratch, hoisted);
        }
    }
}
