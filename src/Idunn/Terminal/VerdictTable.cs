using System.Collections.Immutable;
using Idunn.Studies.Claims;
using Idunn.Studies.Wording;
using static Idunn.Terminal.TextColumns;

namespace Idunn.Terminal;

/// <summary>Verdicts on claims, in plain text of at most 120 columns.</summary>
internal static class VerdictTable
{
    private const int Columns = 120;

    public static void Write(TextWriter output, ImmutableArray<ClaimVerdict> verdicts, Words words)
    {
        var rows = new List<string[]> { words.Each("claim", "verdict", "under", "probability", "prior ½", "prior ×2", "who owns the spread") };
        foreach (var verdict in verdicts)
        {
            var word = $"{VerdictText.Sign(verdict.Standing)} {VerdictText.Word(verdict.Standing, words)}";
            if (verdict.Hypotheses.IsEmpty) rows.Add([verdict.Claim.Id, word, "", "", "", "", ""]);
            for (var i = 0; i < verdict.Hypotheses.Length; i++)
                rows.Add([i == 0 ? verdict.Claim.Id : "", i == 0 ? word : "", .. Cells(verdict.Hypotheses[i], words)]);
        }
        WriteAligned(output, rows);
        if (verdicts.Any(verdict => !verdict.Hypotheses.IsEmpty)) output.WriteLine();
        var waiting = verdicts.Where(verdict => verdict.Standing == Standing.Undetermined && verdict.Claim.Missing.English.Length > 0).ToList();
        if (waiting.Count > 0) output.WriteLine(words["What is missing:"]);
        foreach (var verdict in waiting) Wrap(output, $"  {verdict.Claim.Id}: ", words.Of(verdict.Claim.Missing));
        foreach (var (sign, meaning) in VerdictText.Marks(verdicts, words)) Wrap(output, sign, meaning);
    }

    private static string[] Cells(HypothesisVerdict verdict, Words words) =>
    [
        verdict.Hypothesis.Length == 0 ? words["any"] : verdict.Hypothesis, Probability(verdict, words), VerdictText.Percent(verdict.Halved), VerdictText.Percent(verdict.Doubled),
        verdict.Owners.IsEmpty ? "" : $"{verdict.Owners[0].Parameter} {VerdictText.Percent(verdict.Owners[0].Share)}",
    ];

    private static string Probability(HypothesisVerdict verdict, Words words) =>
        verdict.Standing == Standing.Contradicted ? VerdictText.Word(verdict.Standing, words) : VerdictText.Percent(verdict.Probability) + VerdictText.Mark(verdict);

    private static void WriteAligned(TextWriter output, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(row => Width(row[c]))).ToArray();
        // What does not fit is cut from the last column, of which the report has all.
        var room = Columns - widths[..^1].Sum() - (2 * (widths.Length - 1));
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, c) => c == row.Length - 1 ? Cut(cell, room) : Left(cell, widths[c]))).TrimEnd());
    }

    private static string Cut(string text, int columns)
    {
        if (Width(text) <= columns) return text;
        var (kept, width) = (0, 1);
        while (kept < text.Length && width + Width(text[kept]) <= columns) width += Width(text[kept++]);
        return text[..kept] + "…";
    }

    /// <summary>Breaks at spaces, and between Chinese characters, which need none.</summary>
    private static void Wrap(TextWriter output, string lead, string text)
    {
        var (line, used) = (lead, Width(lead));
        var indent = new string(' ', Width(lead));
        foreach (var piece in Pieces(text))
        {
            if (used + Width(piece.TrimEnd()) > Columns && used > indent.Length)
            {
                output.WriteLine(line.TrimEnd());
                (line, used) = (indent, indent.Length);
            }
            line += piece;
            used += Width(piece);
        }
        output.WriteLine(line.TrimEnd());
    }

    /// <summary>Words with the space behind them, and single wide characters with the punctuation that must not begin a line.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && !(text[i - 1] == ' ' || Width(text[i - 1]) == 2 || Width(text[i]) == 2)) continue;
            if (i < text.Length && "，。、；：？！）」』》".Contains(text[i], StringComparison.Ordinal)) continue;
            if (i < text.Length && "（「『《".Contains(text[i - 1], StringComparison.Ordinal)) continue;
            yield return text[start..i];
            start = i;
        }
    }
}
