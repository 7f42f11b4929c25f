using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>Which line of a plot is which, every name in full: to the right of the plot where names take two lines at most there, else below it in columns, and the plot is as wide as the figure.</summary>
internal sealed class LineKey
{
    private const double Size = 12, LineHeight = 14.5, Between = 4, Swatch = 20, Indent = 26, Gutter = 22;
    private const int MostBeside = 16, MostBelow = 48, MostLinesBeside = 2;

    /// <summary>Names with the numbers of their lines; −1 for how many more there are.</summary>
    private readonly ImmutableArray<(ImmutableArray<string> Text, int Line)> entries;
    private readonly ImmutableArray<PlotLine> lines;
    private readonly int rows;
    private readonly double column;

    private LineKey(ImmutableArray<(ImmutableArray<string>, int)> entries, ImmutableArray<PlotLine> lines, bool isBelow, int rows, double column) => (this.entries, this.lines, IsBelow, this.rows, this.column) = (entries, lines, isBelow, rows, column);

    public bool IsBelow { get; }

    public double Height => Enumerable.Range(0, (entries.Length + rows - 1) / Math.Max(1, rows)).Select(column => entries.Skip(column * rows).Take(rows).Sum(HeightOf)).DefaultIfEmpty(0).Max();

    /// <param name="beside">Width to the right of the plot.</param>
    /// <param name="below">Width below it.</param>
    public static LineKey Of(ImmutableArray<PlotLine> lines, double beside, double below)
    {
        ImmutableArray<string> Names(int most) => [.. lines.Take(lines.Length > most ? most - 1 : most).Select(line => line.Name), .. lines.Length > most ? [string.Create(CultureInfo.InvariantCulture, $"and {lines.Length - most + 1} more")] : ImmutableArray<string>.Empty];
        ImmutableArray<(ImmutableArray<string>, int)> Folded(ImmutableArray<string> names, double width) => [.. names.Select((name, line) => (ImmutableArray.CreateRange(Lettering.Fold(name, Size, width)), line < names.Length - 1 || names.Length == lines.Length ? line : -1))];
        if (lines.Length <= MostBeside && lines.All(line => IsShort(line.Name, beside - Indent)))
            return new(Folded(Names(MostBeside), beside - Indent), lines, false, Math.Max(1, lines.Length), beside);
        var names = Names(MostBelow);
        var widest = Math.Min(below, Indent + names.Max(name => Lettering.Width(name, Size)));
        var columns = Math.Clamp((int)((below + Gutter) / (widest + Gutter)), 1, names.Length);
        var rows = (names.Length + columns - 1) / columns;
        return new(Folded(names, widest - Indent + 1), lines, true, rows, widest + Gutter);
    }

    /// <summary>A point of what was measured, with a rim of paper so that it stands out of lines and of others.</summary>
    public static Shape Dot(double x, double y, Ink ink) => new(Outline.Circle(x, y, 3.2)) { Fill = ink, Stroke = Ink.Paper, StrokeWidth = 0.8 };

    /// <summary>Two lines, and no word that has to be cut.</summary>
    private static bool IsShort(string name, double width) => name.Split(' ').All(word => Lettering.Width(word, Size) <= width) && Lettering.Fold(name, Size, width).Count <= MostLinesBeside;

    private static double HeightOf((ImmutableArray<string> Text, int Line) entry) => entry.Text.Length * LineHeight + (entry.Text.Length > 1 ? Between : 0);

    /// <param name="inks">Of a line by its number: ink and dashes.</param>
    public void Draw(ImmutableArray<Mark>.Builder marks, double left, double top, Func<int, (Ink Ink, ImmutableArray<double> Dashes)> inks)
    {
        var down = top;
        for (var i = 0; i < entries.Length; i++)
        {
            if (i % rows == 0) down = top;
            var (text, line) = entries[i];
            var (across, (ink, dashes)) = (left + i / rows * column, line < 0 ? (Ink.Muted, []) : inks(line));
            if (line >= 0 && lines[line].IsPoints) marks.Add(Dot(across + Swatch / 2, down, ink));
            else if (line >= 0) marks.Add(new Shape(Outline.Line(across, down, across + Swatch, down)) { Stroke = ink, StrokeWidth = 1.8, Dashes = dashes });
            for (var row = 0; row < text.Length; row++)
                marks.Add(new Label(text[row], across + Indent, down + 4.2 + row * LineHeight) { Ink = ink });
            down += HeightOf(entries[i]);
        }
    }
}
