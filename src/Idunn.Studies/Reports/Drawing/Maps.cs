using System.Collections.Immutable;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A place with what was read there.</summary>
/// <param name="OneParticle">Percent of the dose that one particle is.</param>
public readonly record struct MapEntry(MapPlace Place, Reading Reading, double OneParticle)
{
    /// <summary>The median as people read it: below one particle the number of a continuous model means nothing more.</summary>
    public string Text(Words words) => IsBelowOne ? words["<1 particle"] : Numbers.Format(Math.Max(0, Reading.Median));

    /// <summary>True when what the integration leaves of a zero is all there is, in nearly every subject.</summary>
    public bool IsNothing => Reading.Median <= 0 && Reading.High < OneParticle;

    /// <summary>True when the median is less than one particle, and not nothing.</summary>
    public bool IsBelowOne => Reading.Median > 0 && Reading.Median < OneParticle;
}

/// <summary>A drawing whose places are filled by how much they hold, with the number beside each.</summary>
public static class Maps
{
    const double Width = 420, Top = 52, Column = 244;

    /// <summary>Decades that the fill tells apart; the palest fill is less than all of them.</summary>
    static int Decades => Ink.Ramp.Count - 1;

    /// <param name="time">Time in words, the picture's title.</param>
    /// <param name="top">Exponent of ten at the dark end of the fill.</param>
    /// <param name="isOneLine">Names and numbers stand on one line; else the number stands below.</param>
    public static Figure Draw(string name, string what, string time, Anatomy anatomy, double scale, IReadOnlyList<MapEntry> entries, int top, bool isOneLine, Words words)
    {
        var drawn = anatomy.Organs.Where(organ => entries.Any(entry => entry.Place.Place == organ.Place)).OrderBy(organ => organ.Anchor.Y).ToList();
        var listed = drawn.Select(organ => entries.First(entry => entry.Place.Place == organ.Place)).ToList();
        var others = entries.Where(entry => !listed.Contains(entry)).ToList();
        var row = isOneLine ? 27.0 : 42.0;
        var rows = listed.Count + others.Count + (others.Count > 0 && listed.Count > 0 ? 0.5 : 0);
        var height = Top + Math.Max(anatomy.Height * scale, rows * row);
        var marks = ImmutableArray.CreateBuilder<Mark>();
        marks.Add(new Label(time, 4, 19, 15) { Strong = true });
        marks.Add(new Label(words["% of the given dose, median"], 4, 37) { Ink = Ink.Muted });
        var origin = new Point(4, Top + (height - Top - anatomy.Height * scale) / 2);
        foreach (var shape in anatomy.Backdrop) marks.Add(shape with { Origin = origin, Scale = scale });
        foreach (var organ in anatomy.Organs) marks.Add(Fill(organ, entries, origin, scale, top));
        var first = Top + (height - Top - rows * row) / 2;
        for (var i = 0; i < drawn.Count; i++) Leader(marks, drawn[i].Anchor, origin, scale, first + (i + 0.5) * row);
        for (var i = 0; i < listed.Count; i++) Line(marks, listed[i], first + (i + 0.5) * row, isOneLine, top, words);
        for (var i = 0; i < others.Count; i++) Line(marks, others[i], first + (rows - others.Count + i + 0.5) * row, isOneLine, top, words);
        Key(marks, height + 18, top, words);
        var description = string.Join(words.Comma, listed.Concat(others).Select(entry => $"{words.Of(entry.Place.Title)} {entry.Text(words)}{(entry.IsBelowOne ? "" : " %")}"));
        return new Figure(name, words["{0}, {1}: share of the given dose", what, time], words["{0}.", description], Width, height + 48, marks.ToImmutable());
    }

    /// <summary>The exponent of ten that the largest median needs; 2, a hundred percent, at most.</summary>
    public static int TopOf(IEnumerable<MapEntry> entries)
    {
        var most = entries.Select(entry => entry.Reading.Median).Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).Max();
        return Math.Min(2, (int)Math.Ceiling(Math.Log10(most) - 1e-9));
    }

    static Ink Shade(double percent, int top)
    {
        if (!(percent > 0)) return Ink.Ramp[0];
        return Ink.Ramp[Math.Clamp((int)Math.Floor(Math.Log10(percent) + 1e-9) - (top - Decades) + 1, 0, Decades)];
    }

    static Shape Fill(Organ organ, IReadOnlyList<MapEntry> entries, Point origin, double scale, int top)
    {
        var known = entries.Any(entry => entry.Place.Place == organ.Place);
        var percent = known ? entries.First(entry => entry.Place.Place == organ.Place).Reading.Median : double.NaN;
        return new(organ.Path) { Fill = known ? Shade(percent, top) : Ink.Skin, Stroke = known ? Ink.Muted : Ink.Outline, StrokeWidth = 1, Origin = origin, Scale = scale };
    }

    static void Leader(ImmutableArray<Mark>.Builder marks, Point anchor, Point origin, double scale, double y)
    {
        var from = new Point(origin.X + anchor.X * scale, origin.Y + anchor.Y * scale);
        var path = Outline.Polyline([from, new(Column - 22, y), new(Column - 6, y)]);
        marks.Add(new Shape(path) { Stroke = Ink.Paper, StrokeWidth = 2.2 });
        marks.Add(new Shape(path) { Stroke = Ink.Muted, StrokeWidth = 0.9 });
        marks.Add(new Shape(Outline.Circle(from.X, from.Y, 2.6)) { Fill = Ink.Text, Stroke = Ink.Paper });
    }

    /// <summary>Whether name and number stand on one line.</summary>
    public static bool Fits(MapEntry entry, Words words) => Lettering.Width(words.Of(entry.Place.Title), 13) + Lettering.Width(entry.Text(words), 13, true) + 8 <= Width - 4 - (Column + 18);

    static void Line(ImmutableArray<Mark>.Builder marks, MapEntry entry, double y, bool isOneLine, int top, Words words)
    {
        marks.Add(new Shape(Outline.Rectangle(Column, y - 6, 12, 12)) { Fill = Shade(entry.Reading.Median, top), Stroke = Ink.Muted });
        marks.Add(new Label(Lettering.Wrap(words.Of(entry.Place.Title), 13, Width - Column - 22, 1)[0], Column + 18, y + 4.5, 13));
        marks.Add(isOneLine ? new Label(entry.Text(words), Width - 4, y + 4.5, 13) { Strong = true, Anchor = Anchor.End } : new Label(entry.Text(words), Column + 18, y + 20.5, 13) { Strong = true });
    }

    static void Key(ImmutableArray<Mark>.Builder marks, double y, int top, Words words)
    {
        const double box = 46, left = 40;
        for (var i = 0; i <= Decades; i++)
        {
            marks.Add(new Shape(Outline.Rectangle(left + i * box, y, box, 10)) { Fill = Ink.Ramp[i], Stroke = Ink.Muted, StrokeWidth = 0.8 });
            if (i > 0) marks.Add(new Label(Numbers.Decade(top - Decades + i - 1), left + i * box, y + 24, 11) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        marks.Add(new Label($"{Numbers.Decade(top)} %", left + (Decades + 1) * box, y + 24, 11) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        marks.Add(new Label(words["less"], left, y + 24, 11) { Ink = Ink.Muted, Anchor = Anchor.Middle });
    }
}
