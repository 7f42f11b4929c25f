namespace Idunn.Numerics.Stochastic;

/// <summary>How a reaction network is simulated.</summary>
public enum ReactionMethod
{
    /// <summary>Exact, one reaction at a time: see <see cref="Stochastic.DirectMethod"/>. Best for few reactions.</summary>
    Direct,

    /// <summary>Exact, one reaction at a time: see <see cref="Stochastic.NextReactionMethod"/>. Best for many reactions that touch few others; arms stay coupled.</summary>
    NextReaction,

    /// <summary>Many reactions at a time, to a stated error: see <see cref="Stochastic.TauLeaping"/>. Best for large counts.</summary>
    TauLeaping,
}

/// <summary>Choices of a <see cref="ReactionSolver"/>.</summary>
public sealed record ReactionOptions
{
    public ReactionMethod Method { get; init; } = ReactionMethod.Direct;

    /// <summary>Firings, or leaps, after which a course ends with <see cref="ReactionEnding.StepLimit"/>. At most 2³¹, so that no stream is used up.</summary>
    public long MaxSteps { get; init; } = 1L << 31;

    /// <summary>ε of tau-leaping: the change of each propensity in a leap, relative to itself, that its mean and standard deviation are held to.</summary>
    public double Epsilon { get; init; } = 0.03;

    /// <summary>n_c of tau-leaping: a reaction that could fire fewer times than this before it runs out of something never fires twice in one leap.</summary>
    public int CriticalFirings { get; init; } = 10;
}
