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
        int Count(params Comparison[] verdicts) => run.Published.Count(row => verdicts.Contains(row.Verdict));
        var directions = Count(Comparison.DirectionAgrees, Comparison.DirectionDisagrees);
        var words = run.Words;
        return words["Of {0}, {1}.", words.Count(directions, "{0} direction", "{0} directions"), words.Count(Count(Comparison.DirectionAgrees), "{0} agrees", "{0} agree")] + words.Space +
            words["{0}, {1} without a number, {2} out of scope.", words.Count(Count(Comparison.Input), "{0} row is an input", "{0} rows are inputs"), Numbers.Count(Count(Comparison.NoNumber)), Numbers.Count(Count(Comparison.OutOfScope))];
    }

    static XElement? Group(RunResults run, (string Title, string Meaning, Comparison[] Verdicts) group, Gallery gallery)
    {
        var rows = run.Published.Where(row => group.Verdicts.Contains(row.Verdict)).ToList();
        if (rows.Count == 0) return null;
        var hasNumbers = rows.Any(row => Intervals.Of(row, run.Words) is not null);
        return El("div.group", El("h3", run.Words["{0} ({1})", run.Words[group.Title], Numbers.Count(rows.Count)]), El("p.note", run.Words[group.Meaning]),
            hasNumbers
                ? Parts.Table("published.quantities", run.Words.Each(heads), rows.Select(row => Row(run, row, gallery)))
                : Parts.Table("published", run.Words.Each(statementHeads), rows.Select(row => Row(run, row, gallery)).Select(cells => (object?[])[.. cells[..3], .. cells[5..]])));
    }

    static object?[] Row(RunResults run, PublishedComparison row, Gallery gallery) =>
    [
        new object?[] { El("b", row.What), El("span.detail", row.Arm.Length == 0 ? row.Id : $"{run.ArmName(row.Arm)} · {row.Id}") },
        row.Published,
        Predicted(run, row),
        Intervals.Of(row, run.Words) is { } figure ? gallery.Inline(figure) : null,
        double.IsNaN(row.FoldWidth) ? Numbers.Missing : Numbers.Format(row.FoldWidth),
        new object?[] { El("span.verdict." + row.Verdict.ToString().ToLowerInvariant(), Word(row.Verdict, run.Words)), row.Reason.Length == 0 ? null : El("span.detail", row.Reason) },
        new object?[] { Parts.Cite(run, row.Reference), row.Locator.Length == 0 ? null : El("span.detail", run.Words.Name(row.Locator)) },
        run.Words.Name(row.CheckedAgainst),
    ];

    static object Predicted(RunResults run, PublishedComparison row)
    {
        if (row.Predicted is { } spread) return new object?[] { Parts.Interval(run.Words, spread), row.Unit is "" or "1" ? null : " " + row.Unit, row.PredictedText.Length == 0 ? null : El("span.detail", row.PredictedText) };
        return row.PredictedText.Length > 0 ? row.PredictedText : run.Words["nothing"];
    }

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
