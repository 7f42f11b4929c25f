using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>What follows an id: <c>= … := … ' = … has … is … * f is …</c>, or nothing.</summary>
internal sealed class PropertyParser(TokenReader tokens, ExprParser formulas)
{
    private static readonly string[] Keywords = [.. DeclarationParser.Words, "unit", "delete", "model", "module", "import", "function", "end", "at", "constraint"];

    public void Read(Name id, List<Statement> into)
    {
        var token = tokens.Current;
        if (tokens.IsAtStatementEnd || token.Is(","))
            return;
        if (tokens.TryTake("="))
            ReadValue(id, into);
        else if (tokens.TryTake(":="))
            into.Add(new AssignStatement(id, AssignmentKind.Rule, ReadFormula(id)));
        else if (tokens.TryTake("'"))
        {
            tokens.Expect("=", $"A rate rule is written {id.Text}' = formula.");
            into.Add(new AssignStatement(id, AssignmentKind.Rate, ReadFormula(id)));
        }
        else if (tokens.TryTakeWord("has"))
            into.Add(new HasUnitStatement(id, ReadUnitText(id)));
        else if (tokens.TryTakeWord("is"))
            ReadIs(id, into);
        else if (token.Is("*") && tokens.Peek().Kind == TokenKind.Identifier && tokens.Peek(1 + tokens.LengthOfName(1)).IsWord("is"))
            ReadScaled(id, into);
        else
            throw Unexpected(id, token);
    }

    public string ReadUnitText(Name id)
    {
        var unit = tokens.TakeRawStatement(token => token.Is(",") || token.IsWord("end"));
        return unit.Length > 0 ? unit : throw tokens.Error($"'{id.Text} has' needs a unit.", $"Write {id.Text} has mL, for example.");
    }

    private void ReadValue(Name id, List<Statement> into)
    {
        var (target, attribute) = Attributes.Split(id);
        if (tokens.Current.Is("{"))
            into.Add(attribute is null ? throw tokens.Error($"'{id.Text}' cannot be an interval.", "Give one formula; intervals are for x.range and its like.") : new AttributeStatement(target, attribute, ReadInterval()));
        else if (tokens.Current.Text is "SBO" or "sbo" && tokens.Peek().Is(":"))
        {
            tokens.Take();
            tokens.Take();
            into.Add(attribute is not null && tokens.Current.Kind == TokenKind.Number ? new AttributeStatement(target, attribute, [formulas.Read()]) : throw tokens.Error("A term of the Systems Biology Ontology is expected here.", $"Write {target.Text}.sboTerm = 236."));
        }
        else
            into.Add(new AssignStatement(id, AssignmentKind.Initial, ReadFormula(id)));
    }

    private ImmutableArray<Expr> ReadInterval()
    {
        tokens.Take();
        tokens.OpenBrackets++;
        var lower = ReadBound();
        tokens.Expect(",", "An interval has two bounds: {0, 25}.");
        var upper = ReadBound();
        tokens.Expect("}", "Close the interval.");
        tokens.OpenBrackets--;
        return [lower, upper];
    }

    private Expr ReadBound()
    {
        var bound = formulas.Read();
        return bound is SymbolExpr or NumberExpr or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr }
            ? bound : throw new SyntaxException(FindingCodes.Syntax.At(bound.Location, "A bound of an interval is an id or a number.", "Name the formula first: x := formula."));
    }

    /// <summary>Nothing, where a statement ends with a semicolon, takes away what is said elsewhere.</summary>
    private Expr? ReadFormula(Name id)
    {
        if (!tokens.IsAtStatementEnd)
            return formulas.ReadWithUpstream();
        return tokens.Current.Is(";") || id.Text.Contains('.', StringComparison.Ordinal)
            ? null
            : throw tokens.Error($"'{id.Text}' gets no formula.", "Start the formula on this line. (Leaving it empty clears what a submodel says: A.x = ;)");
    }

    /// <summary><c>x is "name"</c>, <c>x is y</c>, <c>x is y / f</c>.</summary>
    private void ReadIs(Name id, List<Statement> into)
    {
        if (tokens.Current.Kind == TokenKind.Text)
        {
            into.Add(new DisplayNameStatement(id, tokens.Take().Text));
            return;
        }
        if (tokens.Current.Is("'"))
            throw tokens.Error("A name stands between double quotation marks.", $"Write {id.Text} is \"name\".");
        var other = tokens.ReadName();
        if (tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false } && !tokens.Current.IsWord("end"))
            throw tokens.Error($"{tokens.Current.Shown} is not expected behind '{id.Text} is {other.Text}'.", $"A name stands between quotation marks: {id.Text} is \"name\".");
        into.Add(new SynchronizeStatement(id, other, tokens.TryTake("/") ? ReadFactor() : null));
    }

    /// <summary><c>x * f is y</c>.</summary>
    private void ReadScaled(Name id, List<Statement> into)
    {
        tokens.Take();
        var factor = ReadFactor();
        tokens.Take();
        into.Add(new SynchronizeStatement(id, tokens.ReadName(), factor));
    }

    private Name ReadFactor() => tokens.Current.Kind == TokenKind.Number
        ? throw tokens.Error("A conversion factor is an id, not a number.", "Name the number first: f = 1000.")
        : tokens.ReadName();

    private SyntaxException Unexpected(Name id, Token token)
    {
        if (token.Is("/") && id.Text.StartsWith('d') && id.Text.Length > 1 && tokens.Peek().IsWord("dt"))
            return new SyntaxException(FindingCodes.Syntax.At(id.Location, $"'{id.Text}/dt' is no rate rule.", $"Write {id.Text[1..]}' = formula."));
        if (token.Is("-") && tokens.Previous.End == token.Start && tokens.Peek().Start == token.End && tokens.Peek().Kind is TokenKind.Identifier or TokenKind.Number)
            return tokens.Error($"An id has no '-' inside ('{id.Text}-{tokens.Peek().Text}').", $"Write {id.Text}_{tokens.Peek().Text}, and its name by: {id.Text}_{tokens.Peek().Text} is \"{id.Text}-{tokens.Peek().Text}\".");
        if (token.Is("*") || token.Is("/"))
            return tokens.Error($"A formula cannot stand alone ('{id.Text} {token.Text} …').", "A rate stands behind the ';' of its reaction, on the same line; for a rule write x := formula.");
        var advice = Spelling.Closest(id.Text, Keywords) is { } keyword
            ? $"Did you mean '{keyword}'?"
            : "Behind an id stands =, :=, ' =, has, is, in, or ':' and a reaction, event or submodel.";
        return tokens.Error($"{token.Shown} cannot follow '{id.Text}'.", advice);
    }
}
