using System.Collections.Immutable;

namespace Idunn.Modeling.Compilation;

/// <summary>One thing a block does: compute an instruction (<paramref name="Instruction"/> ≥ 0), or else write a value to an output or to scratch memory.</summary>
internal readonly record struct Item(int Instruction, Operand Value, bool IsOutput, int Slot);

/// <summary>Calls of one function for several instructions at once, over neighbouring slots of scratch memory.</summary>
internal readonly record struct Batch(Operation Operation, int A, int B, int Result, int Count);

/// <summary>A block of code, and the functions called after it.</summary>
internal sealed record Piece(ImmutableArray<Item> Items, ImmutableArray<Batch> Batches);

/// <summary>
/// A schedule laid out for machine code: cut into blocks, with functions called for all instructions of one level at once (a function's level is one more than the most functions below its
/// operands), so that no value has to survive a call in a register. Results that go from block to block, and the functions' operands and results, have slots in scratch memory.
/// </summary>
internal sealed class LanePlan
{
    /// <summary>Operations and stores in a block: beyond some 1,600 the runtime gives up optimising a method, below some 100 the calls cost more than they save.</summary>
    private const int BlockLength = 500;

    private readonly Schedule schedule;
    private readonly int[] levels, pieceOf, uses, slots;
    private readonly List<Piece> pieces = [];
    private readonly ImmutableArray<Item>.Builder items = ImmutableArray.CreateBuilder<Item>();

    public LanePlan(Schedule schedule)
    {
        this.schedule = schedule;
        var count = schedule.Instructions.Length;
        (levels, pieceOf, uses, slots) = (new int[count], new int[count], new int[count], new int[count]);
        Array.Fill(pieceOf, -1);
        Array.Fill(slots, -1);
        var depth = FindLevels();
        for (var level = 0; level < depth; level++)
        {
            Compute(NeededAt(level));
            Call(level);
        }
        ComputeRest();
        Cut([]);
        FindUses();
        Pieces = [.. pieces];
    }

    public ImmutableArray<Piece> Pieces { get; }

    /// <summary>Number of slots.</summary>
    public int SlotCount { get; private set; }

    public bool IsFunction(int instruction) => Arithmetic.IsFunction(schedule.Instructions[instruction].Operation);

    /// <summary>Where the result is kept in scratch memory, or −1.</summary>
    public int SlotOf(int instruction) => slots[instruction];

    /// <summary>True when the result comes from scratch memory in this piece.</summary>
    public bool ComesFromBefore(int instruction, int piece) => pieceOf[instruction] < piece || IsFunction(instruction);

    /// <summary>True when the result is used once, in its own block: it is computed where it is used.</summary>
    public bool IsInline(int instruction) => uses[instruction] == 1 && slots[instruction] < 0;

    private int FindLevels()
    {
        var depth = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            foreach (var operand in OperandsOf(i))
                levels[i] = Math.Max(levels[i], levels[operand] + (IsFunction(operand) ? 1 : 0));
            if (IsFunction(i))
                depth = Math.Max(depth, levels[i] + 1);
        }
        return depth;
    }

    /// <summary>What the functions of a level need and nobody has computed yet, in order.</summary>
    private bool[] NeededAt(int level)
    {
        var needed = new bool[levels.Length];
        for (var i = levels.Length - 1; i >= 0; i--)
            if (needed[i] || (IsFunction(i) && levels[i] == level))
                foreach (var operand in OperandsOf(i))
                    needed[operand] |= pieceOf[operand] < 0 && !IsFunction(operand);
        return needed;
    }

    private void Compute(bool[] needed)
    {
        for (var i = 0; i < needed.Length; i++)
            if (needed[i])
                Add(i);
    }

    private void Add(int instruction)
    {
        CutWhenLong();
        items.Add(new Item(instruction, default, false, 0));
        pieceOf[instruction] = pieces.Count;
    }

    /// <summary>Writes the operands of a level's functions side by side and ends the block.</summary>
    private void Call(int level)
    {
        var batches = ImmutableArray.CreateBuilder<Batch>();
        foreach (var group in Enumerable.Range(0, levels.Length).Where(i => IsFunction(i) && levels[i] == level).GroupBy(i => schedule.Instructions[i].Operation))
        {
            int[] members = [.. group];
            var takesTwo = Arithmetic.OperandCount(group.Key) == 2;
            var a = SlotCount;
            var b = a + members.Length;
            var result = takesTwo ? b + members.Length : b;
            SlotCount = result + members.Length;
            for (var k = 0; k < members.Length; k++)
            {
                var instruction = schedule.Instructions[members[k]];
                WriteTo(a + k, instruction.A);
                if (takesTwo)
                    WriteTo(b + k, instruction.B);
                (slots[members[k]], pieceOf[members[k]]) = (result + k, pieces.Count);
            }
            batches.Add(new Batch(group.Key, a, b, result, members.Length));
        }
        Cut(batches.DrainToImmutable());
    }

    private void WriteTo(int slot, Operand value)
    {
        CutWhenLong();
        items.Add(new Item(-1, value, false, slot));
    }

    private void ComputeRest()
    {
        var store = 0;
        for (var i = 0; ; i++)
        {
            for (; store < schedule.Stores.Length && schedule.Stores[store].After <= i; store++)
            {
                CutWhenLong();
                items.Add(new Item(-1, schedule.Stores[store].Value, true, schedule.Stores[store].Output));
            }
            if (i == levels.Length)
                break;
            if (pieceOf[i] < 0)
                Add(i);
        }
    }

    private void CutWhenLong()
    {
        if (items.Count >= BlockLength)
            Cut([]);
    }

    private void Cut(ImmutableArray<Batch> batches) => pieces.Add(new Piece(items.DrainToImmutable(), batches));

    private void FindUses()
    {
        for (var piece = 0; piece < pieces.Count; piece++)
            foreach (var item in pieces[piece].Items)
            {
                if (item.Instruction < 0)
                    Use(item.Value, piece);
                else
                    foreach (var operand in OperandsOf(item.Instruction))
                        Use(operand, piece);
            }
    }

    private void Use(Operand operand, int piece)
    {
        if (operand.Source == Source.Instruction)
            Use(operand.Index, piece);
    }

    private void Use(int instruction, int piece)
    {
        uses[instruction]++;
        if (pieceOf[instruction] < piece && slots[instruction] < 0)
            slots[instruction] = SlotCount++;
    }

    private IEnumerable<int> OperandsOf(int instruction)
    {
        var (operation, a, b, c) = schedule.Instructions[instruction];
        var count = Arithmetic.OperandCount(operation);
        if (a.Source == Source.Instruction)
            yield return a.Index;
        if (count > 1 && b.Source == Source.Instruction)
            yield return b.Index;
        if (count > 2 && c.Source == Source.Instruction)
            yield return c.Index;
    }
}
