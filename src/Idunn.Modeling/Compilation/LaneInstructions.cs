using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Idunn.Modeling.Compilation;

/// <summary>The IL of every operation over 1, 2, 4 or 8 lanes, operands on the evaluation stack. A truth is 1 or 0 in each lane.</summary>
internal abstract class LaneInstructions(ILGenerator il)
{
    protected ILGenerator Il { get; } = il;

    /// <summary>What a value over all lanes is.</summary>
    public abstract Type ValueType { get; }

    /// <exception cref="ArgumentOutOfRangeException">The width is not 1, 2, 4 or 8.</exception>
    public static LaneInstructions Create(ILGenerator il, int width) => width == 1 ? new ScalarInstructions(il) : new VectorInstructions(il, width);

    public abstract void Constant(double value);

    /// <summary>Replaces an address by the value there.</summary>
    public abstract void Load();

    /// <summary>Writes a value to the address below it.</summary>
    public abstract void Save();

    /// <summary>An operation that is neither a function nor <see cref="Operation.Select"/>.</summary>
    /// <param name="areTruths">True when the operands are known to be 1 or 0.</param>
    public abstract void Apply(Operation operation, bool areTruths);

    /// <summary>The choice between two values by a condition, each given as what emits it.</summary>
    public abstract void Select(Action condition, Action ifTrue, Action ifFalse);
}

/// <summary>One lane: plain numbers.</summary>
internal sealed class ScalarInstructions(ILGenerator il) : LaneInstructions(il)
{
    private static readonly MethodInfo Fused = typeof(Math).GetMethod(nameof(Math.FusedMultiplyAdd))!;

    public override Type ValueType => typeof(double);

    public override void Constant(double value) => Il.Emit(OpCodes.Ldc_R8, value);

    public override void Load() => Il.Emit(OpCodes.Ldind_R8);

    public override void Save() => Il.Emit(OpCodes.Stind_R8);

    public override void Apply(Operation operation, bool areTruths)
    {
        switch (operation)
        {
            case Operation.Negate: Il.Emit(OpCodes.Neg); break;
            case Operation.Add: Il.Emit(OpCodes.Add); break;
            case Operation.Subtract: Il.Emit(OpCodes.Sub); break;
            case Operation.Multiply: Il.Emit(OpCodes.Mul); break;
            case Operation.Divide: Il.Emit(OpCodes.Div); break;
            case Operation.FusedAdd: Il.Emit(OpCodes.Call, Fused); break;
            case Operation.SquareRoot: Call(nameof(Math.Sqrt), 1); break;
            case Operation.Absolute: Call(nameof(Math.Abs), 1); break;
            case Operation.Floor: Call(nameof(Math.Floor), 1); break;
            case Operation.Ceiling: Call(nameof(Math.Ceiling), 1); break;
            case Operation.Minimum: Call(nameof(Math.Min), 2); break;
            case Operation.Maximum: Call(nameof(Math.Max), 2); break;
            case Operation.Less: Truth(OpCodes.Clt); break;
            case Operation.LessOrEqual: Truth(OpCodes.Cgt_Un, isNegated: true); break;
            case Operation.Equal: Truth(OpCodes.Ceq); break;
            case Operation.NotEqual: Truth(OpCodes.Ceq, isNegated: true); break;
            case Operation.Not: IsZero(); Il.Emit(OpCodes.Conv_R8); break;
            case Operation.And or Operation.Or: Logic(operation == Operation.And ? OpCodes.And : OpCodes.Or); break;
            default: throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation in line.");
        }
    }

    public override void Select(Action condition, Action ifTrue, Action ifFalse)
    {
        var (otherwise, end) = (Il.DefineLabel(), Il.DefineLabel());
        condition();
        Constant(0);
        Il.Emit(OpCodes.Beq, otherwise);
        ifTrue();
        Il.Emit(OpCodes.Br, end);
        Il.MarkLabel(otherwise);
        ifFalse();
        Il.MarkLabel(end);
    }

    private void Call(string name, int count) => Il.Emit(OpCodes.Call, typeof(Math).GetMethod(name, [.. Enumerable.Repeat(typeof(double), count)])!);

    private void Truth(OpCode comparison, bool isNegated = false)
    {
        Il.Emit(comparison);
        if (isNegated)
            Not();
        Il.Emit(OpCodes.Conv_R8);
    }

    private void Logic(OpCode operation)
    {
        var second = Il.DeclareLocal(typeof(double));
        Il.Emit(OpCodes.Stloc, second);
        IsZero();
        Not();
        Il.Emit(OpCodes.Ldloc, second);
        IsZero();
        Not();
        Il.Emit(operation);
        Il.Emit(OpCodes.Conv_R8);
    }

    private void IsZero()
    {
        Constant(0);
        Il.Emit(OpCodes.Ceq);
    }

    private void Not()
    {
        Il.Emit(OpCodes.Ldc_I4_0);
        Il.Emit(OpCodes.Ceq);
    }
}

/// <summary>Lanes in one vector register.</summary>
internal sealed class VectorInstructions : LaneInstructions
{
    private static readonly ConcurrentDictionary<(Type Operations, string Name, int Count), MethodInfo> Methods = [];

    private readonly Type operations;
    private readonly MethodInfo create, fused;

    public VectorInstructions(ILGenerator il, int width)
        : base(il)
    {
        (operations, ValueType) = width switch
        {
            2 => (typeof(Vector128), typeof(Vector128<double>)),
            4 => (typeof(Vector256), typeof(Vector256<double>)),
            8 => (typeof(Vector512), typeof(Vector512<double>)),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "There are 1, 2, 4 or 8 lanes."),
        };
        create = operations.GetMethod(nameof(Vector512.Create), 0, [typeof(double)])!;
        fused = operations.GetMethod(nameof(Vector512.FusedMultiplyAdd), [ValueType, ValueType, ValueType])!;
    }

    public override Type ValueType { get; }

    /// <summary>Lanes that the processor computes in one instruction.</summary>
    public static int Preferred => Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 4 : Vector128.IsHardwareAccelerated ? 2 : 1;

    public override void Constant(double value)
    {
        Il.Emit(OpCodes.Ldc_R8, value);
        Il.Emit(OpCodes.Call, create);
    }

    public override void Load() => Il.Emit(OpCodes.Ldobj, ValueType);

    public override void Save() => Il.Emit(OpCodes.Stobj, ValueType);

    public override void Apply(Operation operation, bool areTruths)
    {
        switch (operation)
        {
            case Operation.Negate: Call(nameof(Vector512.Negate), 1); break;
            case Operation.Add: Call(nameof(Vector512.Add), 2); break;
            case Operation.Subtract: Call(nameof(Vector512.Subtract), 2); break;
            case Operation.Multiply: Call(nameof(Vector512.Multiply), 2); break;
            case Operation.Divide: Call(nameof(Vector512.Divide), 2); break;
            case Operation.FusedAdd: Il.Emit(OpCodes.Call, fused); break;
            case Operation.SquareRoot: Call(nameof(Vector512.Sqrt), 1); break;
            case Operation.Absolute: Call(nameof(Vector512.Abs), 1); break;
            case Operation.Floor: Il.Emit(OpCodes.Call, operations.GetMethod(nameof(Vector512.Floor), [ValueType])!); break;
            case Operation.Ceiling: Il.Emit(OpCodes.Call, operations.GetMethod(nameof(Vector512.Ceiling), [ValueType])!); break;
            case Operation.Minimum: Call(nameof(Vector512.Min), 2); break;
            case Operation.Maximum: Call(nameof(Vector512.Max), 2); break;
            case Operation.Less: Truth(nameof(Vector512.LessThan)); break;
            case Operation.LessOrEqual: Truth(nameof(Vector512.LessThanOrEqual)); break;
            case Operation.Equal: Truth(nameof(Vector512.Equals)); break;
            case Operation.NotEqual: Falsehood(nameof(Vector512.Equals)); break;
            case Operation.Not: Constant(0); Truth(nameof(Vector512.Equals)); break;
            case Operation.And when areTruths: Call(nameof(Vector512.BitwiseAnd), 2); break;
            case Operation.Or when areTruths: Call(nameof(Vector512.BitwiseOr), 2); break;
            case Operation.And: AreZero(); Falsehood(nameof(Vector512.BitwiseOr)); break;
            case Operation.Or: AreZero(); Falsehood(nameof(Vector512.BitwiseAnd)); break;
            default: throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation in line.");
        }
    }

    public override void Select(Action condition, Action ifTrue, Action ifFalse)
    {
        condition();
        Constant(0);
        Call(nameof(Vector512.Equals), 2);
        ifFalse();
        ifTrue();
        Call(nameof(Vector512.ConditionalSelect), 3);
    }

    private void Call(string name, int count) => Il.Emit(OpCodes.Call, Methods.GetOrAdd((operations, name, count), Find));

    /// <summary>The method over vectors of one width; <c>Equals</c> and the like have namesakes. Looking one up takes longer than emitting a hundred calls of it.</summary>
    private static MethodInfo Find((Type Operations, string Name, int Count) method)
    {
        var vector = method.Operations == typeof(Vector128) ? typeof(Vector128<>) : method.Operations == typeof(Vector256) ? typeof(Vector256<>) : typeof(Vector512<>);
        return method.Operations.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(candidate => candidate.Name == method.Name && candidate.IsGenericMethodDefinition && candidate.GetParameters() is var parameters && parameters.Length == method.Count
                && parameters.All(parameter => parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == vector))
            .MakeGenericMethod(typeof(double));
    }

    private void Truth(string comparison)
    {
        Call(comparison, 2);
        Constant(1);
        Call(nameof(Vector512.BitwiseAnd), 2);
    }

    private void Falsehood(string operation)
    {
        Call(operation, 2);
        Call(nameof(Vector512.OnesComplement), 1);
        Constant(1);
        Call(nameof(Vector512.BitwiseAnd), 2);
    }

    private void AreZero()
    {
        var second = Il.DeclareLocal(ValueType);
        Il.Emit(OpCodes.Stloc, second);
        Constant(0);
        Call(nameof(Vector512.Equals), 2);
        Il.Emit(OpCodes.Ldloc, second);
        Constant(0);
        Call(nameof(Vector512.Equals), 2);
    }
}
