using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>
/// Antimony text to syntax, by recursive descent (language reference: https://github.com/sys-bio/antimony, doc/AntimonyTutorial.md). Behind an error it goes on
/// with the next statement, so that one reading reports them all. What Idunn does not simulate is an error, never dropped; what is known of uncertainty is kept.
/// </summary>
internal sealed class AntimonyParser
{
    private readonly TokenReader tokens;
    private readonly ExprParser formulas;
    private readonly StatementParser statements;
    private readonly ICollection<Finding> findings;
    private bool endsWithBrace;
    private readonly ImmutableArray<ModuleSyntax>.Builder modules = ImmutableArray.CreateBuilder<ModuleSyntax>();
    private readonly ImmutableArray<FunctionSyntax>.Builder functions = ImmutableArray.CreateBuilder<FunctionSyntax>();
    private readonly ImmutableArray<Name>.Builder imports = ImmutableArray.CreateBuilder<Name>();

    private AntimonyParser(string text, string file, ICollection<Finding> findings)
    {
        this.findings = findings;
        tokens = new TokenReader(text, Lexer.Read(text, new SourceLocation(file, 1, 1), findings));
        formulas = new ExprParser(tokens);
        statements = new StatementParser(tokens, formulas);
    }

    public static AntimonyFile Parse(string text, string file, ICollection<Finding> findings)
    {
        var parser = new AntimonyParser(text, file, findings);
        var bare = parser.ReadStatements(isInsideModel: false);
        return new AntimonyFile(parser.modules.ToImmutable(), parser.functions.ToImmutable(), parser.imports.ToImmutable(), bare);
    }

    private ImmutableArray<Statement> ReadStatements(bool isInsideModel)
    {
        var into = new List<Statement>();
        while (!tokens.IsAtEnd && !(isInsideModel && IsAtModelEnd()))
        {
            if (tokens.TryTake(";"))
                continue;
            var start = tokens.Current;
            try
            {
                if (isInsideModel || !TryReadTopLevel(into))
                {
                    statements.Read(into);
                    ExpectStatementEnd();
                }
            }
            catch (SyntaxException exception)
            {
                findings.Add(exception.Finding);
                SkipStatement(start);
            }
        }
        return [.. into];
    }

    /// <summary>Also at what is meant for the end: End, endmodel, the brace of another language.</summary>
    private bool IsAtModelEnd()
    {
        var token = tokens.Current;
        if (token.IsWord("end"))
            return true;
        var isWord = token.Kind == TokenKind.Identifier && token.StartsLine && (tokens.Peek().StartsLine || tokens.Peek().Is(";") || tokens.Peek().Kind == TokenKind.End);
        return (isWord && token.Text.ToUpperInvariant() is "END" or "ENDMODEL" or "ENDMODULE" or "END_MODEL") || (endsWithBrace && token.Is("}"));
    }

    private void TakeModelEnd(Name id)
    {
        if (tokens.IsAtEnd)
            findings.Add(FindingCodes.Syntax.At(id.Location, $"The model '{id.Text}' has no end.", "Write 'end' behind its last statement."));
        else if (!tokens.Take().IsWord("end") && !endsWithBrace)
            findings.Add(FindingCodes.Syntax.At(tokens.Previous.Location, $"A model does not end with '{tokens.Previous.Text}'.", "Did you mean 'end'?"));
        endsWithBrace = false;
        if (!tokens.IsAtStatementEnd && tokens.Current.Kind == TokenKind.Identifier && tokens.Current.Text == id.Text)
        {
            findings.Add(FindingCodes.Syntax.At(tokens.Current.Location, $"'{id.Text}' is not expected behind 'end'.", "Remove it."));
            tokens.Take();
        }
    }

    private bool TryReadTopLevel(List<Statement> into)
    {
        if (tokens.Current.Kind != TokenKind.Identifier)
            return false;
        switch (tokens.Current.Text)
        {
            case "model" or "module" when !statements.Annotations.IsAhead():
                ReadModule();
                return true;
            case "Model" or "MODEL" or "Module" or "MODULE" or "modle" or "mdoel" when tokens.Peek() is { Kind: TokenKind.Identifier, StartsLine: false } && (tokens.Peek(2).StartsLine || tokens.Peek(2).Is("(") || tokens.Peek(2).Is("{")):
                findings.Add(FindingCodes.Syntax.At(tokens.Current.Location, $"'{tokens.Current.Text}' is no word of the language.", "Did you mean 'model'?"));
                ReadModule();
                return true;
            case "annotate" when tokens.Peek() is { Kind: TokenKind.Identifier, Text: not ("is" or "has" or "in") } && !statements.Annotations.IsAhead():
                statements.Annotations.ReadBlock(into);
                return true;
            case "function" when tokens.Peek().Kind == TokenKind.Identifier:
                ReadFunction();
                return true;
            case "import":
                tokens.Take();
                if (tokens.Current.Kind != TokenKind.Text)
                    throw tokens.Error("import needs a file name in quotation marks.", "Write import \"file.ant\".");
                var file = tokens.Take();
                imports.Add(new Name(file.Text, file.Location));
                return true;
            case "end":
                throw tokens.Error("There is no model to end here.", "Remove this 'end', or the one before it.");
            default:
                return false;
        }
    }

    private void ReadModule()
    {
        tokens.Take();
        var isMain = tokens.TryTake("*");
        var id = ReadId("A model needs a name.");
        id = id with { Text = ReservedWords.Meant(id.Text) };
        if (!tokens.IsAtStatementEnd && !tokens.Current.Is("(") && tokens.Current.Start == tokens.Previous.End)
            throw tokens.Error($"The name of a model has letters, digits and underscores, and no {tokens.Current.Shown}.", "Write an underscore instead.");
        var ports = tokens.Current.Is("(") ? ReadNames() : [];
        if (tokens.Current.Is("{"))
        {
            findings.Add(FindingCodes.Syntax.At(tokens.Current.Location, "A model has no braces.", "Remove them: it ends with 'end'."));
            tokens.Take();
            endsWithBrace = true;
        }
        var body = ReadStatements(isInsideModel: true);
        TakeModelEnd(id);
        modules.Add(new ModuleSyntax(id.Text, isMain, ports, Numbering.Complete(body), id.Location));
    }

    private void ReadFunction()
    {
        tokens.Take();
        var id = ReadId("A function needs a name.");
        if (BuiltinFunctions.IsReserved(id.Text))
            throw new SyntaxException(FindingCodes.Duplicate.At(id.Location, $"'{id.Text}' is a built-in function.", "Choose another name."));
        var parameters = ReadNames();
        tokens.OpenBrackets++;
        try
        {
            SkipSemicolons();
            var body = formulas.Read();
            SkipSemicolons();
            if (!tokens.TryTakeWord("end"))
                throw tokens.Error($"'end' is expected behind the formula of '{id.Text}', not {tokens.Current.Shown}.", "A function is one formula and 'end'.");
            functions.Add(new FunctionSyntax(id.Text, parameters, body, id.Location));
        }
        finally
        {
            tokens.OpenBrackets = 0;
        }
    }

    private void SkipSemicolons()
    {
        while (tokens.TryTake(";"))
        {
        }
    }

    private Name ReadId(string complaint)
    {
        if (tokens.Current.Kind != TokenKind.Identifier)
            throw tokens.Error(complaint, $"Write an id instead of {tokens.Current.Shown}.");
        var token = tokens.Take();
        return new Name(token.Text, token.Location);
    }

    private ImmutableArray<Name> ReadNames()
    {
        tokens.Expect("(", "List the names in brackets.");
        var names = ImmutableArray.CreateBuilder<Name>();
        while (!tokens.TryTake(")"))
        {
            if (names.Count > 0)
                tokens.Expect(",", "Put commas between the names, or close the bracket.");
            tokens.TryTake("$");
            names.Add(ReadId("A name is expected in this list.") is var name ? name with { Text = ReservedWords.Meant(name.Text) } : default);
        }
        return names.ToImmutable();
    }

    private void ExpectStatementEnd()
    {
        if (!tokens.IsAtStatementEnd && !tokens.Current.IsWord("end"))
            throw tokens.Error($"{tokens.Current.Shown} is not expected here.", "End the statement with ';' or a new line.");
    }

    private void SkipStatement(Token start)
    {
        tokens.OpenBrackets = 0;
        if (tokens.Current == start)
            tokens.Take();
        while (!tokens.IsAtStatementEnd || (start.IsWord("function") && !tokens.IsAtEnd && !tokens.Previous.IsWord("end")))
            tokens.Take();
        // The rate of a reaction that is not understood is none of its own accord.
        if (tokens.Current.Is(";") && tokens.IsReactionSince(start))
        {
            tokens.Take();
            while (!tokens.IsAtStatementEnd)
                tokens.Take();
        }
    }
}
