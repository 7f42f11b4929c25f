using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>
/// Words behind the dot of an id that say something about it: its term in the Systems Biology Ontology, and what is known of its uncertainty (SBML Level 3 package distrib). A submodel with a part of
/// that name means the part.
/// </summary>
internal static class Attributes
{
    private const string Term = "sboTerm";

    /// <summary>The package's words for what is uncertain; <c>stdev</c> is Antimony's for one of them.</summary>
    private static readonly string[] Kinds =
    [
        "mean", "standardDeviation", "coefficientOfVariation", "kurtosis", "median", "mode", "sampleSize", "skewness", "standardError", "variance", "confidenceInterval", "credibleInterval", "interquartileRange", "range",
        "distribution", "externalParameter",
    ];

    private static readonly HashSet<string> Words = new([Term, "stdev", .. Kinds], StringComparer.OrdinalIgnoreCase);

    /// <summary>The package's word for what is uncertain; null for a term.</summary>
    public static string? KindOf(string word) => word.Equals("stdev", StringComparison.OrdinalIgnoreCase) ? "standardDeviation" : Kinds.FirstOrDefault(kind => kind.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is said of an id, with one thing more: two bounds, a number or quantity, a formula, or the URI of what an external parameter is.</summary>
    public static Annotation With(Annotation known, string kind, ImmutableArray<Expr> values, string? uri)
    {
        // What is said of one id is one statement in SBML.
        var measures = known.Uncertainties.IsEmpty ? [] : known.Uncertainties[^1].Measures;
        // x.mean = ; takes back what was said.
        if (uri is null && values.IsEmpty)
            return known with { Uncertainties = measures.Any(measure => measure.Kind != kind) ? [new Uncertainty([.. measures.Where(measure => measure.Kind != kind)])] : [] };
        var measure = measures.FirstOrDefault(measure => measure.Kind == kind) ?? new UncertaintyMeasure(kind) { IsSpan = kind is "externalParameter" };
        var changed = uri is not null ? measure with { Definition = uri }
            : values.Length == 2 ? measure with { Lower = values[0], Upper = values[1], IsSpan = true }
            : kind != "distribution" && values is [SymbolExpr or NumberExpr or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr }] ? measure with { Value = values[0] }
            : values.Length == 1 ? measure with { Formula = values[0] } : measure;
        return known with { Uncertainties = [new Uncertainty(measures.Contains(measure) ? measures.Replace(measure, changed) : measures.Add(changed))] };
    }

    /// <summary>The id before the word, and the word; the whole id and null when it is none.</summary>
    public static (Name Target, string? Word) Split(Name id)
    {
        var dot = id.Text.LastIndexOf('.');
        return dot > 0 && Words.Contains(id.Text[(dot + 1)..]) ? (id with { Text = id.Text[..dot] }, id.Text[(dot + 1)..]) : (id, null);
    }
}
