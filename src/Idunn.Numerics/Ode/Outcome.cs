namespace Idunn.Numerics.Ode;

/// <summary>Why an integration ended. Anything but <see cref="Completed"/> is a result to store, never an exception.</summary>
public enum Ending
{
    /// <summary>The end time was reached.</summary>
    Completed,

    /// <summary>The allowed number of steps was used up.</summary>
    StepLimit,

    /// <summary>A state or a derivative became infinite or not a number, at every step size tried.</summary>
    NotFinite,

    /// <summary>The error test could not be met at the smallest step that still moves time, or an event repeats within it for ever; then no state is at fault.</summary>
    StepTooSmall,

    /// <summary>The caller asked to stop.</summary>
    Cancelled,

    /// <summary>The problem's <see cref="Interruption"/> ended the course, as a death does: nothing failed.</summary>
    Exited,
}

/// <summary>How one subject's integration ended.</summary>
/// <param name="Ending">Why it ended.</param>
/// <param name="Time">Model time reached, in the model's time unit.</param>
/// <param name="Culprit">The state that failed the check, or what exited; null when there is none.</param>
public readonly record struct Outcome(Ending Ending, double Time, string? Culprit)
{
    /// <summary>Work done to get there.</summary>
    public SolverStatistics Statistics { get; init; }

    public bool IsComplete => Ending == Ending.Completed;

    /// <summary>False when the course went to its end, the problem's or its own.</summary>
    public bool IsFailure => Ending is not (Ending.Completed or Ending.Exited);
}

/// <summary>Work counters of one integration.</summary>
public readonly record struct SolverStatistics(long AcceptedSteps, long RejectedSteps, long RightHandSides, long Factorizations, long EventsFired)
{
    /// <summary>Factorisations in which pivots on the diagonal were not safe and partial pivoting took over.</summary>
    public long PivotFallbacks { get; init; }

    /// <summary>How often the course was taken out of its lane because no step could be found there: 1 when it went on with partial pivoting (from an explicit method: with a Rosenbrock method), 2 when that failed too and it went on with BDF.</summary>
    public int Evictions { get; init; }

    /// <summary>True when stability, not accuracy, held the steps of an explicit method back: an implicit one is the better choice.</summary>
    public bool MetStiffness { get; init; }
}
