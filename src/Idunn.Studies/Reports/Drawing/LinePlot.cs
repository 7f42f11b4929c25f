using System.Collections.Immutable;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A line of a plot; what is not finite interrupts it.</summary>
public sealed record PlotLine(string Name, ImmutableArray<double> X, ImmutableArray<double> Y)
{
    /// <summary>True where nothing joins the points: they were measured.</summary>
    public bool IsPoints { get; init; }
}

/// <summary>Lines over common axes.</summary>
/// <param name="Across">What the axis to the right means, with its unit.</param>
/// <param name="Up">What the axis upwards means, with its unit.</param>
public sealed record PlotPanel(string Title, string Across, string Up, ImmutableArray<PlotLine> Lines)
{
    public bool IsLogAcross { get; init; }

    public bool IsLogUp { get; init; }

    /// <summary>Axes that hold every point, with round room about it.</summary>
    public (Axis X, Axis Y) Axes(double left, double right, double bottom, double top) =>
        (Around([.. Lines.SelectMany(line => line.X)], IsLogAcross, left, right, 0), Around([.. Lines.SelectMany(line => line.Y)], IsLogUp, bottom, top, 0.04));

    private static Axis Around(double[] values, bool isLog, double start, double end, double room)
    {
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!isLog || value > 0))];
        if (shown.Length == 0) return new(isLog ? 1 : 0, isLog ? 10 : 1, isLog, start, end);
        var (low, high) = (shown.Min(), shown.Max());
        if (isLog) return new(Math.Pow(10, Math.Floor(Math.Log10(low) + 1e-9)), Math.Pow(10, Math.Max(Math.Ceiling(Math.Log10(high) - 1e-9), Math.Floor(Math.Log10(low) + 1e-9) + 1)), true, start, end);
        // An axis of amounts begins at 0 unless all of them lie close together far from it; a flat line is no magnified rounding error.
        if (room > 0 && low >= 0 && low < 0.6 * high) low = 0;
        // Marks are counted from 0 on: a span of rounding errors would have more of them than can be counted.
        var least = 1e-3 * Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low < least) (low, high) = ((low + high - least) / 2, (low + high + least) / 2);
        var span = high - low;
        if (low == 0 && high == 0) (high, span) = (1, 1);
        return new(low == 0 || room == 0 ? low : low - room * span, room == 0 ? low + span : high + room * span, false, start, end);
    }
}

/// <summary>Plots of lines, one under the other, with a key to the right of each or below it.</summary>
public static class LinePlot
{
    private const double Width = 640, PanelHeight = 320, Left = 74, Right = 490, RightAlone = 618, Top = 44, TopAlone = 34, Bottom = 268, Foot = 52;
    private const int MostTitleLines = 3;
    private const double Margin = 8, TitleSize = 14, TitleLine = 18;

    /// <param name="name">File name without extension.</param>
    public static Figure Draw(string name, string title, IReadOnlyList<PlotPanel> panels)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var height = 0.0;
        foreach (var panel in panels)
        {
            var lines = Lettering.Wrap(panel.Title, TitleSize, Width - 2 * Margin, MostTitleLines, true);
            for (var i = 0; i < lines.Count; i++) marks.Add(new Label(lines[i], Margin, height + 20 + i * TitleLine, TitleSize) { Strong = true });
            height += Math.Max(0, lines.Count - 1) * TitleLine;
            height += Panel(marks, panel, height);
        }
        return new(name, title, string.Join(' ', panels.Select(panel => $"{panel.Up} over {panel.Across}: {string.Join(", ", panel.Lines.Select(line => line.Name))}.")), Width, Math.Max(PanelHeight, height), marks.ToImmutable());
    }

    /// <returns>Its height.</returns>
    private static double Panel(ImmutableArray<Mark>.Builder marks, PlotPanel panel, double down)
    {
        var key = LineKey.Of(panel.Lines, Width - Right - 12 - Margin / 2, Width - 2 * Margin);
        (Ink Ink, ImmutableArray<double> Dashes) inks(int line) => InkOf(panel.Lines, line);
        var (right, top) = (key.IsBelow ? RightAlone : Right, panel.Up == panel.Title ? TopAlone : Top);
        var (x, y) = panel.Axes(Left, right, down + Bottom, down + top);
        foreach (var tick in Ticks.Of(y, 5))
        {
            marks.Add(new Shape(Outline.Line(Left, y.At(tick.Value), right, y.At(tick.Value))) { Stroke = Ink.Grid });
            marks.Add(new Label(tick.Text, Left - 7, y.At(tick.Value) + 4.2) { Ink = Ink.Muted, Anchor = Anchor.End });
        }
        foreach (var tick in Ticks.Of(x, 6))
        {
            marks.Add(new Shape(Outline.Line(x.At(tick.Value), down + Bottom, x.At(tick.Value), down + Bottom + 5)) { Stroke = Ink.Axis });
            marks.Add(new Label(tick.Text, x.At(tick.Value), down + Bottom + 19) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        marks.Add(new Shape(Outline.Line(Left, down + Bottom, right, down + Bottom)) { Stroke = Ink.Axis });
        marks.Add(new Label(Fitted(panel.Across, right - Left), (Left + right) / 2, down + Bottom + 38) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        if (panel.Up != panel.Title)
            marks.Add(new Label(Fitted(panel.Up, Width - Left - Margin), Left, down + 37) { Ink = Ink.Muted });
        for (var i = 0; i < panel.Lines.Length; i++)
        {
            var (ink, dashes) = inks(i);
            if (panel.Lines[i].IsPoints)
            {
                foreach (var point in Pieces(panel.Lines[i], x, y).SelectMany(piece => piece)) marks.Add(LineKey.Dot(point.X, point.Y, ink));
                continue;
            }
            foreach (var piece in Pieces(panel.Lines[i], x, y))
                marks.Add(new Shape(Outline.Polyline(piece)) { Stroke = ink, StrokeWidth = 1.8, Dashes = dashes });
        }
        if (panel.Lines.IsEmpty) return PanelHeight;
        if (!key.IsBelow)
        {
            key.Draw(marks, right + 12, down + top + 6, inks);
            return Math.Max(PanelHeight, top + key.Height + Margin);
        }
        key.Draw(marks, Margin, down + Bottom + Foot + Margin, inks);
        return Math.Max(PanelHeight, Bottom + Foot + Margin + key.Height);
    }

    /// <summary>In turn; but what was measured has the ink of the line whose name it goes on from: "S1 (data)" that of "S1".</summary>
    private static (Ink Ink, ImmutableArray<double> Dashes) InkOf(ImmutableArray<PlotLine> lines, int line)
    {
        var own = lines[line];
        var of = !own.IsPoints ? line : Enumerable.Range(0, lines.Length).Where(other => !lines[other].IsPoints && lines[other].Name.Length > 0 && own.Name.StartsWith(lines[other].Name, StringComparison.Ordinal)
            && (own.Name.Length == lines[other].Name.Length || !char.IsLetterOrDigit(own.Name[lines[other].Name.Length]))).OrderByDescending(other => lines[other].Name.Length).Append(line).First();
        // Dashes as well as inks, so that lines are told apart without colour; when both have been round they meet in other pairs.
        return (Ink.Arm(of), TimeCourses.Dashes(of + of / Ink.Arms.Count));
    }

    /// <summary>On one line, with an ellipsis where it is too long: the figure's description has all of it.</summary>
    private static string Fitted(string text, double width) => text.Length == 0 ? text : Lettering.Wrap(text, 12, width, 1)[0];

    private static IEnumerable<IReadOnlyList<Point>> Pieces(PlotLine line, Axis x, Axis y)
    {
        var piece = new List<Point>();
        for (var i = 0; i <= line.X.Length; i++)
        {
            if (i < line.X.Length && double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]) && (!y.IsLog || line.Y[i] > 0) && (!x.IsLog || line.X[i] > 0))
                piece.Add(new(x.At(line.X[i]), y.At(line.Y[i])));
            else if (piece.Count > 0)
            {
                if (line.IsPoints) yield return piece;
                else if (piece.Count > 1) yield return Polylines.Simplify(piece, 0.2);
                piece = [];
            }
        }
    }
}
