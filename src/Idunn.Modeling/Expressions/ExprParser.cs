using System.Collections.Immutable;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Antimony.Parsing;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Expressions;

/// <summary>
/// Reads a formula by operator precedence (Pratt 1973). From loose to tight: <c>&amp;&amp; ||</c>; comparisons; <c>+ -</c>; <c>* / %</c>; sign and <c>!</c>; <c>^</c>.
/// Where readers of other tools disagree (<c>a^b^c</c>, <c>a &lt; b &lt; c</c>, <c>&amp;&amp;</c> beside <c>||</c>) brackets are asked for.
/// </summary>
public sealed class ExprParser
{
    private static readonly HashSet<string> WordsBehindNumbers = ["in", "is", "has", "and", "or", "not", "after", "end"];

    /// <summary>Brackets, calls and signs inside each other: what reads them goes down by recursion.</summary>
    private const int DeepestNesting = 1_000;

    /// <summary>The symbol for <c>...</c>, what is upstream in a DNA strand.</summary>
    internal const string Upstream = "...";

    private readonly TokenReader tokens;
    private bool knowsUpstream;
    private int nesting, draws;

    internal ExprParser(TokenReader tokens) => this.tokens = tokens;

    /// <summary>The formula in a text, such as a cell of a table.</summary>
    /// <param name="start">Where the text stands in its file.</param>
    /// <exception cref="FindingsException">The text is no formula.</exception>
    public static Expr Parse(string text, SourceLocation start)
    {
        var findings = new List<Finding>();
        var tokens = new TokenReader(text, Lexer.Read(text, start, findings)) { OpenBrackets = 1 };
        try
        {
            var formula = new ExprParser(tokens).Read();
            if (!tokens.IsAtEnd)
                throw tokens.Error($"{tokens.Current.Shown} is not expected here.", "Write one formula.");
            return findings.Count == 0 ? formula : throw new FindingsException(findings);
        }
        catch (SyntaxException exception)
        {
            throw new FindingsException([.. findings, exception.Finding]);
        }
    }

    internal Expr Read()
    {
        if (nesting > 0)
            return ReadBinary(1);
        var formula = ReadBinary(1);
        var (size, depth) = new FormulaMeasure().Of(formula);
        return FormulaMeasure.Complaint(size, depth) is { } complaint ? throw tokens.Error($"The formula {complaint}.", "Divide it into several.") : formula;
    }

    /// <summary>A formula in which <c>...</c> may stand for what is upstream in a DNA strand.</summary>
    internal Expr ReadWithUpstream()
    {
        knowsUpstream = true;
        try
        {
            return Read();
        }
        finally
        {
            knowsUpstream = false;
        }
    }

    /// <summary>A formula without comparisons and what binds more loosely.</summary>
    internal Expr ReadSum() => ReadBinary(3);

    private Expr ReadBinary(int loosest)
    {
        var left = ReadUnary();
        BinaryOperator? last = null;
        while (true)
        {
            if (tokens.Current.Is("%") && loosest <= Precedence(BinaryOperator.Multiply))
            {
                (left, last) = (ReadRemainder(left), BinaryOperator.Multiply);
                continue;
            }
            if (!TryPeekOperator(out var operation) || Precedence(operation) < loosest)
                return left;
            if (last is { } before && IsAmbiguous(before, operation))
                throw tokens.Error($"The order of {ExprPrinter.Symbol(before)} and {ExprPrinter.Symbol(operation)} is not clear here.", "Write brackets.");
            var location = tokens.Take().Location;
            left = new BinaryExpr(operation, left, ReadBinary(Precedence(operation) + 1)) { Location = location };
            last = operation;
        }
    }

    /// <summary><c>a % b</c>: what is left of a after whole bs, with the sign of a.</summary>
    private Expr ReadRemainder(Expr dividend)
    {
        var location = tokens.Take().Location;
        var remainder = BuiltinFunctions.Canonical("rem", [dividend, ReadBinary(Precedence(BinaryOperator.Multiply) + 1)], location, out var problem)!;
        return problem is null ? remainder : throw tokens.Error(problem, "Give a part of it a name of its own, by a rule.");
    }

    internal static int Precedence(BinaryOperator operation) => operation switch
    {
        BinaryOperator.And or BinaryOperator.Or => 1,
        BinaryOperator.Add or BinaryOperator.Subtract => 3,
        BinaryOperator.Multiply or BinaryOperator.Divide => 4,
        BinaryOperator.Power => 6,
        _ => 2,
    };

    internal static bool IsAmbiguous(BinaryOperator left, BinaryOperator right)
        => Precedence(left) == Precedence(right) && (Precedence(left) == 2 || (Precedence(left) == 1 && left != right));

    /// <summary>A line that starts with an operator goes on with the line before, unless a statement starts so.</summary>
    internal bool TryPeekOperator(out BinaryOperator operation)
    {
        operation = default;
        if (StartsStatement())
            return false;
        BinaryOperator? found = (tokens.Current.Kind, tokens.Current.Text) switch
        {
            (TokenKind.Symbol, "+") => BinaryOperator.Add,
            (TokenKind.Symbol, "-") => BinaryOperator.Subtract,
            (TokenKind.Symbol, "*") => BinaryOperator.Multiply,
            (TokenKind.Symbol, "/") => BinaryOperator.Divide,
            (TokenKind.Symbol, "<") => BinaryOperator.Less,
            (TokenKind.Symbol, "<=") => BinaryOperator.LessOrEqual,
            (TokenKind.Symbol, ">") => BinaryOperator.Greater,
            (TokenKind.Symbol, ">=") => BinaryOperator.GreaterOrEqual,
            (TokenKind.Symbol, "==") => BinaryOperator.Equal,
            (TokenKind.Symbol, "!=") => BinaryOperator.NotEqual,
            (TokenKind.Symbol, "&&") or (TokenKind.Identifier, "and") => BinaryOperator.And,
            (TokenKind.Symbol, "||") or (TokenKind.Identifier, "or") => BinaryOperator.Or,
            _ => null,
        };
        operation = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>A DNA strand (<c>--P1--G1</c>) or a comparison (<c>-3 &lt; x</c>) on a line of its own.</summary>
    private bool StartsStatement() => tokens.Current is { StartsLine: true, Kind: TokenKind.Symbol, Text: "-" } minus && tokens.OpenBrackets == 0
        && ((tokens.Peek().Is("-") && tokens.Peek().Start == minus.End) || (tokens.Peek().Kind == TokenKind.Number && ConditionParser.IsComparison(tokens.Peek(2))));

    private Expr ReadUnary()
    {
        if (nesting == DeepestNesting)
            throw tokens.Error($"Brackets and signs stand inside each other more than {DeepestNesting:N0} deep.", "Divide the formula into several.");
        nesting++;
        try
        {
            return ReadSigned();
        }
        finally
        {
            nesting--;
        }
    }

    private Expr ReadSigned()
    {
        var location = tokens.Current.Location;
        if (tokens.TryTake("-"))
            return new UnaryExpr(UnaryOperator.Negate, ReadUnary()) { Location = location };
        if (tokens.TryTake("+"))
            return ReadUnary();
        if (tokens.TryTake("!") || (tokens.Current.IsWord("not") && !tokens.Peek().Is("(") && tokens.TryTakeWord("not")))
            return new UnaryExpr(UnaryOperator.Not, ReadUnary()) { Location = location };
        return ReadPower();
    }

    private Expr ReadPower()
    {
        var radix = ReadPrimary();
        if (!tokens.Current.Is("^"))
            return radix;
        var location = tokens.Take().Location;
        var exponent = ReadExponent();
        if (tokens.Current.Is("^"))
            throw tokens.Error("a^b^c can be read in two ways.", "Write (a^b)^c or a^(b^c).");
        return new BinaryExpr(BinaryOperator.Power, radix, exponent) { Location = location };
    }

    private Expr ReadExponent()
    {
        var signs = new Stack<SourceLocation>();
        for (var location = tokens.Current.Location; tokens.TryTake("-"); location = tokens.Current.Location)
            signs.Push(location);
        if (signs.Count > DeepestNesting)
            throw tokens.Error($"More than {DeepestNesting:N0} signs stand in a row.", "Keep one.");
        var exponent = ReadPrimary();
        while (signs.TryPop(out var location))
            exponent = new UnaryExpr(UnaryOperator.Negate, exponent) { Location = location };
        return exponent;
    }

    private Expr ReadPrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Take();
                var unit = ReadUnit();
                if (unit is not null && double.IsInfinity(token.Number))
                    throw tokens.Error($"{token.Shown} is larger than any number of a computer.", "Write a smaller one, or infinity without a unit.");
                return new NumberExpr(token.Number, unit) { Location = token.Location };
            case TokenKind.Identifier when tokens.Peek().Is("("):
                return ReadCall();
            case TokenKind.Identifier when token.Text != "end":
                return ReadSymbol();
            case TokenKind.Symbol when token.Text == "(":
                return ReadGroup();
            case TokenKind.Symbol when token.Text == Upstream && knowsUpstream:
                tokens.Take();
                return new SymbolExpr(Upstream) { Location = token.Location };
            case TokenKind.Symbol when token.Text == Upstream:
                throw tokens.Error("'...' stands for what is upstream in a DNA strand, and cannot stand here.", "Use it in the formula of a part of a strand: RBS1 = ...*3.");
            default:
                throw tokens.Error($"A number, an id or '(' is expected here, not {token.Shown}.", "Complete the formula.");
        }
    }

    private string? ReadUnit()
        => tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false } unit && !WordsBehindNumbers.Contains(unit.Text) && Slips.At(tokens) is null && !tokens.Peek().Is("(") ? tokens.Take().Text : null;

    private Expr ReadGroup()
    {
        var opening = tokens.Take();
        tokens.OpenBrackets++;
        var inside = Read();
        if (tokens.IsAtEnd || (tokens.Current.StartsLine && !tokens.Current.Is(")")))
            throw new SyntaxException(FindingCodes.Syntax.At(opening.Location, "The bracket that opens here is not closed.", "Close it with )."));
        tokens.Expect(")", tokens.Current.Is("]") || tokens.Current.Is("}") ? "Brackets are round: write )." : "Close the bracket.");
        tokens.OpenBrackets--;
        return inside;
    }

    private Expr ReadSymbol()
    {
        var token = tokens.Take();
        var name = ReservedWords.Meant(token.Text);
        while (tokens.Current.Is(".") && tokens.Peek() is { Kind: TokenKind.Identifier, StartsLine: false })
        {
            tokens.Take();
            name += "." + ReservedWords.Meant(tokens.Take().Text);
        }
        if (token.Text == "time" && name == token.Text)
            return new TimeExpr { Location = token.Location };
        return name == token.Text && BuiltinFunctions.TryGetConstant(name, out var value)
            ? new NumberExpr(value) { Location = token.Location }
            : new SymbolExpr(name) { Location = token.Location };
    }

    private Expr ReadCall()
    {
        var name = tokens.Take();
        tokens.Take();
        tokens.OpenBrackets++;
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!tokens.Current.Is(")"))
        {
            if (arguments.Count > 0)
                tokens.Expect(",", $"Put a comma between the arguments of {name.Text}, or close its bracket.");
            arguments.Add(Read());
        }
        tokens.Take();
        tokens.OpenBrackets--;
        var call = BuiltinFunctions.Canonical(name.Text, arguments.ToImmutable(), name.Location, out var problem);
        if (problem is not null)
            throw new SyntaxException(FindingCodes.ArgumentCount.At(name.Location, problem, "Give it as many arguments as it takes."));
        if (call is CallExpr { Draw: not 0 } draw)
            return draw with { Draw = ++draws };
        return call ?? new CallExpr(name.Text, arguments.ToImmutable()) { Location = name.Location };
    }
}
