using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Predicted beside published: what is independent is counted, what went in never is.</summary>
static class Published
{
    static readonly string[] heads = ["Quantity", "Published", "Predicted, 5–95 %", "Picture", "Fold width", "Verdict", "Source", "Checked against"];

    static readonly string[] statementHeads = ["Statement", "Published", "Predicted", "Verdict", "Source", "Checked against"];

    static readonly (string Title, string Meaning, Comparison[] Verdicts)[] groups =
    [
        ("Independent", "The published number did not go into the model.", [Comparison.Agrees, Comparison.Disagrees]),
        ("Direction only", "The source states a direction or a presence, without a number.", [Comparison.DirectionAgrees, Comparison.DirectionDisagrees]),
        ("Input", "The number went into the model: it is shown, never counted as agreement.", [Comparison.Input]),
        ("No number", "The source gives nothing that the model could be held against.", [Comparison.NoNumber]),
        ("Out of scope", "About something that this model does not contain.", [Comparison.OutOfScope]),
    ];

    public static XElement? Section(RunResults run, Gallery gallery)
    {
        if (run.Published.IsEmpty) return null;
        return Parts.Section("published", run.Words["Predicted beside published"],
            El("p", El("b", Independent(run)), run.Words.Space, Others(run)),
            El("p.note", run.Words["In the pictures: grey bar, the published value or range; line and dot, the predicted 5–95 % range and median. Wide ranges agree easily: the fold width is the high end over the low end."]),
            groups.Select(group => Group(run, group, gallery)));
    }

    /// <summary>The count that matters, in a sentence.</summary>
    public static string Independent(RunResults run)
    {
        var hypotheses = run.Published.Select(row => row.Hypothesis).OfType<string>().Distinct().ToList();
        return string.Join(run.Words.Space, new[] { Independent(run with { Published = [.. run.Published.Where(row => row.Hypothesis is null)] }, hypotheses.Count > 0) }.Concat(hypotheses.Select(hypothesis => Under(run, hypothesis))).Where(text => text.Length > 0));
    }

    static string Under(RunResults run, string hypothesis)
    {
        var rows = run.Published.Where(row => row.Hypothesis == hypothesis && row.Verdict is Comparison.Agrees or Comparison.Disagrees).ToList();
        return rows.Count == 0 ? "" : run.Words["Under the hypothesis {0}: {1} of {2}.", run.Words.Name(hypothesis), Numbers.Count(rows.Count(row => row.Verdict == Comparison.Agrees)), Numbers.Count(rows.Count)];
    }

    static string Independent(RunResults run, bool hasHypotheses)
    {
        if (hasHypotheses && !run.Published.Any(row => row.Verdict is Comparison.Agrees or Comparison.Disagrees)) return "";
        var agree = run.Published.Count(row => row.Verdict == Comparison.Agrees);
        var all = agree + run.Published.Count(row => row.Verdict == Comparison.Disagrees);
        return all == 0 ? run.Words["No independent quantity could be compared."]
            : run.Words["Of {0}, {1}.", run.Words.Count(all, "{0} independent quantity", "{0} independent quantities"), run.Words.Count(agree, "{0} agrees", "{0} agree")];
    }

    static string Others(RunResults run)
    {
        int Count(params Comparison[] verdicts) => run.Published.Where(row => verdicts.Contains(row.Verdict)).DistinctBy(row => row.Id).Count();
        var directions = Count(Comparison.DirectionAgrees, Comparison.DirectionDisagrees);
        var words = run.Words;
        var agree = words.Count(Count(Comparison.DirectionAgrees), "{0} agrees", "{0} agree");
        return words["Of {0}, {1}.", words.Count(directions, "{0} direction", "{0} directions"), run.Published.Any(row => row.Hypothesis is not null) ? words["{0} under any hypothesis", agree] : agree] + words.Space +
            words["{0}, {1} without a number, {2} out of scope.", words.Count(Count(Comparison.Input), "{0} row is an input", "{0} rows are inputs"), Numbers.Count(Count(Comparison.NoNumber)), Numbers.Count(Count(Comparison.OutOfScope))];
    }

    static XElement? Group(RunResults run, (string Title, string Meaning, Comparison[] Verdicts) group, Gallery gallery)
    {
        var rows = run.Published.Where(row => group.Verdicts.Contains(row.Verdict)).ToList();
        if (rows.Count == 0) return null;
        var hasNumbers = rows.Any(row => Intervals.Of(row, run.Words) is not null);
        // What several hypotheses come to for one observation, with the same verdict for the same reason, is one row.
        var same = rows.GroupBy(row => (row.Id, row.Verdict, row.Reason, Arm: ArmOf(run, row))).Select(one => (IReadOnlyList<PublishedComparison>)[.. one]);
        return El("div.group", El("h3", run.Words["{0} ({1})", run.Words[group.Title], Numbers.Count(rows.DistinctBy(row => row.Id).Count())]), El("p.note", run.Words[group.Meaning]),
            hasNumbers
                ? Parts.Table("published.quantities", run.Words.Each(heads), same.Select(one => Row(run, one, gallery)))
                : Parts.Table("published", run.Words.Each(statementHeads), same.Select(one => Row(run, one, gallery)).Select(cells => (object?[])[.. cells[..3], .. cells[5..]])));
    }

    static object?[] Row(RunResults run, IReadOnlyList<PublishedComparison> rows, Gallery gallery) => rows is [var only] ? Row(run, only, gallery) : Row(run, rows[0], gallery, rows);

    /// <param name="rows">The same under several hypotheses; null for one.</param>
    static object?[] Row(RunResults run, PublishedComparison row, Gallery gallery, IReadOnlyList<PublishedComparison>? rows = null) =>
    [
        new object?[] { El("b", row.What), El("span.detail", row.Arm.Length == 0 ? row.Id : $"{(rows is null ? run.ArmName(row.Arm) : ArmOf(run, row))} · {row.Id}") },
        row.Published,
        rows is null ? Predicted(run, row) : new object?[] { rows.Select(one => El("div.number", El("span.detail", HypothesisOf(run, one)), Spread(run, one))), Held(row) },
        rows is null ? Picture(run, row, gallery) : rows.Select(one => El("div.number", Picture(run, one, gallery))),
        rows is null ? Fold(row) : rows.Select(one => El("div.number", Fold(one))),
        new object?[] { El("span.verdict." + row.Verdict.ToString().ToLowerInvariant(), Word(row.Verdict, run.Words)), row.Reason.Length == 0 ? null : El("span.detail", row.Reason) },
        new object?[] { Parts.Cite(run, row.Reference), row.Locator.Length == 0 ? null : El("span.detail", run.Words.Name(row.Locator)) },
        run.Words.Name(row.CheckedAgainst),
    ];

    static object Predicted(RunResults run, PublishedComparison row) =>
        row.Predicted is not null ? new object?[] { Spread(run, row), Held(row) } : row.PredictedText.Length > 0 ? row.PredictedText : run.Words["nothing"];

    static object?[] Spread(RunResults run, PublishedComparison row) =>
        row.Predicted is { } spread ? [Parts.Interval(run.Words, spread), row.Unit is "" or "1" ? null : " " + row.Unit] : [run.Words["nothing"]];

    /// <summary>When a direction counts as held.</summary>
    static XElement? Held(PublishedComparison row) => row.PredictedText.Length == 0 ? null : El("span.detail", row.PredictedText);

    static XElement? Picture(RunResults run, PublishedComparison row, Gallery gallery) => Intervals.Of(row, run.Words) is { } figure ? gallery.Inline(figure) : null;

    static string Fold(PublishedComparison row) => double.IsNaN(row.FoldWidth) ? Numbers.Missing : Numbers.Format(row.FoldWidth);

    static string HypothesisOf(RunResults run, PublishedComparison row) =>
        row.Hypothesis is null ? "" : run.Hypotheses.FirstOrDefault(one => one.Name == row.Hypothesis) is { } known ? run.Words.Of(known.Title) : run.Words.Name(row.Hypothesis);

    /// <summary>The row's arm, whatever hypothesis it was run under.</summary>
    static string ArmOf(RunResults run, PublishedComparison row) =>
        run.Arms.FirstOrDefault(arm => arm.Id == row.Arm) is { } arm ? arm.Hypothesis is null || run.Hypotheses.IsEmpty ? arm.Name : Parts.WithoutHypothesis(run, arm) : row.Arm;

    static string Word(Comparison verdict, Words words) => verdict switch
    {
        Comparison.Agrees => words["✓ agrees"],
        Comparison.Disagrees => words["✗ disagrees"],
        Comparison.Input => words["input, not counted"],
        Comparison.DirectionAgrees => words["✓ direction agrees"],
        Comparison.DirectionDisagrees => words["✗ direction disagrees"],
        Comparison.NoNumber => words["no number"],
        _ => words["out of scope"],
    };
}
