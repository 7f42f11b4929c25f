using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Function, safety and what a clock reads at the end of each arm, in columns of their own: no score adds them up.</summary>
static class SideBySide
{
    public static XElement? Section(RunResults run)
    {
        var columns = run.Layout.SideBySide.SelectMany(group => group.Readouts.Select(readout => (group.Title, Readout: readout))).Where(column => run.Courses.Any(course => course.Readout == column.Readout)).ToList();
        if (columns.Count == 0) return null;
        string[] heads = ["Arm", .. columns.Select(column => $"{column.Title}: {run.Courses.First(course => course.Readout == column.Readout).Label}")];
        return Parts.Section("side-by-side", "Benefit beside safety, clock beside function",
            El("p", "At the end of each arm: median and 5–95 %, with parameter uncertainty where the cohort has draws. Benefit and risk are never merged into one number, and a younger clock is not counted as function."),
            Parts.Table("side", heads, run.Arms.Select(arm => (object?[])[El("b", arm.Name), .. columns.Select(column => Cell(run, arm, column.Readout))])));
    }

    static object?[]? Cell(RunResults run, ArmResult arm, string readout)
    {
        if (run.Course(arm.Id, readout) is not { } course) return null;
        var last = Reading.Last(course);
        return [Parts.Interval(last.Median, last.Low, last.High), course.Unit is "" or "1" ? null : " " + course.Unit];
    }
}
