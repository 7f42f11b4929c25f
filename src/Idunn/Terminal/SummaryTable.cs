using System.Globalization;
using Idunn.Studies.Analysis;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;
using static Idunn.Terminal.TextColumns;

namespace Idunn.Terminal;

/// <summary>What came out of a run, in a few lines of plain text.</summary>
internal static class SummaryTable
{
    /// <summary>Arms stand under their ids, in whatever language: tables and study files call them so.</summary>
    public static void Write(TextWriter output, RunSummary summary, Words words)
    {
        var rows = new List<string[]> { words.Each("arm", "population", "subjects", "draws", "completed") };
        rows.AddRange(summary.Manifest.Arms.Select(arm => new[] { arm.Id, words.Name(arm.Population), Number(arm.Subjects), Number(arm.Draws), Number(arm.Completed) }));
        WriteAligned(output, rows);
        foreach (var arm in summary.Manifest.Arms)
            foreach (var (reason, count) in arm.Failures)
                output.WriteLine(words["{0}: {1} failed, {2}", arm.Id, Number(count), FailureReason.In(words, reason)]);
        if (summary.Manifest.Status == RunStatus.Complete && summary.Results is { Published.IsEmpty: false } results)
            output.WriteLine(words["Held against publications: {0}", string.Join(words.Comma, InWords(results, words))]);
    }

    private static void WriteAligned(TextWriter output, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(row => Width(row[c]))).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, c) => c < 2 ? Left(cell, widths[c]) : Right(cell, widths[c]))).TrimEnd());
    }

    private static IEnumerable<string> InWords(RunResults results, Words words) =>
        from verdict in Enum.GetValues<Comparison>()
        let count = Best(results).Count(best => best == verdict)
        where count > 0
        select Said(verdict, Number(count), words);

    /// <summary>Of each observation the best that any hypothesis comes to: agreement stands first.</summary>
    private static List<Comparison> Best(RunResults results) => [.. results.Published.GroupBy(row => row.Id).Select(same => same.Min(row => row.Verdict))];

    private static string Said(Comparison verdict, string count, Words words) => verdict switch
    {
        Comparison.Agrees => words["{0} agree", count],
        Comparison.Disagrees => words["{0} disagree", count],
        Comparison.Input => words["{0} went in as inputs", count],
        Comparison.DirectionAgrees => words["{0} agree in direction", count],
        Comparison.DirectionDisagrees => words["{0} disagree in direction", count],
        Comparison.NoNumber => words["{0} without a number", count],
        _ => words["{0} out of scope", count],
    };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
