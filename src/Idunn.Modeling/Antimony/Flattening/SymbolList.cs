using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>The ids of the whole that mean something, in the order in which they are met.</summary>
internal sealed class SymbolList(Renaming renaming, ICollection<Finding> findings)
{
    private readonly Dictionary<string, Symbol> known = new(StringComparer.Ordinal);
    private readonly List<Symbol> order = [];

    public IReadOnlyList<Symbol> InOrder => order;

    public Symbol? Find(string id) => known.GetValueOrDefault(id);

    /// <summary>The symbol that an id of a module means; null with a finding when there is no such part.</summary>
    public Symbol? Of(Scope scope, Name name)
    {
        if (renaming.CanonicalId(scope, name) is not { } id)
            return null;
        if (!known.TryGetValue(id, out var symbol))
        {
            known.Add(id, symbol = new Symbol(id, name.Location));
            order.Add(symbol);
        }
        return symbol;
    }

    public static void Touch(Symbol symbol, Scope scope, SourceLocation location)
    {
        if (!symbol.IsDeclared || scope.Depth == Renaming.Depth(symbol.Id))
            symbol.Location = location;
        symbol.IsDeclared = true;
    }

    public void SetKind(Symbol symbol, SymbolKind kind, SourceLocation location)
    {
        if (symbol.Kind is { } known && known != kind)
            findings.Add(FindingCodes.Kind.At(location, $"'{symbol.Id}' is used as a {Word(kind)} and as a {Word(known)}.", "Rename one of them."));
        symbol.Kind ??= kind;
    }

    private static string Word(SymbolKind kind) => kind switch { SymbolKind.Compartment => "compartment", SymbolKind.Species => "species", SymbolKind.Reaction => "reaction", _ => "parameter" };

    /// <summary>The outer fact of the two; of two of equal strength the first, which remembers the other unless they are the same.</summary>
    public static Fact<T> Stronger<T>(Fact<T>? known, T value, Scope scope, Symbol symbol, SourceLocation location, bool mayDiffer = false)
    {
        var isOwner = symbol.Id.StartsWith(scope.Prefix, StringComparison.Ordinal) && Renaming.Depth(symbol.Id) == scope.Depth;
        var fact = new Fact<T>(value, (2 * scope.Depth) + (isOwner ? 0 : 1), scope, location);
        if (known is null || fact.Weakness < known.Weakness)
            return fact;
        // One outer thing behind two ports is described twice, alike.
        var isRepeated = isOwner && ReferenceEquals(known.Scope, scope);
        var isRival = fact.Weakness == known.Weakness && !(mayDiffer && !isOwner) && (isRepeated || Printed(known.Value) != Printed(value));
        return isRival && known.Rival is null ? known with { Rival = location } : known;
    }

    private static string Printed<T>(T value) => value is Assignment assignment ? $"{assignment.Kind} {(assignment.Formula is null ? "" : ExprPrinter.Print(assignment.Formula))}" : value?.ToString() ?? "";

    /// <summary>One thing that is said twice, and by nothing further out, is said wrongly.</summary>
    public void CheckRivals()
    {
        foreach (var symbol in order)
        {
            Check(symbol, symbol.Compartment, "compartment");
            Check(symbol, symbol.Unit, "unit");
            Check(symbol, symbol.Name, "name");
            Check(symbol, symbol.Value, symbol.Kind == SymbolKind.Reaction ? "rate" : "value");
            Check(symbol, symbol.Rate, "rate rule");
        }
    }

    private void Check<T>(Symbol symbol, Fact<T>? fact, string what)
    {
        if (fact?.Rival is { } rival)
            findings.Add(FindingCodes.Duplicate.At(rival, $"'{symbol.Id}' has a {what} already, at {fact.Location}.", "Keep one of them."));
    }
}
