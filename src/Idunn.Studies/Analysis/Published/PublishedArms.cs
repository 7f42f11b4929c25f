using System.Collections.Immutable;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Analysis.Published;

/// <summary>An arm that a published row is held against, and for a ratio the one below the line.</summary>
public sealed record PublishedPair(ArmPlan Arm, ArmPlan? Below);

/// <summary>Which arms of a study a published row is held against.</summary>
public static class PublishedArms
{
    /// <summary>
    /// The first arm with the row's population, route and protocols that gets nothing else, under each hypothesis that the study runs; for a ratio each with the arm below the line,
    /// under the same hypothesis where that one has any. Empty: the study has none.
    /// </summary>
    public static ImmutableArray<PublishedPair> Of(PublishedRow row, StudyPlan plan)
    {
        var above = Fitting(row.Route, row.Protocols, row, plan).DistinctBy(arm => arm.Arm.Hypothesis);
        if (row.Over.Length == 0)
            return [.. above.Select(arm => new PublishedPair(arm, null))];
        var below = Fitting(row.Over, row.OverProtocols, row, plan).DistinctBy(arm => arm.Arm.Hypothesis).ToList();
        return
        [
            .. above.Select(arm => (arm, Below: below.FirstOrDefault(other => other.Arm.Hypothesis == arm.Arm.Hypothesis) ?? below.FirstOrDefault(other => other.Arm.Hypothesis is null || arm.Arm.Hypothesis is null)))
                .Where(pair => pair.Below is not null).Select(pair => new PublishedPair(pair.arm, pair.Below)),
        ];
    }

    /// <summary>Whether the courses of both arms cover the times that the row is read at, which count from the first dose of the arm above the line where that is the row's clock.</summary>
    public static bool Covers(PublishedPair pair, PublishedRow row, StudyPlan plan)
    {
        var day = new ReadoutUnits(plan).DaysPerTime;
        var times = new[] { row.From, row.To }.OfType<Inputs.Amount>().Select(at => at.In("d")).ToList();
        var first = double.IsNaN(pair.Arm.FirstDose) ? 0 : pair.Arm.FirstDose * day;
        return new[] { pair.Arm, pair.Below }.OfType<ArmPlan>().All(arm =>
        {
            var origin = row.Clock switch { Endpoints.TimeOrigin.Birth => -arm.AgeAtStart * day, Endpoints.TimeOrigin.FirstDose => first, _ => 0 };
            // Half a day's slack: a month or a year is not a whole number of days.
            return times.TrueForAll(at => origin + at >= -0.5 && origin + at <= (arm.End * day) + 0.5);
        });
    }

    private static IEnumerable<ArmPlan> Fitting(string route, ImmutableArray<string> protocols, PublishedRow row, StudyPlan plan) => plan.Arms.Where(arm =>
        arm.Population.Name == row.Population && !arm.Arm.HasTreatments && arm.Arm.Settings.IsEmpty && arm.Arm.Protocols.ToHashSet(StringComparer.Ordinal).SetEquals(protocols)
        && (route == PublishedRow.NoDose ? !arm.Arm.Doses.Any(dose => dose.IsProduct) : arm.Arm.Doses.Any(dose => dose.Route == route)));
}
