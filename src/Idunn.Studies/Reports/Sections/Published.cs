using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
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
        return Parts.Section("published", "Predicted beside published",
            El("p", El("b", Independent(run)), " ", Others(run)),
            El("p.note", "In the pictures: grey bar, the published value or range; line and dot, the predicted 5–95 % range and median. Wide ranges agree easily: the fold width is the high end over the low end."),
            groups.Select(group => Group(run, group, gallery)));
    }

    /// <summary>The count that matters, in a sentence.</summary>
    public static string Independent(RunResults run)
    {
        var hypotheses = run.Published.Select(row => row.Hypothesis).OfType<string>().Distinct().ToList();
        return string.Join(" ", new[] { Independent(run with { Published = [.. run.Published.Where(row => row.Hypothesis is null)] }, hypotheses.Count > 0) }.Concat(hypotheses.Select(hypothesis => Under(run, hypothesis))).Where(text => text.Length > 0));
    }

    static string Under(RunResults run, string hypothesis)
    {
        var rows = run.Published.Where(row => row.Hypothesis == hypothesis && row.Verdict is Comparison.Agrees or Comparison.Disagrees).ToList();
        return rows.Count == 0 ? "" : $"Under the hypothesis {hypothesis}: {Numbers.Count(rows.Count(row => row.Verdict == Comparison.Agrees))} of {Numbers.Count(rows.Count)}.";
    }

    static string Independent(RunResults run, bool hasHypotheses)
    {
        if (hasHypotheses && !run.Published.Any(row => row.Verdict is Comparison.Agrees or Comparison.Disagrees)) return "";
        var agree = run.Published.Count(row => row.Verdict == Comparison.Agrees);
        var all = agree + run.Published.Count(row => row.Verdict == Comparison.Disagrees);
        return all == 0 ? "No independent quantity could be compared." : $"Of {Parts.Plural(all, "independent quantity", "independent quantities")}, {Numbers.Count(agree)} {(agree == 1 ? "agrees" : "agree")}.";
    }

    static string Others(RunResults run)
    {
        int Count(params Comparison[] verdicts) => run.Published.Count(row => verdicts.Contains(row.Verdict));
        var directions = Count(Comparison.DirectionAgrees, Comparison.DirectionDisagrees);
        return $"Of {Parts.Plural(directions, "direction", "directions")}, {Numbers.Count(Count(Comparison.DirectionAgrees))} {(Count(Comparison.DirectionAgrees) == 1 ? "agrees" : "agree")}. " +
            $"{Parts.Plural(Count(Comparison.Input), "row is an input", "rows are inputs")}, {Numbers.Count(Count(Comparison.NoNumber))} without a number, {Numbers.Count(Count(Comparison.OutOfScope))} out of scope.";
    }

    static XElement? Group(RunResults run, (string Title, string Meaning, Comparison[] Verdicts) group, Gallery gallery)
    {
        var rows = run.Published.Where(row => group.Verdicts.Contains(row.Verdict)).ToList();
        if (rows.Count == 0) return null;
        var hasNumbers = rows.Any(row => Intervals.Of(row) is not null);
        return El("div.group", El("h3", $"{group.Title} ({Numbers.Count(rows.Count)})"), El("p.note", group.Meaning),
            hasNumbers
                ? Parts.Table("published.quantities", heads, rows.Select(row => Row(run, row, gallery)))
                : Parts.Table("published", statementHeads, rows.Select(row => Row(run, row, gallery)).Select(cells => (object?[])[.. cells[..3], .. cells[5..]])));
    }

    static object?[] Row(RunResults run, PublishedComparison row, Gallery gallery) =>
    [
        new object?[] { El("b", row.What), El("span.detail", row.Arm.Length == 0 ? row.Id : $"{run.ArmName(row.Arm)} · {row.Id}") },
        row.Published,
        Predicted(row),
        Intervals.Of(row) is { } figure ? gallery.Inline(figure) : null,
        double.IsNaN(row.FoldWidth) ? Numbers.Missing : Numbers.Format(row.FoldWidth),
        new object?[] { El("span.verdict." + row.Verdict.ToString().ToLowerInvariant(), Word(row.Verdict)), row.Reason.Length == 0 ? null : El("span.detail", row.Reason) },
        new object?[] { Parts.Cite(run, row.Reference), row.Locator.Length == 0 ? null : El("span.detail", row.Locator) },
        row.CheckedAgainst,
    ];

    static object Predicted(PublishedComparison row)
    {
        if (row.Predicted is { } spread) return new object?[] { Parts.Interval(spread), row.Unit is "" or "1" ? null : " " + row.Unit, row.PredictedText.Length == 0 ? null : El("span.detail", row.PredictedText) };
        return row.PredictedText.Length > 0 ? row.PredictedText : "nothing";
    }

    static string Word(Comparison verdict) => verdict switch
    {
        Comparison.Agrees => "✓ agrees",
        Comparison.Disagrees => "✗ disagrees",
        Comparison.Input => "input, not counted",
        Comparison.DirectionAgrees => "✓ direction agrees",
        Comparison.DirectionDisagrees => "✗ direction disagrees",
        Comparison.NoNumber => "no number",
        _ => "out of scope",
    };
}
