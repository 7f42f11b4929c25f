using System.Collections.Immutable;
using System.Text;
using Idunn.Studies.Analysis;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>One arm's curve in a panel.</summary>
/// <param name="Style">Index of colour and line style, the same in every panel.</param>
public sealed record Curve(string Name, int Style, ReadoutCourse Course, ImmutableArray<double> DoseTimes)
{
    /// <summary>Stands at the curve's end where names have no room; a key tells what it means. Null: the name stands there.</summary>
    public string? Letter { get; init; }

    /// <summary>Age at time 0, in days; NaN when time is not shown as age.</summary>
    public double Age { get; init; } = double.NaN;
}

/// <summary>A readout over time: median, 5–95 % between subjects, and 5–95 % with parameter uncertainty, for one or more arms.</summary>
public static class TimeCourses
{
    // Room for two lines of title in every panel, so that the axes of a row stand level.
    const double Width = 420, Height = 310, TitleLine = 19, Left = 58, Right = 404, Top = 72, Bottom = 270;

    static readonly ImmutableArray<ImmutableArray<double>> dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [14, 4], [1, 3], [8, 2, 2, 2, 2, 2]];

    public static ImmutableArray<double> Dashes(int style) => dashes[style % dashes.Length];

    /// <summary>A panel; its name must be unique in the report.</summary>
    /// <param name="isLogTime">Null: log where a single dose at the start tells its story in minutes. False: slow courses of a brain, whose ratios, shares and scales are linear too.</param>
    public static Figure Panel(string name, IReadOnlyList<Curve> curves, Words words, bool? isLogTime = null)
    {
        var hasLetters = curves.Any(curve => curve.Letter is not null);
        var right = hasLetters ? 362 : curves.Count > 1 ? 308 : Right;
        var (time, value) = (TimeAxis(curves, right, isLogTime), ValueAxis(curves, isLogTime is false && curves[0].Course.IsPlain));
        var first = curves[0].Course;
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var title = Lettering.Wrap(first.Label, 15, Width - 8, 2, true);
        for (var i = 0; i < title.Count; i++) marks.Add(new Label(title[i], 4, Top - 34 - TitleLine * (title.Count - 1 - i), 15) { Strong = true });
        marks.Add(new Label(Subtitle(first.Unit, value, words), 4, Top - 16) { Ink = Ink.Muted });
        Frame(marks, time, value, curves[0].Age, words);
        DoseMarks(marks, curves, time);
        // Many dark bands on each other hide what they should show.
        var many = curves.Count > 3;
        foreach (var curve in curves)
        {
            if (curve.Course.Uncertainty is { } wide) marks.Add(Band(curve, wide, time, value, many ? 0.08 : 0.15));
            if (!many || curve.Course.Uncertainty is null) marks.Add(Band(curve, curve.Course.Variability, time, value, many ? 0.12 : 0.35));
        }
        foreach (var curve in curves) marks.Add(Median(curve, curves.Count > 1 ? Dashes(curve.Style) : [], time, value));
        if (curves.Count > 1) EndLabels(marks, curves, time, value);
        return new Figure(name, words["{0} over time, {1}", first.Label, first.Unit], Describe(curves, words), Width, Height, marks.ToImmutable());
    }

    /// <summary>Log where a single dose at the start tells its story in minutes and lasts for days; linear for schedules.</summary>
    public static bool IsLogTime(ImmutableArray<double> times, ImmutableArray<double> doses)
    {
        var scheduled = doses.Length > 1 || doses.Any(dose => dose > 0);
        var first = times.FirstOrDefault(t => t > 0);
        return !scheduled && first > 0 && times[^1] / first > 200;
    }

    static Axis TimeAxis(IReadOnlyList<Curve> curves, double right, bool? isLogTime)
    {
        var end = curves.Max(curve => curve.Course.Times[^1]);
        if (!(isLogTime ?? IsLogTime(curves[0].Course.Times, curves[0].DoseTimes))) return new(0, end > 0 ? end : 1, false, Left, right);
        var start = curves.Min(curve => curve.Course.Times.First(t => t > 0));
        return new(Math.Max(start, end * 1e-5), end, true, Left, right);
    }

    /// <summary>
    /// Log when the medians are above zero and span more than a factor of 30, over six decades at most. Else linear: from 0, but where the values lie close together far from it, or below it,
    /// around them.
    /// </summary>
    static Axis ValueAxis(IReadOnlyList<Curve> curves, bool isLinear)
    {
        var top = curves.SelectMany(Highs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var bottom = curves.SelectMany(Lows).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        // A share of a thousand millionth is below what the integration resolves: nothing, on an axis of shares.
        if (isLinear && Math.Max(Math.Abs(top), Math.Abs(bottom)) < 1e-9) return new(0, 1, false, Bottom, Top);
        var medians = curves.SelectMany(curve => curve.Course.Variability.Median).Where(v => v > 0 && double.IsFinite(v)).ToList();
        if (bottom < -1e-9 * Math.Max(top, 1e-300) || (top > 0 && bottom > 0.4 * top)) return Around(bottom, top);
        if (medians.Count == 0 || top <= 0) return new(0, top > 0 ? top : 1, false, Bottom, Top);
        var floor = Math.Max(medians.Min(), medians.Max() * 1e-6);
        if (isLinear || medians.Max() / floor < 30) return new(0, top * 1.04, false, Bottom, Top);
        return new(Math.Pow(10, Math.Floor(Math.Log10(floor))), Math.Pow(10, Math.Ceiling(Math.Log10(top) * 4) / 4), true, Bottom, Top);
    }

    static Axis Around(double bottom, double top)
    {
        // A course that hardly moves is a flat line, not a magnified rounding error.
        var room = Math.Max(0.06 * (top - bottom), 0.02 * Math.Max(Math.Abs(top), Math.Abs(bottom)));
        return new(bottom - room, top + room, false, Bottom, Top);
    }

    static IEnumerable<double> Highs(Curve curve) => [.. curve.Course.Variability.High, .. curve.Course.Uncertainty?.High ?? []];

    static IEnumerable<double> Lows(Curve curve) => [.. curve.Course.Variability.Low, .. curve.Course.Uncertainty?.Low ?? []];

    static string Subtitle(string unit, Axis value, Words words)
    {
        var said = unit is "" or "1" ? words["ratio or share"] : unit;
        return value.IsLog ? words["{0}, log scale", said] : Exponent(value) is not 0 and var exponent ? $"{said}\u00A0×\u00A0{Numbers.Power(exponent)}" : said;
    }

    /// <summary>Power of ten that the marks of a linear axis leave to its title, so that they stay short; 0 for none.</summary>
    static int Exponent(Axis value)
    {
        var largest = Math.Max(Math.Abs(value.From), Math.Abs(value.To));
        return value.IsLog || largest is >= 2e-3 and < 1e5 || largest == 0 ? 0 : (int)Math.Floor(Math.Log10(largest));
    }

    static void Frame(ImmutableArray<Mark>.Builder marks, Axis time, Axis value, double age, Words words)
    {
        var scale = Math.Pow(10, -Exponent(value));
        foreach (var tick in Ticks.Of(value, 5).Select(tick => scale == 1 ? tick : tick with { Text = Numbers.Format(Math.Round(tick.Value * scale, 6)) }))
        {
            marks.Add(new Shape(Outline.Line(time.Start, value.At(tick.Value), time.End, value.At(tick.Value))) { Stroke = Ink.Grid });
            marks.Add(new Label(tick.Text, Left - 7, value.At(tick.Value) + 4.2) { Ink = Ink.Muted, Anchor = Anchor.End });
        }
        foreach (var tick in IsInYears(time) ? Ticks.OfYears(time, 34, double.IsNaN(age) ? 0 : age) : Ticks.OfTime(time, words.IsEnglish ? 34 : 48, words))
        {
            marks.Add(new Shape(Outline.Line(time.At(tick.Value), Bottom, time.At(tick.Value), Bottom + 5)) { Stroke = Ink.Axis });
            // A label of the last mark must not leave the picture.
            marks.Add(new Label(tick.Text, Math.Min(time.At(tick.Value), Width - 1 - (Lettering.Width(tick.Text, 12) / 2)), Bottom + 19) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        marks.Add(new Shape(Outline.Line(time.Start, Bottom, time.End, Bottom)) { Stroke = Ink.Axis });
        marks.Add(new Label(time.IsLog ? words["{0}, log scale", words["time"]] : !IsInYears(time) ? words["time"] : double.IsNaN(age) ? words["time, years"] : words["age, years"], (time.Start + time.End) / 2, Bottom + 36) { Ink = Ink.Muted, Anchor = Anchor.Middle });
    }

    static bool IsInYears(Axis time) => !time.IsLog && Numbers.IsToldInYears(time.To);

    /// <summary>Doses of a schedule, as small wedges above the time axis.</summary>
    static void DoseMarks(ImmutableArray<Mark>.Builder marks, IReadOnlyList<Curve> curves, Axis time)
    {
        if (time.IsLog) return;
        foreach (var dose in curves.SelectMany(curve => curve.DoseTimes).Distinct().Where(time.Holds))
            marks.Add(new Shape($"M{Outline.N(time.At(dose) - 3)} {Outline.N(Bottom - 6)}h6l-3 6Z") { Fill = Ink.Axis });
    }

    static Shape Band(Curve curve, Band band, Axis time, Axis value, double opacity)
    {
        var path = Outline.Ribbon(Points(curve.Course.Times, band.High, time, value), Points(curve.Course.Times, band.Low, time, value));
        return new(path) { Fill = Ink.Arm(curve.Style), FillOpacity = opacity };
    }

    /// <summary>The line ends where it reaches the floor of a log axis, and begins again where it leaves it.</summary>
    static Shape Median(Curve curve, ImmutableArray<double> lineStyle, Axis time, Axis value)
    {
        var points = Points(curve.Course.Times, curve.Course.Variability.Median, time, value);
        var path = new StringBuilder();
        var first = 0;
        for (var i = 1; i <= points.Count; i++)
        {
            if (i < points.Count && (!value.IsLog || points[i].Y < Bottom || points[i - 1].Y < Bottom)) continue;
            if (i - first > 1) path.Append(Outline.Polyline([.. points.Skip(first).Take(i - first)]));
            first = i;
        }
        return new(path.ToString()) { Stroke = Ink.Arm(curve.Style), StrokeWidth = 2, Dashes = lineStyle };
    }

    static IReadOnlyList<Point> Points(ImmutableArray<double> times, ImmutableArray<double> values, Axis time, Axis value)
    {
        var points = new List<Point>(times.Length);
        for (var i = 0; i < times.Length; i++)
            if (time.Holds(times[i]) && double.IsFinite(values[i])) points.Add(new(time.At(times[i]), value.At(values[i])));
        return Polylines.Simplify(points, 0.2);
    }

    /// <summary>Names at the right ends of the curves, pushed apart where they would touch.</summary>
    static void EndLabels(ImmutableArray<Mark>.Builder marks, IReadOnlyList<Curve> curves, Axis time, Axis value)
    {
        const double line = 13.5;
        var blocks = curves.Select(curve =>
        {
            var lines = Lettering.Wrap(curve.Letter ?? curve.Name, 12, Width - time.End - 14, 3, true);
            var end = value.At(curve.Course.Variability.Median.LastOrDefault(double.IsFinite, double.NaN));
            return (Curve: curve, Lines: lines, End: end, Top: end - lines.Count * line / 2);
        }).Where(block => double.IsFinite(block.End)).OrderBy(block => block.End).ToArray();
        for (var i = 1; i < blocks.Length; i++) blocks[i].Top = Math.Max(blocks[i].Top, blocks[i - 1].Top + blocks[i - 1].Lines.Count * line + 5);
        var limit = Bottom + 4;
        for (var i = blocks.Length - 1; i >= 0; i--)
        {
            blocks[i].Top = Math.Min(blocks[i].Top, limit - blocks[i].Lines.Count * line);
            limit = blocks[i].Top - 5;
        }
        foreach (var (curve, lines, end, top) in blocks)
        {
            var middle = top + lines.Count * line / 2;
            marks.Add(new Shape(Outline.Polyline([new(time.End + 1, end), new(time.End + 9, middle)])) { Stroke = Ink.Arm(curve.Style) });
            for (var i = 0; i < lines.Count; i++)
                marks.Add(new Label(lines[i], time.End + 12, top + 10.5 + i * line) { Ink = Ink.Arm(curve.Style), Strong = true });
        }
    }

    static string Describe(IReadOnlyList<Curve> curves, Words words) => string.Join(words.Space, curves.Select(curve =>
    {
        var (course, band) = (curve.Course, curve.Course.Variability);
        var peak = 0;
        for (var i = 1; i < band.Median.Length; i++) if (band.Median[i] > band.Median[peak]) peak = i;
        return words["{0}: the median is highest at {1} with {2} {3}, and {4} at {5}.", curve.Name, Numbers.Duration(course.Times[peak], words), Numbers.Interval(band.Median[peak], band.Low[peak], band.High[peak], words), course.Unit, Numbers.Format(band.Median[^1]), Numbers.Duration(course.Times[^1], words)];
    }));
}
