using Idunn.Studies.Planning;

namespace Idunn.Studies.Analysis.Published;

/// <summary>Which arm of a study a published row is held against.</summary>
public static class PublishedArms
{
    /// <summary>The first arm with the row's population that gets a dose by <paramref name="route"/>; null when there is none.</summary>
    public static ArmPlan? Of(PublishedRow row, string route, StudyPlan plan) =>
        plan.Arms.FirstOrDefault(arm => arm.Population.Name == row.Population && arm.Arm.Doses.Any(dose => dose.Route == route));
}
