using System.Collections.Immutable;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Claims;

/// <summary>What published numbers make of the draws under one hypothesis.</summary>
/// <param name="Weights">One for each draw; they sum to 1.</param>
/// <param name="Effective">Kish's effective number of draws.</param>
/// <param name="LogEvidence">Natural logarithm of the mean likelihood over the draws; 0 when nothing weighs.</param>
/// <param name="Misfit">Root mean square deviation of the closest draw from the published numbers, in their standard deviations; NaN when nothing weighs.</param>
/// <param name="Rows">Ids of the rows that weigh.</param>
internal sealed record DrawWeights(double[] Weights, double Effective, double LogEvidence, double Misfit, ImmutableArray<string> Rows);

/// <summary>
/// Weighs draws from the priors by published numbers: importance sampling with a normal likelihood, w ∝ exp(−½ Σ ((predicted − published)/error)²). Only a quantity with a stated error that did
/// not go into the model weighs anything, in the arm of its own hypothesis.
/// </summary>
internal sealed class ObservationWeights(StudyPlan plan, EndpointPlan endpoints, DrawTable draws)
{
    private readonly Dictionary<(string Hypothesis, double Scale), DrawWeights> known = [];

    /// <summary>True for a row that can weigh draws: a number with an error that no parameter took.</summary>
    public static bool CanWeigh(PublishedRow row, Predicate<string> isParameter) =>
        row.Kind == PublishedKind.Quantity && double.IsFinite(row.Error) && double.IsFinite(row.Lower) && double.IsFinite(row.Upper) && !row.UsedBy.Any(id => isParameter(id));

    /// <summary>Of the draws under a hypothesis; equal when nothing weighs.</summary>
    /// <param name="scale">Of the priors of effects.</param>
    /// <param name="count">Number of draws.</param>
    public DrawWeights Of(string hypothesis, double scale, int count) =>
        known.TryGetValue((hypothesis, scale), out var found) ? found : known[(hypothesis, scale)] = Weigh(hypothesis, scale, count);

    private DrawWeights Weigh(string hypothesis, double scale, int count)
    {
        var squares = new double[count];
        // Draws of arms with another number of them do not pair.
        var rows = Rows(hypothesis).Where(entry => entry.Pair.Arm.Draws == count && (entry.Pair.Below is null || entry.Pair.Below.Draws == count)).ToList();
        foreach (var (row, pair) in rows)
        {
            var predicted = Predicted(row, pair, scale);
            var published = 0.5 * (row.Lower + row.Upper);
            for (var i = 0; i < count; i++)
            {
                var deviation = (predicted[i] - published) / row.Error;
                // A draw in which the number does not exist cannot have produced it.
                squares[i] += double.IsNaN(deviation) ? double.PositiveInfinity : deviation * deviation;
            }
        }
        var least = squares.DefaultIfEmpty(0).Min();
        double[] weights = double.IsPositiveInfinity(least) ? [.. squares.Select(_ => 1.0)] : [.. squares.Select(square => Math.Exp(-0.5 * (square - least)))];
        var sum = weights.Sum();
        weights = [.. weights.Select(weight => weight / sum)];
        return new(
            weights, Effective(weights), rows.Count == 0 || count == 0 ? 0 : (-0.5 * least) + Math.Log(sum / count), rows.Count == 0 ? double.NaN : Math.Sqrt(least / rows.Count),
            [.. rows.Select(entry => entry.Row.Id).Distinct()]);
    }

    /// <summary>Kish's effective number: 1/Σw² of weights that sum to 1.</summary>
    public static double Effective(double[] weights) => weights.Length == 0 ? 0 : 1 / weights.Sum(weight => weight * weight);

    /// <summary>Rows that weigh under a hypothesis, with the arms that they are held against.</summary>
    private IEnumerable<(PublishedRow Row, PublishedPair Pair)> Rows(string hypothesis) =>
        from row in endpoints.Published
        where CanWeigh(row, plan.IsParameter)
        from pair in PublishedArms.Of(row, plan)
        where (pair.Arm.Arm.Hypothesis is null || pair.Arm.Arm.Hypothesis == hypothesis) && PublishedArms.Covers(pair, row, plan)
        select (row, pair);

    private double[] Predicted(PublishedRow row, PublishedPair pair, double scale)
    {
        var above = draws.Column(At(pair.Arm, scale), row.Column);
        if (pair.Below is { } arm)
        {
            var below = draws.Column(At(arm, scale), row.Column);
            var percent = Unit.One.ConversionFactor(UnitParser.Parse(row.Unit));
            return [.. above.Zip(below, (a, b) => a / b * percent)];
        }
        var planned = endpoints.Endpoints.First(endpoint => endpoint.Column == row.Column);
        var factor = new Analysis.ReadoutUnits(plan).Parse(planned.Unit) is { } unit ? unit.ConversionFactor(UnitParser.Parse(row.Unit)) : 1;
        return [.. above.Select(value => value * factor)];
    }

    /// <summary>The arm with its priors so scaled; itself when it has no effects whose priors could be.</summary>
    private string At(ArmPlan arm, double scale)
    {
        var scaled = arm.Arm.Id + StudyExpansion.Suffix(scale);
        return plan.Arms.Any(other => other.Arm.Id == scaled) ? scaled : arm.Arm.Id;
    }
}
