using System.Reflection.Emit;
using Idunn.Numerics.Functions;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A schedule as machine code over 1, 2, 4 or 8 lanes, by way of IL in dynamic methods, which the runtime always optimises fully. A value of all lanes is one vector; in memory, lanes are
/// innermost: value i of lane l stands at i·width + l. Every width gives the bits of the interpreter.
/// </summary>
internal sealed unsafe class LaneCode : Kernel
{
    private delegate void Block(double* time, double* inputs, double* hoisted, double* scratch, double* outputs);

    // The first argument is none: a delegate to a method without one would have to shift all arguments at each call.
    private static readonly Type[] BlockParameters = [typeof(object), typeof(double*), typeof(double*), typeof(double*), typeof(double*), typeof(double*)];

    private readonly int width;
    private readonly Block[] blocks;
    private readonly Batch[][] batches;
    private readonly Block? only;

    public LaneCode(Schedule schedule, int width)
    {
        this.width = width;
        var plan = new LanePlan(schedule);
        ScratchLength = plan.SlotCount * width;
        (blocks, batches) = (new Block[plan.Pieces.Length], new Batch[plan.Pieces.Length][]);
        for (var piece = 0; piece < blocks.Length; piece++)
        {
            var method = new DynamicMethod($"block{piece}", typeof(void), BlockParameters, typeof(LaneCode).Module, skipVisibility: true);
            new BlockEmitter(method.GetILGenerator(), schedule, plan, piece, width).Emit();
            (blocks[piece], batches[piece]) = (method.CreateDelegate<Block>(this), [.. plan.Pieces[piece].Batches]);
        }
        only = blocks.Length == 1 && batches[0].Length == 0 ? blocks[0] : null;
    }

    public override int ScratchLength { get; }

    public override void Run(double t, ReadOnlySpan<double> inputs, ReadOnlySpan<double> hoisted, Span<double> scratch, Span<double> outputs)
    {
        fixed (double* y = inputs, p = hoisted, s = scratch, o = outputs)
            Run(&t, y, p, s, o);
    }

    /// <summary>Runs all lanes.</summary>
    /// <param name="time">Each lane's time, followed by each lane's shift where the schedule takes one.</param>
    public void Run(double* time, double* inputs, double* hoisted, double* scratch, double* outputs)
    {
        if (only is not null)
            only(time, inputs, hoisted, scratch, outputs);
        else
            RunPieces(time, inputs, hoisted, scratch, outputs);
    }

    private void RunPieces(double* time, double* inputs, double* hoisted, double* scratch, double* outputs)
    {
        for (var piece = 0; piece < blocks.Length; piece++)
        {
            blocks[piece](time, inputs, hoisted, scratch, outputs);
            foreach (ref readonly var batch in batches[piece].AsSpan())
                Call(batch.Operation, scratch + batch.A * width, scratch + batch.B * width, scratch + batch.Result * width, batch.Count * width);
        }
    }

    /// <summary>Runs once on zeros and forgets what comes out: the runtime compiles at the first call.</summary>
    public void Warm(Schedule schedule)
    {
        var length = new[] { schedule.LengthOf(Source.Input), schedule.LengthOf(Source.Hoisted), ScratchLength / width + 1, schedule.Stores.Select(store => store.Output + 1).DefaultIfEmpty(0).Max() }.Max() + 8;
        var memory = new AlignedMemory((4 * length + 2) * width);
        var p = memory.Pointer;
        Run(p + 4 * length * width, p, p + length * width, p + 2 * length * width, p + 3 * length * width);
        GC.KeepAlive(memory);
    }

    private static void Call(Operation operation, double* a, double* b, double* result, int count)
    {
        switch (operation)
        {
            case Operation.Exponential: ElementaryVectors.Exp(a, result, count); break;
            case Operation.Logarithm: ElementaryVectors.Log(a, result, count); break;
            case Operation.Logarithm10: ElementaryVectors.Log10(a, result, count); break;
            case Operation.Power: ElementaryVectors.Power(a, b, result, count); break;
            default:
                for (var i = 0; i < count; i++)
                    result[i] = Arithmetic.Evaluate(operation, a[i], 0, 0);
                break;
        }
    }

    /// <summary>Writes one block's IL.</summary>
    private sealed class BlockEmitter(ILGenerator il, Schedule schedule, LanePlan plan, int piece, int width)
    {
        private const int WindowedVector = 64;
        private const int Window = 256 * WindowedVector;

        private const int Time = 1;
        private const int Inputs = 2;
        private const int Hoisted = 3;
        private const int Scratch = 4;
        private const int Outputs = 5;

        private readonly LaneInstructions instructions = LaneInstructions.Create(il, width);
        private readonly Dictionary<int, LocalBuilder> locals = [];
        private readonly Dictionary<(int Argument, int Number), LocalBuilder> windows = [];

        public void Emit()
        {
            foreach (var item in plan.Pieces[piece].Items)
            {
                if (item.Instruction < 0)
                    Write(item.IsOutput ? Outputs : Scratch, item.Slot, () => EmitOperand(item.Value));
                else if (!plan.IsInline(item.Instruction))
                    EmitKept(item.Instruction);
            }
            il.Emit(OpCodes.Ret);
        }

        private void Write(int argument, int index, Action value)
        {
            EmitAddress(argument, index);
            value();
            instructions.Save();
        }

        /// <summary>A result that is used more than once, or by a later block.</summary>
        private void EmitKept(int instruction)
        {
            EmitInstruction(instruction);
            var local = il.DeclareLocal(instructions.ValueType);
            locals.Add(instruction, local);
            il.Emit(OpCodes.Stloc, local);
            if (plan.SlotOf(instruction) is >= 0 and var slot)
                Write(Scratch, slot, () => il.Emit(OpCodes.Ldloc, local));
        }

        private void EmitOperand(Operand operand)
        {
            switch (operand.Source)
            {
                case Source.Constant: instructions.Constant(schedule.Constants[operand.Index]); break;
                case Source.Time: EmitLoad(Time, 0); break;
                case Source.Shift: EmitLoad(Time, 1); break;
                case Source.Input: EmitLoad(Inputs, operand.Index); break;
                case Source.Hoisted: EmitLoad(Hoisted, operand.Index); break;
                case Source.Instruction when plan.ComesFromBefore(operand.Index, piece): EmitLoad(Scratch, plan.SlotOf(operand.Index)); break;
                case Source.Instruction when plan.IsInline(operand.Index): EmitInstruction(operand.Index); break;
                default: il.Emit(OpCodes.Ldloc, locals[operand.Index]); break;
            }
        }

        private void EmitLoad(int argument, int index)
        {
            EmitAddress(argument, index);
            instructions.Load();
        }

        /// <summary>
        /// An address as a short distance from the middle of a window of memory: vectors of 64 bytes within 8 kB of a base have a one-byte displacement, which makes code a quarter shorter, and
        /// code of this kind is as fast as it can be fetched.
        /// </summary>
        private void EmitAddress(int argument, int index)
        {
            var offset = index * width * sizeof(double);
            if (width * sizeof(double) == WindowedVector)
            {
                var window = (argument, offset / Window);
                if (!windows.TryGetValue(window, out var middle))
                {
                    windows.Add(window, middle = il.DeclareLocal(typeof(double*)));
                    EmitSum(argument, window.Item2 * Window + Window / 2);
                    il.Emit(OpCodes.Stloc, middle);
                }
                il.Emit(OpCodes.Ldloc, middle);
                il.Emit(OpCodes.Ldc_I4, offset - (window.Item2 * Window + Window / 2));
                il.Emit(OpCodes.Add);
                return;
            }
            EmitSum(argument, offset);
        }

        private void EmitSum(int argument, int offset)
        {
            il.Emit(OpCodes.Ldarg_S, (byte)argument);
            if (offset == 0)
                return;
            il.Emit(OpCodes.Ldc_I4, offset);
            il.Emit(OpCodes.Add);
        }

        private void EmitInstruction(int index)
        {
            var (operation, a, b, c) = schedule.Instructions[index];
            if (operation == Operation.Select)
            {
                instructions.Select(() => EmitOperand(a), () => EmitOperand(b), () => EmitOperand(c));
                return;
            }
            if (operation == Operation.Minimum && (IsNegativeZero(a) || IsNegativeZero(b)))
            {
                EmitMinimum(a, b);
                return;
            }
            var count = Arithmetic.OperandCount(operation);
            EmitOperand(a);
            if (count > 1)
                EmitOperand(b);
            if (count > 2)
                EmitOperand(c);
            instructions.Apply(operation, IsTruth(a) && IsTruth(b));
        }

        private bool IsNegativeZero(Operand operand) => operand.Source == Source.Constant && schedule.Constants[operand.Index] is 0 and var zero && double.IsNegative(zero);

        /// <summary>min(a, b) = −max(−a, −b): the runtime's compiler (10.0) gives 0 for the least of 0 and a constant −0, but is right about the largest.</summary>
        private void EmitMinimum(Operand a, Operand b)
        {
            EmitOperand(a);
            instructions.Apply(Operation.Negate, false);
            EmitOperand(b);
            instructions.Apply(Operation.Negate, false);
            instructions.Apply(Operation.Maximum, false);
            instructions.Apply(Operation.Negate, false);
        }

        private bool IsTruth(Operand operand) => operand.Source == Source.Instruction && Arithmetic.IsTruth(schedule.Instructions[operand.Index].Operation);
    }
}
