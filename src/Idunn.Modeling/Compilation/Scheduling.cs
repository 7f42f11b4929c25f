using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>Builds a <see cref="Schedule"/>: nodes of a graph and what is computed from them, each operand before its operation.</summary>
/// <param name="prologue">Where parameter-only values come from; null: they are computed here.</param>
internal sealed class Scheduling(ExpressionGraph graph, Prologue? prologue)
{
    private readonly ImmutableArray<Instruction>.Builder instructions = ImmutableArray.CreateBuilder<Instruction>();
    private readonly ImmutableArray<Store>.Builder stores = ImmutableArray.CreateBuilder<Store>();
    private readonly ImmutableArray<double>.Builder constants = ImmutableArray.CreateBuilder<double>();
    private readonly Operand[] operands = new Operand[graph.Count];
    private readonly bool[] isPlaced = new bool[graph.Count];
    private readonly Stack<int> pending = new();

    /// <summary>Depth-first, operands before operations, without recursion: a sum may have thousands of terms.</summary>
    public Operand Place(int output)
    {
        pending.Push(output);
        while (pending.TryPeek(out var node))
        {
            if (isPlaced[node] || TryPlaceLeaf(node) || !AreOperandsPending(node))
                pending.Pop();
        }
        return operands[output];
    }

    public Operand Constant(double value)
    {
        constants.Add(value);
        return new Operand(Source.Constant, constants.Count - 1);
    }

    /// <summary>Appends an operation that is no node of the graph.</summary>
    public Operand Append(Operation operation, Operand a, Operand b = default, Operand c = default)
    {
        instructions.Add(new Instruction(operation, a, b, c));
        return new Operand(Source.Instruction, instructions.Count - 1);
    }

    public void Store(int output, Operand value) => stores.Add(new Store(output, value, instructions.Count));

    public Schedule ToSchedule() => new(instructions.DrainToImmutable(), stores.DrainToImmutable(), constants.DrainToImmutable());

    private bool TryPlaceLeaf(int node)
    {
        var (operation, a, _, _) = graph[node];
        if (operation == Operation.Constant)
            operands[node] = Constant(graph.ConstantValue(node));
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
        operands[node] = Append(operation, operands[a], count > 1 ? operands[b] : default, count > 2 ? operands[c] : default);
        return !(isPlaced[node] = true);
    }
}
