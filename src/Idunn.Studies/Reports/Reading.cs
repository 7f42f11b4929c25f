using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports;

/// <summary>One value of a readout with its 5–95 % range.</summary>
/// <param name="Time">Output time it was read at, in days; NaN when there is no value.</param>
public readonly record struct Reading(double Time, double Median, double Low, double High)
{
    public static Reading None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>At the output time nearest to <paramref name="days"/>.</summary>
    public static Reading At(ReadoutCourse course, double days)
    {
        var nearest = 0;
        for (var i = 1; i < course.Times.Length; i++)
            if (Math.Abs(course.Times[i] - days) < Math.Abs(course.Times[nearest] - days)) nearest = i;
        return Of(course, nearest);
    }

    /// <summary>Where the median is highest.</summary>
    public static Reading Peak(ReadoutCourse course)
    {
        var peak = 0;
        for (var i = 1; i < course.Times.Length; i++)
            if (Widest(course).Median[i] > Widest(course).Median[peak]) peak = i;
        return Of(course, peak);
    }

    /// <summary>At the last output time.</summary>
    public static Reading Last(ReadoutCourse course) => Of(course, course.Times.Length - 1);

    static Reading Of(ReadoutCourse course, int i) => new(course.Times[i], Widest(course).Median[i], Widest(course).Low[i], Widest(course).High[i]);

    /// <summary>With parameter uncertainty where the cohort has it.</summary>
    static Band Widest(ReadoutCourse course) => course.Uncertainty ?? course.Variability;
}

/// <summary>What one class of cells in one region took up in one arm.</summary>
/// <param name="Vesicles">Cumulative, per cell, at the end.</param>
/// <param name="Hit">Share of cells with at least one vesicle, at the end.</param>
/// <param name="Copies">Mean over all cells, at the peak.</param>
/// <param name="CopiesPerHitCell">Copies over the share of cells hit by then; medians divided.</param>
public sealed record CellReading(ArmResult Arm, StoichiometryRow Row, Reading Vesicles, Reading Hit, Reading Copies, double CopiesPerHitCell)
{
    /// <summary>The rows of the layout for which the run stored a readout.</summary>
    public static IEnumerable<CellReading> Of(RunResults run, ArmResult arm)
    {
        foreach (var row in run.Layout.Stoichiometry?.Rows ?? [])
        {
            ReadoutCourse? Course(string readout) => run.Courses.FirstOrDefault(course => course.Arm == arm.Id && course.Readout == readout);
            var (vesicles, hit, copies) = (Course(row.VesiclesPerCell), Course(row.HitFraction), Course(row.Copies));
            if (vesicles is null && hit is null && copies is null) continue;
            var peak = copies is null ? Reading.None : Reading.Peak(copies);
            var hitThen = hit is null || double.IsNaN(peak.Time) ? double.NaN : Reading.At(hit, peak.Time).Median;
            yield return new(arm, row, vesicles is null ? Reading.None : Reading.Last(vesicles), hit is null ? Reading.None : Reading.Last(hit), peak, hitThen > 0 ? peak.Median / hitThen : double.NaN);
        }
    }
}

/// <summary>Copies per cell that an effect needs, with the source of that number.</summary>
public sealed record Threshold(double Value, string Reference, string Locator)
{
    /// <summary>From the layout, or from the parameter that the layout names; null when neither gives a number.</summary>
    public static Threshold? Of(RunResults run)
    {
        if (run.Layout.Stoichiometry?.Threshold is not { } given) return null;
        if (given.Parameter is null) return new(given.Value, given.Reference, given.Locator);
        var input = run.Inputs.FirstOrDefault(input => input.Id == given.Parameter);
        return input is null ? null : new(input.Value, input.Origin.Reference, input.Origin.Locator);
    }

    /// <summary>How far a number of copies lies from what is needed, in words.</summary>
    public string Distance(double copies, Words words)
    {
        if (copies <= 0) return words["no copies at all, against the {0} copies per cell taken as needed", Numbers.Format(Value)];
        var orders = Math.Log10(Value / copies);
        return orders switch
        {
            > 0.05 => words["{0} orders of magnitude below the {1} copies per cell taken as needed", Numbers.Format(Math.Round(orders, 1)), Numbers.Format(Value)],
            < -0.05 => words["{0} orders of magnitude above the {1} copies per cell taken as needed", Numbers.Format(Math.Round(-orders, 1)), Numbers.Format(Value)],
            _ => words["at the {0} copies per cell taken as needed", Numbers.Format(Value)],
        };
    }
}
