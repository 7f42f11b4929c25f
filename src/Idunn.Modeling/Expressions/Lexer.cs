using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Expressions;

/// <summary>
/// Cuts Antimony text into tokens. Comments (<c>//</c>, <c>#</c>, <c>/* */</c>) and a backslash before a line break vanish; line breaks are kept as a mark on
/// the next token, since they end a statement.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] Symbols = ["...", "<==>", "->", "=>", "-|", ":=", "==", "!=", "<=", ">=", "&&", "||"];

    private readonly string text;
    private readonly string file;
    private readonly ICollection<Finding> findings;
    private readonly ImmutableArray<Token>.Builder tokens = ImmutableArray.CreateBuilder<Token>();
    private int position;
    private int line;
    private int lineStart;
    private bool startsLine = true;

    private Lexer(string text, SourceLocation start, ICollection<Finding> findings)
    {
        (this.text, file, this.findings) = (text, start.File, findings);
        line = Math.Max(start.Line, 1);
        lineStart = 1 - Math.Max(start.Column, 1);
    }

    /// <param name="start">Where the first character stands in its file.</param>
    public static ImmutableArray<Token> Read(string text, SourceLocation start, ICollection<Finding> findings)
    {
        var lexer = new Lexer(text, start, findings);
        lexer.ReadAll();
        return lexer.tokens.ToImmutable();
    }

    private void ReadAll()
    {
        SkipBlank();
        while (position < text.Length)
        {
            ReadToken();
            startsLine = false;
            SkipBlank();
        }
        startsLine = true;
        Add(TokenKind.End, "", position);
    }

    private void SkipBlank()
    {
        while (position < text.Length)
        {
            if (text[position] == '\n')
                NewLine();
            else if (char.IsWhiteSpace(text[position]) || text[position] == '\uFEFF')
                position++;
            else if (text[position] == '\\' && text.AsSpan(position + 1).TrimStart(" \r") is ['\n', ..])
                SkipContinuedLine();
            else if (text[position] == '#' || At("//"))
                SkipToLineEnd();
            else if (At("/*"))
                SkipBlockComment();
            else
                return;
        }
    }

    private void NewLine()
    {
        position++;
        line++;
        lineStart = position;
        startsLine = true;
    }

    private void SkipContinuedLine()
    {
        var before = startsLine;
        SkipToLineEnd();
        NewLine();
        startsLine = before;
    }

    private void SkipToLineEnd()
    {
        while (position < text.Length && text[position] != '\n')
            position++;
    }

    private void SkipBlockComment()
    {
        var start = Here;
        position += 2;
        while (position < text.Length && !At("*/"))
        {
            if (text[position] == '\n')
                NewLine();
            else
                position++;
        }
        if (position == text.Length)
            findings.Add(FindingCodes.Syntax.At(start, "The comment that starts here has no end.", "Close it with */."));
        position = Math.Min(position + 2, text.Length);
    }

    private void ReadToken()
    {
        var c = text[position];
        if (char.IsAsciiLetter(c) || c == '_')
            ReadIdentifier();
        else if (char.IsAsciiDigit(c) || (c == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])))
            ReadNumber();
        else if (c == '"')
            ReadText("\"", spansLines: false);
        else if (At("```"))
            ReadText("```", spansLines: true);
        else if (At("``"))
            ReadNoText();
        else
            Add(TokenKind.Symbol, Symbols.FirstOrDefault(At) ?? c.ToString(), position);
    }

    private void ReadIdentifier()
    {
        var end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        Add(TokenKind.Identifier, text[position..end], position);
    }

    private void ReadNumber()
    {
        var end = SkipDigits(position);
        if (end < text.Length && text[end] == '.')
            end = SkipDigits(end + 1);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (SkipDigits(digits) > digits)
                end = SkipDigits(digits);
        }
        var number = text[position..end];
        Add(TokenKind.Number, number, position, double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private int SkipDigits(int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
            from++;
        return from;
    }

    private static readonly SearchValues<char> Unprintable = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']), '\uFFFE', '\uFFFF']);

    private void ReadText(string quote, bool spansLines)
    {
        var start = Here;
        var from = position + quote.Length;
        var end = text.IndexOf(quote, from, StringComparison.Ordinal);
        var lineEnd = text.IndexOf('\n', from);
        if (end < 0 || (!spansLines && lineEnd >= 0 && lineEnd < end))
        {
            findings.Add(FindingCodes.Syntax.At(start, "The text that starts here has no end.", $"Close it with {quote}."));
            end = lineEnd < 0 ? text.Length : lineEnd;
            quote = "";
        }
        // No XML file could hold them.
        if (text.AsSpan(from, end - from).IndexOfAny(Unprintable) is >= 0 and var at)
            findings.Add(FindingCodes.Syntax.At(start, $"This text holds a character that nobody sees, U+{(int)text[from + at]:X4}.", "Take it out; it may have come with a copied text."));
        tokens.Add(new Token(TokenKind.Text, text[from..end], 0, position, end + quote.Length, start, startsLine));
        for (; position < end + quote.Length; position++)
        {
            if (text[position] == '\n')
                (line, lineStart) = (line + 1, position + 1);
        }
    }

    private void ReadNoText()
    {
        tokens.Add(new Token(TokenKind.Text, "", 0, position, position + 2, Here, startsLine));
        position += 2;
    }

    private void Add(TokenKind kind, string written, int start, double number = 0)
    {
        tokens.Add(new Token(kind, written, number, start, start + written.Length, Here, startsLine));
        position = start + written.Length;
    }

    private bool At(string symbol) => string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0;

    private SourceLocation Here => new(file, line, position - lineStart + 1);
}
