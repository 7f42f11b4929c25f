using System.Runtime.CompilerServices;

namespace Idunn.Modeling.Compilation;

/// <summary>A schedule made ready to run. It holds no memory of its own: any number of threads may run it, each with its own scratch.</summary>
internal abstract class Kernel
{
    /// <summary>Least length of the scratch memory that <see cref="Run"/> takes.</summary>
    public abstract int ScratchLength { get; }

    /// <summary>Computes the schedule's outputs; <paramref name="outputs"/> may not overlap <paramref name="inputs"/>.</summary>
    /// <param name="t">Model time.</param>
    /// <param name="inputs">The state, or the parameters in the prologue.</param>
    /// <param name="hoisted">The prologue's results.</param>
    /// <param name="scratch">Contents are lost.</param>
    public abstract void Run(double t, ReadOnlySpan<double> inputs, ReadOnlySpan<double> hoisted, Span<double> scratch, Span<double> outputs);

    /// <summary>Machine code where the platform lets code be generated; else, or when asked, an interpreter.</summary>
    public static Kernel Create(Schedule schedule, CompilationTier tier) =>
        !RuntimeFeature.IsDynamicCodeSupported ? new Interpreter(schedule) : tier switch
        {
            CompilationTier.MachineCode => new LaneCode(schedule, 1),
            CompilationTier.Tiered => new TieredKernel(schedule),
            _ => new Interpreter(schedule),
        };
}
