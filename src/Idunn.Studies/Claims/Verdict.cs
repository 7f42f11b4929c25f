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

    /// <summary>No quantitative observation moved the parameters that decide it: any probability is that of the priors.</summary>
    Undetermined,

    /// <summary>It went into the model, or lies outside of it: no simulation can decide it.</summary>
    NotTested,
}

/// <summary>The probability of a claim under one hypothesis.</summary>
/// <param name="Hypothesis">Name; empty when the test hangs on none.</param>
/// <param name="Probability">Share of the draws, weighed by the data, in which the claim holds.</param>
/// <param name="Halved">The same with the priors of effects without evidence at half their width; NaN when the test has none.</param>
/// <param name="Doubled">The same at twice their width.</param>
/// <param name="Draws">Draws in which the number exists.</param>
/// <param name="EffectiveDraws">Kish's effective number of draws after weighing.</param>
/// <param name="Low">5 % quantile of the number that decides.</param>
/// <param name="Median">Median of it.</param>
/// <param name="High">95 % quantile of it.</param>
/// <param name="IsPriorOnly">True when no quantitative observation moved the deciding parameters.</param>
public sealed record HypothesisVerdict(
    string Hypothesis, Phrase Title, double Probability, double Halved, double Doubled, int Draws, double EffectiveDraws, double Low, double Median, double High, bool IsPriorOnly, Standing Standing,
    ImmutableArray<ParameterShare> Owners, ImmutableArray<Requirement> Requirements);

/// <summary>Share of the variance of the deciding number that one parameter owns by itself.</summary>
/// <param name="IsAssumption">True when the parameter was never measured.</param>
public sealed record ParameterShare(string Parameter, Phrase Name, double Share, bool IsAssumption);

/// <summary>What one quantity would have to be for the claim to hold, the rest at their medians.</summary>
/// <param name="Value">In <paramref name="Unit"/>; NaN: no value of this alone does.</param>
/// <param name="Usual">The value that the study has.</param>
/// <param name="Range">The range that is measured or assumed, in words.</param>
/// <param name="IsInside">True when the value lies inside that range; null when there is none.</param>
public sealed record Requirement(string Lever, Phrase Name, double Value, double Usual, string Unit, Phrase Range, bool? IsInside);

/// <summary>A claim with all that can be said of it.</summary>
/// <param name="Unit">Unit of the deciding number.</param>
/// <param name="Evidence">Observations that were weighed.</param>
public sealed record ClaimVerdict(Claim Claim, string Unit, Standing Standing, ImmutableArray<HypothesisVerdict> Hypotheses, ImmutableArray<string> Evidence);
