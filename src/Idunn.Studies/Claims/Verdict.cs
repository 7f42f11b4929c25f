using System.Collections.Immutable;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>What can be said of a claim.</summary>
public enum Standing
{
    /// <summary>It holds in at least 95 % of the draws, weighed by data.</summary>
    Supported,

    /// <summary>It holds in at most 5 % of the draws, weighed by data.</summary>
    Refuted,

    /// <summary>Data moved what decides it, and it may hold or not.</summary>
    Open,

    /// <summary>The hypothesis cannot produce what was published: what follows from it does not matter.</summary>
    Contradicted,

    /// <summary>No quantitative observation moved the parameters that decide it: any probability is that of the priors.</summary>
    Undetermined,

    /// <summary>It went into the model, or lies outside of it: no simulation can decide it.</summary>
    NotTested,
}

/// <summary>The probability of a claim under one hypothesis.</summary>
/// <param name="Hypothesis">Name; empty when the test hangs on none.</param>
/// <param name="Title">Of the hypothesis.</param>
/// <param name="Probability">Share of the draws that decide, weighed by the data, in which the claim holds; NaN when none does.</param>
/// <param name="Halved">The same with the priors of effects without evidence at half their width; NaN when the test has none.</param>
/// <param name="Doubled">The same at twice their width.</param>
/// <param name="Draws">Draws that decide.</param>
/// <param name="Undecided">Draws in which a number does not exist, or ends with the course too early to decide.</param>
/// <param name="EffectiveDraws">Kish's effective number of draws after weighing.</param>
/// <param name="Numbers">The numbers that decide, one for each criterion.</param>
/// <param name="IsPriorOnly">True when no quantitative observation moved the deciding parameters.</param>
/// <param name="IsInert">True when vesicles do nothing under the hypothesis, so that it is there for comparison.</param>
/// <param name="IsStill">True when the first deciding number is nearly the same in every draw.</param>
/// <param name="Misfit">Distance of the closest draw from the published numbers, root mean square in their standard deviations; NaN when none weighs.</param>
/// <param name="RelativeEvidence">Mean likelihood of the published numbers, relative to the hypothesis that explains them best; NaN when none weighs.</param>
public sealed record HypothesisVerdict(
    string Hypothesis, Phrase Title, double Probability, double Halved, double Doubled, int Draws, int Undecided, double EffectiveDraws, ImmutableArray<DecidingSpread> Numbers,
    bool IsPriorOnly, bool IsInert, bool IsStill, double Misfit, double RelativeEvidence, Standing Standing, ImmutableArray<ParameterShare> Owners, ImmutableArray<Requirement> Requirements)
{
    /// <summary>False: the data single out so few draws that the probability is not to be trusted.</summary>
    public bool HasEnoughDraws => IsPriorOnly || EffectiveDraws >= ClaimEvaluation.FewestEffectiveDraws;
}

/// <summary>Spread of one deciding number over the draws, weighed by the data.</summary>
/// <param name="Name">Of the endpoint.</param>
/// <param name="Low">5 % quantile.</param>
/// <param name="High">95 % quantile.</param>
public sealed record DecidingSpread(string Endpoint, Phrase Name, string Unit, double Low, double Median, double High);

/// <summary>Share of the variance of the first deciding number that one parameter owns by itself.</summary>
/// <param name="IsAssumption">True when the parameter was never measured.</param>
public sealed record ParameterShare(string Parameter, Phrase Name, double Share, bool IsAssumption);

/// <summary>What is known of the values that a lever can have.</summary>
public enum LeverRange
{
    None,

    /// <summary>5 to 95 % of a prior that rests on a measurement.</summary>
    Measured,

    /// <summary>5 to 95 % of a prior that nobody measured.</summary>
    Assumed,
}

/// <summary>What one quantity would have to be for the claim to hold, the rest as in the typical subject.</summary>
/// <param name="Value">In <paramref name="Unit"/>; equal to <paramref name="Usual"/>: it holds already; NaN: no value of this alone does.</param>
/// <param name="Usual">The value of the typical subject in the study.</param>
/// <param name="Low">5 % quantile of the prior; NaN when there is none.</param>
/// <param name="High">95 % quantile.</param>
/// <param name="Limit">Largest value that the quantity can have; infinite when none is known.</param>
/// <param name="Unmet">Where no value does: the endpoint of a criterion that is never met; empty when each is met, but never all at once.</param>
/// <param name="Reached">The number of that criterion that comes closest.</param>
/// <param name="DoesNothing">True when the deciding numbers hardly move, whatever the value.</param>
public sealed record Requirement(
    string Lever, Phrase Name, double Value, double Usual, string Unit, LeverRange Range, double Low, double High, double Limit, string Unmet, double Reached, bool DoesNothing)
{
    /// <summary>True when the value lies inside the range; null when there is no range or no value.</summary>
    public bool? IsInside => Range == LeverRange.None || double.IsNaN(Value) ? null : Value >= Low && Value <= High;

    public bool HoldsAlready => Value.Equals(Usual);
}

/// <summary>A claim with all that can be said of it.</summary>
/// <param name="Evidence">Observations that were weighed.</param>
public sealed record ClaimVerdict(Claim Claim, Standing Standing, ImmutableArray<HypothesisVerdict> Hypotheses, ImmutableArray<string> Evidence);
