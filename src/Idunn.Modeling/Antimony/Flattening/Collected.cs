using Idunn.Modeling.Antimony.Syntax;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>A statement and the instance that says it.</summary>
internal readonly record struct Placed<T>(Scope Scope, T Syntax)
    where T : Statement;

/// <summary>What the modules say, by the ids of the whole.</summary>
internal sealed class Collected(SymbolList symbols, UnitCollection units)
{
    public SymbolList Symbols { get; } = symbols;

    public UnitCollection Units { get; } = units;

    public OrderedDictionary<string, Placed<ReactionStatement>> Reactions { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, Placed<EventStatement>> Events { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, Placed<AlgebraicStatement>> AlgebraicRules { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, Placed<ConstraintStatement>> Constraints { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, Placed<StrandStatement>> Strands { get; } = new(StringComparer.Ordinal);

    public List<Placed<InteractionStatement>> Interactions { get; } = [];

    /// <summary>What the ids of statements that are no quantities are called, or "".</summary>
    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Annotation> Annotations { get; } = new(StringComparer.Ordinal);

    public Deletions Deleted { get; } = new();

    /// <summary>Submodels that lie in a compartment.</summary>
    public List<(Scope Scope, string Compartment)> Places { get; } = [];

    public string? ModelName { get; set; }

    public Annotation AnnotationOf(string id) => Annotations.GetValueOrDefault(id, Annotation.None);
}
