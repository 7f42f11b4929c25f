using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Vesicles and copies per cell against the copies that an effect needs.</summary>
static class Stoichiometry
{
    public static XElement? Section(RunResults run, Gallery gallery)
    {
        if (run.Layout.Stoichiometry is not { } layout) return null;
        var arms = run.Delivered().Select(arm => (Arm: arm, Cells: CellReading.Of(run, arm).ToList())).Where(entry => entry.Cells.Count > 0).ToList();
        var threshold = Threshold.Of(run);
        return Parts.Section("stoichiometry", run.Words["Vesicles and copies of {0} per cell", layout.Cargo],
            arms.Count == 0 ? El("p.missing", run.Words["This study stored none of the readouts per cell."]) : Introduction(run, layout.Cargo, threshold),
            arms.Select(entry => Arm(run, entry.Arm, entry.Cells, layout.Cargo, threshold, gallery)));
    }

    static XElement Introduction(RunResults run, string cargo, Threshold? threshold) => El("p",
        run.Words["Vesicles are counted from the start to the end. Copies of {0} are exogenous copies per cell at their peak: the mean over all cells of the class, and per hit cell, that is divided by the share of cells that took up at least one vesicle by then.", cargo] + run.Words.Space,
        threshold is null ? run.Words["No number of copies that an effect needs is named."] : run.Words["They are held against {0} copies per cell", Numbers.Format(threshold.Value)],
        threshold is null || threshold.Reference.Length == 0 ? null : new object?[] { run.Words.IsEnglish ? " (" : "（", Parts.Cite(run, threshold.Reference), threshold.Locator.Length == 0 ? null : run.Words[", "] + run.Words.Name(threshold.Locator), run.Words.IsEnglish ? ")" : "）" },
        threshold is null ? null : run.Words["{0}.", ""]);

    static XElement Arm(RunResults run, ArmResult arm, List<CellReading> cells, string cargo, Threshold? threshold, Gallery gallery)
    {
        var words = run.Words;
        DotRow Dots(CellReading cell, Reading reading, double second, string note) => new(words.Of(cell.Row.Cell), words.Of(cell.Row.Region), reading, second, note);
        return El("div.facet",
            El("h3", arm.Heading(words)),
            El("div.grid.wide",
                gallery.Hang(CellCounts.Draw($"vesicles-per-cell-{arm.Id}", words["Vesicles taken up per cell"], words["vesicles per cell, cumulative"], words["● median and 5–95 %"],
                    [.. cells.Select(cell => Dots(cell, cell.Vesicles, double.NaN, Percent(cell.Hit.Median)))], 1, words["one vesicle per cell"], words["cells hit"], words)),
                gallery.Hang(CellCounts.Draw($"copies-per-cell-{arm.Id}", words["Copies of {0} per cell", cargo], words["copies per cell"], words["● mean over all cells, median and 5–95 %   ◇ per hit cell"],
                    [.. cells.Select(cell => Dots(cell, cell.Copies, cell.CopiesPerHitCell, Missing(cell, threshold, words)))],
                    threshold?.Value ?? double.NaN, threshold is null ? "" : Meaning(threshold, words), threshold is null ? "" : words["orders missing"], words))),
            El("details.numbers", El("summary", words["{0}, per cell: numbers", arm.Name]), Table(cells, threshold, words)));
    }

    static XElement Table(List<CellReading> cells, Threshold? threshold, Words words) => Parts.Table("cells",
        words.Each("Cells", "Region", "Vesicles per cell", "Share of cells hit (%)", "Copies per cell, mean over all", "Copies per hit cell", "Peak at", "Orders of magnitude missing"),
        cells.Select(cell => new object?[]
        {
            El("b", words.Of(cell.Row.Cell)), words.Of(cell.Row.Region), Parts.Interval(words, cell.Vesicles.Median, cell.Vesicles.Low, cell.Vesicles.High),
            Parts.Interval(words, 100 * cell.Hit.Median, 100 * cell.Hit.Low, 100 * cell.Hit.High), Parts.Interval(words, cell.Copies.Median, cell.Copies.Low, cell.Copies.High),
            Numbers.Format(cell.CopiesPerHitCell), double.IsNaN(cell.Copies.Time) ? Numbers.Missing : Numbers.Duration(cell.Copies.Time, words), Missing(cell, threshold, words),
        }));

    static string Percent(double share) => double.IsNaN(share) ? "" : Numbers.Format(100 * share) + " %";

    static string Meaning(Threshold threshold, Words words)
    {
        var copies = words["{0} copies per cell", Numbers.Format(threshold.Value)];
        return threshold.Reference.Length == 0 ? copies
            : threshold.Locator.Length == 0 ? words["{0}, source {1}", copies, threshold.Reference]
            : words["{0}, source {1}, {2}", copies, threshold.Reference, words.Name(threshold.Locator)];
    }

    /// <summary>log₁₀ of needed over present, of the mean over all cells.</summary>
    static string Missing(CellReading cell, Threshold? threshold, Words words)
    {
        if (threshold is null || double.IsNaN(cell.Copies.Median)) return "";
        if (cell.Copies.Median <= 0) return words["all"];
        var orders = Math.Round(Math.Log10(threshold.Value / cell.Copies.Median), 1);
        return orders <= 0 ? words["none"] : orders.ToString("0.0", CultureInfo.InvariantCulture);
    }
}
