namespace Idunn.Numerics.Stochastic;

/// <summary>How a jump process moves on: says when the state changes next, and changes it. Only the loop around it owns time, outputs, inputs and events.</summary>
internal abstract class JumpMethod(Intensities intensities)
{
    protected Intensities Intensities { get; } = intensities;

    /// <summary>True when one step stands for many firings, so that what happens in between is not seen.</summary>
    public virtual bool IsLeaping => false;

    public long Leaps { get; protected set; }

    public long RejectedLeaps { get; protected set; }

    /// <summary>Begins a course. Propensities are up to date.</summary>
    public abstract void Begin(ReactionChance chance, double t);

    /// <summary>When the state changes next; after <paramref name="stop"/>, or infinity, when it does not until then. Asked again before <see cref="Change"/>, the answer is the same unless a leap was cut at the stop.</summary>
    public abstract double Plan(double t, double stop, ReadOnlySpan<double> x);

    /// <summary>Makes the planned change, at its time <paramref name="t"/>, and brings the propensities up to date. Returns the reaction that fired; −1 after a leap.</summary>
    public abstract int Change(double t, Span<double> x);

    /// <summary>Takes note that state or arrivals were changed from outside, and brings the propensities up to date.</summary>
    public abstract void Disturb(double t, ReadOnlySpan<double> x);

    protected void Apply(int reaction, Span<double> x)
    {
        foreach (var (state, change) in Intensities.Network.Changes(reaction))
            x[state] += change;
    }
}
