using System.Collections.Immutable;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>One row of a dot plot.</summary>
/// <param name="Second">A second number of the row, drawn as a hollow diamond; NaN: none.</param>
/// <param name="Note">Words at the right end.</param>
public readonly record struct DotRow(string Group, string Name, Reading Reading, double Second, string Note);

/// <summary>A dot plot with 5–95 % intervals on a log axis, and a line that the dots are held against. Cleveland, W. S. (1985). The Elements of Graphing Data.</summary>
public static class CellCounts
{
    const double Width = 420, Left = 124, Right = 314, RowHeight = 25;

    /// <param name="unit">What the axis shows, with its unit.</param>
    /// <param name="reference">Value of the line.</param>
    /// <param name="referenceText">What the line means, with its source.</param>
    /// <param name="noteTitle">Heading of the words at the right.</param>
    public static Figure Draw(string name, string title, string unit, string key, IReadOnlyList<DotRow> rows, double reference, string referenceText, string noteTitle, Words words)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        marks.Add(new Label(Lettering.Wrap(title, 15, Width - 8, 1, true)[0], 4, 19, 15) { Strong = true });
        marks.Add(new Label(key, 4, 38) { Ink = Ink.Muted });
        var meaning = double.IsNaN(reference) ? [] : Lettering.Wrap(words["Dashed line: {0}", referenceText], 12, Width - 8, 3);
        for (var i = 0; i < meaning.Count; i++) marks.Add(new Label(meaning[i], 4, 56 + 16 * i) { Ink = Ink.Threshold });
        var top = 56 + 16 * meaning.Count + 18;
        var groups = rows.Select(row => row.Group).Distinct().ToList();
        var bottom = top + (rows.Count + groups.Count) * RowHeight + 6;
        var axis = AxisFor(rows, reference);
        foreach (var tick in Ticks.Of(axis, 5))
        {
            marks.Add(new Shape(Outline.Line(axis.At(tick.Value), top, axis.At(tick.Value), bottom)) { Stroke = Ink.Grid });
            marks.Add(new Label(tick.Text, axis.At(tick.Value), bottom + 17) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        marks.Add(new Label(words["{0}, log scale", unit], (Left + Right) / 2, bottom + 35) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        marks.Add(new Label(noteTitle, Width - 4, top - 6) { Ink = Ink.Muted, Anchor = Anchor.End });
        if (!double.IsNaN(reference)) ReferenceLine(marks, axis.At(reference), top, bottom, Numbers.Format(reference));
        var y = top + RowHeight / 2;
        foreach (var group in groups)
        {
            marks.Add(new Label(group, 4, y + 4.5, 13) { Strong = true });
            y += RowHeight;
            foreach (var row in rows.Where(row => row.Group == group))
            {
                DrawRow(marks, row, axis, y, words);
                y += RowHeight;
            }
        }
        var description = string.Join(words.Space, rows.Select(row => Describe(row, noteTitle, words)));
        return new Figure(name, title, description, Width, bottom + 44, marks.ToImmutable());
    }

    static string Describe(DotRow row, string noteTitle, Words words)
    {
        var interval = Numbers.Interval(row.Reading.Median, row.Reading.Low, row.Reading.High, words);
        return row.Note.Length == 0 ? words["{0}, {1}: {2}.", row.Group, row.Name, interval] : words["{0}, {1}: {2}, {3} {4}.", row.Group, row.Name, interval, noteTitle, row.Note];
    }

    /// <summary>Whole decades about dots and line; an interval that reaches more than three decades below the lowest dot is cut there.</summary>
    static Axis AxisFor(IReadOnlyList<DotRow> rows, double reference)
    {
        var lowest = rows.Select(row => row.Reading.Median).Where(v => v > 0).DefaultIfEmpty(1).Min();
        var values = rows.SelectMany(row => new[] { row.Reading.Low, row.Reading.Median, row.Reading.High, row.Second }).Append(reference).Where(v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(1).ToList();
        var high = Math.Pow(10, Math.Ceiling(Math.Log10(values.Max()) + 0.15));
        var low = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(values.Min(), lowest * 1e-3)) - 0.05));
        return new(low, high, true, Left, Right);
    }

    /// <summary>The line with its value above it, kept clear of the heading at the right.</summary>
    static void ReferenceLine(ImmutableArray<Mark>.Builder marks, double x, double top, double bottom, string value)
    {
        marks.Add(new Shape(Outline.Line(x, top, x, bottom)) { Stroke = Ink.Threshold, StrokeWidth = 1.6, Dashes = [5, 3] });
        marks.Add(new Label(value, Math.Min(x, Right + 6 - Lettering.Width(value, 12, true) / 2), top - 6) { Ink = Ink.Threshold, Strong = true, Anchor = Anchor.Middle });
    }

    static void DrawRow(ImmutableArray<Mark>.Builder marks, DotRow row, Axis axis, double y, Words words)
    {
        marks.Add(new Label(Lettering.Wrap(row.Name, 13, Left - 22, 1)[0], 12, y + 4.5, 13));
        marks.Add(new Label(row.Note, Width - 4, y + 4.5, 13) { Anchor = Anchor.End });
        if (!(row.Reading.Median > 0))
        {
            marks.Add(new Label(double.IsNaN(row.Reading.Median) ? words["not stored"] : words["none"], Left + 4, y + 4.5) { Ink = Ink.Muted });
            return;
        }
        marks.Add(new Shape(Outline.Line(axis.At(row.Reading.Low), y, axis.At(row.Reading.High), y)) { Stroke = Ink.Arm(0), StrokeWidth = 2.5 });
        marks.Add(new Shape(Outline.Circle(axis.At(row.Reading.Median), y, 5)) { Fill = Ink.Arm(0), Stroke = Ink.Paper });
        if (row.Second > 0) marks.Add(new Shape(Outline.Diamond(axis.At(row.Second), y, 8)) { Stroke = Ink.Arm(1), StrokeWidth = 1.8 });
    }
}
