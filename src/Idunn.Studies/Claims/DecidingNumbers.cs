using System.Collections.Immutable;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Claims;

/// <summary>The numbers of a claim under one hypothesis.</summary>
/// <param name="Hypothesis">Name; empty when the test hangs on none.</param>
/// <param name="Endpoints">One for each criterion.</param>
/// <param name="Arm">The arm that the claim is about: of a comparison the first.</param>
internal sealed record ClaimCase(string Hypothesis, ImmutableArray<Endpoint> Endpoints, string Arm)
{
    /// <summary>The same arm with the priors of effects scaled.</summary>
    public string ArmAt(double scale) => Arm + StudyExpansion.Suffix(scale);
}

/// <summary>Reads the numbers that decide claims off a run, draw by draw.</summary>
internal sealed class DecidingNumbers(StudyPlan plan, EndpointPlan endpoints, DrawTable draws)
{
    /// <summary>By hypothesis, in the order of the model's card; one without a hypothesis when vesicles are under none.</summary>
    public ImmutableArray<ClaimCase> Cases(ClaimTest test)
    {
        var cases = plan.Card.Hypotheses.Select(hypothesis => hypothesis.Name).Select(name => Case(test, name)).OfType<ClaimCase>().ToImmutableArray();
        return cases.IsEmpty ? [Case(test, "")!] : cases;
    }

    private ClaimCase? Case(ClaimTest test, string hypothesis)
    {
        var found = test.Criteria.Select(criterion => Under(criterion.Endpoint, hypothesis)).ToArray();
        if (found.All(one => one is null)) return null;
        // A criterion that hangs on no hypothesis is the same under each.
        var all = found.Select((one, i) => one ?? Under(test.Criteria[i].Endpoint, "")).ToArray();
        return all.Any(one => one is null) ? null : new(hypothesis, [.. all.Select(one => one!.Value.Endpoint)], found.First(one => one is not null)!.Value.Arm);
    }

    /// <summary>A comparison has an endpoint for each hypothesis; an endpoint of one arm has a column for all of its variants.</summary>
    private (Endpoint Endpoint, string Arm)? Under(string id, string hypothesis)
    {
        var wanted = hypothesis.Length > 0 ? hypothesis : null;
        if (plan.Study.Endpoints.FirstOrDefault(endpoint => endpoint.IsComparison && endpoint.Id == (wanted is null ? id : $"{id}.{hypothesis}")) is { } comparison)
            return (comparison, comparison.Arms[0]);
        if (plan.Study.Endpoints.FirstOrDefault(endpoint => !endpoint.IsComparison && endpoint.Id == id) is not { } single)
            return null;
        return plan.Arms.FirstOrDefault(arm => single.Arms.Contains(arm.Arm.Id) && arm.Arm.EffectScale == 1 && arm.Arm.Hypothesis == wanted) is { } found ? (single, found.Arm.Id) : null;
    }

    /// <summary>One criterion's number in each draw; null when the study was not run with priors so scaled.</summary>
    public DecidingNumber[]? Of(ClaimCase one, int criterion, double scale)
    {
        var endpoint = one.Endpoints[criterion];
        if (!endpoint.IsComparison)
        {
            var arm = plan.Arms.First(candidate => endpoint.Arms.Contains(candidate.Arm.Id) && candidate.Arm.EffectScale == 1 && (candidate.Arm.Hypothesis ?? "") is var name && (name == one.Hypothesis || name.Length == 0)).Arm.Id + StudyExpansion.Suffix(scale);
            return endpoint.Arms.Contains(arm) ? [.. draws.Column(arm, endpoint.Id).Select(value => new DecidingNumber(value, 0))] : null;
        }
        var scaled = scale == 1 ? endpoint : plan.Study.Endpoints.FirstOrDefault(other => other.Id == endpoint.Id + StudyExpansion.Suffix(scale));
        return scaled is null ? null : Compared(scaled);
    }

    /// <summary>Unit of a criterion's number; empty for ratios and shares.</summary>
    public string Unit(Endpoint endpoint) =>
        endpoint.IsComparison && (endpoint.By == "ratio" || endpoint.RelativeTo is not null) ? "" : endpoints.Endpoints.First(planned => planned.Column == endpoint.Id).Unit;

    private DecidingNumber[] Compared(Endpoint endpoint)
    {
        var (first, second) = (draws.Column(endpoint.Arms[0], endpoint.Id), draws.Column(endpoint.Arms[1], endpoint.Id));
        var healthy = endpoint.RelativeTo is { } arm ? draws.Column(arm, endpoint.Id) : second;
        double[]? firstEnds = null, secondEnds = null;
        if (IsCrossing(endpoint)) (firstEnds, secondEnds) = (draws.Column(endpoint.Arms[0], SubjectColumns.Time), draws.Column(endpoint.Arms[1], SubjectColumns.Time));
        var numbers = new DecidingNumber[first.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Compare(endpoint, first[i], firstEnds?[i] ?? double.NaN, second[i], secondEnds?[i] ?? double.NaN, healthy[i]);
        return numbers;
    }

    /// <summary>True for the time at which a level is crossed: who has not crossed it by the end of the course does so later, or never.</summary>
    public static bool IsCrossing(Endpoint endpoint) => endpoint.IsComparison && endpoint.RelativeTo is null && endpoint.Measure is "time-below" or "time-above";

    /// <summary>First arm to second. Where one of two times lies beyond the end of its course, that end is a bound on it, and so is what is computed from it.</summary>
    /// <param name="firstEnd">End of the first arm's course; NaN when the number is no time of crossing.</param>
    public static DecidingNumber Compare(Endpoint endpoint, double first, double firstEnd, double second, double secondEnd, double healthy)
    {
        var compare = RunAnalysis.Comparison(endpoint);
        if (IsCrossing(endpoint) && double.IsNaN(first) != double.IsNaN(second))
            return double.IsNaN(first) ? new(compare(firstEnd, second, healthy), 1) : new(compare(first, secondEnd, healthy), -1);
        return new(compare(first, second, healthy), 0);
    }
}
