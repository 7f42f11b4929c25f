using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Expressions;

/// <summary>A place in a list of tokens.</summary>
internal sealed class TokenReader(string source, ImmutableArray<Token> tokens)
{
    private int position;

    /// <summary>How many brackets are open; inside them a line break ends nothing.</summary>
    public int OpenBrackets { get; set; }

    public Token Current => tokens[position];

    public Token Previous => tokens[Math.Max(position - 1, 0)];

    public Token Peek(int ahead = 1) => tokens[Math.Min(position + ahead, tokens.Length - 1)];

    public bool IsAtEnd => Current.Kind == TokenKind.End;

    /// <summary>True at a semicolon, a new line or the end of the text.</summary>
    public bool IsAtStatementEnd => IsAtEnd || Current.Is(";") || (Current.StartsLine && OpenBrackets == 0);

    /// <summary>True where an arrow, or what may be meant for one, stands between the start of a statement and here, or a label at its start.</summary>
    public bool IsReactionSince(Token start)
    {
        for (var i = position - 1; i > 0 && tokens[i].Start >= start.Start; i--)
        {
            if (tokens[i] is { Kind: TokenKind.Symbol, Text: "->" or "=>" or "<==>" or "→" or "⇌" or "⇒" or "↔" or "⟶" } || (tokens[i].Is(">") && tokens[i - 1] is { Kind: TokenKind.Symbol, Text: "<=" or "==" }) || (tokens[i].Is(":") && tokens[i - 1].Start == start.Start))
                return true;
        }
        return false;
    }

    public Token Take()
    {
        var token = Current;
        if (!IsAtEnd)
            position++;
        return token;
    }

    public bool TryTake(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        Take();
        return true;
    }

    public bool TryTakeWord(string word)
    {
        if (!Current.IsWord(word))
            return false;
        Take();
        return true;
    }

    public Token Expect(string symbol, string advice)
        => Current.Is(symbol) ? Take() : throw Error($"'{symbol}' is expected here, not {Current.Shown}.", advice);

    /// <summary>The source from a token up to the end of the statement, as written.</summary>
    public string TakeRawStatement(Func<Token, bool> stopsAt)
    {
        var (start, end) = (Current.Start, Current.Start);
        while (!IsAtStatementEnd && !stopsAt(Current))
            end = Take().End;
        return source[start..end];
    }

    /// <summary>What is wrong here: by what was expected, unless the sign that stands here says itself what was meant.</summary>
    public SyntaxException Error(string message, string advice)
    {
        if (Slips.At(this) is var (slip, remedy))
            (message, advice) = (slip, remedy);
        return new(FindingCodes.Syntax.At(Current.Location, message, advice));
    }
}

/// <summary>Leaves a statement that cannot be understood; the parser goes on behind it.</summary>
internal sealed class SyntaxException(Finding finding) : Exception(finding.Message)
{
    public Finding Finding { get; } = finding;
}
