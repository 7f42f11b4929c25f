using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Claims;

/// <summary>
/// The verdict on a claim from the draws of its study: the probability that the deciding number meets the claim's bounds under each hypothesis, over parameter uncertainty; who owns that uncertainty; and
/// whether any published number moved what decides it. Where none did, the claim is undetermined, whatever the priors say.
/// </summary>
internal sealed class ClaimEvaluation
{
    // A parameter was moved when its mean shifts by a quarter of its standard deviation, or its standard deviation falls by an eighth.
    private const double ShiftThatCounts = 0.25;
    private const double NarrowingThatCounts = 0.875;

    private const double SmallestShare = 0.02;
    private const int MostOwners = 6;

    private readonly StudyPlan plan;
    private readonly EndpointPlan endpoints;
    private readonly DrawTable draws;
    private readonly ObservationWeights observations;
    private readonly WhatWouldHaveToBeTrue? requirements;

    /// <param name="withRequirements">True: solve for what would have to be true.</param>
    public ClaimEvaluation(RunDirectory directory, StudyPlan plan, bool withRequirements)
    {
        this.plan = plan;
        endpoints = EndpointPlan.Create(plan);
        draws = new DrawTable(directory, plan);
        observations = new ObservationWeights(plan, endpoints, draws);
        requirements = withRequirements ? new WhatWouldHaveToBeTrue(plan) : null;
    }

    /// <summary>Of a claim that has a test in this study.</summary>
    public ClaimVerdict Of(Claim claim)
    {
        var test = claim.Test!;
        var variants = plan.Study.Endpoints.Where(endpoint => endpoint.Id == test.Endpoint || endpoint.Id.StartsWith(test.Endpoint + ".", StringComparison.Ordinal)).ToList();
        var planned = endpoints.Endpoints.First(endpoint => endpoint.Column == variants[0].Id);
        var verdicts = Cases(variants, test.Endpoint).Select(one => Under(one, claim)).ToImmutableArray();
        var unit = variants[0].Arms.Length == 2 && (variants[0].By == "ratio" || variants[0].RelativeTo is not null) ? "" : planned.Unit;
        ImmutableArray<string> evidence = [.. verdicts.SelectMany(verdict => observations.Rows(verdict.Hypothesis)).Select(entry => entry.Row.Id).Distinct()];
        return new(claim, unit, Overall(verdicts), verdicts, evidence);
    }

    /// <summary>One deciding number: an endpoint in arms under one hypothesis.</summary>
    private sealed record Case(string Hypothesis, Endpoint Endpoint, string Arm);

    /// <summary>By hypothesis: a comparison has an endpoint for each; an endpoint of single arms has one column for all of them.</summary>
    private IEnumerable<Case> Cases(IReadOnlyList<Endpoint> variants, string id)
    {
        foreach (var endpoint in variants)
        {
            if (endpoint.Arms.Length == 2)
            {
                var hypothesis = endpoint.Id.Length > id.Length ? endpoint.Id[(id.Length + 1)..] : "";
                if (!hypothesis.Contains('.', StringComparison.Ordinal))
                    yield return new(hypothesis, endpoint, endpoint.Arms[0]);
                continue;
            }
            foreach (var arm in plan.Arms.Where(arm => arm.Arm.EffectScale == 1 && (endpoint.Arms.IsEmpty || endpoint.Arms.Contains(arm.Arm.Id))))
                yield return new(arm.Arm.Hypothesis ?? "", endpoint, arm.Arm.Id);
        }
    }

    private HypothesisVerdict Under(Case one, Claim claim)
    {
        var test = claim.Test!;
        var values = Values(one, 1)!;
        var weights = observations.Of(one.Hypothesis, values.Length);
        var sketch = new QuantileSketch();
        foreach (var value in values) sketch.Add(value);
        var isPriorOnly = !IsMoved(one, claim, weights);
        var probability = Probability(values, weights, test);
        var title = plan.Card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == one.Hypothesis)?.Title ?? "";
        return new(
            one.Hypothesis, title, probability, Scaled(one, 0.5, test), Scaled(one, 2, test), values.Count(double.IsFinite), ObservationWeights.Effective(weights),
            sketch.Quantile(0.05), sketch.Quantile(0.5), sketch.Quantile(0.95), isPriorOnly, StandingOf(probability, isPriorOnly), Owners(one, values, weights),
            requirements is null ? [] : requirements.Of(claim, one.Endpoint, one.Arm, one.Hypothesis));
    }

    private double Scaled(Case one, double scale, ClaimTest test) => Values(one, scale) is { } values ? Probability(values, observations.Of(one.Hypothesis, values.Length), test) : double.NaN;

    /// <summary>The deciding number of each draw; null when the study was not run with priors so scaled.</summary>
    private double[]? Values(Case one, double scale)
    {
        var suffix = StudyExpansion.Suffix(scale);
        if (one.Endpoint.Arms.Length == 2)
        {
            var endpoint = scale == 1 ? one.Endpoint : plan.Study.Endpoints.FirstOrDefault(other => other.Id == one.Endpoint.Id + suffix);
            return endpoint is null ? null : Compared(endpoint);
        }
        var arm = one.Arm + suffix;
        return plan.Arms.Any(other => other.Arm.Id == arm) ? draws.Column(arm, one.Endpoint.Id) : null;
    }

    private double[] Compared(Endpoint endpoint)
    {
        var column = endpoints.Endpoints.First(planned => planned.Column == endpoint.Id).Column;
        var compare = RunAnalysis.Comparison(endpoint);
        var (first, second) = (Crossing(endpoint.Arms[0], column, endpoint), Crossing(endpoint.Arms[1], column, endpoint));
        var third = endpoint.RelativeTo is { } healthy ? draws.Column(healthy, column) : second.Values;
        return [.. first.Values.Select((value, i) => compare(LowerBound(first, second, i), LowerBound(second, first, i), third[i]))];
    }

    private (double[] Values, double[]? Ends) Crossing(string arm, string column, Endpoint endpoint) =>
        (draws.Column(arm, column), endpoint.Measure is "time-below" or "time-above" ? draws.Column(arm, SubjectColumns.Time) : null);

    /// <summary>Who never crosses the level in one arm and does in the other crosses it after the end of the course: the end is a lower bound.</summary>
    private static double LowerBound((double[] Values, double[]? Ends) one, (double[] Values, double[]? Ends) other, int i) =>
        double.IsNaN(one.Values[i]) && one.Ends is { } ends && !double.IsNaN(other.Values[i]) ? ends[i] : one.Values[i];

    private static double Probability(double[] values, double[] weights, ClaimTest test)
    {
        var (holds, all) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            all += weights[i];
            if (test.Holds(values[i])) holds += weights[i];
        }
        return all > 0 ? holds / all : double.NaN;
    }

    /// <summary>True when a published number moved a parameter that decides.</summary>
    private bool IsMoved(Case one, Claim claim, double[] weights)
    {
        if (!observations.Rows(one.Hypothesis).Any()) return false;
        return claim.Deciding.Where(plan.VaryingParameters.Contains).Any(parameter =>
        {
            var values = draws.Column(one.Arm, parameter);
            var (priorMean, priorSd) = Moments(values, [.. values.Select(_ => 1.0 / values.Length)]);
            var (mean, sd) = Moments(values, weights);
            return priorSd > 0 && (Math.Abs(mean - priorMean) > ShiftThatCounts * priorSd || sd < NarrowingThatCounts * priorSd);
        });
    }

    private static (double Mean, double Sd) Moments(double[] values, double[] weights)
    {
        var mean = values.Zip(weights, (value, weight) => value * weight).Sum();
        return (mean, Math.Sqrt(values.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum()));
    }

    private static Standing StandingOf(double probability, bool isPriorOnly) =>
        isPriorOnly || double.IsNaN(probability) ? Standing.Undetermined : probability >= 0.95 ? Standing.Supported : probability <= 0.05 ? Standing.Refuted : Standing.Open;

    /// <summary>A claim stands where all hypotheses agree; else it is open, or undetermined when no data decided under any.</summary>
    private static Standing Overall(ImmutableArray<HypothesisVerdict> verdicts)
    {
        var tested = verdicts.Select(verdict => verdict.Standing).Distinct().ToList();
        return tested.Count == 1 ? tested[0] : tested.All(standing => standing == Standing.Undetermined) ? Standing.Undetermined : tested.Contains(Standing.Undetermined) ? Standing.Undetermined : Standing.Open;
    }

    private ImmutableArray<ParameterShare> Owners(Case one, double[] values, double[] weights)
    {
        int[] finite = [.. Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i]))];
        double[] y = [.. finite.Select(i => values[i])];
        double[] w = [.. finite.Select(i => weights[i])];
        return
        [
            .. plan.VaryingParameters.Select(parameter => (Parameter: parameter, Share: GivenDataSensitivity.FirstOrder([.. finite.Select(i => draws.Column(one.Arm, parameter)[i])], y, w)))
                .Where(owner => owner.Share >= SmallestShare).OrderByDescending(owner => owner.Share).ThenBy(owner => owner.Parameter, StringComparer.Ordinal).Take(MostOwners)
                .Select(owner => Named(owner.Parameter, owner.Share)),
        ];
    }

    private ParameterShare Named(string parameter, double share)
    {
        var input = plan.Inputs.FirstOrDefault(number => number.Id == parameter);
        return new(parameter, input?.Name ?? parameter, share, input?.Origin.Status is null or OriginStatus.Assumption);
    }
}
