using System.Collections.Immutable;

namespace Idunn.Modeling.Expressions;

/// <summary>A formula as it was written. Closed: the cases below are all there are.</summary>
public abstract record Expr
{
    private protected Expr() { }

    /// <summary>Where the formula stands in its source.</summary>
    public SourceLocation Location { get; init; } = SourceLocation.None;
}

/// <summary>A number, with the unit written behind it or null (Antimony: <c>3 mL</c>).</summary>
public sealed record NumberExpr(double Value, string? Unit = null) : Expr;

/// <summary>A quantity of the model, by its id; dotted inside submodels (Antimony: <c>hippocampus.copies</c>).</summary>
public sealed record SymbolExpr(string Name) : Expr;

/// <summary>Model time.</summary>
public sealed record TimeExpr : Expr;

public enum UnaryOperator { Negate, Not }

public sealed record UnaryExpr(UnaryOperator Operator, Expr Operand) : Expr;

public enum BinaryOperator { Add, Subtract, Multiply, Divide, Power, Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual, And, Or }

public sealed record BinaryExpr(BinaryOperator Operator, Expr Left, Expr Right) : Expr;

/// <summary>
/// A call of a built-in or user-defined function. <c>piecewise(value1, condition1, value2, condition2, …, otherwise)</c> as in
/// Antimony and SBML infix. After flattening only built-ins are left: user functions are expanded.
/// </summary>
public sealed record CallExpr(string Function, ImmutableArray<Expr> Arguments) : Expr
{
    /// <summary>Which draw of its formula it is, where the function draws at random: calls with one number are one draw, as an argument that a function uses twice is. 0: it draws nothing.</summary>
    public int Draw { get; init; }
}
