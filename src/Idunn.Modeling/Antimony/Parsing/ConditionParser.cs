using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Constraints (<c>0 &lt; x &lt; 5</c>, <c>constraint c: formula</c>) and algebraic rules (<c>0 = formula</c>).</summary>
internal sealed class ConditionParser(TokenReader tokens, ExprParser formulas)
{
    public static bool IsComparison(Token token) => token is { Kind: TokenKind.Symbol, Text: "<" or "<=" or ">" or ">=" or "==" or "!=" };

    /// <summary>True for <c>constraint: …</c> and <c>constraint name: …</c>.</summary>
    public bool IsConstraint => tokens.Current.IsWord("constraint") && (tokens.Peek().Is(":") || (tokens.Peek().Kind == TokenKind.Identifier && tokens.Peek(2).Is(":")));

    public void ReadConstraint(List<Statement> into)
    {
        var word = tokens.Take();
        Name? label = tokens.Current.Is(":") ? null : tokens.ReadName();
        tokens.Take();
        into.Add(new ConstraintStatement(label, formulas.Read(), label?.Location ?? word.Location));
    }

    /// <summary><c>a &lt; b</c>, or <c>a &lt; b &lt; c</c>, which is both.</summary>
    public void ReadComparison(Name? id, Expr left, List<Statement> into, SourceLocation start)
    {
        Expr? condition = null;
        if (left is BinaryExpr { Operator: BinaryOperator.Multiply } && tokens.Current is { Kind: TokenKind.Symbol, Text: "->" or "=>" or "+" })
            throw new SyntaxException(FindingCodes.Syntax.At(start, "A stoichiometry is no factor of its species.", "Write the number before the species, without '*': 2 A -> B."));
        if (!IsComparison(tokens.Current))
            throw tokens.Error($"A comparison is expected here, not {tokens.Current.Shown}.", "A constraint is written 0 < x, or constraint: formula.");
        while (IsComparison(tokens.Current) && formulas.TryPeekOperator(out var operation))
        {
            var location = tokens.Take().Location;
            var right = formulas.ReadSum();
            var comparison = new BinaryExpr(operation, left, right) { Location = location };
            condition = condition is null ? comparison : new BinaryExpr(BinaryOperator.And, condition, comparison) { Location = location };
            left = right;
        }
        into.Add(new ConstraintStatement(id, condition!, start));
    }

    /// <summary>A number, '=' and a formula; the number is subtracted where it is not zero.</summary>
    public void ReadAlgebraicRule(Name? id, List<Statement> into)
    {
        var number = tokens.Take();
        tokens.Take();
        var formula = formulas.Read();
        if (number.Number != 0)
            formula = new BinaryExpr(BinaryOperator.Subtract, formula, new NumberExpr(number.Number) { Location = number.Location }) { Location = formula.Location };
        into.Add(new AlgebraicStatement(id, formula, id?.Location ?? number.Location));
    }
}
