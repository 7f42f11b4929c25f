using System.Collections.Immutable;
using System.Text;

namespace Idunn.Conformance;

/// <summary>docs/conformance.md: each suite has a section, which its run writes anew.</summary>
internal static class ConformancePage
{
    private static readonly Lock Writing = new();

    public static void WriteSemantic(ImmutableArray<SemanticCase> cases, string?[] failures, int seeds)
    {
        var text = new StringBuilder();
        var courses = cases.Zip(failures).Where(pair => pair.First.IsTimeCourse).ToArray();
        var others = cases.Zip(failures).Where(pair => !pair.First.IsTimeCourse).ToArray();
        text.AppendLine($"Time courses: **{courses.Count(pair => pair.Second is null)} of {courses.Length}** pass. Flux-balance problems: {others.Count(pair => pair.Second is null)} of {others.Length} are refused by name.");
        text.AppendLine();
        text.AppendLine("| tag | passed | cases |").AppendLine("|---|---|---|");
        foreach (var tag in courses.SelectMany(pair => pair.First.Tags).Distinct().Order(StringComparer.Ordinal))
        {
            var tagged = courses.Where(pair => pair.First.Tags.Contains(tag)).ToArray();
            text.AppendLine($"| {tag} | {tagged.Count(pair => pair.Second is null)} | {tagged.Length} |");
        }
        List(text, cases.Zip(failures));
        text.AppendLine();
        text.AppendLine($"Random by design, since several events are due at one instant with the same priority and chance decides which goes first ({SemanticCase.Random}): {Ids(courses.Where(pair => pair.First.IsRandom))}. Their expected results do not depend on it, but for counters that a fair choice sets off once in a million runs, as the suite says; each is run with {seeds} seeds, fixed in the test, and all have to pass.");
        text.AppendLine();
        text.AppendLine($"Flux-balance problems, refused by name (IDN153): {Ids(others.Where(pair => pair.Second is null))}.");
        WriteSection("SBML Test Suite, semantic cases", text.ToString());
    }

    private static string Ids(IEnumerable<(SemanticCase Test, string?)> pairs) => string.Join(" ", pairs.Select(pair => pair.Test.Id));

    public static void WriteWriting(SemanticCase[] cases, string?[] failures)
    {
        var text = new StringBuilder();
        text.AppendLine($"The time courses above, each model read, written as SBML, read again, written again to the same bytes, and simulated: **{failures.Count(failure => failure is null)} of {cases.Length}** give the expected results.");
        List(text, cases.Zip(failures));
        WriteSection("SBML Test Suite, semantic cases written and read again", text.ToString());
    }

    private static void List(StringBuilder text, IEnumerable<(SemanticCase Test, string? Failure)> results)
    {
        var failed = results.Where(result => result.Failure is not null).ToArray();
        if (failed.Length == 0)
            return;
        text.AppendLine().AppendLine("Cases that do not pass:").AppendLine();
        foreach (var (test, failure) in failed)
            text.AppendLine($"- {test.Id} ({string.Join(", ", test.Tags)}): {failure}");
    }

    /// <summary>Puts a section in place of the one with the same heading, or at the end.</summary>
    public static void WriteSection(string heading, string text)
    {
        lock (Writing)
        {
            var file = Path.Combine(Suites.Repository, "docs", "conformance.md");
            var page = File.Exists(file) ? File.ReadAllText(file) : "# Conformance\n";
            var start = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
            var end = start < 0 ? -1 : page.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
            var section = $"\n## {heading}\n\n{text.ReplaceLineEndings("\n").TrimEnd()}\n";
            File.WriteAllText(file, start < 0 ? page.TrimEnd() + "\n" + section : page[..start] + section + (end < 0 ? "" : page[end..]));
        }
    }
}
