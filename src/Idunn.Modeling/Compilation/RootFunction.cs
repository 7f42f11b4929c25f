using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A trigger as a real function that is positive while the trigger is true, and continuous where its parts are, so that a root finder can
/// locate the instant: a &gt; b becomes a − b, "and" the minimum, "or" the maximum, "not" the negative.
/// </summary>
internal sealed class RootFunction(Formulas formulas, ModelEvent happening, List<Finding> findings)
{
    private readonly ExpressionGraph graph = formulas.Graph;

    public static int Build(Formulas formulas, ModelEvent happening, List<Finding> findings) =>
        new RootFunction(formulas, happening, findings).PositiveWhen(happening.Trigger);

    private int PositiveWhen(Expr condition) => condition switch
    {
        UnaryExpr { Operator: UnaryOperator.Not } not => graph.Negate(PositiveWhen(not.Operand)),
        BinaryExpr { Operator: BinaryOperator.And } both => graph.Apply(Operation.Minimum, PositiveWhen(both.Left), PositiveWhen(both.Right)),
        BinaryExpr { Operator: BinaryOperator.Or } either => graph.Apply(Operation.Maximum, PositiveWhen(either.Left), PositiveWhen(either.Right)),
        BinaryExpr { Operator: BinaryOperator.Greater or BinaryOperator.GreaterOrEqual } greater => Excess(greater.Left, greater.Right),
        BinaryExpr { Operator: BinaryOperator.Less or BinaryOperator.LessOrEqual } less => Excess(less.Right, less.Left),
        SymbolExpr or NumberExpr => graph.Select(formulas.Translate(condition, Moment.Always), graph.Constant(1), graph.Constant(-1)),
        _ => Refuse(condition),
    };

    private int Excess(Expr greater, Expr less) => graph.Subtract(formulas.Translate(greater, Moment.Always), formulas.Translate(less, Moment.Always));

    private int Refuse(Expr condition)
    {
        var location = condition.Location == SourceLocation.None ? happening.Location : condition.Location;
        findings.Add(FindingCodes.Trigger.At(
            location, $"The trigger of event '{happening.Id}' is not a comparison by size, so that its instant cannot be found.",
            "Write it with <, <=, >, >=, and, or, not; instead of == say which side is crossed."));
        return graph.Constant(double.NaN);
    }
}
