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
        string[] heads = [run.Words["Arm"], run.Arms.All(arm => double.IsNaN(arm.AgeAtStart)) ? run.Words["Time"] : run.Words["Age"], .. columns.Select(column => run.Words["{0}: {1}", column.Title, run.Courses.First(course => course.Readout == column.Readout).Label])];
        return Parts.Section("side-by-side", run.Words["Benefit beside safety, clock beside function"],
            El("p", run.Words["At the end of each arm, or at the last time at which half of its subjects lived: median and 5–95 %, with parameter uncertainty where the cohort has draws. Benefit and risk are never merged into one number, and a younger clock is not counted as function."]),
            Parts.Table("side", heads, run.Arms.Select(arm => (object?[])[El("b", arm.Name), When(run, arm, columns[0].Readout), .. columns.Select(column => Cell(run, arm, column.Readout))])));
    }

    /// <summary>The last output time at which half of the subjects are there.</summary>
    static int LastAlive(ArmResult arm, ReadoutCourse course)
    {
        for (var i = course.Times.Length - 1; i > 0; i--)
            if (double.IsFinite(course.Variability.Median[i]) && (arm.Surviving.IsEmpty || arm.Surviving[i] >= 0.5)) return i;
        return 0;
    }

    /// <summary>When the columns were read: at the end, or while half of the subjects lived.</summary>
    static string When(RunResults run, ArmResult arm, string readout)
    {
        if (run.Course(arm.Id, readout) is not { } course) return "";
        var days = course.Times[LastAlive(arm, course)];
        return double.IsNaN(arm.AgeAtStart) ? Numbers.Duration(days, run.Words) : run.Words["{0} y", Numbers.Format((days + arm.AgeAtStart) / Numbers.DaysPerYear)];
    }

    /// <summary>What the tolerance of the integration leaves of a zero.</summary>
    static double Clean(double value) => Math.Abs(value) < 1e-9 ? 0 : value;

    static object?[]? Cell(RunResults run, ArmResult arm, string readout)
    {
        if (run.Course(arm.Id, readout) is not { } course) return null;
        var last = Reading.At(course, course.Times[LastAlive(arm, course)]);
        return [Parts.Interval(run.Words, Clean(last.Median), Clean(last.Low), Clean(last.High)), course.Unit is "" or "1" ? null : " " + course.Unit];
    }
}
