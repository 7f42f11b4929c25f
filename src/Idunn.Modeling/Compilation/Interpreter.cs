using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>Runs a schedule instruction by instruction over one memory: [constants | time | inputs | hoisted | results].</summary>
internal sealed class Interpreter : Kernel
{
    private readonly record struct Step(Operation Operation, int A, int B, int C);

    private readonly ImmutableArray<double> constants;
    private readonly int inputCount;
    private readonly int hoistedCount;
    private readonly Step[] steps;
    private readonly (int Output, int Address)[] stores;

    public Interpreter(Schedule schedule)
    {
        constants = schedule.Constants;
        inputCount = schedule.LengthOf(Source.Input);
        hoistedCount = schedule.LengthOf(Source.Hoisted);
        steps = [.. schedule.Instructions.Select(instruction => new Step(instruction.Operation, Address(instruction.A), Address(instruction.B), Address(instruction.C)))];
        stores = [.. schedule.Stores.Select(store => (store.Output, Address(store.Value)))];
    }

    public override int ScratchLength => FirstResult + steps.Length;

    private int FirstResult => constants.Length + 1 + inputCount + hoistedCount;

    public override void Run(double t, ReadOnlySpan<double> inputs, ReadOnlySpan<double> hoisted, Span<double> scratch, Span<double> outputs)
    {
        constants.CopyTo(scratch);
        scratch[constants.Length] = t;
        inputs[..inputCount].CopyTo(scratch[(constants.Length + 1)..]);
        hoisted[..hoistedCount].CopyTo(scratch[(constants.Length + 1 + inputCount)..]);
        var results = scratch[FirstResult..];
        for (var i = 0; i < steps.Length; i++)
        {
            ref readonly var step = ref steps[i];
            results[i] = Arithmetic.Evaluate(step.Operation, scratch[step.A], scratch[step.B], scratch[step.C]);
        }
        foreach (var (output, address) in stores)
            outputs[output] = scratch[address];
    }

    private int Address(Operand operand) => operand.Index + operand.Source switch
    {
        Source.Constant => 0,
        Source.Time => constants.Length,
        Source.Input => constants.Length + 1,
        Source.Hoisted => constants.Length + 1 + inputCount,
        Source.Instruction => FirstResult,
        _ => throw new NotSupportedException("Only code over lanes takes a shift."),
    };
}
