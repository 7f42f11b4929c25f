using System.Collections.Immutable;

namespace Idunn.Studies.Attribution;

/// <summary>
/// What carries an endpoint in the typical subject: how the deficit and the therapy's effect change when a cargo, a pathway or a coupling is taken out, and the share of each mechanism in the effect. It says
/// which assumption carries the result, not which mechanism is real.
/// </summary>
/// <param name="Endpoint">Id of the endpoint in the study file.</param>
/// <param name="Label">Name of the endpoint.</param>
/// <param name="Quantity">What is read off each arm, in words.</param>
/// <param name="Unit">Unit of all values but <see cref="EffectValue"/>'s.</param>
/// <param name="Untreated">Id of the arm that the treated one is compared to.</param>
/// <param name="Healthy">Id of the healthy arm; null: none, and the "deficit" is the untreated arm's value.</param>
/// <param name="Effects">Values at which the effects without evidence were set.</param>
/// <param name="HealthyValue">NaN when there is no healthy arm.</param>
/// <param name="Deficit">Healthy minus untreated, or the untreated value where there is no healthy arm.</param>
/// <param name="DeficitKnockouts">Largest change first.</param>
/// <param name="Simulations">Courses that were computed.</param>
public sealed record AttributionResult(
    string Endpoint, string Label, string Quantity, string Unit, string Untreated, string? Healthy, ImmutableArray<EffectValue> Effects, double UntreatedValue, double HealthyValue, double Deficit,
    ImmutableArray<KnockoutEffect> DeficitKnockouts, ImmutableArray<HypothesisAttribution> Hypotheses, int Simulations)
{
    public const string CurrentFormat = "idunn-attribution/1";

    public string Format { get; init; } = CurrentFormat;

    /// <summary>Changes of the deficit up to here may be errors of the integration.</summary>
    public required double DeficitResolution { get; init; }

    /// <summary>At which values the effects stand: ceiling, median or given.</summary>
    public required string Level { get; init; }

    /// <summary>The same in another unit.</summary>
    /// <param name="factor">A value of now times this is in <paramref name="unit"/>.</param>
    public AttributionResult In(string unit, double factor) => this with
    {
        Unit = unit, UntreatedValue = UntreatedValue * factor, HealthyValue = HealthyValue * factor, Deficit = Deficit * factor, DeficitResolution = DeficitResolution * factor,
        DeficitKnockouts = [.. DeficitKnockouts.Select(one => one.Times(factor))], Hypotheses = [.. Hypotheses.Select(under => under.Times(factor))],
    };
}

/// <summary>An effect without evidence and the value that it was set to, in the unit of its table.</summary>
public sealed record EffectValue(string Id, string Name, string Mechanism, double Value, string Unit);

/// <summary>What carries the therapy's effect under one hypothesis.</summary>
/// <param name="Hypothesis">Empty where the model has none.</param>
/// <param name="Treated">Id of the treated arm.</param>
/// <param name="TreatedValue">With all mechanisms on.</param>
/// <param name="Effect">Treated minus untreated.</param>
/// <param name="WithoutMechanisms">The same with all mechanisms off: what else the arms differ in.</param>
/// <param name="Resolution">Differences up to here may be errors of the integration.</param>
/// <param name="Standing">Whether there was something to share out.</param>
/// <param name="Shares">Largest first; they add up to <paramref name="Effect"/> less <paramref name="WithoutMechanisms"/>.</param>
/// <param name="Orders">Random orders that the shares were estimated from; 0: exact, over all coalitions.</param>
/// <param name="Knockouts">Change of the effect, largest first.</param>
/// <param name="Censored">Courses in which the level was not crossed before the end, which was then taken.</param>
public sealed record HypothesisAttribution(
    string Hypothesis, string Title, string Treated, double TreatedValue, double Effect, double WithoutMechanisms, double Resolution, AttributionStanding Standing, ImmutableArray<MechanismShare> Shares, int Orders,
    ImmutableArray<KnockoutEffect> Knockouts, int Censored)
{
    internal HypothesisAttribution Times(double factor) => this with
    {
        TreatedValue = TreatedValue * factor, Effect = Effect * factor, WithoutMechanisms = WithoutMechanisms * factor, Resolution = Resolution * factor,
        Shares = [.. Shares.Select(share => share with { Share = share.Share * factor, Error = share.Error * factor })], Knockouts = [.. Knockouts.Select(one => one.Times(factor))],
    };
}

public enum AttributionStanding
{
    /// <summary>The effect was shared out.</summary>
    Shared,

    /// <summary>There is no effect beyond the error of the integration: nothing to share out.</summary>
    Nothing,

    /// <summary>A simulation failed, or the number does not exist.</summary>
    Failed,
}

/// <summary>A mechanism's Shapley share of the effect.</summary>
/// <param name="Share">In the unit of the endpoint.</param>
/// <param name="Error">Standard error of an estimate; 0 when it is exact.</param>
/// <param name="HasPath">False: no path of equations leads from the mechanism to the endpoint, so that its share is 0 for certain.</param>
public sealed record MechanismShare(string Mechanism, string Title, double Share, double Error, bool HasPath);

/// <summary>A number with something taken out of the model.</summary>
/// <param name="Value">With it taken out.</param>
/// <param name="Change">That less what it is with everything in place.</param>
public sealed record KnockoutEffect(string Knockout, string Title, double Value, double Change, KnockoutStanding Standing)
{
    /// <summary>True when the level was not crossed before the end in one of the arms, and the end was taken.</summary>
    public bool IsCensored { get; init; }

    internal KnockoutEffect Times(double factor) => this with { Value = Value * factor, Change = Change * factor };
}

public enum KnockoutStanding
{
    Simulated,

    /// <summary>No path of equations leads from it to the endpoint: no change, for certain.</summary>
    NoPath,

    /// <summary>It was out already.</summary>
    AlreadyOut,

    /// <summary>The simulation without it failed, or the number does not exist.</summary>
    Failed,
}
