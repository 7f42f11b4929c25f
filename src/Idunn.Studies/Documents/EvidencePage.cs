using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Reports;

namespace Idunn.Studies.Documents;

/// <summary>Every published observation with its verdict, as one page: docs/science/evidence.md.</summary>
public static class EvidencePage
{
    private static readonly (Comparison Verdict, string Word)[] Words =
    [
        (Comparison.Agrees, "independent, agrees"), (Comparison.Disagrees, "independent, disagrees"), (Comparison.DirectionAgrees, "direction only, agrees"),
        (Comparison.DirectionDisagrees, "direction only, disagrees"), (Comparison.Input, "input, never counted as agreement"), (Comparison.NoNumber, "no number"), (Comparison.OutOfScope, "out of scope"),
    ];

    /// <param name="command">The command that makes the page, for its first line.</param>
    public static string Of(ImmutableArray<EvidenceRow> rows, string command)
    {
        var text = new StringBuilder();
        text.Append("<!-- Written by: ").Append(command).Append(". -->\n\n# Predicted beside published\n\n");
        text.Append("Every published observation of the project, held against the studies that name its table. *Independent*: the number did not go into the model. *Input*: it did, and is never counted as agreement. ")
            .Append("*Direction only*: the source states a direction or a presence; the bound that the predicted median must keep is a convention that the row's note justifies. ")
            .Append("Under rival hypotheses a row is held against each of them apart: “none” is the model without any effect of vesicles, so that a direction that holds under “none” says nothing about vesicles. ")
            .Append("Predicted: median and 5–95 % with parameter uncertainty, effects without evidence drawn from their priors.\n\n");
        Counts(text, rows);
        foreach (var table in rows.GroupBy(row => row.Row.Table))
            Table(text, table.Key, [.. table]);
        return text.ToString();
    }

    private static void Counts(StringBuilder text, ImmutableArray<EvidenceRow> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"{rows.Length} observations. Counted by the best that any study and hypothesis says of each, in this order:\n\n| verdict | observations |\n|---|---|\n");
        foreach (var (verdict, word) in Words)
            text.Append(CultureInfo.InvariantCulture, $"| {word} | {rows.Count(row => Best(row) == verdict)} |\n");
        text.Append("\nBy hypothesis, of the observations that hang on one:\n\n| hypothesis | independent: agree | disagree | direction: agree | disagree |\n|---|---|---|---|---|\n");
        var held = rows.SelectMany(row => row.Held).Where(entry => entry.Comparison.Hypothesis is not null).ToList();
        foreach (var hypothesis in held.GroupBy(entry => entry.Comparison.Hypothesis))
        {
            int Count(Comparison verdict) => hypothesis.Count(entry => entry.Comparison.Verdict == verdict);
            text.Append(CultureInfo.InvariantCulture, $"| {hypothesis.Key} | {Count(Comparison.Agrees)} | {Count(Comparison.Disagrees)} | {Count(Comparison.DirectionAgrees)} | {Count(Comparison.DirectionDisagrees)} |\n");
        }
    }

    private static Comparison Best(EvidenceRow row) => Words.Select(word => word.Verdict).FirstOrDefault(verdict => row.Held.Any(entry => entry.Comparison.Verdict == verdict), Unheld(row.Row));

    /// <summary>What can be said of a row that no study names.</summary>
    private static Comparison Unheld(PublishedRow row) => row.Kind == PublishedKind.None ? Comparison.NoNumber : Comparison.OutOfScope;

    private static void Table(StringBuilder text, string table, IReadOnlyList<EvidenceRow> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {table}\n\n| observation | published | predicted | verdict | where | source |\n|---|---|---|---|---|---|\n");
        foreach (var (row, held) in rows)
        {
            if (held.IsEmpty)
                Line(text, row, "", Words.First(word => word.Verdict == Unheld(row)).Word, row.IsPredicted ? "no study names this table" : "", row.Note);
            foreach (var (study, comparison) in held)
                Line(text, row, Predicted(comparison), Words.First(word => word.Verdict == comparison.Verdict).Word, Where(study, comparison), comparison.Reason);
        }
    }

    private static void Line(StringBuilder text, PublishedRow row, string predicted, string verdict, string where, string reason)
    {
        var published = double.IsNaN(row.Lower) && double.IsNaN(row.Upper) || row.Kind is not PublishedKind.Quantity ? row.Statement : Range(row);
        text.Append("| ").Append(Cell(row.What)).Append("<br>`").Append(row.Id).Append("` | ").Append(Cell(published)).Append(" | ").Append(Cell(predicted)).Append(" | ").Append(verdict);
        if (reason.Length > 0) text.Append("<br>").Append(Cell(reason));
        text.Append(" | ").Append(Cell(where)).Append(" | ").Append(row.Reference).Append(row.Locator.Length > 0 ? ", " + Cell(row.Locator) : "").Append(row.CheckedAgainst.Length > 0 ? $" ({row.CheckedAgainst})" : "").Append(" |\n");
    }

    private static string Range(PublishedRow row) => (row.Lower == row.Upper ? Numbers.Format(row.Lower) : Numbers.Range(row.Lower, row.Upper, Wording.Words.English)) + (row.Unit is "" or "1" ? "" : " " + row.Unit) + (row.Statement.Length > 0 ? $" ({row.Statement})" : "");

    private static string Predicted(PublishedComparison comparison) => comparison.Predicted is { } spread
        ? Numbers.Interval(spread.Median, spread.Low, spread.High, Wording.Words.English) + (comparison.Unit is "" or "1" ? "" : " " + comparison.Unit)
        : "";

    private static string Where(string study, PublishedComparison comparison) => comparison.Arm.Length == 0 ? study : $"{study}, {comparison.Arm}";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
