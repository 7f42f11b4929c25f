using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>The statements of a model.</summary>
internal sealed class StatementParser(TokenReader tokens, ExprParser formulas)
{
    private static readonly HashSet<string> DeclaringWords = ["const", "var", "species", "substanceOnly", "compartment", "formula", "reaction"];

    private int unnamedSubmodels;

    /// <summary>Reads one statement up to its end.</summary>
    /// <exception cref="SyntaxException">The text is no statement, or one that is not simulated.</exception>
    public void Read(List<Statement> into)
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.Number)
            ReadFromNumber(null, into);
        else if (token.Is("-") && tokens.Peek().Kind == TokenKind.Number)
            ReadConstraint(null, formulas.ReadSum(), into, token.Location);
        else if (token.Is("->") || token.Is("=>"))
            ReadReaction(null, [], into, token.Location);
        else if (token.Is("-"))
            throw Unsupported(token, "DNA strands are", "Write the reactions of each gene.");
        else if (token.Is("@") || token.IsWord("at"))
            ReadEvent(null, into);
        else if (token.Kind == TokenKind.Identifier || token.Is("$"))
            ReadFromWord(into);
        else
            throw tokens.Error($"A statement cannot start with {token.Shown}.", "Start with an id, a keyword or a reaction.");
    }

    /// <summary>True for <c>x identity "urn"</c> and its like: an id, a word, a text.</summary>
    public bool IsAnnotation()
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

    private void ReadFromWord(List<Statement> into)
    {
        var word = tokens.Current;
        if (IsAnnotation())
            ReadAnnotation(into);
        else if (DeclaringWords.Contains(word.Text) && (tokens.Peek().Kind == TokenKind.Identifier || tokens.Peek().Is("$")))
            ReadDeclaration(into);
        else if (word.Text is "unit" && tokens.Peek().Kind == TokenKind.Identifier)
            ReadUnit(into);
        else if (word.Text is "delete" && tokens.Peek().Kind == TokenKind.Identifier)
            ReadDeletion(into);
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
        if (word.IsWord("constraint") && (tokens.Peek().Is(":") || (tokens.Peek().Kind == TokenKind.Identifier && tokens.Peek(2).Is(":"))))
        {
            tokens.Take();
            Name? label = tokens.Current.Is(":") ? null : ReadName();
            tokens.Take();
            into.Add(new ConstraintStatement(label, formulas.Read(), label?.Location ?? word.Location));
            return;
        }
        var isBoundary = tokens.TryTake("$");
        var id = ReadName();
        if (isBoundary)
            into.Add(new DeclareStatement(id, null, null, false, true));
        if (tokens.Current.Is("(") && !isBoundary)
        {
            ReadSubmodel($"_sys{unnamedSubmodels++}", id, into, id.Location);
            return;
        }
        if (IsArrowOrPlus())
        {
            ReadReaction(null, [new Participant(id, 1)], into, id.Location);
            return;
        }
        if (tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false } && IsVariableStoichiometry(1))
        {
            var species = ReadName();
            ReadReaction(null, [new Participant(species, 1, id)], into, id.Location);
            return;
        }
        if (IsComparison())
        {
            ReadConstraint(null, new SymbolExpr(id.Text) { Location = id.Location }, into, id.Location);
            return;
        }
        var compartment = ReadPlace();
        if (tokens.Current.Is(":"))
        {
            tokens.Take();
            ReadLabelled(id, compartment, into);
            return;
        }
        if (compartment is { } place)
            into.Add(new PlaceStatement(id, place));
        else if (tokens.IsAtStatementEnd)
            throw tokens.Error($"'{id.Text}' alone says nothing.", "Give it a value (=), a rule (:=), a unit (has) or a name (is).");
        ReadProperties(id, into);
    }

    private void RefuseWords(Token word)
    {
        if (word.Text is "DNA" or "gene" or "operator" && tokens.Peek().Kind == TokenKind.Identifier)
            throw Unsupported(word, "DNA strands are", "Write the reactions of each gene.");
        if (word.Text is "maximize" or "minimize" && !tokens.Peek().Is("="))
            throw Unsupported(word, "Objectives are", "Remove this line; flux balance is another kind of analysis.");
        if (word.Text is "geneProduct" && tokens.Peek().Kind == TokenKind.Identifier)
            throw Unsupported(word, "Gene products are", "Remove this line.");
        if (word.Text is "model" && tokens.Peek().Is(".") && !tokens.Peek(2).Text.Equals("sboTerm", StringComparison.OrdinalIgnoreCase))
            throw Unsupported(word, "Layout directives are", "Remove this line; the report makes its own pictures.");
    }

    /// <summary>What follows an id: <c>= … := … ' = … has … is …</c>, or nothing.</summary>
    private void ReadProperties(Name id, List<Statement> into)
    {
        var token = tokens.Current;
        if (tokens.IsAtStatementEnd || token.Is(","))
            return;
        if (tokens.TryTake("="))
            ReadValue(id, into);
        else if (tokens.TryTake(":="))
            into.Add(new AssignStatement(id, AssignmentKind.Rule, ReadFormula(id)));
        else if (tokens.TryTake("'"))
        {
            tokens.Expect("=", $"A rate rule is written {id.Text}' = formula.");
            into.Add(new AssignStatement(id, AssignmentKind.Rate, ReadFormula(id)));
        }
        else if (tokens.TryTakeWord("has"))
            into.Add(new HasUnitStatement(id, ReadUnitText(id)));
        else if (tokens.TryTakeWord("is"))
            ReadIs(id, into);
        else
            throw Unexpected(id, token);
    }

    private void ReadValue(Name id, List<Statement> into)
    {
        var (target, attribute) = Attributes.Split(id);
        if (tokens.Current.Is("{"))
            into.Add(attribute is null ? throw tokens.Error($"'{id.Text}' cannot be an interval.", "Give one formula; intervals are for x.range and its like.") : new AttributeStatement(target, attribute, ReadInterval()));
        else if (tokens.Current.Text is "SBO" or "sbo" && tokens.Peek().Is(":"))
        {
            tokens.Take();
            tokens.Take();
            into.Add(attribute is not null && tokens.Current.Kind == TokenKind.Number ? new AttributeStatement(target, attribute, [formulas.Read()]) : throw tokens.Error("A term of the Systems Biology Ontology is expected here.", $"Write {target.Text}.sboTerm = 236."));
        }
        else
            into.Add(new AssignStatement(id, AssignmentKind.Initial, ReadFormula(id)));
    }

    private ImmutableArray<Expr> ReadInterval()
    {
        tokens.Take();
        tokens.OpenBrackets++;
        var lower = formulas.Read();
        tokens.Expect(",", "An interval has two bounds: {0, 25}.");
        var upper = formulas.Read();
        tokens.Expect("}", "Close the interval.");
        tokens.OpenBrackets--;
        return [lower, upper];
    }

    /// <summary>Nothing, where a statement ends with a semicolon, takes away what is said elsewhere.</summary>
    private Expr? ReadFormula(Name id)
    {
        if (!tokens.IsAtStatementEnd)
            return formulas.Read();
        return tokens.Current.Is(";") || id.Text.Contains('.', StringComparison.Ordinal)
            ? null
            : throw tokens.Error($"'{id.Text}' gets no formula.", "Start the formula on this line. (Leaving it empty clears what a submodel says: A.x = ;)");
    }

    private string ReadUnitText(Name id)
    {
        var unit = tokens.TakeRawStatement(token => token.Is(",") || token.IsWord("end"));
        return unit.Length > 0 ? unit : throw tokens.Error($"'{id.Text} has' needs a unit.", $"Write {id.Text} has mL, for example.");
    }

    private void ReadIs(Name id, List<Statement> into)
    {
        if (tokens.Current.Kind == TokenKind.Text)
        {
            into.Add(new DisplayNameStatement(id, tokens.Take().Text));
            return;
        }
        var other = ReadName();
        if (tokens.Current.Is("/"))
            throw Unsupported(tokens.Current, "Conversion factors between synchronised ids are", "Give both models the same unit.");
        into.Add(new SynchronizeStatement(id, other));
    }

    private SyntaxException Unexpected(Name id, Token token)
    {
        if (token.Is("-") && tokens.Peek().Is("-"))
            return Unsupported(token, "DNA strands are", "Write the reactions of each gene.");
        if (token.Is("*") || token.Is("/"))
            return tokens.Error($"A formula cannot stand alone ('{id.Text} {token.Text} …').", "A rate stands behind the ';' of its reaction, on the same line; for a rule write x := formula.");
        var advice = Spelling.Closest(id.Text, [.. DeclaringWords, "unit", "delete", "model", "import", "function", "end"]) is { } keyword
            ? $"Did you mean '{keyword}'?"
            : "Behind an id stands =, :=, ' =, has, is, in, or ':' and a reaction, event or submodel.";
        return tokens.Error($"{token.Shown} cannot follow '{id.Text}'.", advice);
    }

    private void ReadDeclaration(List<Statement> into)
    {
        bool? isConstant = null;
        SymbolKind? kind = null;
        var isAmount = false;
        while (DeclaringWords.Contains(tokens.Current.Text) && (tokens.Peek().Kind == TokenKind.Identifier || tokens.Peek().Is("$")))
        {
            switch (tokens.Take().Text)
            {
                case "const": isConstant = true; break;
                case "var": isConstant = false; break;
                case "species": kind = SymbolKind.Species; break;
                case "substanceOnly": (kind, isAmount) = (SymbolKind.Species, true); break;
                case "compartment": kind = SymbolKind.Compartment; break;
                case "formula": kind = SymbolKind.Parameter; break;
                default: kind = SymbolKind.Reaction; break;
            }
        }
        do
        {
            var isBoundary = tokens.TryTake("$");
            var id = ReadName();
            into.Add(new DeclareStatement(id, kind, isConstant, isAmount, isBoundary));
            if (ReadPlace() is { } place)
                into.Add(new PlaceStatement(id, place));
            ReadProperties(id, into);
        }
        while (tokens.TryTake(","));
    }

    private void ReadUnit(List<Statement> into)
    {
        tokens.Take();
        var id = ReadName();
        if (tokens.IsAtStatementEnd)
            return;
        tokens.Expect("=", $"A unit is declared as unit {id.Text} = definition.");
        into.Add(new UnitStatement(id, ReadUnitText(id)));
    }

    private void ReadDeletion(List<Statement> into)
    {
        tokens.Take();
        do
            into.Add(new DeleteStatement(ReadName()));
        while (tokens.TryTake(","));
    }

    private void ReadFromNumber(Name? id, List<Statement> into)
    {
        var number = tokens.Current;
        if (tokens.Peek().Kind == TokenKind.Identifier || tokens.Peek().Is("$"))
            ReadReaction(id, [], into, id?.Location ?? number.Location);
        else if (tokens.Peek().Is("="))
        {
            var zero = new NumberExpr(tokens.Take().Number) { Location = number.Location };
            tokens.Take();
            var formula = formulas.Read();
            into.Add(new AlgebraicStatement(id, zero.Value == 0 ? formula : new BinaryExpr(BinaryOperator.Subtract, formula, zero) { Location = formula.Location }, id?.Location ?? number.Location));
        }
        else
            ReadConstraint(id, formulas.ReadSum(), into, number.Location);
    }

    private bool IsComparison() => tokens.Current.Kind == TokenKind.Symbol && tokens.Current.Text is "<" or "<=" or ">" or ">=" or "==" or "!=";

    /// <summary><c>a &lt; b</c>, or <c>a &lt; b &lt; c</c>, which is both.</summary>
    private void ReadConstraint(Name? id, Expr left, List<Statement> into, SourceLocation start)
    {
        Expr? condition = null;
        if (!IsComparison())
            throw tokens.Error($"A comparison is expected here, not {tokens.Current.Shown}.", "A constraint is written 0 < x, or constraint: formula.");
        while (IsComparison() && formulas.TryPeekOperator(out var operation))
        {
            var location = tokens.Take().Location;
            var right = formulas.ReadSum();
            var comparison = new BinaryExpr(operation, left, right) { Location = location };
            condition = condition is null ? comparison : new BinaryExpr(BinaryOperator.And, condition, comparison) { Location = location };
            left = right;
        }
        into.Add(new ConstraintStatement(id, condition!, start));
    }

    private void ReadLabelled(Name id, Name? compartment, List<Statement> into)
    {
        var token = tokens.Current;
        if (token.IsWord("at") || token.Is("@"))
            ReadEvent(id, into);
        else if (token.Is("-"))
            throw Unsupported(token, "DNA strands are", "Write the reactions of each gene.");
        else if (token.Kind == TokenKind.Number && tokens.Peek().Is("="))
            ReadFromNumber(id, into);
        else if (token.Text is "maximize" or "minimize")
            RefuseWords(token);
        else if (token.Kind == TokenKind.Identifier && tokens.Peek().Is("("))
            ReadSubmodel(id.Text, ReadName(), into, id.Location, compartment);
        else
            ReadReaction(id, [], into, id.Location, compartment);
    }

    private void ReadSubmodel(string id, Name module, List<Statement> into, SourceLocation start, Name? compartment = null)
    {
        tokens.Take();
        tokens.OpenBrackets++;
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!tokens.Current.Is(")"))
        {
            if (arguments.Count > 0)
                tokens.Expect(",", "Put commas between the arguments, or close the bracket.");
            arguments.Add(formulas.Read());
            if (arguments[^1] is not (SymbolExpr or NumberExpr or UnaryExpr { Operand: NumberExpr }))
                throw new SyntaxException(FindingCodes.Syntax.At(arguments[^1].Location, "An argument of a submodel is an id or a number.", "Name the formula first: x := formula."));
        }
        tokens.Take();
        tokens.OpenBrackets--;
        Expr? time = null, extent = null;
        while (tokens.TryTake(","))
        {
            var option = ReadName();
            tokens.Expect("=", $"An option of a submodel is written {option.Text}=value.");
            var factor = formulas.Read();
            if (factor is not (SymbolExpr or NumberExpr))
                throw new SyntaxException(FindingCodes.Syntax.At(factor.Location, "A conversion factor is an id or a number.", "Name the formula first: f = formula."));
            if (option.Text == "timeconv")
                time = factor;
            else if (option.Text == "extentconv")
                extent = factor;
            else
                throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is no option of a submodel.", "There are timeconv and extentconv."));
        }
        into.Add(new SubmodelStatement(id, module, arguments.ToImmutable(), time, extent, ReadPlace() ?? compartment, start));
    }

    private bool IsArrowOrPlus()
        => tokens.Current.Is("+") || tokens.Current.Is("->") || tokens.Current.Is("=>") || tokens.Current.Is("-|") || IsInfluence();

    /// <summary><c>-o</c> and <c>-(</c>.</summary>
    private bool IsInfluence()
        => tokens.Current.Is("-") && tokens.Current.End == tokens.Peek().Start && (tokens.Peek().Is("(") || tokens.Peek().IsWord("o"));

    private void ReadReaction(Name? id, ImmutableArray<Participant> first, List<Statement> into, SourceLocation start, Name? compartment = null)
    {
        var reactants = ReadSide(first, into);
        if (tokens.Current.Is("-|") || IsInfluence())
        {
            ReadInteraction(id, reactants, into, start);
            return;
        }
        var isReversible = tokens.Current.Is("->");
        if (!isReversible && !tokens.Current.Is("=>"))
            throw tokens.Error($"'->' or '=>' is expected in a reaction, not {tokens.Current.Shown}.", "A reaction is written name: A + 2 B -> C; rate.");
        tokens.Take();
        var products = ReadSide([], into);
        tokens.Expect(";", "Between a reaction and its rate stands ';'.");
        var rate = tokens.IsAtStatementEnd || tokens.Current.IsWord("end") ? null : formulas.Read();
        into.Add(new ReactionStatement(id, reactants, products, isReversible, rate, ReadPlace() ?? compartment, start));
    }

    private void ReadInteraction(Name? id, ImmutableArray<Participant> species, List<Statement> into, SourceLocation start)
    {
        // -o and -( are two tokens.
        var isInhibition = tokens.Take().Is("-|");
        if (!isInhibition)
            tokens.Take();
        var reactions = ReadSide([], into);
        into.Add(new InteractionStatement(id, [.. species.Select(one => one.Species)], [.. reactions.Select(one => one.Species)], isInhibition, start));
    }

    /// <summary>Two words and an arrow or plus: <c>n A -> B</c>.</summary>
    private bool IsVariableStoichiometry(int ahead)
    {
        while (tokens.Peek(ahead).Is(".") && tokens.Peek(ahead + 1).Kind == TokenKind.Identifier)
            ahead += 2;
        return tokens.Peek(ahead) is { Kind: TokenKind.Symbol, StartsLine: false, Text: "->" or "=>" or "+" };
    }

    private ImmutableArray<Participant> ReadSide(ImmutableArray<Participant> first, List<Statement> into)
    {
        var side = first.ToBuilder();
        if (first.Length > 0 && !tokens.TryTake("+"))
            return first;
        while (tokens.Current.Kind is TokenKind.Number or TokenKind.Identifier || tokens.Current.Is("$"))
        {
            var coefficient = tokens.Current.Kind == TokenKind.Number ? tokens.Take().Number : 1;
            var isBoundary = tokens.TryTake("$");
            var species = ReadName();
            Name? variable = null;
            if ((tokens.Current is { Kind: TokenKind.Identifier, StartsLine: false } && !tokens.Current.IsWord("in") && !tokens.Current.IsWord("end")) || tokens.Current.Is("$"))
            {
                variable = species;
                isBoundary |= tokens.TryTake("$");
                species = ReadName();
            }
            if (isBoundary)
                into.Add(new DeclareStatement(species, SymbolKind.Species, null, false, true));
            side.Add(new Participant(species, coefficient, variable));
            if (!tokens.TryTake("+"))
                break;
        }
        return side.ToImmutable();
    }

    private void ReadEvent(Name? id, List<Statement> into)
    {
        var start = tokens.Take().Location;
        var trigger = formulas.Read();
        Expr? delay = null;
        if (tokens.TryTakeWord("after"))
            (delay, trigger) = (trigger, formulas.Read());
        Expr? priority = null;
        var flags = new Dictionary<string, bool> { ["t0"] = true, ["persistent"] = true, ["fromTrigger"] = true };
        while (tokens.TryTake(","))
        {
            var option = ReadName();
            tokens.Expect("=", $"An option of an event is written {option.Text}=value.");
            if (option.Text == "priority")
                priority = formulas.Read();
            else if (flags.ContainsKey(option.Text))
                flags[option.Text] = formulas.Read() switch
                {
                    NumberExpr { Value: 1 } => true,
                    NumberExpr { Value: 0 } => false,
                    _ => throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is true or false.", $"Write {option.Text}=true or {option.Text}=false.")),
                };
            else
                throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is no option of an event.", Spelling.Advice(option.Text, [.. flags.Keys, "priority"], "There are priority, t0, persistent and fromTrigger.")));
        }
        tokens.Expect(":", "An event is written at (trigger): x = formula.");
        into.Add(new EventStatement(id, trigger, delay, priority, flags["persistent"], flags["t0"], flags["fromTrigger"], ReadEventAssignments(), id?.Location ?? start));
    }

    private ImmutableArray<(Name, Expr)> ReadEventAssignments()
    {
        var assignments = ImmutableArray.CreateBuilder<(Name, Expr)>();
        do
        {
            var variable = ReadName();
            tokens.Expect("=", $"An event assigns by '=': {variable.Text} = formula.");
            assignments.Add((variable, formulas.Read()));
        }
        while (tokens.TryTake(",") || tokens.TryTake(":"));
        return assignments.ToImmutable();
    }

    private Name? ReadPlace() => tokens.TryTakeWord("in") ? ReadName() : null;

    private Name ReadName()
    {
        var first = tokens.Current;
        if (first.Kind != TokenKind.Identifier)
            throw tokens.Error($"An id is expected here, not {first.Shown}.", "Ids have letters, digits and underscores, and start with no digit.");
        var text = ReservedWords.Meant(tokens.Take().Text);
        while (tokens.Current.Is(".") && tokens.Peek().Kind == TokenKind.Identifier)
        {
            tokens.Take();
            text += "." + ReservedWords.Meant(tokens.Take().Text);
        }
        return new Name(text, first.Location);
    }

    /// <summary>An annotation may list several texts over several lines, each comma at the end of its line.</summary>
    private void ReadAnnotation(List<Statement> into)
    {
        var id = ReadName();
        var word = ReadName();
        var texts = ImmutableArray.CreateBuilder<string>();
        texts.Add(tokens.Take().Text);
        while (tokens.TryTake(","))
        {
            if (tokens.Take().Kind != TokenKind.Text)
                throw tokens.Error("A text in quotation marks is expected behind the comma.", "Complete the list of annotations.");
            texts.Add(tokens.Previous.Text);
        }
        into.Add(new AnnotationStatement(id, word.Text, texts.ToImmutable()));
    }

    private static SyntaxException Unsupported(Token token, string what, string advice)
        => new(FindingCodes.Unsupported.At(token.Location, $"{what} not supported.", advice));
}
