using System.Collections.Immutable;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>One bar.</summary>
/// <param name="Error">Standard error, drawn as a line; 0: none.</param>
/// <param name="Note">The value in words, at the right end.</param>
public readonly record struct BarRow(string Name, double Value, double Error, string Note);

/// <summary>Horizontal bars from a common zero: to the right and filled above it, to the left and hollow below, with the value in words beside each, so that nothing hangs on colour.</summary>
public static class Bars
{
    const double Width = 400, Left = 158, Right = 312, RowHeight = 34, Text = 13;

    /// <param name="unit">What the axis shows, with its unit.</param>
    /// <param name="noteTitle">Heading of the words at the right.</param>
    /// <param name="range">Smallest and largest value of the axis beside 0, so that several charts can share one.</param>
    public static Figure Draw(string name, string title, string unit, string noteTitle, IReadOnlyList<BarRow> rows, (double Low, double High) range, Words words)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var heading = Lettering.Wrap(title, 15, Width - 8, 2, true);
        for (var i = 0; i < heading.Count; i++) marks.Add(new Label(heading[i], 4, 19 + (19 * i), 15) { Strong = true });
        var top = 19 + (19 * heading.Count) + 22;
        var bottom = top + (rows.Count * RowHeight) + 4;
        var axis = AxisFor(rows, range);
        foreach (var tick in Ticks.Of(axis, 4))
        {
            marks.Add(new Shape(Outline.Line(axis.At(tick.Value), top, axis.At(tick.Value), bottom)) { Stroke = Ink.Grid });
            marks.Add(new Label(tick.Text, axis.At(tick.Value), bottom + 16, 12) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        var shown = Lettering.Wrap(unit, 12, Width - 8, 2);
        for (var i = 0; i < shown.Count; i++) marks.Add(new Label(shown[i], Width / 2, bottom + 36 + (16 * i), 12) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        marks.Add(new Label(noteTitle, Width - 4, top - 7, 12) { Ink = Ink.Muted, Anchor = Anchor.End });
        for (var i = 0; i < rows.Count; i++) DrawRow(marks, rows[i], axis, top + (RowHeight * (i + 0.5)));
        marks.Add(new Shape(Outline.Line(axis.At(0), top, axis.At(0), bottom)) { Stroke = Ink.Text, StrokeWidth = 1.2 });
        var description = string.Join(words.Space, rows.Select(row => words["{0}: {1}.", row.Name, row.Note]));
        return new Figure(name, title, description, Width, bottom + 40 + (16 * shown.Count), marks.ToImmutable());
    }

    static Axis AxisFor(IReadOnlyList<BarRow> rows, (double Low, double High) range)
    {
        var low = Math.Min(Math.Min(0, range.Low), rows.Select(row => row.Value - row.Error).DefaultIfEmpty(0).Min());
        var high = Math.Max(Math.Max(0, range.High), rows.Select(row => row.Value + row.Error).DefaultIfEmpty(0).Max());
        if (!(high > low)) high = low + 1;
        var air = (high - low) * 0.04;
        return new(low < 0 ? low - air : 0, high > 0 ? high + air : 0, false, Left, Right);
    }

    static void DrawRow(ImmutableArray<Mark>.Builder marks, BarRow row, Axis axis, double y)
    {
        var lines = Lettering.Wrap(row.Name, Text, Left - 16, 2);
        for (var i = 0; i < lines.Count; i++) marks.Add(new Label(lines[i], Left - 10, y + 4.5 + (14.5 * (i - ((lines.Count - 1) / 2.0))), Text) { Anchor = Anchor.End });
        marks.Add(new Label(row.Note, Width - 4, y + 4.5, Text) { Anchor = Anchor.End });
        var (from, to) = (Math.Min(axis.At(0), axis.At(row.Value)), Math.Max(axis.At(0), axis.At(row.Value)));
        marks.Add(new Shape(Outline.Rectangle(from, y - 7, Math.Max(0.8, to - from), 14)) { Fill = row.Value < 0 ? Ink.Paper : Ink.Arm(0), Stroke = Ink.Arm(0), StrokeWidth = 1.4 });
        if (row.Error > 0) marks.Add(new Shape(Outline.Line(axis.At(row.Value - row.Error), y, axis.At(row.Value + row.Error), y)) { Stroke = Ink.Text, StrokeWidth = 2 });
    }
}
