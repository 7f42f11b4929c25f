using System.Collections.Immutable;
using Idunn.Studies.Claims;
using Idunn.Studies.Wording;

namespace Idunn.Terminal;

/// <summary>Verdicts on claims, in plain text.</summary>
internal static class VerdictTable
{
    public static void Write(TextWriter output, ImmutableArray<ClaimVerdict> verdicts, Words words)
    {
        var rows = new List<string[]> { new[] { words["claim"], words["verdict"], words["under"], words["probability"], words["prior halved"], words["doubled"], words["most of the uncertainty"] } };
        foreach (var verdict in verdicts)
        {
            var word = VerdictText.Word(verdict.Standing, words);
            if (verdict.Hypotheses.IsEmpty) rows.Add([verdict.Claim.Id, word, "", "", "", "", ""]);
            for (var i = 0; i < verdict.Hypotheses.Length; i++)
                rows.Add([i == 0 ? verdict.Claim.Id : "", i == 0 ? word : "", .. Cells(verdict.Hypotheses[i], words)]);
        }
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(row => Width(row[c]))).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, c) => cell + new string(' ', widths[c] - Width(cell)))).TrimEnd());
        output.WriteLine();
        foreach (var verdict in verdicts.Where(verdict => verdict.Standing == Standing.Undetermined && verdict.Claim.Missing.English.Length > 0))
            output.WriteLine(words["{0} waits for: {1}", verdict.Claim.Id, verdict.Claim.Missing]);
        if (verdicts.Any(verdict => verdict.Hypotheses.Any(under => under.IsPriorOnly)))
            output.WriteLine(words["* prior only: no published number moved what decides it; the probability is that of the assumptions."]);
    }

    private static string[] Cells(HypothesisVerdict verdict, Words words) =>
    [
        verdict.Hypothesis, VerdictText.Probability(verdict.Probability, verdict.Draws, words) + (verdict.IsPriorOnly ? " *" : ""), VerdictText.Percent(verdict.Halved), VerdictText.Percent(verdict.Doubled),
        verdict.Owners.IsEmpty ? "" : $"{verdict.Owners[0].Parameter} {VerdictText.Percent(verdict.Owners[0].Share)}",
    ];

    /// <summary>Columns that a terminal gives a text: Chinese characters take two.</summary>
    private static int Width(string text) => text.Sum(letter => letter >= '\u2E80' ? 2 : 1);
}
