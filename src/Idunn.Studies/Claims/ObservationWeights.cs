using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Claims;

/// <summary>
/// Weighs draws from the priors by published numbers: importance sampling with a normal likelihood, w ∝ exp(−½ Σ ((predicted − published)/error)²). Only a quantity with a stated error that did
/// not go into the model weighs anything, in the arm of its own hypothesis.
/// </summary>
internal sealed class ObservationWeights(StudyPlan plan, EndpointPlan endpoints, DrawTable draws)
{
    /// <summary>Rows that weigh under a hypothesis.</summary>
    public IEnumerable<(PublishedRow Row, PublishedPair Pair)> Rows(string? hypothesis) =>
        from row in endpoints.Published
        where row.Kind == PublishedKind.Quantity && double.IsFinite(row.Error) && !row.UsedBy.Any(plan.IsParameter)
        from pair in PublishedArms.Of(row, plan)
        where pair.Arm.Arm.Hypothesis is null || pair.Arm.Arm.Hypothesis == hypothesis
        select (row, pair);

    /// <summary>Weights that sum to 1; equal when nothing weighs.</summary>
    public double[] Of(string? hypothesis, int count)
    {
        var logarithms = new double[count];
        foreach (var (row, pair) in Rows(hypothesis))
        {
            var predicted = Predicted(row, pair);
            var published = 0.5 * (row.Lower + row.Upper);
            for (var i = 0; i < count; i++)
            {
                var deviation = (predicted[i] - published) / row.Error;
                // A draw in which the number does not exist cannot have produced it.
                logarithms[i] -= double.IsNaN(deviation) ? double.PositiveInfinity : 0.5 * deviation * deviation;
            }
        }
        var largest = logarithms.DefaultIfEmpty(0).Max();
        double[] weights = double.IsNegativeInfinity(largest) ? [.. logarithms.Select(_ => 1.0)] : [.. logarithms.Select(logarithm => Math.Exp(logarithm - largest))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>Kish's effective number: 1/Σw² of weights that sum to 1.</summary>
    public static double Effective(double[] weights) => weights.Length == 0 ? 0 : 1 / weights.Sum(weight => weight * weight);

    private double[] Predicted(PublishedRow row, PublishedPair pair)
    {
        var above = draws.Column(pair.Arm.Arm.Id, row.Column);
        if (pair.Below is { } arm)
        {
            var below = draws.Column(arm.Arm.Id, row.Column);
            var percent = Unit.One.ConversionFactor(UnitParser.Parse(row.Unit));
            return [.. above.Zip(below, (a, b) => a / b * percent)];
        }
        var planned = endpoints.Endpoints.First(endpoint => endpoint.Column == row.Column);
        var factor = new Analysis.ReadoutUnits(plan).Parse(planned.Unit) is { } unit ? unit.ConversionFactor(UnitParser.Parse(row.Unit)) : 1;
        return [.. above.Select(value => value * factor)];
    }
}
