using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>Where an instruction's operand comes from.</summary>
internal enum Source : byte
{
    /// <summary>A number of <see cref="Schedule.Constants"/>.</summary>
    Constant,

    /// <summary>Model time.</summary>
    Time,

    /// <summary>The vector that the schedule runs on: the state, or the parameters in the prologue.</summary>
    Input,

    /// <summary>A value that the prologue computed from the parameters; of the solution of a linear system, an entry of its factors.</summary>
    Hoisted,

    /// <summary>What the factorisation adds to the diagonal: 1/(hγ). It stands behind time in memory.</summary>
    Shift,

    /// <summary>The result of an earlier instruction.</summary>
    Instruction,
}

internal readonly record struct Operand(Source Source, int Index);

/// <summary>One operation of a schedule.</summary>
/// <param name="Operation">Not a leaf.</param>
internal readonly record struct Instruction(Operation Operation, Operand A, Operand B, Operand C);

/// <summary>Writes a value to output <paramref name="Output"/>.</summary>
/// <param name="After">Number of instructions that stand before the store.</param>
internal readonly record struct Store(int Output, Operand Value, int After);

/// <summary>
/// Straight-line code for some nodes of an expression graph: instructions in an order that computes each output's operands just before
/// it, and stores that follow the outputs' order. It says nothing about how wide a value is; emitters choose that.
/// </summary>
internal sealed record Schedule(ImmutableArray<Instruction> Instructions, ImmutableArray<Store> Stores, ImmutableArray<double> Constants)
{
    /// <summary>Schedules <paramref name="outputs"/>, taking parameter-only values from the prologue.</summary>
    public static Schedule Create(ExpressionGraph graph, IReadOnlyList<int> outputs, Prologue prologue) => Create(new Scheduling(graph, prologue), outputs);

    /// <summary>Schedules the prologue itself; its inputs are the parameters.</summary>
    public static Schedule Create(ExpressionGraph graph, Prologue prologue) => Create(new Scheduling(graph, null), prologue.Nodes);

    /// <summary>Which inputs the code reads, ascending.</summary>
    public ImmutableArray<int> InputsRead() =>
    [
        .. Instructions.SelectMany(instruction => new[] { instruction.A, instruction.B, instruction.C }.Take(Arithmetic.OperandCount(instruction.Operation)))
            .Concat(Stores.Select(store => store.Value)).Where(operand => operand.Source == Source.Input).Select(operand => operand.Index).Distinct().Order(),
    ];

    /// <summary>One more than the highest index that the code reads from a source.</summary>
    public int LengthOf(Source source)
    {
        var length = 0;
        void Note(Operand operand) => length = operand.Source == source ? Math.Max(length, operand.Index + 1) : length;
        foreach (var (_, a, b, c) in Instructions)
        {
            Note(a);
            Note(b);
            Note(c);
        }
        foreach (var store in Stores)
            Note(store.Value);
        return length;
    }

    private static Schedule Create(Scheduling scheduling, IReadOnlyList<int> outputs)
    {
        for (var output = 0; output < outputs.Count; output++)
            scheduling.Store(output, scheduling.Place(outputs[output]));
        return scheduling.ToSchedule();
    }
}
