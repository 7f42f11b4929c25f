using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>A published claim and the test that decides it, science/claims/NAME.yaml.</summary>
public sealed record Claim
{
    public required string Id { get; init; }
    public required SourceLocation Location { get; init; }
    public required Phrase Statement { get; init; }

    /// <summary>Key in science/references.bib; empty: general knowledge.</summary>
    public required string Reference { get; init; }
    public required string Locator { get; init; }

    /// <summary>Null: nothing simulated can decide it, and <see cref="Reason"/> says why.</summary>
    public ClaimTest? Test { get; init; }

    /// <summary>Why no simulation decides it: it is an input of the model, or out of its scope.</summary>
    public Phrase Reason { get; init; } = Phrase.Empty;

    /// <summary>Parameters that would decide it, if they were measured.</summary>
    public ImmutableArray<string> Deciding { get; init; } = [];

    /// <summary>The number that is missing.</summary>
    public Phrase Missing { get; init; } = Phrase.Empty;

    /// <summary>The measurement that would settle it.</summary>
    public Phrase SettledBy { get; init; } = Phrase.Empty;

    /// <summary>What is solved for, one at a time: <c>dose</c>, a treatment that is a level, or a parameter.</summary>
    public ImmutableArray<string> Levers { get; init; } = [];
}

/// <summary>The number that decides a claim.</summary>
/// <param name="Study">Study file under studies/, without its ending.</param>
/// <param name="Endpoint">Endpoint of the study; a comparison of arms, or one arm.</param>
/// <param name="AtLeast">The claim holds from here on; NaN: no lower bound.</param>
/// <param name="AtMost">The claim holds up to here; NaN: no upper bound.</param>
/// <param name="Because">Why these bounds.</param>
public sealed record ClaimTest(string Study, string Endpoint, double AtLeast, double AtMost, Phrase Because)
{
    public bool Holds(double value) => !(value < AtLeast) && !(value > AtMost) && !double.IsNaN(value);
}
