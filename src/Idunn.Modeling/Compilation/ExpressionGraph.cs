using System.Numerics;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// Formulas as one acyclic graph in which equal subexpressions are one node (hash consing: Ershov, On programming of arithmetic operations,
/// Commun. ACM 1, 1958). A node is its index; operands always have smaller indices. Constants are folded, and identities are applied only
/// where they hold exactly in IEEE 754: x·1, x − 0, −(−x), x + (−y) and the like, never x + 0, 0·x or a reordered sum.
/// </summary>
internal sealed class ExpressionGraph
{
    /// <summary>Operands of an operation; the two halves of a constant's bits; or a parameter's or state's number in A.</summary>
    public readonly record struct Node(Operation Operation, int A, int B, int C);

    private readonly List<Node> nodes = [];
    private int[] buckets = [.. Enumerable.Repeat(-1, 1024)];

    /// <summary>Number of nodes.</summary>
    public int Count => nodes.Count;

    public Node this[int node] => nodes[node];

    public int Constant(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return Intern(new Node(Operation.Constant, (int)bits, (int)(bits >> 32), 0));
    }

    public int Parameter(int index) => Intern(new Node(Operation.Parameter, index, 0, 0));

    public int State(int index) => Intern(new Node(Operation.State, index, 0, 0));

    public int Time() => Intern(new Node(Operation.Time, 0, 0, 0));

    public bool IsConstant(int node) => nodes[node].Operation == Operation.Constant;

    public bool IsConstant(int node, double value) => IsConstant(node) && ConstantValue(node).Equals(value);

    public double ConstantValue(int node) => ConstantValue(nodes[node]);

    public static double ConstantValue(Node constant) => BitConverter.Int64BitsToDouble(((long)constant.B << 32) | (uint)constant.A);

    public int Negate(int a) => Apply(Operation.Negate, a);

    public int Add(int a, int b) => Apply(Operation.Add, a, b);

    public int Subtract(int a, int b) => Apply(Operation.Subtract, a, b);

    public int Multiply(int a, int b) => Apply(Operation.Multiply, a, b);

    public int Divide(int a, int b) => Apply(Operation.Divide, a, b);

    public int Select(int condition, int a, int b) => Apply(Operation.Select, condition, a, b);

    /// <summary>The node of an operation on one to three operands, simplified.</summary>
    public int Apply(Operation operation, int a, int b = 0, int c = 0)
    {
        var count = Arithmetic.OperandCount(operation);
        if (IsConstant(a) && (count < 2 || IsConstant(b)) && (count < 3 || IsConstant(c)))
            return Constant(Arithmetic.Evaluate(operation, ConstantValue(a), count < 2 ? 0 : ConstantValue(b), count < 3 ? 0 : ConstantValue(c)));
        if (Simplify(operation, a, b, c) is { } simpler)
            return simpler;
        var commutes = operation is Operation.Add or Operation.Multiply or Operation.Equal or Operation.NotEqual or Operation.And or Operation.Or;
        return Intern(commutes && b < a ? new Node(operation, b, a, 0) : new Node(operation, a, b, c));
    }

    /// <summary>True when time is below any of the nodes.</summary>
    public bool DependsOnTime(IReadOnlyList<int> outputs)
    {
        var dependsOnTime = new bool[Count];
        for (var node = 0; node < dependsOnTime.Length; node++)
        {
            var (operation, a, b, c) = nodes[node];
            var count = Arithmetic.OperandCount(operation);
            dependsOnTime[node] = operation == Operation.Time
                || (count > 0 && dependsOnTime[a]) || (count > 1 && dependsOnTime[b]) || (count > 2 && dependsOnTime[c]);
        }
        return outputs.Any(output => dependsOnTime[output]);
    }

    private int? Simplify(Operation operation, int a, int b, int c) => operation switch
    {
        Operation.Negate => Negated(a),
        Operation.Add when Negated(b) is { } positive => Subtract(a, positive),
        Operation.Add when Negated(a) is { } positive => Subtract(b, positive),
        Operation.Subtract when IsConstant(b, 0) && !double.IsNegative(ConstantValue(b)) => a,
        Operation.Subtract when Negated(b) is { } positive => Add(a, positive),
        Operation.Multiply when IsConstant(a, 1) => b,
        Operation.Multiply when IsConstant(b, 1) => a,
        Operation.Multiply when IsConstant(a, -1) => Negate(b),
        Operation.Multiply when IsConstant(b, -1) => Negate(a),
        Operation.Multiply when Negated(a) is { } positive => Negate(Multiply(positive, b)),
        Operation.Multiply when Negated(b) is { } positive => Negate(Multiply(a, positive)),
        Operation.Divide when IsConstant(b, 1) => a,
        Operation.Divide when IsConstant(b, -1) => Negate(a),
        Operation.Divide when Negated(a) is { } positive => Negate(Divide(positive, b)),
        Operation.Divide when Negated(b) is { } positive => Negate(Divide(a, positive)),
        Operation.Power when IsConstant(b) => IntegerPower(a, ConstantValue(b)),
        Operation.Minimum or Operation.Maximum when a == b => a,
        Operation.Select when IsConstant(a) => ConstantValue(a) != 0 ? b : c,
        Operation.Select when b == c => b,
        _ => null,
    };

    /// <summary>x when the node is −x.</summary>
    private int? Negated(int node) => nodes[node] is { Operation: Operation.Negate, A: var operand } ? operand : null;

    /// <summary>x^n by repeated squaring for |n| ≤ 32; null for other exponents.</summary>
    private int? IntegerPower(int x, double n)
    {
        if (n != Math.Floor(n) || Math.Abs(n) > 32)
            return null;
        if (n < 0)
            return Divide(Constant(1), IntegerPower(x, -n)!.Value);
        var result = Constant(1);
        for (var bit = (int)n; bit > 0; bit >>= 1)
        {
            if ((bit & 1) != 0)
                result = Multiply(result, x);
            if (bit > 1)
                x = Multiply(x, x);
        }
        return result;
    }

    private int Intern(Node node)
    {
        var mask = buckets.Length - 1;
        var bucket = Hash(node) & mask;
        for (; buckets[bucket] >= 0; bucket = (bucket + 1) & mask)
            if (nodes[buckets[bucket]] == node)
                return buckets[bucket];
        buckets[bucket] = nodes.Count;
        nodes.Add(node);
        if (2 * nodes.Count > buckets.Length)
            Grow();
        return nodes.Count - 1;
    }

    private void Grow()
    {
        var grown = new int[2 * buckets.Length];
        Array.Fill(grown, -1);
        for (var node = 0; node < nodes.Count; node++)
        {
            var bucket = Hash(nodes[node]) & (grown.Length - 1);
            while (grown[bucket] >= 0)
                bucket = (bucket + 1) & (grown.Length - 1);
            grown[bucket] = node;
        }
        buckets = grown;
    }

    /// <summary>Fixed from run to run, unlike <see cref="HashCode"/>, and spread by a multiplication with 2⁶⁴/φ (Knuth, TAOCP 3, 6.4).</summary>
    private static int Hash(Node node)
    {
        var key = ((ulong)(uint)node.A << 32 | (uint)node.B) * 0x9E3779B97F4A7C15UL;
        key = (BitOperations.RotateLeft(key, 29) ^ ((ulong)(uint)node.C << 8 | (byte)node.Operation)) * 0x9E3779B97F4A7C15UL;
        return (int)(key >> 33);
    }
}
