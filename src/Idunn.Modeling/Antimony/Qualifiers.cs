namespace Idunn.Modeling.Antimony;

/// <summary>Antimony's words for the BioModels.net qualifiers: <c>x identity "…"</c> is <c>bqbiol:is</c>.</summary>
internal static class Qualifiers
{
    private static readonly (string Word, string? Other, string Qualifier, bool OfModel)[] Words =
    [
        ("identity", "biological_entity_is", "is", false), ("hasPart", "part", "hasPart", false), ("isPartOf", "parthood", "isPartOf", false), ("isVersionOf", "hypernym", "isVersionOf", false),
        ("hasVersion", "version", "hasVersion", false), ("isHomologTo", "homolog", "isHomologTo", false), ("isDescribedBy", "description", "isDescribedBy", false), ("isEncodedBy", "encoder", "isEncodedBy", false),
        ("encodes", "encodement", "encodes", false), ("occursIn", "container", "occursIn", false), ("hasProperty", "property", "hasProperty", false), ("isPropertyOf", "propertyBearer", "isPropertyOf", false),
        ("hasTaxon", "taxon", "hasTaxon", false), ("model_entity_is", null, "is", true), ("origin", "isDerivedFrom", "isDerivedFrom", true), ("instance", "hasInstance", "hasInstance", true), ("class", "isInstanceOf", "isInstanceOf", true),
    ];

    /// <summary>Null when the word is none of them.</summary>
    public static (string Qualifier, bool OfModel)? Of(string word)
        => Words.Where(known => known.Word == word || known.Other == word).Select(known => ((string, bool)?)(known.Qualifier, known.OfModel)).FirstOrDefault();

    /// <summary>Null when Antimony has no word for it.</summary>
    public static string? WordOf(Reference reference)
        => Words.Where(known => known.Qualifier == reference.Qualifier && known.OfModel == reference.OfModel).Select(known => known.Word).FirstOrDefault();
}
