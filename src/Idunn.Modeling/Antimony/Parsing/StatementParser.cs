using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>The statements of a model: finds out which one stands here, and has it read.</summary>
internal sealed class StatementParser
{
    private readonly TokenReader tokens;
    private readonly ExprParser formulas;
    private readonly PropertyParser properties;
    private readonly DeclarationParser declarations;
    private readonly ReactionParser reactions;
    private readonly EventParser events;
    private readonly SubmodelParser submodels;
    private readonly StrandParser strands;
    private readonly ConditionParser conditions;

    public StatementParser(TokenReader tokens, ExprParser formulas)
    {
        (this.tokens, this.formulas, Annotations) = (tokens, formulas, new AnnotationParser(tokens));
        properties = new PropertyParser(tokens, formulas);
        declarations = new DeclarationParser(tokens, properties);
        reactions = new ReactionParser(tokens, formulas);
        events = new EventParser(tokens, formulas);
        submodels = new SubmodelParser(tokens, formulas);
        strands = new StrandParser(tokens);
        conditions = new ConditionParser(tokens, formulas);
    }

    public AnnotationParser Annotations { get; }

    /// <summary>Reads one statement up to its end.</summary>
    /// <exception cref="SyntaxException">The text is no statement, or one that is not simulated.</exception>
    public void Read(List<Statement> into)
    {
        var token = tokens.Current;
        if (strands.IsAtDashes)
            strands.Read(null, null, null, into, token.Location);
        else if (token.Kind == TokenKind.Number)
            ReadFromNumber(null, into);
        else if (token.Is("-") && tokens.Peek().Kind == TokenKind.Number)
            conditions.ReadComparison(null, formulas.ReadSum(), into, token.Location);
        else if (reactions.IsAtArrow)
            reactions.Read(null, [], into, token.Location);
        else if (events.IsAhead)
            events.Read(null, into);
        else if (token.Kind == TokenKind.Identifier || token.Is("$"))
            ReadFromWord(into);
        else
            throw tokens.Error($"A statement cannot start with {token.Shown}.", "Start with an id, a keyword or a reaction.");
    }

    private void ReadFromWord(List<Statement> into)
    {
        var word = tokens.Current;
        if (Annotations.IsAhead())
            Annotations.Read(into);
        else if (declarations.IsAhead)
            declarations.Read(into);
        else if (declarations.IsUnit)
            declarations.ReadUnit(into);
        else if (conditions.IsConstraint)
            conditions.ReadConstraint(into);
        else if (word.Text is "delete" && tokens.Peek().Kind == TokenKind.Identifier)
            submodels.ReadDeletion(into);
        else if (word.Text is "model" or "module" && tokens.Peek().Kind == TokenKind.Identifier && tokens.Peek().Text != "is")
            throw tokens.Error($"A model cannot start inside another one.", "Write 'end' behind the model before.");
        else if (word.Text is "function" or "import" && tokens.Peek().Kind is TokenKind.Identifier or TokenKind.Text)
            throw tokens.Error($"'{word.Text}' cannot stand inside a model.", "Move it in front of the model.");
        else
            ReadFromId(into, word);
    }

    private void ReadFromId(List<Statement> into, Token word)
    {
        RefuseWords(word);
        if (BuiltinFunctions.TryGetConstant(word.Text, out _) && ConditionParser.IsComparison(tokens.Peek()))
        {
            conditions.ReadComparison(null, formulas.ReadSum(), into, word.Location);
            return;
        }
        var isBoundary = tokens.TryTake("$");
        var id = tokens.ReadName();
        if (isBoundary)
            into.Add(new DeclareStatement(id, null, null, false, true));
        if (tokens.Current.Is("(") && id.Text is "if" or "when" or "while" or "If" or "IF")
            throw new SyntaxException(FindingCodes.Syntax.At(id.Location, $"There is no '{id.Text}' in Antimony.", "An event is written at (condition): x = formula; a formula with cases x := piecewise(value, condition, otherwise)."));
        if (tokens.Current.Is("(") && !isBoundary)
            submodels.Read(null, id, into);
        else if (strands.IsAtDashes && !tokens.Current.StartsLine)
            strands.Read(null, null, id, into, id.Location);
        else if (reactions.IsArrowOrPlus && !tokens.Current.StartsLine)
            reactions.Read(null, [new Participant(id, 1)], into, id.Location);
        else if (reactions.IsVariableStoichiometry())
            reactions.Read(null, [new Participant(tokens.ReadName(), 1, id)], into, id.Location);
        else if (ConditionParser.IsComparison(tokens.Current))
            conditions.ReadComparison(null, new SymbolExpr(id.Text) { Location = id.Location }, into, id.Location);
        else
            ReadFromPlace(id, into);
    }

    private void ReadFromPlace(Name id, List<Statement> into)
    {
        var compartment = tokens.ReadPlace();
        if (tokens.TryTake(":"))
        {
            ReadLabelled(id, compartment, into);
            return;
        }
        if (compartment is { } place)
            into.Add(new PlaceStatement(id, place));
        else if (tokens.IsAtStatementEnd)
            throw tokens.Error($"'{id.Text}' alone says nothing.", "Give it a value (=), a rule (:=), a unit (has) or a name (is).");
        properties.Read(id, into);
    }

    private void RefuseWords(Token word)
    {
        if (word.Text is "maximize" or "minimize" && !tokens.Peek().Is("="))
            throw Unsupported(word, "Objectives are", "Remove this line; flux balance is another kind of analysis.");
        if (word.Text is "geneProduct" && tokens.Peek() is { Kind: TokenKind.Identifier, StartsLine: false, Text: not ("is" or "has" or "in") })
            throw Unsupported(word, "Gene products are", "Remove this line.");
        if (word.Text is "model" && tokens.Peek().Is(".") && !tokens.Peek(2).Text.Equals("sboTerm", StringComparison.OrdinalIgnoreCase))
            throw Unsupported(word, "Layout directives are", "Remove this line; the report makes its own pictures.");
    }

    private void ReadFromNumber(Name? id, List<Statement> into)
    {
        var start = id?.Location ?? tokens.Current.Location;
        if (tokens.Peek().Kind == TokenKind.Identifier || tokens.Peek().Is("$"))
            reactions.Read(id, [], into, start);
        else if (tokens.Peek().Is("="))
            conditions.ReadAlgebraicRule(id, into);
        else
            conditions.ReadComparison(id, formulas.ReadSum(), into, start);
    }

    private void ReadLabelled(Name id, Name? compartment, List<Statement> into)
    {
        var token = tokens.Current;
        if (events.IsAhead)
            events.Read(id, into);
        else if (strands.IsAtStrand)
            strands.Read(id, compartment, null, into, id.Location);
        else if (token.Kind == TokenKind.Number && tokens.Peek().Is("="))
            ReadFromNumber(id, into);
        else if (token.Text is "maximize" or "minimize")
            RefuseWords(token);
        else if (token.Kind == TokenKind.Identifier && tokens.Peek().Is("("))
            submodels.Read(id, tokens.ReadName(), into, compartment);
        else
            reactions.Read(id, [], into, id.Location, compartment);
    }

    private static SyntaxException Unsupported(Token token, string what, string advice)
        => new(FindingCodes.Unsupported.At(token.Location, $"{what} not supported.", advice));
}
