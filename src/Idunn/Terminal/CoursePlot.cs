using System.Collections.Immutable;
using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Terminal;

/// <summary>The plot of a course: a panel for each unit, in each the quantities that move most.</summary>
internal sealed class CoursePlot(ImmutableArray<PlotPanel> panels, int left)
{
    private const int MostPanels = 4;

    public static bool IsPicture(string file) => Path.GetExtension(file).ToUpperInvariant() is ".PNG" or ".SVG";

    /// <param name="names">Ids, by column of the rows.</param>
    public static CoursePlot Of(Model model, string[] names, IReadOnlyList<double> times, IReadOnlyList<double[]> rows)
    {
        var units = ModelUnits.Of(model, [], new List<Finding>());
        var across = model.TimeUnit is { } time ? $"time, {time switch { "60 second" => "minute", "3600 second" => "hour", "86400 second" => "day", _ => time }}" : "time, in the model's unit";
        var groups = names.Select((name, i) => (Line: new PlotLine(name, [.. times], [.. rows.Select(row => row[i])]), Unit: units.TextOf(name) ?? "")).GroupBy(pair => pair.Unit, pair => pair.Line)
            .Select(group => (Unit: group.Key, Lines: group.OrderByDescending(Span).ToArray())).OrderByDescending(group => group.Lines.Max(Span)).ToArray();
        ImmutableArray<PlotPanel> panels =
        [
            .. groups.Take(MostPanels).Select(group => new PlotPanel(model.Name ?? model.Id, across, group.Unit is "" ? "value, in the model's units" : group.Unit, [.. names.SelectMany(name => group.Lines.Take(TextPlot.MostLines).Where(line => line.Name == name))])),
        ];
        return new(panels, names.Length - panels.Sum(panel => panel.Lines.Length));
    }

    public void Write(TextWriter output)
    {
        foreach (var panel in panels)
        {
            output.WriteLine();
            TextPlot.Write(output, panel);
        }
        if (left > 0) output.WriteLine($"{left} quantities that move less are in the table only; --show ID… picks others.");
    }

    public void Save(string file)
    {
        var figure = LinePlot.Draw(Path.GetFileNameWithoutExtension(file), panels.Length > 0 ? panels[0].Title : "", panels);
        if (Path.GetExtension(file).Equals(".svg", StringComparison.OrdinalIgnoreCase)) File.WriteAllText(file, SvgPicture.Document(figure), new UTF8Encoding(false));
        else File.WriteAllBytes(file, PngPicture.Encode(figure));
    }

    private static double Span(PlotLine line) => line.Y.Where(double.IsFinite).DefaultIfEmpty(0).Max() - line.Y.Where(double.IsFinite).DefaultIfEmpty(0).Min();
}
