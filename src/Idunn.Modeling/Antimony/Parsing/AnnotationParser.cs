using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>What is said of an element beside its value: <c>x identity "urn"</c>, <c>x notes "…"</c>, <c>x created.year 2019</c>.</summary>
internal sealed class AnnotationParser(TokenReader tokens)
{
    /// <summary>True for an id, a word, a text.</summary>
    public bool IsAhead()
    {
        var ahead = 1;
        while (tokens.Peek(ahead).Is("."))
            ahead += 2;
        if (tokens.Peek(ahead).Kind != TokenKind.Identifier || tokens.Peek(ahead).StartsLine || tokens.Peek(ahead).Text is "is" or "has" or "in")
            return false;
        var word = ahead++;
        while (tokens.Peek(ahead).Is("."))
            ahead += 2;
        return tokens.Peek(ahead).Kind == TokenKind.Text || (ahead > word + 1 && tokens.Peek(ahead).Kind == TokenKind.Number);
    }

    public void Read(List<Statement> into)
    {
        var id = tokens.ReadName();
        var word = tokens.ReadName();
        into.Add(new AnnotationStatement(id, word.Text, ReadTexts()));
    }

    /// <summary><c>annotate NAME word: "urn" … end</c>: annotations of a model, outside of it.</summary>
    public void ReadBlock(List<Statement> into)
    {
        tokens.Take();
        var id = tokens.ReadName();
        while (!tokens.TryTakeWord("end"))
        {
            while (tokens.TryTake(";"))
            {
            }
            var word = tokens.ReadName();
            tokens.Expect(":", $"An annotation in a block is written {word.Text}: \"…\".");
            into.Add(new AnnotationStatement(id, word.Text, ReadTexts()));
        }
    }

    /// <summary>Several texts may stand on several lines, each comma at the end of its line.</summary>
    private ImmutableArray<string> ReadTexts()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        if (tokens.Current.Kind is not (TokenKind.Text or TokenKind.Number))
            throw tokens.Error($"A text in quotation marks is expected here, not {tokens.Current.Shown}.", "Write the annotation in quotation marks.");
        texts.Add(tokens.Take().Text);
        while (tokens.TryTake(","))
        {
            if (tokens.Take().Kind != TokenKind.Text)
                throw tokens.Error("A text in quotation marks is expected behind the comma.", "Complete the list of annotations.");
            texts.Add(tokens.Previous.Text);
        }
        return texts.ToImmutable();
    }
}
