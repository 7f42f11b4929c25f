using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Analysis.Published;

/// <summary>What kind of statement a source makes.</summary>
public enum PublishedKind
{
    /// <summary>A number or a range.</summary>
    Quantity,

    /// <summary>A direction or a presence; the bounds of the row are the predicate that the predicted median must meet.</summary>
    Direction,

    /// <summary>Neither.</summary>
    None,

    /// <summary>About something that the model does not contain.</summary>
    OutOfScope,
}

/// <summary>One row of an observation table.</summary>
/// <param name="Readout">Model quantity; empty when the row is not held against a number.</param>
/// <param name="From">After the first dose; null: at it.</param>
/// <param name="To">After the first dose; null: until the next dose or the end.</param>
/// <param name="Over">For a ratio of two routes, the one below the line; else empty.</param>
/// <param name="Lower">Published value or lower bound, in <paramref name="Unit"/>; NaN when there is none.</param>
/// <param name="Upper">Published value or upper bound; NaN when there is none.</param>
/// <param name="UsedBy">Parameters that took this number.</param>
public sealed record PublishedRow(
    string Table, string Id, string Population, string Route, string What, PublishedKind Kind, string Readout, Measure Measure, Amount? From, Amount? To, string Over,
    double Lower, double Upper, string Unit, string Statement, ImmutableArray<string> UsedBy, string Reference, string Locator, string CheckedAgainst, string Note,
    SourceLocation Location)
{
    public bool IsPredicted => Kind is PublishedKind.Quantity or PublishedKind.Direction;

    /// <summary>Column of the subjects table that holds its prediction.</summary>
    public string Column => $"{Table}:{Id}";
}
