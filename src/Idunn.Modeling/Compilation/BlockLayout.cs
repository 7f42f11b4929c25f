namespace Idunn.Modeling.Compilation;

/// <summary>
/// A schedule cut into blocks of equal length, counting instructions and stores alike: which block computes what, and which results later
/// blocks need from scratch memory.
/// </summary>
internal sealed class BlockLayout
{
    private readonly int[] blockOf;
    private readonly int[] scratchSlot;
    private readonly bool[] isInline;
    private readonly List<(int Instruction, int Store)> starts = [];

    public BlockLayout(Schedule schedule, int blockLength)
    {
        blockOf = new int[schedule.Instructions.Length];
        scratchSlot = new int[schedule.Instructions.Length];
        isInline = new bool[schedule.Instructions.Length];
        Cut(schedule, blockLength);
        FindUses(schedule);
    }

    public int BlockCount => starts.Count - 1;

    /// <summary>Number of results that go from one block to another.</summary>
    public int ScratchLength { get; private set; }

    public (int First, int End) InstructionsOf(int block) => (starts[block].Instruction, starts[block + 1].Instruction);

    public (int First, int End) StoresOf(int block) => (starts[block].Store, starts[block + 1].Store);

    public int BlockOf(int instruction) => blockOf[instruction];

    /// <summary>True when the result is used once, by its own block: it is computed where it is used.</summary>
    public bool IsInline(int instruction) => isInline[instruction];

    /// <summary>Where the result is kept for later blocks, or null when none needs it.</summary>
    public int? ScratchSlotOf(int instruction) => scratchSlot[instruction] >= 0 ? scratchSlot[instruction] : null;

    private void Cut(Schedule schedule, int blockLength)
    {
        starts.Add((0, 0));
        var store = 0;
        for (int i = 0, length = 0; i < schedule.Instructions.Length || store < schedule.Stores.Length; length++)
        {
            if (length == blockLength)
            {
                starts.Add((i, store));
                length = 0;
            }
            if (store < schedule.Stores.Length && schedule.Stores[store].After <= i)
                store++;
            else
                blockOf[i++] = starts.Count - 1;
        }
        starts.Add((schedule.Instructions.Length, schedule.Stores.Length));
    }

    private void FindUses(Schedule schedule)
    {
        var uses = new int[schedule.Instructions.Length];
        Array.Fill(scratchSlot, -1);
        for (var i = 0; i < schedule.Instructions.Length; i++)
        {
            var (operation, a, b, c) = schedule.Instructions[i];
            var count = Arithmetic.OperandCount(operation);
            Use(a, blockOf[i], uses);
            if (count > 1)
                Use(b, blockOf[i], uses);
            if (count > 2)
                Use(c, blockOf[i], uses);
        }
        for (var block = 0; block < BlockCount; block++)
            for (var store = starts[block].Store; store < starts[block + 1].Store; store++)
                Use(schedule.Stores[store].Value, block, uses);
        for (var i = 0; i < uses.Length; i++)
            isInline[i] = uses[i] == 1 && scratchSlot[i] < 0;
    }

    private void Use(Operand operand, int block, int[] uses)
    {
        if (operand.Source != Source.Instruction)
            return;
        uses[operand.Index]++;
        if (blockOf[operand.Index] < block && scratchSlot[operand.Index] < 0)
            scratchSlot[operand.Index] = ScratchLength++;
    }
}
