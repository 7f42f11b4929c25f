using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Claims;

/// <summary>
/// Which parameters own the spread of a number: first-order shares from the draws at hand. With hundreds of parameters and few draws some always seem to; so only shares are told that exceed the
/// largest which the same numbers show when they are shuffled between draws.
/// </summary>
internal static class UncertaintyOwners
{
    private const int Most = 6;
    private const int Shuffles = 20;
    private const uint ShufflePurpose = 7;

    /// <param name="column">A parameter's value in each draw.</param>
    /// <param name="values">The number in each draw; where it is not finite the draw is left out.</param>
    public static ImmutableArray<ParameterShare> Of(StudyPlan plan, Func<string, double[]> column, double[] values, double[] weights)
    {
        int[] finite = [.. Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i]))];
        double[] y = [.. finite.Select(i => values[i])];
        double[] w = [.. finite.Select(i => weights[i])];
        var chance = Chance([.. y], [.. w], plan.VaryingParameters.Length, plan.Study.Cohort.Seed);
        return
        [
            .. plan.VaryingParameters.Select(parameter => (Parameter: parameter, Share: GivenDataSensitivity.FirstOrder(Picked(column(parameter), finite), y, w)))
                .Where(owner => owner.Share > chance).OrderByDescending(owner => owner.Share).ThenBy(owner => owner.Parameter, StringComparer.Ordinal).Take(Most)
                .Select(owner => Named(plan, owner.Parameter, owner.Share)),
        ];
    }

    private static double[] Picked(double[] values, int[] finite) => [.. finite.Select(i => values[i])];

    /// <summary>The largest share that any of so many parameters would seem to own by chance, in 20 shuffles: exceeded by chance in about one case of twenty.</summary>
    private static double Chance(double[] y, double[] w, int parameters, ulong seed)
    {
        var n = y.Length;
        var places = new double[n];
        for (var i = 0; i < n; i++) places[i] = i;
        var largest = 0.0;
        var stream = new Philox(seed, 0, ShufflePurpose);
        // Which of two is moved does not matter: values with their weights are shuffled, and the parameter is its rank.
        for (var k = 0; k < Shuffles * parameters; k++)
        {
            for (var i = n - 1; i > 0; i--)
            {
                var j = (int)(stream.NextUniform() * (i + 1));
                (y[i], y[j], w[i], w[j]) = (y[j], y[i], w[j], w[i]);
            }
            largest = Math.Max(largest, GivenDataSensitivity.FirstOrder(places, y, w));
        }
        return largest;
    }

    private static ParameterShare Named(StudyPlan plan, string parameter, double share)
    {
        var input = plan.Inputs.FirstOrDefault(number => number.Id == parameter);
        return new(parameter, input?.Name ?? parameter, share, input?.Origin.Status is null or OriginStatus.Assumption);
    }
}
