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

    /// <summary>A value that the prologue computed from the parameters.</summary>
    Hoisted,

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
    public static Schedule Create(ExpressionGraph graph, IReadOnlyList<int> outputs, Prologue prologue) => new Scheduling(graph, prologue).Run(outputs);

    /// <summary>Schedules the prologue itself; its inputs are the parameters.</summary>
    public static Schedule Create(ExpressionGraph graph, Prologue prologue) => new Scheduling(graph, null).Run(prologue.Nodes);

    /// <summary>Depth-first, operands before operations, without recursion: a sum may have thousands of terms.</summary>
    private sealed class Scheduling(ExpressionGraph graph, Prologue? prologue)
    {
        private readonly ImmutableArray<Instruction>.Builder instructions = ImmutableArray.CreateBuilder<Instruction>();
        private readonly ImmutableArray<Store>.Builder stores = ImmutableArray.CreateBuilder<Store>();
        private readonly ImmutableArray<double>.Builder constants = ImmutableArray.CreateBuilder<double>();
        private readonly Operand[] operands = new Operand[graph.Count];
        private readonly bool[] isPlaced = new bool[graph.Count];
        private readonly Stack<int> pending = new();

        public Schedule Run(IReadOnlyList<int> outputs)
        {
            for (var output = 0; output < outputs.Count; output++)
            {
                Place(outputs[output]);
                stores.Add(new Store(output, operands[outputs[output]], instructions.Count));
            }
            return new Schedule(instructions.DrainToImmutable(), stores.DrainToImmutable(), constants.DrainToImmutable());
        }

        private void Place(int output)
        {
            pending.Push(output);
            while (pending.TryPeek(out var node))
            {
                if (isPlaced[node] || TryPlaceLeaf(node) || !AreOperandsPending(node))
                    pending.Pop();
            }
        }

        private bool TryPlaceLeaf(int node)
        {
            var (operation, a, _, _) = graph[node];
            if (operation == Operation.Constant)
            {
                operands[node] = new Operand(Source.Constant, constants.Count);
                constants.Add(graph.ConstantValue(node));
            }
            else if (prologue is not null && prologue.Hoist(node) is { } slot)
                operands[node] = new Operand(Source.Hoisted, slot);
            else if (Arithmetic.OperandCount(operation) == 0)
                operands[node] = operation == Operation.Time ? new Operand(Source.Time, 0) : new Operand(Source.Input, a);
            else
                return false;
            return isPlaced[node] = true;
        }

        /// <summary>Pushes operands that have no place yet; without any, appends the instruction.</summary>
        private bool AreOperandsPending(int node)
        {
            var (operation, a, b, c) = graph[node];
            var count = Arithmetic.OperandCount(operation);
            var before = pending.Count;
            if (count > 2 && !isPlaced[c])
                pending.Push(c);
            if (count > 1 && !isPlaced[b])
                pending.Push(b);
            if (!isPlaced[a])
                pending.Push(a);
            if (pending.Count > before)
                return true;
            operands[node] = new Operand(Source.Instruction, instructions.Count);
            instructions.Add(new Instruction(operation, operands[a], count > 1 ? operands[b] : default, count > 2 ? operands[c] : default));
            return !(isPlaced[node] = true);
        }
    }
}
