using System.Xml.Linq;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
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
        foreach (var sentence in Effects(run)) yield return sentence;
        if (!run.Layout.Times.IsEmpty && Most(run) is { } most) yield return most;
        if (!run.Layout.Times.IsEmpty && Brain(run) is { } brain) yield return brain;
        if (Vesicles(run) is { } vesicles) yield return vesicles;
        if (Copies(run) is { } copies) yield return copies;
        yield return Verdicts(run);
        var assumptions = run.Inputs.Count(input => input.Origin.Status == OriginStatus.Assumption);
        yield return $"Of {Parts.Plural(run.Inputs.Length, "number", "numbers")} that went in, {Numbers.Count(assumptions)} {(assumptions == 1 ? "is an assumption" : "are assumptions")}; they are listed first among the inputs.";
    }

    /// <summary>Each endpoint that compares arms, under every hypothesis in one sentence: the first answer that a reader looks for.</summary>
    static IEnumerable<string> Effects(RunResults run) =>
        from endpoint in run.Endpoints
        where endpoint.ComparedTo is not null && run.Arms.Any(arm => arm.Id == endpoint.Arm && arm.Hypothesis is not null)
        group endpoint by endpoint.Label into same
        select $"{same.Key}: {string.Join("; ", same.Select(endpoint => Under(run, endpoint)))}.";

    static string Under(RunResults run, EndpointResult endpoint)
    {
        var hypothesis = run.Arms.First(arm => arm.Id == endpoint.Arm).Hypothesis;
        var spread = endpoint.Uncertainty ?? endpoint.Variability;
        // What a difference of two integrations shows below their tolerance is rounding.
        if (endpoint.Kind != "ratio" && endpoint.Unit is "" or "1") spread = spread with { Low = Clean(spread.Low), Median = Clean(spread.Median), High = Clean(spread.High) };
        var unit = endpoint.Unit is "" or "1" ? "" : "\u00A0" + endpoint.Unit;
        return $"{run.Hypotheses.FirstOrDefault(one => one.Name == hypothesis)?.Title ?? hypothesis} {Numbers.Format(spread.Median)}{unit} ({Numbers.Range(spread.Low, spread.High)})";
    }

    static double Clean(double value) => Math.Abs(value) < 1e-5 ? 0 : value;

    /// <summary>In each arm, the place that holds the largest part of the dose at the last time of the maps.</summary>
    static string? Most(RunResults run)
    {
        var most = from arm in run.Delivered()
                   let places = Places(run, arm).Where(entry => entry.Reading.Median > 0).ToList()
                   where places.Count > 0
                   let first = places.MaxBy(entry => entry.Reading.Median)
                   select $"{arm.Name}: {Lower(first.Place.Title)} {Percent(first.Reading)}";
        return Joined($"{Moment(run)} the largest part of the given dose was here. ", most);
    }

    /// <summary>What the brain holds at the same time.</summary>
    static string? Brain(RunResults run)
    {
        var brain = from arm in run.Delivered()
                    from entry in Places(run, arm)
                    where entry.Place.Place == "brain" && !double.IsNaN(entry.Reading.Median)
                    select $"{arm.Name}: {Percent(entry.Reading)}";
        return Joined($"{Moment(run)} this much of the given dose was in the brain. ", brain);
    }

    static IEnumerable<(MapPlace Place, Reading Reading)> Places(RunResults run, ArmResult arm) =>
        from place in run.Layout.Body let course = run.Course(arm.Id, place.Readout) where course is not null select (place, Reading.At(course, run.Layout.Times[^1]));

    /// <summary>The output time that the places were read at.</summary>
    static string Moment(RunResults run) => $"{Numbers.Duration(run.Delivered().SelectMany(arm => Places(run, arm)).Select(entry => entry.Reading.Time).FirstOrDefault())} after the start";

    static string? Joined(string opening, IEnumerable<string> parts) => parts.ToList() is { Count: > 0 } list ? $"{opening}{string.Join("; ", list)}." : null;

    static string? Vesicles(RunResults run)
    {
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Vesicles.Median)).OrderByDescending(cell => cell.Vesicles.Median).ToList();
        if (rows.Count == 0) return null;
        var (top, bottom) = (rows[0], rows[^1]);
        var hit = double.IsNaN(top.Hit.Median) ? "" : $"; {Numbers.Format(100 * top.Hit.Median)} % of these cells took up at least one";
        return $"Vesicles taken up per brain cell by the end: from {Numbers.Format(bottom.Vesicles.Median)} ({Where(bottom)}) to {Numbers.Format(top.Vesicles.Median)} ({Where(top)}){hit}.";
    }

    static string? Copies(RunResults run)
    {
        if (run.Layout.Stoichiometry is not { } stoichiometry) return null;
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Copies.Median)).OrderByDescending(cell => cell.Copies.Median).ToList();
        if (rows.Count == 0) return null;
        var top = rows[0];
        var text = $"Copies of {stoichiometry.Cargo} per cell, mean over all cells, peaked highest in {Where(top)}, with {Numbers.Interval(top.Copies.Median, top.Copies.Low, top.Copies.High)}";
        if (Threshold.Of(run) is not { } threshold) return text + ".";
        return $"{text}, {Threshold.Distance(top.Copies.Median, threshold.Value)} the {Numbers.Format(threshold.Value)} copies per cell taken as needed.";
    }

    static string Verdicts(RunResults run)
    {
        if (run.Published.IsEmpty) return "No published number was named for comparison.";
        var inputs = run.Published.Count(row => row.Verdict == Comparison.Input);
        return $"{Published.Independent(run)} {Parts.Plural(inputs, "published number", "published numbers")} went into the model and {(inputs == 1 ? "is" : "are")} not counted.";
    }

    static IEnumerable<CellReading> Cells(RunResults run) => run.Delivered().SelectMany(arm => CellReading.Of(run, arm));

    static string Where(CellReading cell) => $"{Lower(cell.Row.Cell)}, {Lower(cell.Row.Region)}; {cell.Arm.Name}";

    static string Percent(Reading reading) => $"{Numbers.Format(reading.Median)}\u00A0% ({Numbers.Range(reading.Low, reading.High)})";

    /// <summary>Lower case inside a sentence, but for abbreviations.</summary>
    static string Lower(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : title.ToLowerInvariant();
}
