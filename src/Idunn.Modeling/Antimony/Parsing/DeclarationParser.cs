using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Declarations of what ids are (<c>const species $A in C = 3, B</c>) and of units (<c>unit mM = 1e-3 mole / litre</c>).</summary>
internal sealed class DeclarationParser(TokenReader tokens, PropertyParser properties)
{
    /// <summary><c>ext</c> is an old word for <c>const</c>.</summary>
    private static readonly HashSet<string> Declaring = ["const", "ext", "var", "species", "substanceOnly", "compartment", "formula", "reaction", "DNA", "gene", "operator"];

    public static IEnumerable<string> Words => Declaring;

    public bool IsAhead => Declaring.Contains(tokens.Current.Text) && (tokens.Peek().Kind == TokenKind.Identifier || tokens.Peek().Is("$"));

    public bool IsUnit => tokens.Current.IsWord("unit") && tokens.Peek().Kind == TokenKind.Identifier;

    public void Read(List<Statement> into)
    {
        var pattern = ReadWords();
        do
        {
            var isBoundary = tokens.TryTake("$");
            var id = tokens.ReadName();
            into.Add(pattern with { Id = id, Location = id.Location, IsBoundary = isBoundary });
            if (tokens.ReadPlace() is { } place)
                into.Add(new PlaceStatement(id, place));
            properties.Read(id, into);
        }
        while (tokens.TryTake(","));
    }

    public void ReadUnit(List<Statement> into)
    {
        tokens.Take();
        var id = tokens.ReadName();
        if (tokens.IsAtStatementEnd)
            return;
        tokens.Expect("=", $"A unit is declared as unit {id.Text} = definition.");
        into.Add(new UnitStatement(id, properties.ReadUnitText(id)));
    }

    private DeclareStatement ReadWords()
    {
        var said = new DeclareStatement(default, null, null, false, false);
        while (IsAhead)
        {
            var word = tokens.Take();
            said = word.Text switch
            {
                "const" or "ext" => said with { IsConstant = true },
                "var" => said with { IsConstant = false },
                "species" => said with { Kind = SymbolKind.Species },
                "substanceOnly" => said with { Kind = SymbolKind.Species, IsAmount = true },
                "compartment" => said with { Kind = SymbolKind.Compartment },
                "formula" => said with { Kind = SymbolKind.Parameter },
                "operator" => said with { Kind = SymbolKind.Parameter, IsDna = true },
                "gene" => said with { Kind = SymbolKind.Reaction, IsDna = true },
                "DNA" => said with { IsDna = true },
                _ => said with { Kind = SymbolKind.Reaction },
            };
            if (said is { Kind: SymbolKind.Reaction, IsConstant: true })
                throw tokens.Error("A reaction cannot be const: its rate follows from its formula.", "Remove 'const'.");
        }
        return said;
    }
}
