using System.Collections.Concurrent;
using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>
/// Solves for one quantity at a time at which a claim begins to hold in the typical subject, the rest at their usual values: looks over decades on both sides of the usual value, takes the nearest at
/// which it holds, and bisects on the logarithm.
/// </summary>
internal sealed class WhatWouldHaveToBeTrue(StudyPlan plan, EndpointPlan endpoints, int threads)
{
    /// <summary>In place of a parameter: every dose of a product is multiplied.</summary>
    public const string Dose = "dose";

    // A level that is imposed where there was none.
    private const double SmallestLevel = 1e-4;

    private readonly double daysPerTime = new ReadoutUnits(plan).DaysPerTime;
    private readonly ConcurrentBag<TypicalSubject> subjects = [];

    // Claims of one study ask for the same decades of the same levers: every simulation reads all endpoints off, and is done once.
    private readonly PlannedEndpoint[] columns = [.. plan.Study.Endpoints.Select(endpoint => endpoints.Endpoints.First(planned => planned.Column == endpoint.Id))];
    private readonly ConcurrentDictionary<(string Arm, Change Change), double[]> known = new();
    private readonly ConcurrentDictionary<(string Arm, int Parameter), bool> untouched = new();

    /// <summary>True when a lever means something in a study of this plan.</summary>
    public static bool IsLever(StudyPlan plan, string lever) => lever == Dose || plan.Card.Treatments.GetValueOrDefault(lever) is { IsLevel: true } || (plan.IsParameter(lever) && plan.Bindings.ContainsKey(lever));

    /// <summary>Of all levers of a claim, in their order.</summary>
    public ImmutableArray<Requirement> Of(Claim claim, ClaimCase one)
    {
        var found = new Requirement[claim.Levers.Length];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => found[i] = Solve(claim.Test!, one, claim.Levers[i]));
        return [.. found];
    }

    private Requirement Solve(ClaimTest test, ClaimCase one, string lever)
    {
        var numbers = new TypicalNumbers(test, one, Numbers);
        if (lever == Dose)
            return numbers.Requirement(lever, Phrase.Of("dose, as a multiple of the study's"), new(1, 0, double.PositiveInfinity), factor => Change.Of(factor), 1, "", LeverRange.None, (double.NaN, double.NaN));
        if (plan.Card.Treatments.GetValueOrDefault(lever) is { } treatment)
        {
            var state = plan.Compiled.IndexOfState(treatment.State);
            return numbers.Requirement(lever, treatment.Title, new(0, SmallestLevel, 1), level => Change.OfLevel(state, level), 1, "", LeverRange.None, (double.NaN, double.NaN));
        }
        return Parameter(numbers, one, plan.Bindings[lever]);
    }

    private Requirement Parameter(TypicalNumbers numbers, ClaimCase one, ParameterBinding binding)
    {
        var values = new double[plan.Compiled.ParameterIds.Length];
        Arm(one.Arm).SetTypicalParameters(values);
        var index = plan.Compiled.IndexOfParameter(binding.Id);
        var usual = values[index];
        // A share has a ceiling of one; other numbers have none that is known.
        var ceiling = binding.Row is { Unit: "1" or "", UpperBound: <= 1 } ? 1 : double.PositiveInfinity;
        var range = binding.Row.Prior.IsNone ? LeverRange.None : binding.Row.Origin.Status == OriginStatus.Assumption ? LeverRange.Assumed : LeverRange.Measured;
        return numbers.Requirement(binding.Id, binding.Row.Name, new(usual, 0, ceiling), value => Change.Of((index, value)), 1 / binding.Factor, binding.Row.Unit, range, plan.PriorBounds(binding.Id));
    }

    private ArmPlan Arm(string id) => plan.Arms.First(arm => arm.Arm.Id == id);

    /// <summary>The deciding numbers of the typical subject with one thing changed: a treatment in the arm that the claim is about, a parameter in all arms.</summary>
    private DecidingNumber[] Numbers(ClaimCase one, Change change)
    {
        return [.. one.Endpoints.Select(endpoint => endpoint.IsComparison ? Compared(endpoint) : new DecidingNumber(In(endpoint, one.Arm), 0))];

        DecidingNumber Compared(Endpoint endpoint) => DecidingNumbers.Compare(
            endpoint, In(endpoint, endpoint.Arms[0]), Arm(endpoint.Arms[0]).End * daysPerTime, In(endpoint, endpoint.Arms[1]), Arm(endpoint.Arms[1]).End * daysPerTime, In(endpoint, endpoint.RelativeTo ?? endpoint.Arms[1]));

        double In(Endpoint endpoint, string arm) => Simulated(arm, arm == one.Arm ? change : InOther(arm, change))[Array.FindIndex(columns, column => column.Column == endpoint.Id)];
    }

    /// <summary>What a change means for an arm beside the one that the claim is about. A parameter of vesicles means nothing where there are none: tried once, where it is farthest from usual.</summary>
    private Change InOther(string arm, Change change)
    {
        if (change.Parameter < 0) return Change.None;
        return untouched.GetOrAdd((arm, change.Parameter), _ => Simulated(arm, change).Zip(Simulated(arm, Change.None)).All(pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Abs(pair.Second)))
            ? Change.None
            : change;
    }

    private double[] Simulated(string arm, Change change) => known.GetOrAdd((arm, change), _ =>
    {
        var subject = subjects.TryTake(out var free) ? free : new TypicalSubject(plan);
        var values = subject.Evaluate(Arm(arm), columns, change);
        subjects.Add(subject);
        return values;
    });
}

/// <summary>Values that a lever can take, in model units.</summary>
/// <param name="Usual">The study's; 0: there was none.</param>
internal readonly record struct LeverSpan(double Usual, double Smallest, double Largest);

/// <summary>A claim in the typical subject as a function of one lever.</summary>
internal sealed class TypicalNumbers(ClaimTest test, ClaimCase one, Func<ClaimCase, Change, DecidingNumber[]> numbers)
{
    // All deciding numbers that were met with, at the usual value first.
    private readonly List<DecidingNumber[]> seen = [];

    /// <param name="factor">A value in model units times this is in <paramref name="unit"/>.</param>
    public Requirement Requirement(string lever, Phrase name, LeverSpan span, Func<double, Change> change, double factor, string unit, LeverRange range, (double Low, double High) prior)
    {
        var found = NearestThreshold.Find(span, value => Holds(value == span.Usual ? Change.None : change(value)));
        var isFound = !double.IsNaN(found);
        var (criterion, reached) = isFound ? ("", double.NaN) : Closest();
        return new(lever, name, found * factor, span.Usual * factor, unit, range, prior.Low, prior.High, span.Largest * factor, criterion, reached, !isFound && DoesNothing());
    }

    private bool? Holds(Change change)
    {
        var all = numbers(one, change);
        seen.Add(all);
        return test.Holds(all);
    }

    /// <summary>The first criterion that was never met, and the number that came closest; none when each was met, but never all at once.</summary>
    private (string Endpoint, double Value) Closest()
    {
        for (var c = 0; c < test.Criteria.Length; c++)
        {
            var criterion = test.Criteria[c];
            var values = seen.Select(all => all[c].Value).Where(value => !double.IsNaN(value)).ToList();
            if (values.Count > 0 && values.MinBy(criterion.Distance) is var closest && criterion.Distance(closest) > 0) return (criterion.Endpoint, closest);
        }
        return ("", double.NaN);
    }

    /// <summary>True when no number moves by a hundredth of the way to its bound.</summary>
    private bool DoesNothing() => test.Criteria.Select((criterion, c) =>
    {
        var values = seen.Select(all => all[c].Value).Where(value => !double.IsNaN(value)).ToList();
        return values.Count == 0 || values.Max() - values.Min() <= ClaimEvaluation.MoveThatCounts * Math.Abs(values[0] - criterion.Bound);
    }).All(isStill => isStill);
}

/// <summary>The value nearest to the usual one, by its logarithm, from which on something holds.</summary>
internal static class NearestThreshold
{
    // Beyond twelve decades nothing is meant any more. A side whose end does not hold is still looked at near the usual value: a response may rise and fall.
    private const int Decades = 12;
    private const int DecadesOfClosedSide = 3;
    private const double Precision = 1.005;

    // A share of exactly one divides by zero in some rates.
    private const double BelowOne = 0.999999;

    /// <param name="holds">Null: it cannot be computed there.</param>
    /// <returns>The usual value when it holds there; NaN when it holds nowhere.</returns>
    public static double Find(LeverSpan span, Func<double, bool?> holds)
    {
        if (holds(span.Usual) == true) return span.Usual;
        var start = span.Usual > 0 ? span.Usual : span.Smallest > 0 ? span.Smallest : 1e-12;
        if (span.Usual <= 0 && holds(start) == true) return start;
        var largest = span.Largest == 1 ? BelowOne : span.Largest;
        var up = Reach(Math.Min(largest, start * Math.Pow(10, Decades)));
        var down = span.Usual > 0 ? Reach(Math.Max(span.Smallest, start * Math.Pow(10, -Decades))) : 0;
        for (var k = 1; k <= Decades; k++)
        {
            foreach (var (reach, sign) in new[] { (up, 1), (down, -1) })
            {
                if (k > reach) continue;
                var (inner, outer) = (At(sign * (k - 1)), At(sign * k));
                if (inner != outer && holds(outer) == true) return Bisect(inner, outer, holds);
            }
        }
        return double.NaN;

        double At(int decade) => Math.Clamp(start * Math.Pow(10, decade), Math.Max(span.Smallest, double.Epsilon), largest);

        int Reach(double end) => holds(end) == false ? DecadesOfClosedSide : Decades;
    }

    private static double Bisect(double fails, double does, Func<double, bool?> holds)
    {
        while (Math.Max(does / fails, fails / does) > Precision)
        {
            var middle = Math.Sqrt(does * fails);
            if (holds(middle) == true) does = middle;
            else fails = middle;
        }
        return does;
    }
}
