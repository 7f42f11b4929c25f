namespace Idunn.Modeling.Expressions;

/// <summary>Walks over formulas.</summary>
public static class ExprTree
{
    /// <summary>The formula and all formulas inside it, outermost first.</summary>
    public static IEnumerable<Expr> Nodes(Expr formula)
    {
        yield return formula;
        IEnumerable<Expr> inside = formula switch
        {
            UnaryExpr unary => [unary.Operand],
            BinaryExpr binary => [binary.Left, binary.Right],
            CallExpr call => call.Arguments,
            _ => [],
        };
        foreach (var part in inside)
        {
            foreach (var node in Nodes(part))
                yield return node;
        }
    }

    public static IEnumerable<SymbolExpr> Symbols(Expr formula) => Nodes(formula).OfType<SymbolExpr>();

    /// <summary>The formula rebuilt from the inside out: each part, its own parts already replaced, is handed to <paramref name="replace"/>.</summary>
    public static Expr Rewrite(Expr formula, Func<Expr, Expr> replace) => replace(formula switch
    {
        UnaryExpr unary => unary with { Operand = Rewrite(unary.Operand, replace) },
        BinaryExpr binary => binary with { Left = Rewrite(binary.Left, replace), Right = Rewrite(binary.Right, replace) },
        CallExpr call => call with { Arguments = [.. call.Arguments.Select(argument => Rewrite(argument, replace))] },
        _ => formula,
    });
}
