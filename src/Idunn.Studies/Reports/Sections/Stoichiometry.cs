using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
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
        return Parts.Section("stoichiometry", $"Vesicles and copies of {layout.Cargo} per cell",
            arms.Count == 0 ? El("p.missing", "This study stored none of the readouts per cell.") : Introduction(run, layout.Cargo, threshold),
            arms.Select(entry => Arm(entry.Arm, entry.Cells, layout.Cargo, threshold, gallery)));
    }

    static XElement Introduction(RunResults run, string cargo, Threshold? threshold) => El("p",
        $"Vesicles are counted from the start to the end. Copies of {cargo} are exogenous copies per cell at their peak: the mean over all cells of the class, and per hit cell, that is divided by the share of cells that took up at least one vesicle by then. ",
        threshold is null ? "No number of copies that an effect needs is named." : $"They are held against {Numbers.Format(threshold.Value)} copies per cell",
        threshold is null || threshold.Reference.Length == 0 ? null : new object?[] { " (", Parts.Cite(run, threshold.Reference), threshold.Locator.Length == 0 ? null : ", " + threshold.Locator, ")" },
        threshold is null ? null : ".");

    static XElement Arm(ArmResult arm, List<CellReading> cells, string cargo, Threshold? threshold, Gallery gallery) => El("div.facet",
        El("h3", arm.Heading()),
        El("div.grid.wide",
            gallery.Hang(CellCounts.Draw($"vesicles-per-cell-{arm.Id}", "Vesicles taken up per cell", "vesicles per cell, cumulative", "● median and 5–95 %",
                [.. cells.Select(cell => new DotRow(cell.Row.Cell, cell.Row.Region, cell.Vesicles, double.NaN, Percent(cell.Hit.Median)))], 1, "one vesicle per cell", "cells hit")),
            gallery.Hang(CellCounts.Draw($"copies-per-cell-{arm.Id}", $"Copies of {cargo} per cell", "copies per cell", "● mean over all cells, median and 5–95 %   ◇ per hit cell",
                [.. cells.Select(cell => new DotRow(cell.Row.Cell, cell.Row.Region, cell.Copies, cell.CopiesPerHitCell, Missing(cell, threshold)))],
                threshold?.Value ?? double.NaN, threshold is null ? "" : Meaning(threshold), threshold is null ? "" : "orders missing"))),
        El("details.numbers", El("summary", $"{arm.Name}, per cell: numbers"), Table(cells, threshold)));

    static XElement Table(List<CellReading> cells, Threshold? threshold) => Parts.Table("cells",
        ["Cells", "Region", "Vesicles per cell", "Share of cells hit (%)", "Copies per cell, mean over all", "Copies per hit cell", "Peak at", "Orders of magnitude missing"],
        cells.Select(cell => new object?[]
        {
            El("b", cell.Row.Cell), cell.Row.Region, Parts.Interval(cell.Vesicles.Median, cell.Vesicles.Low, cell.Vesicles.High),
            Parts.Interval(100 * cell.Hit.Median, 100 * cell.Hit.Low, 100 * cell.Hit.High), Parts.Interval(cell.Copies.Median, cell.Copies.Low, cell.Copies.High),
            Numbers.Format(cell.CopiesPerHitCell), double.IsNaN(cell.Copies.Time) ? Numbers.Missing : Numbers.Duration(cell.Copies.Time), Missing(cell, threshold),
        }));

    static string Percent(double share) => double.IsNaN(share) ? "" : Numbers.Format(100 * share) + " %";

    static string Meaning(Threshold threshold) => $"{Numbers.Format(threshold.Value)} copies per cell{(threshold.Reference.Length == 0 ? "" : $", source {threshold.Reference}{(threshold.Locator.Length == 0 ? "" : $", {threshold.Locator}")}")}";

    /// <summary>log₁₀ of needed over present, of the mean over all cells.</summary>
    static string Missing(CellReading cell, Threshold? threshold)
    {
        if (threshold is null || double.IsNaN(cell.Copies.Median)) return "";
        if (cell.Copies.Median <= 0) return "all";
        var orders = Math.Round(Math.Log10(threshold.Value / cell.Copies.Median), 1);
        return orders <= 0 ? "none" : orders.ToString("0.0", CultureInfo.InvariantCulture);
    }
}
