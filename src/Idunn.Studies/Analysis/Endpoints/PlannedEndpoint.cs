using System.Collections.Immutable;

namespace Idunn.Studies.Analysis.Endpoints;

/// <summary>From when time counts.</summary>
public enum TimeOrigin
{
    /// <summary>The start of the simulation; the window runs to its end.</summary>
    Start,

    /// <summary>The first dose; the window runs to the next dose. So do publications count.</summary>
    FirstDose,

    /// <summary>Birth: times are ages.</summary>
    Birth,
}

/// <summary>One number to compute for each subject, a column of the subjects table.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Observed">Number of the readout among what the compiled model observes.</param>
/// <param name="From">Start of the window after the origin, in the model's unit of time; for <see cref="Measure.Value"/> the time itself.</param>
/// <param name="To">End of the window; infinite: as long as there is.</param>
/// <param name="Arms">Ids of the arms it is computed in; in others it is NaN.</param>
/// <param name="Unit">Unit of the number, see <see cref="MeasureText.UnitOf"/>.</param>
/// <param name="DaysPerTime">Days in the model's unit of time.</param>
/// <param name="Level">Level to be crossed, in the readout's unit; NaN for measures without one.</param>
public sealed record PlannedEndpoint(
    string Column, int Observed, Measure Measure, TimeOrigin Origin, double From, double To, ImmutableArray<string> Arms, string Unit, double DaysPerTime, double Level = double.NaN)
{
    /// <summary>Column of the extrapolated share of the area, for measures that extrapolate.</summary>
    public string ExtrapolatedColumn => Column + ".extrapolated";

    /// <summary>The number and the share of the area that was extrapolated (NaN when the measure needs none).</summary>
    /// <param name="t">Output times, ascending, in the model's unit.</param>
    /// <param name="c">The readout at those times.</param>
    /// <param name="ageAtStart">Age at time 0, in the model's unit; NaN when subjects have none.</param>
    public (double Value, double ExtrapolatedShare) Evaluate(ReadOnlySpan<double> t, ReadOnlySpan<double> c, Dosing dosing, double ageAtStart = double.NaN)
    {
        var isAfterDose = Origin == TimeOrigin.FirstDose;
        var origin = Origin switch { TimeOrigin.FirstDose => dosing.First, TimeOrigin.Birth => -ageAtStart, _ => 0 };
        if (t.IsEmpty || double.IsNaN(origin)) return (double.NaN, double.NaN);
        if (Measure is Measure.Fold or Measure.Slope) return (Change(t, c, origin + From, origin + To), double.NaN);
        if (isAfterDose && double.IsFinite(dosing.Next) && Measure != Measure.Value)
        {
            // The output at the next dose shows the state after it.
            var before = FirstAtOrAfter(t, dosing.Next);
            t = t[..before];
            c = c[..before];
        }
        var from = origin + From;
        var first = FirstAtOrAfter(t, from);
        var last = FirstAfter(t, origin + To);
        if (Measure == Measure.Value) return (t.IsEmpty ? double.NaN : NonCompartmental.ValueAt(t, c, Nearest(t, first, from)), double.NaN);
        if (Measure == Measure.Area) return (Area(t, c, first, last, origin), double.NaN);
        if (Measure == Measure.Mean) return (Area(t, c, first, last, origin) / ((Math.Min(origin + To, t.IsEmpty ? double.NaN : t[^1]) - from) * DaysPerTime), double.NaN);
        if (first >= last) return (double.NaN, double.NaN);
        t = t[first..last];
        c = c[first..last];
        return Measure switch
        {
            Measure.Peak => (NonCompartmental.Peak(c), double.NaN),
            Measure.Minimum => (Minimum(c), double.NaN),
            Measure.TimeAbove => ((FirstCrossing(t, c, 1) - origin) * DaysPerTime, double.NaN),
            Measure.TimeBelow => ((FirstCrossing(t, c, -1) - origin) * DaysPerTime, double.NaN),
            Measure.Survival => ((t[^1] - origin) * DaysPerTime, double.NaN),
            Measure.TimeOfPeak => ((NonCompartmental.TimeOfPeak(t, c) - origin) * DaysPerTime, double.NaN),
            Measure.HalfLife => (NonCompartmental.HalfLife(t, c) * DaysPerTime, double.NaN),
            _ => FromWholeArea(t, c, dosing, isAfterDose),
        };
    }

    private double Change(ReadOnlySpan<double> t, ReadOnlySpan<double> c, double from, double to)
    {
        if (double.IsPositiveInfinity(to)) to = t[^1];
        var (before, after) = (NonCompartmental.ValueAt(t, c, Nearest(t, FirstAtOrAfter(t, from), from)), NonCompartmental.ValueAt(t, c, Nearest(t, FirstAtOrAfter(t, to), to)));
        return Measure == Measure.Fold ? after / before : (after - before) / ((to - from) * DaysPerTime);
    }

    private static double Minimum(ReadOnlySpan<double> c)
    {
        var least = double.NaN;
        foreach (var value in c)
            if (!(value >= least)) least = value;
        return least;
    }

    /// <summary>By linear interpolation between two output times; NaN when the level is never crossed.</summary>
    private double FirstCrossing(ReadOnlySpan<double> t, ReadOnlySpan<double> c, int side)
    {
        for (var i = 0; i < t.Length; i++)
            if (side * (c[i] - Level) > 0)
                return i == 0 ? t[0] : t[i - 1] + ((t[i] - t[i - 1]) * (Level - c[i - 1]) / (c[i] - c[i - 1]));
        return double.NaN;
    }

    // Times from different units of the same instant differ in the last digits.
    private static double Slack(double time) => 1e-9 * Math.Abs(time);

    private static int FirstAtOrAfter(ReadOnlySpan<double> t, double time)
    {
        var i = t.BinarySearch(time - Slack(time));
        return i < 0 ? ~i : i;
    }

    private static int FirstAfter(ReadOnlySpan<double> t, double time)
    {
        if (double.IsPositiveInfinity(time)) return t.Length;
        var i = t.BinarySearch(time + Slack(time));
        return i < 0 ? ~i : i + 1;
    }

    private static double Nearest(ReadOnlySpan<double> t, int i, double time) => i < t.Length && Math.Abs(t[i] - time) <= Slack(time) ? t[i] : time;

    // The points within the window, and the interpolated values at its two ends.
    private double Area(ReadOnlySpan<double> t, ReadOnlySpan<double> c, int first, int last, double origin)
    {
        var (from, to) = (origin + From, Math.Min(origin + To, t.IsEmpty ? double.NaN : t[^1]));
        if (!(from < to) || from < t[0] - Slack(t[0])) return double.NaN;
        var area = first < last ? NonCompartmental.Area(t[first..last], c[first..last]) : 0;
        if (first >= last) return Piece(from, to, NonCompartmental.ValueAt(t, c, from), NonCompartmental.ValueAt(t, c, to)) * DaysPerTime;
        if (t[first] - from > Slack(from)) area += Piece(from, t[first], NonCompartmental.ValueAt(t, c, from), c[first]);
        if (to - t[last - 1] > Slack(to)) area += Piece(t[last - 1], to, c[last - 1], NonCompartmental.ValueAt(t, c, to));
        return area * DaysPerTime;
    }

    private static double Piece(double t1, double t2, double c1, double c2) => NonCompartmental.Area([t1, t2], [c1, c2]);

    /// <summary>
    /// CL = dose/AUC, MRT = AUMC/AUC − T/2 for an infusion over T, V_ss = CL · MRT. The last two need a single dose. After a dose into a space from which it has
    /// yet to be absorbed, CL and V_ss are apparent ones, over the fraction absorbed.
    /// </summary>
    private (double, double) FromWholeArea(ReadOnlySpan<double> t, ReadOnlySpan<double> c, Dosing dosing, bool isFirstDoseOnly)
    {
        var given = isFirstDoseOnly ? dosing.FirstAmount : dosing.Total;
        var isSingle = isFirstDoseOnly || double.IsPositiveInfinity(dosing.Next);
        var start = FirstAtOrAfter(t, dosing.First);
        if (!(given > 0) || start >= t.Length || (Measure != Measure.Clearance && !isSingle)) return (double.NaN, double.NaN);
        var whole = NonCompartmental.AreaToInfinity(t[start..], c[start..], dosing.First);
        var clearance = given / (whole.Area * DaysPerTime);
        var residence = (whole.Moment / whole.Area - dosing.FirstDuration / 2) * DaysPerTime;
        var value = Measure switch
        {
            Measure.Clearance => clearance,
            Measure.MeanResidenceTime => residence,
            _ => clearance * residence,
        };
        return (value, whole.ExtrapolatedShare);
    }
}
