using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Ids as statements write them.</summary>
internal static class NameReading
{
    /// <summary>An id, dotted where it names a part of a submodel.</summary>
    public static Name ReadName(this TokenReader tokens)
    {
        var first = tokens.Current;
        if (first.Kind != TokenKind.Identifier)
            throw tokens.Error($"An id is expected here, not {first.Shown}.", "Ids have letters, digits and underscores, and start with no digit.");
        var text = ReservedWords.Meant(tokens.Take().Text);
        var isEscaped = text != first.Text;
        while (tokens.Current.Is(".") && tokens.Peek() is { Kind: TokenKind.Identifier, StartsLine: false })
        {
            tokens.Take();
            text += "." + ReservedWords.Meant(tokens.Take().Text);
        }
        return new Name(text, first.Location) { IsEscaped = isEscaped };
    }

    /// <summary>The compartment behind <c>in</c>, or null.</summary>
    public static Name? ReadPlace(this TokenReader tokens) => tokens.TryTakeWord("in") ? tokens.ReadName() : null;

    /// <summary>How many tokens a dotted id takes that starts so far ahead.</summary>
    public static int LengthOfName(this TokenReader tokens, int ahead)
    {
        var length = 1;
        while (tokens.Peek(ahead + length).Is(".") && tokens.Peek(ahead + length + 1).Kind == TokenKind.Identifier)
            length += 2;
        return length;
    }
}
