using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Inputs.Yaml;
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

    public Places Places { get; init; } = Places.None;
}

/// <summary>What decides a claim: all criteria must be met in the same draw.</summary>
/// <param name="Study">Study file under studies/, without its ending.</param>
/// <param name="Because">Why these bounds; they are conventions.</param>
public sealed record ClaimTest(string Study, ImmutableArray<Criterion> Criteria, Phrase Because, SourceLocation Location)
{
    /// <summary>True or false where the numbers say so, null where they leave it open.</summary>
    public bool? Holds(ReadOnlySpan<DecidingNumber> numbers)
    {
        bool? all = true;
        for (var i = 0; i < numbers.Length; i++)
        {
            var one = Criteria[i].Holds(numbers[i]);
            if (one is false) return false;
            if (one is null) all = null;
        }
        return all;
    }
}

/// <summary>A number and the bounds within which the claim holds.</summary>
/// <param name="Endpoint">Endpoint of the study; a comparison of arms, or one arm.</param>
/// <param name="AtLeast">The claim holds from here on; NaN: no lower bound.</param>
/// <param name="AtMost">The claim holds up to here; NaN: no upper bound.</param>
public sealed record Criterion(string Endpoint, double AtLeast, double AtMost, SourceLocation Location)
{
    /// <summary>Null when the number does not exist, or when a bound on it leaves open whether it lies within.</summary>
    public bool? Holds(DecidingNumber number)
    {
        var (value, side) = (number.Value, number.Side);
        if (double.IsNaN(value)) return null;
        if (side <= 0 && value < AtLeast) return false;
        if (side >= 0 && value > AtMost) return false;
        var isAbove = double.IsNaN(AtLeast) || (side >= 0 && value >= AtLeast);
        var isBelow = double.IsNaN(AtMost) || (side <= 0 && value <= AtMost);
        return isAbove && isBelow ? true : null;
    }

    /// <summary>How far a number is from meeting the criterion; 0 when it does, NaN when it does not exist.</summary>
    public double Distance(double value) => double.IsNaN(value) ? double.NaN : value < AtLeast ? AtLeast - value : value > AtMost ? value - AtMost : 0;

    /// <summary>The bound that has to be reached: the lower one where there is one.</summary>
    public double Bound => double.IsNaN(AtLeast) ? AtMost : AtLeast;
}

/// <summary>A number that decides, of one draw.</summary>
/// <param name="Value">NaN: it does not exist.</param>
/// <param name="Side">0: it is known; 1: it is at least <paramref name="Value"/>; −1: at most. So it is with times that end with the course.</param>
public readonly record struct DecidingNumber(double Value, int Side);
