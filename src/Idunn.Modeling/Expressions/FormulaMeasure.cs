using System.Collections.Immutable;

namespace Idunn.Modeling.Expressions;

/// <summary>How many nodes a formula has, and how deep it is, when parts that are shared are counted wherever they stand; each part is looked at once, and without recursion.</summary>
/// <param name="weigh">Size and depth of what will stand for a symbol; null: every symbol is one node.</param>
internal sealed class FormulaMeasure(Func<SymbolExpr, (long Size, int Depth)?>? weigh = null)
{
    /// <summary>Nodes of one formula: more is taken for a bomb.</summary>
    public const int MostNodes = 500_000;

    /// <summary>What walks over formulas goes down by recursion.</summary>
    public const int DeepestFormula = 2_000;

    private const long Beyond = long.MaxValue / 1024;

    private readonly Dictionary<Expr, (long Size, int Depth)> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is wrong with a formula of this size and depth, if anything.</summary>
    public static string? Complaint(long size, int depth) => size > MostNodes ? $"has more than {MostNodes:N0} parts" : depth > DeepestFormula ? $"has parts more than {DeepestFormula:N0} deep" : null;

    public (long Size, int Depth) Of(Expr formula)
    {
        var waiting = new Stack<Expr>([formula]);
        while (waiting.TryPeek(out var next))
        {
            if (known.ContainsKey(next))
            {
                waiting.Pop();
                continue;
            }
            var before = waiting.Count;
            var (size, depth) = (1L, 0);
            foreach (var part in PartsOf(next))
            {
                if (known.TryGetValue(part, out var inside))
                    (size, depth) = (Math.Min(Beyond, size + inside.Size), Math.Max(depth, inside.Depth));
                else
                    waiting.Push(part);
            }
            if (waiting.Count > before)
                continue;
            known[next] = next is SymbolExpr symbol && weigh?.Invoke(symbol) is { } weight ? weight : (size, depth + 1);
            waiting.Pop();
        }
        return known[formula];
    }

    private static ImmutableArray<Expr> PartsOf(Expr formula) => formula switch
    {
        UnaryExpr unary => [unary.Operand],
        BinaryExpr binary => [binary.Left, binary.Right],
        CallExpr call => call.Arguments,
        _ => [],
    };
}
