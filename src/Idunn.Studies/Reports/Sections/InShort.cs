using System.Xml.Linq;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Sentences made from the numbers and from nothing else.</summary>
static class InShort
{
    public static XElement Section(RunResults run) => Parts.Section("in-short", run.Words["In short"],
        El("p.note", run.Words["Medians; in brackets the 5–95 % range."]),
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
        yield return run.Words["Of {0} that went in, {1}; they are listed first among the inputs.", run.Words.Count(run.Inputs.Length, "{0} number", "{0} numbers"), run.Words.Count(assumptions, "{0} is an assumption", "{0} are assumptions")];
    }

    /// <summary>Each endpoint that compares arms, under every hypothesis in one sentence: the first answer that a reader looks for.</summary>
    static IEnumerable<string> Effects(RunResults run) =>
        from endpoint in run.Endpoints
        where endpoint.ComparedTo is not null && run.Arms.Any(arm => arm.Id == endpoint.Arm && arm.Hypothesis is not null)
        group endpoint by endpoint.Label into same
        select run.Words["{0}: {1}.", same.Key, string.Join(run.Words.Semicolon, same.Select(endpoint => Under(run, endpoint)))];

    static string Under(RunResults run, EndpointResult endpoint)
    {
        var hypothesis = run.Arms.First(arm => arm.Id == endpoint.Arm).Hypothesis;
        var spread = endpoint.Shown(endpoint.Uncertainty ?? endpoint.Variability);
        var unit = endpoint.Unit is "" or "1" ? "" : "\u00A0" + endpoint.Unit;
        return run.Words["{0} {1}{2} ({3})", run.Hypotheses.FirstOrDefault(one => one.Name == hypothesis)?.Title ?? hypothesis ?? "", Numbers.Format(spread.Median), unit, Numbers.Range(spread.Low, spread.High, run.Words)];
    }

    /// <summary>In each arm, the place that holds the largest part of the dose at the last time of the maps.</summary>
    static string? Most(RunResults run)
    {
        var most = from arm in run.Delivered()
                   let places = Places(run, arm).Where(entry => entry.Reading.Median > 0).ToList()
                   where places.Count > 0
                   let first = places.MaxBy(entry => entry.Reading.Median)
                   select run.Words["{0}: {1} {2}", arm.Name, Lower(run.Words.Of(first.Place.Title)), Percent(run, first.Reading)];
        return Joined(run, run.Words["{0} after the first dose the largest part of what had been given was here.", Moment(run)], most);
    }

    /// <summary>What the brain holds at the same time.</summary>
    static string? Brain(RunResults run)
    {
        var brain = from arm in run.Delivered()
                    from entry in Places(run, arm)
                    where entry.Place.Place == "brain" && !double.IsNaN(entry.Reading.Median)
                    select run.Words["{0}: {1}", arm.Name, Percent(run, entry.Reading)];
        return Joined(run, run.Words["{0} after the first dose this much of what had been given was in the brain.", Moment(run)], brain);
    }

    static IEnumerable<(MapPlace Place, Reading Reading)> Places(RunResults run, ArmResult arm) =>
        from place in run.Layout.Body let course = run.Course(arm.Id, place.Readout) where course is not null select (place, Reading.At(course, arm.MapTime(run.Layout.Times[^1])));

    /// <summary>How long after the first dose the places were read.</summary>
    static string Moment(RunResults run) => Numbers.Duration(run.Delivered().SelectMany(arm => Places(run, arm).Select(entry => entry.Reading.Time - arm.FirstDose)).FirstOrDefault(), run.Words);

    static string? Joined(RunResults run, string opening, IEnumerable<string> parts) => parts.ToList() is { Count: > 0 } list ? opening + run.Words.Space + run.Words["{0}.", string.Join(run.Words.Semicolon, list)] : null;

    static string? Vesicles(RunResults run)
    {
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Vesicles.Median)).OrderByDescending(cell => cell.Vesicles.Median).ToList();
        if (rows.Count == 0) return null;
        var (top, bottom) = (rows[0], rows[^1]);
        var text = run.Words["Vesicles taken up per brain cell by the end: from {0} ({1}) to {2} ({3})", Numbers.Format(bottom.Vesicles.Median), Where(run, bottom), Numbers.Format(top.Vesicles.Median), Where(run, top)];
        return double.IsNaN(top.Hit.Median) ? run.Words["{0}.", text] : run.Words["{0}; {1} % of these cells took up at least one.", text, Numbers.Format(100 * top.Hit.Median)];
    }

    static string? Copies(RunResults run)
    {
        if (run.Layout.Stoichiometry is not { } stoichiometry) return null;
        var rows = Cells(run).Where(cell => double.IsFinite(cell.Copies.Median)).OrderByDescending(cell => cell.Copies.Median).ToList();
        if (rows.Count == 0) return null;
        var top = rows[0];
        var text = run.Words["Copies of {0} per cell, mean over all cells, peaked highest in {1}, with {2}", stoichiometry.Cargo, Where(run, top), Numbers.Interval(top.Copies.Median, top.Copies.Low, top.Copies.High, run.Words)];
        return Threshold.Of(run) is { } threshold ? run.Words["{0}, {1}.", text, threshold.Distance(top.Copies.Median, run.Words)] : run.Words["{0}.", text];
    }

    static string Verdicts(RunResults run)
    {
        if (run.Published.IsEmpty) return run.Words["No published number was named for comparison."];
        var inputs = run.Published.Count(row => row.Verdict == Comparison.Input);
        return Published.Independent(run) + run.Words.Space + run.Words.Count(inputs, "{0} published number went into the model and is not counted.", "{0} published numbers went into the model and are not counted.");
    }

    static IEnumerable<CellReading> Cells(RunResults run) => run.Delivered().SelectMany(arm => CellReading.Of(run, arm));

    static string Where(RunResults run, CellReading cell) => run.Words["{0}, {1}; {2}", Lower(run.Words.Of(cell.Row.Cell)), Lower(run.Words.Of(cell.Row.Region)), cell.Arm.Name];

    static string Percent(RunResults run, Reading reading) => run.Words["{0} ({1})", $"{Numbers.Format(reading.Median)}\u00A0%", Numbers.Range(reading.Low, reading.High, run.Words)];

    /// <summary>Lower case inside a sentence, but for abbreviations.</summary>
    static string Lower(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : title.ToLowerInvariant();
}
