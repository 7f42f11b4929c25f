using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>
/// Reads PEtab's math expressions (PEtab data format specification 2.0, "Math expressions syntax") by operator precedence. From loose to tight: <c>&amp;&amp; ||</c> of equal rank; comparisons;
/// <c>+ -</c>; <c>* /</c>; signs and <c>!</c>; <c>^</c>, from the right. <c>log(x)</c> is natural, <c>log(x, b)</c> has the base second. Truths are 1 and 0.
/// </summary>
public sealed class PetabMath
{
    /// <summary>Brackets and signs inside each other, beyond which a formula is refused rather than run out of stack.</summary>
    private const int DeepestNesting = 200;

    private static readonly string[] SameName = ["exp", "sqrt", "ln", "log10", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "abs"];

    private static readonly string[] Inverse = ["arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc", "arcsinh", "arccosh", "arctanh", "arccoth", "arcsech", "arccsch"];

    private static readonly string[] Functions = [.. SameName, .. Inverse, "pow", "log", "log2", "piecewise", "sign", "min", "max"];

    private readonly TokenReader tokens;
    private int depth;

    private PetabMath(TokenReader tokens) => this.tokens = tokens;

    /// <param name="start">Where the text stands in its file.</param>
    /// <exception cref="FindingsException">The text is no expression.</exception>
    public static Expr Parse(string text, SourceLocation start)
    {
        // The lexer is Antimony's, to which these begin a comment, a text or a continued line.
        if (text.AsSpan().IndexOfAny("#\"\\`") is >= 0 and var odd)
            throw Refuse(start with { Column = start.Column + odd }, $"'{text[odd]}' has no meaning in an expression.", "Remove it.");
        if (text.IndexOf("//", StringComparison.Ordinal) is >= 0 and var twice || (twice = text.IndexOf("/*", StringComparison.Ordinal)) >= 0)
            throw Refuse(start with { Column = start.Column + twice }, $"'{text[twice..(twice + 2)]}' has no meaning in an expression.", "Write one operator.");
        var findings = new List<Finding>();
        var tokens = new TokenReader(text, Lexer.Read(text, start, findings)) { OpenBrackets = 1 };
        try
        {
            var formula = new PetabMath(tokens).Read(1);
            if (!tokens.IsAtEnd)
                throw Unexpected(tokens, "Write one expression; operators are never left out.");
            // sign(x) has x twice: inside each other they double it every time.
            var (size, depth) = new FormulaMeasure().Of(formula);
            if (FormulaMeasure.Complaint(size, depth) is { } complaint)
                throw Syntax(start, $"The expression {complaint}.", "Split it, or put brackets around parts of a long sum.");
            return findings.Count == 0 ? formula : throw new FindingsException(findings);
        }
        catch (SyntaxException exception)
        {
            throw new FindingsException(exception.Finding with { Code = FindingCodes.PetabMath.Code });
        }
    }

    private Expr Read(int loosest)
    {
        var left = ReadSigned();
        while (OperatorAhead() is { } operation && Precedence(operation) >= loosest)
        {
            var location = tokens.Take().Location;
            var right = Read(Precedence(operation) + 1);
            left = new BinaryExpr(operation, left, right) { Location = location };
        }
        return left;
    }

    private static int Precedence(BinaryOperator operation) => operation switch
    {
        BinaryOperator.And or BinaryOperator.Or => 1,
        BinaryOperator.Add or BinaryOperator.Subtract => 3,
        BinaryOperator.Multiply or BinaryOperator.Divide => 4,
        _ => 2,
    };

    private BinaryOperator? OperatorAhead() => tokens.Current.Kind != TokenKind.Symbol ? null : tokens.Current.Text switch
    {
        "+" => BinaryOperator.Add,
        "-" => BinaryOperator.Subtract,
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        ">=" => BinaryOperator.GreaterOrEqual,
        "==" => BinaryOperator.Equal,
        "!=" => BinaryOperator.NotEqual,
        "&&" => BinaryOperator.And,
        "||" => BinaryOperator.Or,
        _ => null,
    };

    private Expr ReadSigned()
    {
        var location = tokens.Current.Location;
        if (++depth > DeepestNesting)
            throw Syntax(location, "The expression is nested too deep.", "Write it in parts.");
        var result = tokens.TryTake("-") ? new UnaryExpr(UnaryOperator.Negate, ReadSigned()) { Location = location }
            : tokens.TryTake("+") ? ReadSigned()
            : tokens.TryTake("!") ? new UnaryExpr(UnaryOperator.Not, ReadSigned()) { Location = location }
            : ReadPower();
        depth--;
        return result;
    }

    private Expr ReadPower()
    {
        var radix = ReadPrimary();
        if (!tokens.Current.Is("^"))
            return radix;
        var location = tokens.Take().Location;
        return new BinaryExpr(BinaryOperator.Power, radix, ReadSigned()) { Location = location };
    }

    private Expr ReadPrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Take();
                return new NumberExpr(token.Number) { Location = token.Location };
            case TokenKind.Identifier when tokens.Peek().Is("("):
                return ReadCall();
            case TokenKind.Identifier:
                tokens.Take();
                return token.Text switch
                {
                    "time" => new TimeExpr { Location = token.Location },
                    "inf" => new NumberExpr(double.PositiveInfinity) { Location = token.Location },
                    "true" => new NumberExpr(1) { Location = token.Location },
                    "false" => new NumberExpr(0) { Location = token.Location },
                    "nan" or "NaN" => throw Syntax(token.Location, $"'{token.Text}' is not supported in expressions.", "Write a number."),
                    var name => new SymbolExpr(name) { Location = token.Location },
                };
            case TokenKind.Symbol when token.Text == "(":
                tokens.Take();
                var inside = Read(1);
                tokens.Expect(")", "Close the bracket.");
                return inside;
            default:
                throw Unexpected(tokens, "Complete the expression.");
        }
    }

    private Expr ReadCall()
    {
        var name = tokens.Take();
        tokens.Take();
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!tokens.Current.Is(")"))
        {
            if (arguments.Count > 0)
                tokens.Expect(",", $"Put a comma between the arguments of {name.Text}, or close its bracket.");
            arguments.Add(Read(1));
        }
        tokens.Take();
        return Meaning(name.Text, arguments.ToImmutable(), name.Location);
    }

    private static Expr Meaning(string name, ImmutableArray<Expr> x, SourceLocation location)
    {
        CallExpr Call(string function, params ImmutableArray<Expr> arguments) => new(function, arguments) { Location = location };
        BinaryExpr Pair(BinaryOperator operation, Expr left, Expr right) => new(operation, left, right) { Location = location };
        NumberExpr Number(double value) => new(value) { Location = location };
        if (!Functions.Contains(name))
            throw Syntax(location, $"There is no function '{name}'.", Spelling.Advice(name, Functions, $"There are: {string.Join(", ", Functions)}."));
        var isRight = name switch { "pow" or "min" or "max" => x.Length == 2, "log" => x.Length is 1 or 2, "piecewise" => x.Length % 2 == 1 && x.Length > 2, _ => x.Length == 1 };
        if (!isRight)
            throw Syntax(location, $"{name} does not take {x.Length} argument{(x.Length == 1 ? "" : "s")}.", name == "piecewise" ? "Write value, condition, …, otherwise." : "Give it as many arguments as it takes.");
        return name switch
        {
            "pow" => Pair(BinaryOperator.Power, x[0], x[1]),
            "log" when x.Length == 2 => Pair(BinaryOperator.Divide, Call("ln", x[0]), Call("ln", x[1])),
            "log" => Call("ln", x[0]),
            "log2" => Pair(BinaryOperator.Divide, Call("ln", x[0]), Number(Math.Log(2))),
            "sign" => Call("piecewise", Number(1), Pair(BinaryOperator.Greater, x[0], Number(0)), Number(-1), Pair(BinaryOperator.Less, x[0], Number(0)), Number(0)),
            "min" or "max" or "piecewise" => Call(name, x),
            _ => BuiltinFunctions.Canonical(name, x, location, out _)!,
        };
    }

    private static SyntaxException Unexpected(TokenReader tokens, string advice) => Syntax(tokens.Current.Location, $"{tokens.Current.Shown} is not expected here.", advice);

    private static SyntaxException Syntax(SourceLocation location, string message, string advice) => new(FindingCodes.PetabMath.At(location, message, advice));

    private static FindingsException Refuse(SourceLocation location, string message, string advice) => new(FindingCodes.PetabMath.At(location, message, advice));
}
