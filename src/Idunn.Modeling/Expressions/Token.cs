namespace Idunn.Modeling.Expressions;

internal enum TokenKind
{
    End,
    Identifier,
    Number,

    /// <summary>Text between quotation marks, without them.</summary>
    Text,

    /// <summary>An operator, a bracket, or a character that the language does not know.</summary>
    Symbol,
}

/// <param name="Text">As written; for a text, what stands between its quotation marks.</param>
/// <param name="Start">Index of the first character in the source.</param>
/// <param name="End">Index behind the last character.</param>
/// <param name="StartsLine">True when a line break stands before it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, double Number, int Start, int End, SourceLocation Location, bool StartsLine)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Identifier && Text == word;

    /// <summary>As named in a message.</summary>
    public string Shown => Kind switch { TokenKind.End => "the end of the text", TokenKind.Text => $"\"{Text}\"", _ => $"'{Text}'" };
}
