using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Reactions (<c>J: 2 A -> B; rate</c>) and interactions (<c>S -o J</c>, <c>S -| J</c>, <c>S -( J</c>).</summary>
internal sealed class ReactionParser(TokenReader tokens, ExprParser formulas)
{
    /// <summary>True behind the first species of a reaction without a name.</summary>
    public bool IsArrowOrPlus => tokens.Current.Is("+") || IsArrow(tokens.Current) || tokens.Current.Is("-|") || IsInfluence();

    /// <summary>True at an arrow, which a reaction that starts from nothing starts with.</summary>
    public bool IsAtArrow => IsArrow(tokens.Current);

    /// <param name="first">What was read already of the left side.</param>
    public void Read(Name? id, ImmutableArray<Participant> first, List<Statement> into, SourceLocation start, Name? compartment = null)
    {
        var reactants = ReadSide(first, into);
        if (tokens.Current.Is("-|") || IsInfluence())
        {
            ReadInteraction(id, reactants, into, start);
            return;
        }
        var isReversible = !tokens.Current.Is("=>");
        if (!IsAtArrow)
            throw tokens.Error($"'->' or '=>' is expected in a reaction, not {tokens.Current.Shown}.", "A reaction is written name: A + 2 B -> C; rate.");
        tokens.Take();
        var products = ReadSide([], into);
        if (tokens.IsAtStatementEnd && !tokens.Current.Is(";"))
            throw new SyntaxException(FindingCodes.Syntax.At(tokens.Previous.Location with { Column = tokens.Previous.Location.Column + tokens.Previous.Text.Length }, "The reaction ends here without ';' and a rate.", "Write its rate behind it: ; rate. (A ';' alone leaves the rate to another statement.)"));
        tokens.Expect(";", "Between a reaction and its rate stands ';'.");
        var rate = tokens.IsAtStatementEnd || tokens.Current.IsWord("end") || tokens.Current.IsWord("in") ? null : formulas.ReadWithUpstream();
        into.Add(new ReactionStatement(id, reactants, products, isReversible, rate, tokens.ReadPlace() ?? compartment, start));
    }

    /// <summary>Two words and an arrow or plus: <c>n A -> B</c>.</summary>
    public bool IsVariableStoichiometry() => tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false }
        && tokens.Peek(tokens.LengthOfName(0)) is { StartsLine: false } behind && (IsArrow(behind) || behind.Is("+"));

    /// <summary><c>&lt;==></c> is <c>-></c>.</summary>
    private static bool IsArrow(Token token) => token is { Kind: TokenKind.Symbol, Text: "->" or "=>" or "<==>" };

    /// <summary><c>-o</c> and <c>-(</c>, which are two tokens.</summary>
    private bool IsInfluence() => tokens.Current.Is("-") && tokens.Current.End == tokens.Peek().Start && (tokens.Peek().Is("(") || tokens.Peek().IsWord("o"));

    private void ReadInteraction(Name? id, ImmutableArray<Participant> species, List<Statement> into, SourceLocation start)
    {
        var isInhibition = tokens.Take().Is("-|");
        if (!isInhibition)
            tokens.Take();
        var reactions = ReadSide([], into);
        into.Add(new InteractionStatement(id, [.. species.Select(one => one.Species)], [.. reactions.Select(one => one.Species)], isInhibition, start));
    }

    private ImmutableArray<Participant> ReadSide(ImmutableArray<Participant> first, List<Statement> into)
    {
        var side = first.ToBuilder();
        if (first.Length > 0 && !tokens.TryTake("+"))
            return first;
        while (tokens.Current.Kind is TokenKind.Number or TokenKind.Identifier || tokens.Current.Is("$"))
        {
            side.Add(ReadParticipant(into));
            if (!tokens.TryTake("+"))
                break;
        }
        return side.ToImmutable();
    }

    private Participant ReadParticipant(List<Statement> into)
    {
        var coefficient = tokens.Current.Kind == TokenKind.Number ? tokens.Take().Number : 1;
        var isBoundary = tokens.TryTake("$");
        var species = tokens.ReadName();
        Name? variable = null;
        if ((tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false } && !tokens.Current.IsWord("in") && !tokens.Current.IsWord("end")) || tokens.Current.Is("$"))
        {
            variable = species;
            isBoundary |= tokens.TryTake("$");
            species = tokens.ReadName();
        }
        if (isBoundary)
            into.Add(new DeclareStatement(species, SymbolKind.Species, null, false, true));
        return new Participant(species, coefficient, variable);
    }
}
