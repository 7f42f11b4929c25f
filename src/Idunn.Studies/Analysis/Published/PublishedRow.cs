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
/// <param name="Route">Of the arm; <see cref="NoDose"/> for one without a product.</param>
/// <param name="From">On the clock; null: at its start.</param>
/// <param name="To">On the clock; null: until the next dose or the end.</param>
/// <param name="Over">For a ratio of two arms, the route of the one below the line, which may be <see cref="NoDose"/>; else empty.</param>
/// <param name="Lower">Published value or lower bound, in <paramref name="Unit"/>; NaN when there is none.</param>
/// <param name="Upper">Published value or upper bound; NaN when there is none.</param>
/// <param name="UsedBy">Parameters that took this number.</param>
public sealed record PublishedRow(
    string Table, string Id, string Population, string Route, string What, PublishedKind Kind, string Readout, Measure Measure, Amount? From, Amount? To, string Over,
    double Lower, double Upper, string Unit, string Statement, ImmutableArray<string> UsedBy, string Reference, string Locator, string CheckedAgainst, string Note,
    SourceLocation Location)
{
    /// <summary>In place of a route: no product is given.</summary>
    public const string NoDose = "none";

    /// <summary>Protocols that the arm must have, and no others.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>The same for the arm below the line.</summary>
    public ImmutableArray<string> OverProtocols { get; init; } = [];

    /// <summary>From when <see cref="From"/> and <see cref="To"/> count.</summary>
    public TimeOrigin Clock { get; init; } = TimeOrigin.FirstDose;

    /// <summary>Standard deviation of the published value, in <see cref="Unit"/>; NaN when it is not known, and then the number cannot move a verdict.</summary>
    public double Error { get; init; } = double.NaN;

    public bool IsPredicted => Kind is PublishedKind.Quantity or PublishedKind.Direction;

    /// <summary>Column of the subjects table that holds its prediction.</summary>
    public string Column => $"{Table}:{Id}";
}
