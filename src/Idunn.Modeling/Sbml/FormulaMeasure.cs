using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml;

/// <summary>How many nodes a formula has, and how deep it is, when parts that are shared are counted wherever they stand; each part is looked at once, and without recursion.</summary>
internal sealed class FormulaMeasure
{
    private const long Beyond = long.MaxValue / 1024;

    private readonly Dictionary<Expr, (long Size, int Depth)> known = new(ReferenceEqualityComparer.Instance);

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
            known[next] = (size, depth + 1);
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
