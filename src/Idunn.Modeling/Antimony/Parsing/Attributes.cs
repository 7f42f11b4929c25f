using Idunn.Modeling.Antimony.Syntax;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>
/// Words behind the dot of an id that say something about it: its term in the Systems Biology Ontology, and what is known of its uncertainty (SBML Level 3 package distrib). A submodel with a part of
/// that name means the part.
/// </summary>
internal static class Attributes
{
    private static readonly HashSet<string> Words = new(
        ["sboTerm", "mean", "stdev", "standardDeviation", "coefficientOfVariation", "kurtosis", "median", "mode", "sampleSize", "skewness", "standardError", "variance", "confidenceInterval", "credibleInterval",
            "interquartileRange", "range", "distribution", "externalParameter"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The id before the word, and the word; the whole id and null when it is none.</summary>
    public static (Name Target, string? Word) Split(Name id)
    {
        var dot = id.Text.LastIndexOf('.');
        return dot > 0 && Words.Contains(id.Text[(dot + 1)..]) ? (id with { Text = id.Text[..dot] }, id.Text[(dot + 1)..]) : (id, null);
    }
}
