using Idunn.Modeling.Checking;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>Stable codes of findings when a study is exported. docs/findings.md lists them.</summary>
public static class ArchiveCodes
{
    /// <summary>The typical subject of an arm does not come to its end.</summary>
    public const string NoTypicalCourse = "IDN601";

    internal static Finding NoCourse(ArmPlan arm, string why) =>
        new(Severity.Error, NoTypicalCourse, $"The typical subject of arm '{arm.Arm.Id}' does not come to its end, so there is no course to export: {why}.", "Look at the arm with idunn run; leave it out of the study that is exported.", arm.Arm.Location);
}
