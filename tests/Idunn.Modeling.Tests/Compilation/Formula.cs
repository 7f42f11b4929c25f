using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Lets a test write a formula as C#: <c>k * A / ((Formula)"Km" + "A")</c>.</summary>
internal readonly record struct Formula(Expr Expr)
{
    public static Formula Time { get; } = new(new TimeExpr());

    public static implicit operator Formula(string symbol) => new(new SymbolExpr(symbol) { Location = Sketch.At(30) });

    public static implicit operator Formula(double value) => new(new NumberExpr(value));

    public static implicit operator Expr(Formula formula) => formula.Expr;

    public static Formula operator +(Formula a, Formula b) => Of(BinaryOperator.Add, a, b);

    public static Formula operator -(Formula a, Formula b) => Of(BinaryOperator.Subtract, a, b);

    public static Formula operator *(Formula a, Formula b) => Of(BinaryOperator.Multiply, a, b);

    public static Formula operator /(Formula a, Formula b) => Of(BinaryOperator.Divide, a, b);

    public static Formula operator ^(Formula a, Formula b) => Of(BinaryOperator.Power, a, b);

    public static Formula operator <(Formula a, Formula b) => Of(BinaryOperator.Less, a, b);

    public static Formula operator >(Formula a, Formula b) => Of(BinaryOperator.Greater, a, b);

    public static Formula operator <=(Formula a, Formula b) => Of(BinaryOperator.LessOrEqual, a, b);

    public static Formula operator >=(Formula a, Formula b) => Of(BinaryOperator.GreaterOrEqual, a, b);

    public static Formula operator &(Formula a, Formula b) => Of(BinaryOperator.And, a, b);

    public static Formula operator |(Formula a, Formula b) => Of(BinaryOperator.Or, a, b);

    public static Formula operator !(Formula a) => new(new UnaryExpr(UnaryOperator.Not, a));

    public static Formula operator -(Formula a) => new(new UnaryExpr(UnaryOperator.Negate, a));

    public static Formula Of(BinaryOperator op, Formula a, Formula b) => new(new BinaryExpr(op, a, b));

    public static Formula Call(string function, params Formula[] arguments) => 
        new(new CallExpr(function, [.. arguments.Select(argument => argument.Expr)]) { Location = Sketch.At(31) });
}
