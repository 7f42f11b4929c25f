using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>DNA strands: <c>dna1: --P1--RBS1--G1--</c>.</summary>
internal sealed class StrandParser(TokenReader tokens)
{
    /// <summary>True at two or more dashes without a blank between.</summary>
    public bool IsAtDashes => AreDashes(0);

    /// <summary>True at an id, dashes behind it.</summary>
    public bool IsAtStrand => IsAtDashes || (tokens.Current.Kind == TokenKind.Identifier && AreDashes(tokens.LengthOfName(0)));

    /// <param name="first">The element that was read already, or null.</param>
    public void Read(Name? id, Name? compartment, Name? first, List<Statement> into, SourceLocation start)
    {
        var isOpenUpstream = first is null && TryTakeDashes();
        var elements = ImmutableArray.CreateBuilder<Name>();
        elements.Add(first ?? tokens.ReadName());
        var isOpenDownstream = false;
        while (!tokens.IsAtStatementEnd && TryTakeDashes())
        {
            isOpenDownstream = tokens.IsAtStatementEnd || tokens.Current.IsWord("end");
            if (isOpenDownstream)
                break;
            elements.Add(tokens.ReadName());
        }
        into.Add(new StrandStatement(id, compartment, elements.ToImmutable(), isOpenUpstream, isOpenDownstream, start));
    }

    private bool AreDashes(int ahead) => tokens.Peek(ahead).Is("-") && tokens.Peek(ahead + 1).Is("-") && tokens.Peek(ahead).End == tokens.Peek(ahead + 1).Start;

    private bool TryTakeDashes()
    {
        if (!IsAtDashes)
            return false;
        do
            tokens.Take();
        while (tokens.Current.Is("-") && tokens.Previous.End == tokens.Current.Start);
        return true;
    }
}
