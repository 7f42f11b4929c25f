using System.Xml.Linq;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Sentences made from the numbers and from nothing else.</summary>
static class InShort
{
    public static XElement Section(RunResults run) => Parts.Section("in-short", "In short",
        El("p.note", "Medians; in brackets the 5–95 % range."),
        El("ul.short", Sentences(run).Select(sentence => El("li", sentence))));

    static IEnumerable<string> Sentences(RunResults run)
    {
        foreach (var arm in run.Arms)
            if (Whereabouts(run, arm) is { } where) yield return where;
        if (Vesicles(run) is { } vesicles) yield return vesicles;
        if (Copies(run) is { } copies) yield return copies;
        yield return Verdicts(run);
        var assumptions = run.Inputs.Count(input => input.Origin.Status == OriginStatus.Assumption);
        yield return $"Of {Parts.Plural(run.Inputs.Length, "number", "numbers")} that went in, {Numbers.Count(assumptions)} {(assumptions == 1 ? "is an assumption" : "are assumptions")}; they are listed first among the inputs.";
    }

    /// <summary>The three places that hold most of the dose at the last time of the maps, and the brain.</summary>
    static string? Whereabouts(RunResults run, ArmResult arm)
    {
        if (run.Layout.Times.IsEmpty) return null;
        var places = (from place in run.Layout.Body
                      let course = run.Course(arm.Id, place.Readout)
                      where course is not null
                      let reading = Reading.At(course, run.Layout.Times[^1])
                      where reading.Median > 0
                      orderby reading.Median descending
                      select (place, reading)).ToList();
        if (places.Count == 0) return null;
        var most = places.Take(3).Where(entry => entry.place.Place != "brain");
        var brain = places.Where(entry => entry.place.Place == "brain").Select(entry => $"; {Lower(entry.place.Title)} {Percent(entry.reading)}").FirstOrDefault();
        return $"{arm.Name}, {Numbers.Duration(places[0].reading.Time)} after the start, of the given dose: {string.Join(", ", most.Select(entry => $"{Lower(entry.place.Title)} {Percent(entry.reading)}"))}{brain}.";
    }

    static string? Vesicles(RunResults run)
    {
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Vesicles.Median)).OrderByDescending(cell => cell.Vesicles.Median).ToList();
        if (rows.Count == 0) return null;
        var (top, bottom) = (rows[0], rows[^1]);
        var hit = double.IsNaN(top.Hit.Median) ? "" : $"; {Numbers.Format(100 * top.Hit.Median)} % of these cells took up at least one";
        return $"Vesicles taken up per brain cell by {Numbers.Duration(top.Vesicles.Time)}, median: from {Numbers.Format(bottom.Vesicles.Median)} ({Where(bottom)}) to {Numbers.Format(top.Vesicles.Median)} ({Where(top)}){hit}.";
    }

    static string? Copies(RunResults run)
    {
        if (run.Layout.Stoichiometry is not { } stoichiometry) return null;
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Copies.Median)).OrderByDescending(cell => cell.Copies.Median).ToList();
        if (rows.Count == 0) return null;
        var top = rows[0];
        var text = $"Copies of {stoichiometry.Cargo} per cell, mean over all cells, were highest in {Where(top)}: {Numbers.Interval(top.Copies.Median, top.Copies.Low, top.Copies.High)}";
        if (Threshold.Of(run) is not { } threshold) return text + ".";
        return $"{text}, {Threshold.Distance(top.Copies.Median, threshold.Value)} the {Numbers.Format(threshold.Value)} copies that the comparison takes as needed.";
    }

    static string Verdicts(RunResults run)
    {
        if (run.Published.IsEmpty) return "No published number was named for comparison.";
        var inputs = run.Published.Count(row => row.Verdict == Comparison.Input);
        return $"{Published.Independent(run)} {Parts.Plural(inputs, "published number", "published numbers")} went into the model and {(inputs == 1 ? "is" : "are")} not counted.";
    }

    static IEnumerable<CellReading> Cells(RunResults run) => run.Arms.SelectMany(arm => CellReading.Of(run, arm));

    static string Where(CellReading cell) => $"{Lower(cell.Row.Cell)}, {Lower(cell.Row.Region)}, {cell.Arm.Name}";

    static string Percent(Reading reading) => $"{Numbers.Format(reading.Median)}\u00A0% ({Numbers.Range(reading.Low, reading.High)})";

    /// <summary>Lower case inside a sentence, but for abbreviations.</summary>
    static string Lower(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : title.ToLowerInvariant();
}
