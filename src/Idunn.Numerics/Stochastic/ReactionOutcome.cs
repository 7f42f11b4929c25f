namespace Idunn.Numerics.Stochastic;

/// <summary>Why a course of a reaction network ended. Anything but <see cref="Completed"/> is a result to store, never an exception.</summary>
public enum ReactionEnding
{
    /// <summary>The end time was reached.</summary>
    Completed,

    /// <summary>The allowed number of steps was used up, or events set each other off for ever.</summary>
    StepLimit,

    /// <summary>A propensity became infinite or not a number.</summary>
    NotFinite,

    /// <summary>A propensity became negative: the rate law is no probability per time there.</summary>
    NegativePropensity,

    /// <summary>A reaction fired without enough of what it uses: its rate law is not 0 where it should be.</summary>
    NegativeCount,

    /// <summary>A count went beyond 2⁵³, where whole numbers end.</summary>
    TooManyToCount,

    /// <summary>An event set a count to something that is no whole number.</summary>
    NotWhole,

    /// <summary>The caller asked to stop.</summary>
    Cancelled,
}

/// <summary>How one course ended.</summary>
/// <param name="Ending">Why it ended.</param>
/// <param name="Time">Time reached.</param>
/// <param name="Culprit">The reaction or state that failed the check; null when there is none.</param>
public readonly record struct ReactionOutcome(ReactionEnding Ending, double Time, string? Culprit)
{
    /// <summary>Work done to get there.</summary>
    public ReactionStatistics Statistics { get; init; }

    public bool IsComplete => Ending == ReactionEnding.Completed;
}

/// <summary>Work counters of one course.</summary>
/// <param name="Steps">Single firings and leaps.</param>
/// <param name="Leaps">Leaps of tau-leaping among them.</param>
/// <param name="RejectedLeaps">Leaps given up because a count would have gone below zero.</param>
/// <param name="EventsFired">Triggered events.</param>
public readonly record struct ReactionStatistics(long Steps, long Leaps, long RejectedLeaps, long EventsFired);
