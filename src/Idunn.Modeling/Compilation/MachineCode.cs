using System.Reflection;
using System.Reflection.Emit;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A schedule as machine code, by way of IL in dynamic methods, which the runtime always optimises fully. The schedule is cut into blocks:
/// beyond some 1,600 operations in one method the runtime gives up optimising, below some 100 the calls cost more than they save. A result
/// that a later block needs goes through scratch memory; one that is used once in its own block never leaves the evaluation stack.
/// </summary>
internal sealed unsafe class MachineCode : Kernel
{
    private const int BlockLength = 500;

    private delegate void Block(double t, double* inputs, double* hoisted, double* scratch, double* outputs);

    private static readonly Type[] BlockParameters = [typeof(double), typeof(double*), typeof(double*), typeof(double*), typeof(double*)];

    private readonly Block[] blocks;

    public MachineCode(Schedule schedule)
    {
        var layout = new BlockLayout(schedule, BlockLength);
        ScratchLength = layout.ScratchLength;
        blocks = new Block[layout.BlockCount];
        for (var block = 0; block < blocks.Length; block++)
        {
            var method = new DynamicMethod($"block{block}", typeof(void), BlockParameters, typeof(MachineCode).Module, skipVisibility: true);
            new BlockEmitter(method.GetILGenerator(), schedule, layout, block).Emit();
            blocks[block] = method.CreateDelegate<Block>();
        }
    }

    public override int ScratchLength { get; }

    public override void Run(double t, ReadOnlySpan<double> inputs, ReadOnlySpan<double> hoisted, Span<double> scratch, Span<double> outputs)
    {
        fixed (double* y = inputs, p = hoisted, s = scratch, o = outputs)
            foreach (var block in blocks)
                block(t, y, p, s, o);
    }

    /// <summary>Writes one block's IL.</summary>
    private sealed class BlockEmitter(ILGenerator il, Schedule schedule, BlockLayout layout, int block)
    {
        private static readonly MethodInfo Power = typeof(Arithmetic).GetMethod(nameof(Arithmetic.Power))!;

        private readonly Dictionary<int, LocalBuilder> locals = [];

        public void Emit()
        {
            var (firstInstruction, endInstruction) = layout.InstructionsOf(block);
            var (store, endStore) = layout.StoresOf(block);
            for (var i = firstInstruction; ; i++)
            {
                for (; store < endStore && schedule.Stores[store].After <= i; store++)
                    EmitStore(schedule.Stores[store]);
                if (i >= endInstruction)
                    break;
                if (!layout.IsInline(i))
                    EmitKept(i);
            }
            for (; store < endStore; store++)
                EmitStore(schedule.Stores[store]);
            il.Emit(OpCodes.Ret);
        }

        private void EmitStore(Store store)
        {
            EmitAddress(4, store.Output);
            EmitOperand(store.Value);
            il.Emit(OpCodes.Stind_R8);
        }

        /// <summary>A result that is used more than once, or by a later block.</summary>
        private void EmitKept(int instruction)
        {
            EmitInstruction(instruction);
            var local = il.DeclareLocal(typeof(double));
            locals.Add(instruction, local);
            il.Emit(OpCodes.Stloc, local);
            if (layout.ScratchSlotOf(instruction) is not { } slot)
                return;
            EmitAddress(3, slot);
            il.Emit(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Stind_R8);
        }

        private void EmitOperand(Operand operand)
        {
            switch (operand.Source)
            {
                case Source.Constant:
                    il.Emit(OpCodes.Ldc_R8, schedule.Constants[operand.Index]);
                    break;
                case Source.Time:
                    il.Emit(OpCodes.Ldarg_0);
                    break;
                case Source.Input:
                    EmitLoad(1, operand.Index);
                    break;
                case Source.Hoisted:
                    EmitLoad(2, operand.Index);
                    break;
                case Source.Instruction when layout.BlockOf(operand.Index) < block:
                    EmitLoad(3, layout.ScratchSlotOf(operand.Index)!.Value);
                    break;
                case Source.Instruction when layout.IsInline(operand.Index):
                    EmitInstruction(operand.Index);
                    break;
                default:
                    il.Emit(OpCodes.Ldloc, locals[operand.Index]);
                    break;
            }
        }

        private void EmitLoad(byte argument, int index)
        {
            EmitAddress(argument, index);
            il.Emit(OpCodes.Ldind_R8);
        }

        private void EmitAddress(byte argument, int index)
        {
            il.Emit(OpCodes.Ldarg_S, argument);
            if (index == 0)
                return;
            il.Emit(OpCodes.Ldc_I4, index * sizeof(double));
            il.Emit(OpCodes.Add);
        }

        private void EmitInstruction(int index)
        {
            var (operation, a, b, c) = schedule.Instructions[index];
            if (operation == Operation.Select)
            {
                EmitSelect(a, b, c);
                return;
            }
            EmitOperand(a);
            if (operation is Operation.Not or Operation.And or Operation.Or)
                EmitIsTrue();
            if (Arithmetic.OperandCount(operation) == 2)
                EmitOperand(b);
            if (operation is Operation.And or Operation.Or)
                EmitIsTrue();
            EmitOperation(operation);
        }

        private void EmitSelect(Operand condition, Operand ifTrue, Operand ifFalse)
        {
            var (otherwise, end) = (il.DefineLabel(), il.DefineLabel());
            EmitOperand(condition);
            il.Emit(OpCodes.Ldc_R8, 0.0);
            il.Emit(OpCodes.Beq, otherwise);
            EmitOperand(ifTrue);
            il.Emit(OpCodes.Br, end);
            il.MarkLabel(otherwise);
            EmitOperand(ifFalse);
            il.MarkLabel(end);
        }

        /// <summary>Turns a number into an integer truth: 1 for anything but 0.</summary>
        private void EmitIsTrue()
        {
            il.Emit(OpCodes.Ldc_R8, 0.0);
            il.Emit(OpCodes.Ceq);
            EmitNot();
        }

        private void EmitNot()
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ceq);
        }

        private void EmitTruth(OpCode comparison, bool isNegated = false)
        {
            il.Emit(comparison);
            if (isNegated)
                EmitNot();
            il.Emit(OpCodes.Conv_R8);
        }

        private void EmitOperation(Operation operation)
        {
            switch (operation)
            {
                case Operation.Negate: il.Emit(OpCodes.Neg); break;
                case Operation.Add: il.Emit(OpCodes.Add); break;
                case Operation.Subtract: il.Emit(OpCodes.Sub); break;
                case Operation.Multiply: il.Emit(OpCodes.Mul); break;
                case Operation.Divide: il.Emit(OpCodes.Div); break;
                case Operation.Less: EmitTruth(OpCodes.Clt); break;
                case Operation.LessOrEqual: EmitTruth(OpCodes.Cgt_Un, isNegated: true); break;
                case Operation.Equal: EmitTruth(OpCodes.Ceq); break;
                case Operation.NotEqual: EmitTruth(OpCodes.Ceq, isNegated: true); break;
                case Operation.Not: EmitNot(); il.Emit(OpCodes.Conv_R8); break;
                case Operation.And: EmitTruth(OpCodes.And); break;
                case Operation.Or: EmitTruth(OpCodes.Or); break;
                case Operation.Power: il.Emit(OpCodes.Call, Power); break;
                default: il.Emit(OpCodes.Call, FunctionOf(operation)); break;
            }
        }

        private static MethodInfo FunctionOf(Operation operation)
        {
            var (name, count) = operation switch
            {
                Operation.Exponential => (nameof(Math.Exp), 1),
                Operation.Logarithm => (nameof(Math.Log), 1),
                Operation.Logarithm10 => (nameof(Math.Log10), 1),
                Operation.SquareRoot => (nameof(Math.Sqrt), 1),
                Operation.Absolute => (nameof(Math.Abs), 1),
                Operation.Floor => (nameof(Math.Floor), 1),
                Operation.Ceiling => (nameof(Math.Ceiling), 1),
                Operation.Sine => (nameof(Math.Sin), 1),
                Operation.Cosine => (nameof(Math.Cos), 1),
                Operation.Tangent => (nameof(Math.Tan), 1),
                Operation.ArcSine => (nameof(Math.Asin), 1),
                Operation.ArcCosine => (nameof(Math.Acos), 1),
                Operation.ArcTangent => (nameof(Math.Atan), 1),
                Operation.HyperbolicSine => (nameof(Math.Sinh), 1),
                Operation.HyperbolicCosine => (nameof(Math.Cosh), 1),
                Operation.HyperbolicTangent => (nameof(Math.Tanh), 1),
                Operation.HyperbolicArcSine => (nameof(Math.Asinh), 1),
                Operation.HyperbolicArcCosine => (nameof(Math.Acosh), 1),
                Operation.HyperbolicArcTangent => (nameof(Math.Atanh), 1),
                Operation.Minimum => (nameof(Math.Min), 2),
                Operation.Maximum => (nameof(Math.Max), 2),
                _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not a function."),
            };
            return typeof(Math).GetMethod(name, [.. Enumerable.Repeat(typeof(double), count)])!;
        }
    }
}
