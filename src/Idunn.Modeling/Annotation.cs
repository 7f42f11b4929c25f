using System.Collections.Immutable;

namespace Idunn.Modeling;

/// <summary>
/// What an element stands for outside of the model, for people and for other tools. It changes no number. (Le Novère, N. et al. (2005), Minimum information requested in the
/// annotation of biochemical models, MIRIAM; Courtot, M. et al. (2011), Controlled vocabularies and semantics in systems biology.)
/// </summary>
public sealed record Annotation
{
    public static Annotation None { get; } = new();

    /// <summary>Number of a term of the Systems Biology Ontology: 290 for SBO:0000290, a physical compartment; or null.</summary>
    public int? SboTerm { get; init; }

    /// <summary>In the order of the source.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>What the modeller says of it: plain text, or XHTML elements as text; or null.</summary>
    public string? Notes { get; init; }

    /// <summary>What is said of how uncertain its value is.</summary>
    public ImmutableArray<Uncertainty> Uncertainties { get; init; } = [];

    public bool IsEmpty => SboTerm is null && References.IsEmpty && Notes is null && Uncertainties.IsEmpty;
}

/// <summary>One MIRIAM statement: how the element relates to entries of public collections.</summary>
/// <param name="Qualifier">The relation as BioModels.net qualifiers name it: <c>is</c>, <c>isVersionOf</c>, <c>hasPart</c>, <c>isDescribedBy</c>, ….</param>
/// <param name="OfModel">True for a qualifier of models (<c>bqmodel:is</c>, <c>bqmodel:isDescribedBy</c>), false for one of biology (<c>bqbiol:is</c>).</param>
/// <param name="Resources">URIs, e.g. <c>https://identifiers.org/GO:0005829</c>.</param>
public sealed record Reference(string Qualifier, bool OfModel, ImmutableArray<string> Resources);
