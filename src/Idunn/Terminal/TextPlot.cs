using Idunn.Studies.Reports.Drawing;
using static Idunn.Terminal.TextColumns;

namespace Idunn.Terminal;

/// <summary>A plot in plain letters for a terminal of 80 columns: each line has a mark of its own, so that no colour is needed.</summary>
internal static class TextPlot
{
    private const int PlotWidth = 66, PlotHeight = 16;

    private static readonly char[] Marks = ['*', 'o', '+', 'x', '#', '@', '%', '&'];

    /// <summary>As many lines as there are marks.</summary>
    public static int MostLines => Marks.Length;

    public static void Write(TextWriter output, PlotPanel panel)
    {
        var (x, y) = panel.Axes(0, PlotWidth - 1, 0, PlotHeight - 1);
        var grid = Enumerable.Range(0, PlotHeight).Select(_ => new string(' ', PlotWidth).ToCharArray()).ToArray();
        // The first line is painted last: where lines meet it is seen.
        for (var i = Math.Min(panel.Lines.Length, Marks.Length) - 1; i >= 0; i--) Paint(grid, panel.Lines[i], x, y, Marks[i]);
        var ticks = Ticks.Of(y, 4).ToLookup(tick => (int)Math.Round(y.At(tick.Value)), tick => tick.Text.Replace('\u00A0', ' '));
        var margin = Math.Min(11, ticks.SelectMany(row => row).Select(Width).DefaultIfEmpty(0).Max());
        output.WriteLine($"{panel.Up}{(y.IsLog ? ", log scale" : "")}");
        for (var row = PlotHeight - 1; row >= 0; row--)
            output.WriteLine($"{Right(ticks[row].FirstOrDefault() ?? "", margin)} {(ticks.Contains(row) ? '┤' : '│')}{new string(grid[row]).TrimEnd()}");
        Below(output, Ticks.Of(x, 6), x, margin);
        output.WriteLine($"{new string(' ', margin + 2)}{panel.Across}{(x.IsLog ? ", log scale" : "")}");
        Key(output, panel, margin);
    }

    /// <summary>Within each column the line covers all rows that it passes through.</summary>
    private static void Paint(char[][] grid, PlotLine line, Axis x, Axis y, char mark)
    {
        for (var i = 0; i < line.X.Length; i++)
        {
            if (!IsShown(line, i, x, y)) continue;
            var (column, row) = ((int)Math.Round(x.At(line.X[i])), y.At(line.Y[i]));
            grid[(int)Math.Round(row)][column] = mark;
            if (i == 0 || line.IsPoints || !IsShown(line, i - 1, x, y)) continue;
            var (from, fromRow) = ((int)Math.Round(x.At(line.X[i - 1])), y.At(line.Y[i - 1]));
            var steps = Math.Max(Math.Abs(column - from), (int)Math.Ceiling(Math.Abs(row - fromRow)));
            for (var k = 1; k < steps; k++)
                grid[(int)Math.Round(fromRow + (row - fromRow) * k / steps)][(int)Math.Round(from + (column - from) * (double)k / steps)] = mark;
        }
    }

    private static bool IsShown(PlotLine line, int i, Axis x, Axis y) => double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]) && (!x.IsLog || line.X[i] > 0) && (!y.IsLog || line.Y[i] > 0);

    private static void Below(TextWriter output, IReadOnlyList<Tick> ticks, Axis x, int margin)
    {
        var axis = new string('─', PlotWidth).ToCharArray();
        var labels = new string(' ', PlotWidth + 8).ToCharArray();
        var free = 0;
        foreach (var tick in ticks)
        {
            var column = (int)Math.Round(x.At(tick.Value));
            axis[column] = '┬';
            var text = tick.Text.Replace('\u00A0', ' ');
            var start = Math.Clamp(column - text.Length / 2, 0, labels.Length - text.Length);
            if (start < free) continue;
            text.CopyTo(labels.AsSpan(start));
            free = start + text.Length + 1;
        }
        output.WriteLine($"{new string(' ', margin)} └{new string(axis)}");
        output.WriteLine($"{new string(' ', margin)}  {new string(labels).TrimEnd()}");
    }

    private static void Key(TextWriter output, PlotPanel panel, int margin)
    {
        var line = "";
        void Flush()
        {
            if (line.Length > 0) output.WriteLine(new string(' ', margin + 2) + line);
            line = "";
        }
        for (var i = 0; i < Math.Min(panel.Lines.Length, Marks.Length); i++)
        {
            var entry = $"{Marks[i]} {panel.Lines[i].Name}";
            if (line.Length > 0 && margin + 2 + line.Length + 3 + entry.Length > Page.Columns) Flush();
            line += (line.Length == 0 ? "" : "   ") + entry;
        }
        Flush();
    }
}
