using System.Collections.Immutable;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Claims;

/// <summary>
/// The verdict on a claim from the draws of its study: the probability that the deciding numbers meet the claim's bounds under each hypothesis, over parameter uncertainty; who owns that uncertainty; and
/// whether any published number moved what decides it. Where none did, the claim is undetermined, whatever the priors say.
/// </summary>
internal sealed class ClaimEvaluation
{
    /// <summary>With fewer draws left by the data a claim is at most open.</summary>
    public const double FewestEffectiveDraws = 10;

    // A parameter was moved when its mean shifts by a quarter of its standard deviation, or its standard deviation falls by an eighth.
    private const double ShiftThatCounts = 0.25;
    private const double NarrowingThatCounts = 0.875;

    // A hypothesis of which not even the closest draw comes within three standard deviations of what was published cannot have produced it.
    private const double MisfitThatContradicts = 3;

    // Vesicles do nothing where no draw moves the number by a hundredth of the way to the bound; numbers that differ by less in each draw are alike.
    internal const double MoveThatCounts = 0.01;

    private readonly StudyPlan plan;
    private readonly DrawTable draws;
    private readonly DecidingNumbers numbers;
    private readonly ObservationWeights observations;
    private readonly WhatWouldHaveToBeTrue? requirements;

    /// <param name="withRequirements">True: solve for what would have to be true.</param>
    /// <param name="threads">That solve for it.</param>
    public ClaimEvaluation(RunDirectory directory, StudyPlan plan, bool withRequirements, int threads = 1)
    {
        this.plan = plan;
        var endpoints = EndpointPlan.Create(plan);
        draws = new DrawTable(directory, plan);
        numbers = new DecidingNumbers(plan, endpoints, draws);
        observations = new ObservationWeights(plan, endpoints, draws);
        requirements = withRequirements ? new WhatWouldHaveToBeTrue(plan, endpoints, threads) : null;
    }

    /// <summary>Of a claim that has a test in this study.</summary>
    public ClaimVerdict Of(Claim claim)
    {
        var cases = numbers.Cases(claim.Test!);
        var tables = cases.Select(one => Table(one, 1)!).ToList();
        if (cases.Length > 1 && AreAlike(tables, claim.Test!) && cases.All(one => observations.Of(one.Hypothesis, 1, tables[0][0].Length).Rows.IsEmpty))
        {
            // The last one has its priors scaled, if any has; its switch does not matter.
            cases = [cases[^1]];
            tables = [tables[^1]];
            return Verdict(claim, [Under(cases[0], claim, tables[0]) with { Hypothesis = "", Title = "" }]);
        }
        ImmutableArray<HypothesisVerdict> verdicts = [.. cases.Select((one, i) => Under(one, claim, tables[i]))];
        return Verdict(claim, verdicts);
    }

    private ClaimVerdict Verdict(Claim claim, ImmutableArray<HypothesisVerdict> verdicts)
    {
        var best = verdicts.Select(verdict => verdict.RelativeEvidence).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        verdicts = [.. verdicts.Select(verdict => verdict with { RelativeEvidence = Math.Exp(verdict.RelativeEvidence - best) })];
        ImmutableArray<string> evidence = [.. verdicts.SelectMany(verdict => observations.Of(verdict.Hypothesis, 1, verdict.Draws + verdict.Undecided).Rows).Distinct()];
        return new(claim, Overall(verdicts), verdicts, evidence);
    }

    /// <summary>Numbers by criterion and draw; null when the study was not run with priors so scaled.</summary>
    private DecidingNumber[][]? Table(ClaimCase one, double scale)
    {
        var table = one.Endpoints.Select((_, criterion) => numbers.Of(one, criterion, scale)).ToArray();
        // A criterion without scaled priors does not hang on them.
        return table.All(column => column is null) ? null : [.. table.Select((column, criterion) => column ?? numbers.Of(one, criterion, 1)!)];
    }

    /// <summary>True when it makes no difference for the claim which hypothesis holds.</summary>
    private static bool AreAlike(List<DecidingNumber[][]> tables, ClaimTest test) => tables.All(table => table.Select((column, c) => column.Select((number, i) =>
    {
        var (a, b) = (number.Value, tables[0][c][i].Value);
        return double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) <= MoveThatCounts * Math.Max(1e-12, Math.Min(Math.Abs(a - test.Criteria[c].Bound), Math.Abs(a)));
    }).All(isAlike => isAlike)).All(isAlike => isAlike));

    private HypothesisVerdict Under(ClaimCase one, Claim claim, DecidingNumber[][] table)
    {
        var test = claim.Test!;
        var weights = observations.Of(one.Hypothesis, 1, table[0].Length);
        var (isInert, isStill) = (IsInert(one, table, test), IsStill(table[0], test.Criteria[0]));
        var isPriorOnly = !IsMoved(one, claim, weights);
        var (probability, decided) = Probability(table, weights.Weights, test);
        return new(
            one.Hypothesis, plan.Card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == one.Hypothesis)?.Title ?? "", probability, Scaled(one, 0.5, test), Scaled(one, 2, test),
            decided, table[0].Length - decided, weights.Effective, [.. one.Endpoints.Select((endpoint, c) => Spread(endpoint, test.Criteria[c], table[c], weights.Weights))],
            isPriorOnly, isInert, isStill, weights.Misfit, weights.Rows.IsEmpty ? double.NaN : weights.LogEvidence, StandingOf(probability, isPriorOnly, weights),
            isStill ? [] : UncertaintyOwners.Of(plan, parameter => draws.Column(one.Arm, parameter), [.. table[0].Select(number => number.Value)], weights.Weights),
            requirements is null || isInert ? [] : requirements.Of(claim, one));
    }

    private double Scaled(ClaimCase one, double scale, ClaimTest test) =>
        Table(one, scale) is { } table ? Probability(table, observations.Of(one.Hypothesis, scale, table[0].Length).Weights, test).Probability : double.NaN;

    private static (double Probability, int Decided) Probability(DecidingNumber[][] table, double[] weights, ClaimTest test)
    {
        var (holds, all, decided) = (0.0, 0.0, 0);
        Span<DecidingNumber> row = stackalloc DecidingNumber[table.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            for (var c = 0; c < row.Length; c++) row[c] = table[c][i];
            if (test.Holds(row) is not { } isMet) continue;
            decided++;
            all += weights[i];
            if (isMet) holds += weights[i];
        }
        // Sums of equal weights end beside 0 and 1 by rounding.
        return (all > 0 ? holds >= all * (1 - 1e-12) ? 1 : holds / all : double.NaN, decided);
    }

    private DecidingSpread Spread(Inputs.Endpoint endpoint, Criterion criterion, DecidingNumber[] column, double[] weights)
    {
        var order = Enumerable.Range(0, column.Length).Where(i => double.IsFinite(column[i].Value)).OrderBy(i => column[i].Value).ToArray();
        var all = order.Sum(i => weights[i]);
        double Quantile(double q)
        {
            var sum = 0.0;
            foreach (var i in order)
                if ((sum += weights[i]) >= (q * all) - 1e-12) return column[i].Value;
            return double.NaN;
        }
        return new(criterion.Endpoint, endpoint.Name ?? criterion.Endpoint, numbers.Unit(endpoint), Quantile(0.05), Quantile(0.5), Quantile(0.95));
    }

    /// <summary>True when the hypothesis turns nothing on, the vesicles carry nothing that would act without one, and the numbers hardly move.</summary>
    private bool IsInert(ClaimCase one, DecidingNumber[][] table, ClaimTest test)
    {
        if (plan.Card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == one.Hypothesis) is not { Sets.IsEmpty: true }) return false;
        if (StudyExpansion.CarriesCargo(plan.Study, plan.Arms.First(arm => arm.Arm.Id == one.Arm).Arm)) return false;
        return table.Select((column, c) => IsStill(column, test.Criteria[c])).All(isStill => isStill);
    }

    /// <summary>True when the number hardly moves from draw to draw.</summary>
    private static bool IsStill(DecidingNumber[] column, Criterion criterion)
    {
        var finite = column.Select(number => number.Value).Where(double.IsFinite).ToList();
        return finite.Count == 0 || finite.Max() - finite.Min() <= MoveThatCounts * Math.Abs(finite[0] - criterion.Bound);
    }

    /// <summary>True when a published number moved a parameter that decides.</summary>
    private bool IsMoved(ClaimCase one, Claim claim, DrawWeights weights)
    {
        if (weights.Rows.IsEmpty) return false;
        return claim.Deciding.Where(plan.VaryingParameters.Contains).Any(parameter =>
        {
            var values = draws.Column(one.Arm, parameter);
            var (priorMean, priorSd) = Moments(values, [.. values.Select(_ => 1.0 / values.Length)]);
            var (mean, sd) = Moments(values, weights.Weights);
            return priorSd > 0 && (Math.Abs(mean - priorMean) > ShiftThatCounts * priorSd || sd < NarrowingThatCounts * priorSd);
        });
    }

    private static (double Mean, double Sd) Moments(double[] values, double[] weights)
    {
        var mean = values.Zip(weights, (value, weight) => value * weight).Sum();
        return (mean, Math.Sqrt(values.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum()));
    }

    private static Standing StandingOf(double probability, bool isPriorOnly, DrawWeights weights)
    {
        if (weights.Misfit > MisfitThatContradicts) return Standing.Contradicted;
        if (isPriorOnly || double.IsNaN(probability)) return Standing.Undetermined;
        if (weights.Effective < FewestEffectiveDraws) return Standing.Open;
        return probability >= 0.95 ? Standing.Supported : probability <= 0.05 ? Standing.Refuted : Standing.Open;
    }

    /// <summary>
    /// A claim stands where all hypotheses that data leave standing agree; it is undetermined when no data decided under one of them. A hypothesis under which vesicles do nothing is there for comparison.
    /// </summary>
    private static Standing Overall(ImmutableArray<HypothesisVerdict> verdicts)
    {
        var live = verdicts.Where(verdict => !verdict.IsInert).Select(verdict => verdict.Standing).DefaultIfEmpty(Standing.Undetermined).ToList();
        var standing = live.Where(one => one != Standing.Contradicted).Distinct().ToList();
        return standing.Count switch
        {
            0 => Standing.Contradicted,
            1 => standing[0],
            _ => standing.Contains(Standing.Undetermined) ? Standing.Undetermined : Standing.Open,
        };
    }
}
