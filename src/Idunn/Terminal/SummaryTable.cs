using System.Globalization;
using Idunn.Studies.Analysis;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Terminal;

/// <summary>What came out of a run, in a few lines of plain text.</summary>
internal static class SummaryTable
{
    public static void Write(TextWriter output, RunSummary summary)
    {
        var rows = new List<string[]> { new[] { "arm", "population", "subjects", "draws", "completed" } };
        rows.AddRange(summary.Manifest.Arms.Select(arm => new[] { arm.Id, arm.Population, Number(arm.Subjects), Number(arm.Draws), Number(arm.Completed) }));
        WriteAligned(output, rows);
        foreach (var arm in summary.Manifest.Arms)
            foreach (var (reason, count) in arm.Failures)
                output.WriteLine($"{arm.Id}: {Number(count)} failed, {reason}");
        if (summary.Manifest.Status == RunStatus.Complete && summary.Results is { Published.IsEmpty: false } results)
            output.WriteLine($"Held against publications: {string.Join(", ", InWords(results))}");
    }

    private static void WriteAligned(TextWriter output, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(row => row[c].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, c) => c < 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
    }

    private static IEnumerable<string> InWords(RunResults results) =>
        from verdict in Enum.GetValues<Comparison>()
        let count = results.Published.Count(row => row.Verdict == verdict)
        where count > 0
        select $"{Number(count)} {Name(verdict)}";

    private static string Name(Comparison verdict) => verdict switch
    {
        Comparison.Agrees => "agree",
        Comparison.Disagrees => "disagree",
        Comparison.Input => "went in as inputs",
        Comparison.DirectionAgrees => "agree in direction",
        Comparison.DirectionDisagrees => "disagree in direction",
        Comparison.NoNumber => "without a number",
        _ => "out of scope",
    };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
