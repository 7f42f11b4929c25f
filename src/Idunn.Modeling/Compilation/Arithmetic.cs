namespace Idunn.Modeling.Compilation;

/// <summary>The meaning of every <see cref="Operation"/>, in IEEE 754 double precision: what constant folding, the interpreter and machine code agree on.</summary>
internal static class Arithmetic
{
    /// <summary>The value of an operation that is not a leaf; operands beyond its number are ignored.</summary>
    public static double Evaluate(Operation operation, double a, double b, double c) => operation switch
    {
        Operation.Negate => -a,
        Operation.Exponential => Math.Exp(a),
        Operation.Logarithm => Math.Log(a),
        Operation.Logarithm10 => Math.Log10(a),
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
        Operation.Power => Power(a, b),
        Operation.Minimum => Math.Min(a, b),
        Operation.Maximum => Math.Max(a, b),
        Operation.Less => a < b ? 1 : 0,
        Operation.LessOrEqual => a <= b ? 1 : 0,
        Operation.Equal => a == b ? 1 : 0,
        Operation.NotEqual => a != b ? 1 : 0,
        Operation.And => a != 0 && b != 0 ? 1 : 0,
        Operation.Or => a != 0 || b != 0 ? 1 : 0,
        Operation.Select => a != 0 ? b : c,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A leaf has no operands to evaluate."),
    };

    /// <summary>
    /// x^n, with a negative base taken as 0 when n is not an integer. A solver's error lets a vanishing amount fall slightly below zero;
    /// a Hill term with a fractional exponent has to stay finite there.
    /// </summary>
    public static double Power(double x, double n) => Math.Pow(x < 0 && n != Math.Floor(n) ? 0 : x, n);

    /// <summary>How many operands the operation takes; 0 for a leaf.</summary>
    public static int OperandCount(Operation operation) => operation switch
    {
        <= Operation.Time => 0,
        <= Operation.Not => 1,
        < Operation.Select => 2,
        _ => 3,
    };
}
