using Idunn.Numerics.Functions;

namespace Idunn.Modeling.Compilation;

/// <summary>The meaning of every <see cref="Operation"/>, in IEEE 754 double precision: what constant folding, the interpreter and machine code agree on.</summary>
internal static class Arithmetic
{
    /// <summary>The value of an operation that is not a leaf; operands beyond its number are ignored.</summary>
    public static double Evaluate(Operation operation, double a, double b, double c) => operation switch
    {
        Operation.Negate => -a,
        Operation.Exponential => Elementary.Exp(a),
        Operation.Logarithm => Elementary.Log(a),
        Operation.Logarithm10 => Elementary.Log10(a),
        Operation.SquareRoot => Math.Sqrt(a),
        Operation.Absolute => Math.Abs(a),
        Operation.Floor => Math.Floor(a),
        Operation.Ceiling => Math.Ceiling(a),
        Operation.Sine => Math.Sin(a),
        Operation.Cosine => Math.Cos(a),
        Operation.Tangent => Math.Tan(a),
        Operation.ArcSine => Math.Asin(a),
        Operation.ArcCosine => Math.Acos(a),
        Operation.ArcTangent => Math.Atan(a),
        Operation.HyperbolicSine => Math.Sinh(a),
        Operation.HyperbolicCosine => Math.Cosh(a),
        Operation.HyperbolicTangent => Math.Tanh(a),
        Operation.HyperbolicArcSine => Math.Asinh(a),
        Operation.HyperbolicArcCosine => Math.Acosh(a),
        Operation.HyperbolicArcTangent => Math.Atanh(a),
        Operation.Not => a == 0 ? 1 : 0,
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => a / b,
        Operation.Power => Elementary.Power(a, b),
        Operation.Minimum => Math.Min(a, b),
        Operation.Maximum => Math.Max(a, b),
        Operation.Less => a < b ? 1 : 0,
        Operation.LessOrEqual => a <= b ? 1 : 0,
        Operation.Equal => a == b ? 1 : 0,
        Operation.NotEqual => a != b ? 1 : 0,
        Operation.And => a != 0 && b != 0 ? 1 : 0,
        Operation.Or => a != 0 || b != 0 ? 1 : 0,
        Operation.Select => a != 0 ? b : c,
        Operation.FusedAdd => Math.FusedMultiplyAdd(a, b, c),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A leaf has no operands to evaluate."),
    };

    /// <summary>
    /// True for what is computed for many operands at once rather than in line: exponentials, logarithms and powers by eights (<see cref="ElementaryVectors"/>), the rest one by one.
    /// </summary>
    public static bool IsFunction(Operation operation) =>
        operation is Operation.Exponential or Operation.Logarithm or Operation.Logarithm10 or (>= Operation.Sine and <= Operation.HyperbolicArcTangent) or Operation.Power;

    /// <summary>True when the result is 1 or 0.</summary>
    public static bool IsTruth(Operation operation) => operation is Operation.Not or (>= Operation.Less and <= Operation.Or);

    /// <summary>How many operands the operation takes; 0 for a leaf.</summary>
    public static int OperandCount(Operation operation) => operation switch
    {
        <= Operation.Time => 0,
        <= Operation.Not => 1,
        < Operation.Select => 2,
        _ => 3,
    };
}
