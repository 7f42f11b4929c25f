using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Idunn.Studies.Planning;

/// <summary>Reads the part of BibTeX that science/references.bib uses: entries with braced fields. Of entries with one key the first counts.</summary>
public static partial class Bibliography
{
    /// <summary>Key to a printable reference: title (year), doi, note.</summary>
    public static ImmutableSortedDictionary<string, string> Parse(string text) => Entries(text)
        .GroupBy(entry => entry.Key, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(entries => entries.Key, entries => Printable(Fields(entries.First().Body)), StringComparer.Ordinal);

    /// <summary>An entry begins with a line that starts with @ and ends with the next one that starts with a brace; one without an end is the end of the file.</summary>
    private static IEnumerable<(string Key, string Body)> Entries(string text)
    {
        for (var position = 0; Opening().Match(text, position) is { Success: true } opening;)
        {
            var start = opening.Index + opening.Length;
            var end = text.IndexOf("\n}", start, StringComparison.Ordinal);
            if (end < 0)
                yield break;
            yield return (opening.Groups["key"].Value, text[start..end]);
            position = end + 1;
        }
    }

    private static Dictionary<string, string> Fields(string body) => Field().Matches(body)
        .GroupBy(field => field.Groups["name"].Value.ToLowerInvariant(), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value.Trim(), StringComparer.Ordinal);

    private static string Printable(Dictionary<string, string> fields)
    {
        var parts = new List<string>();
        if (fields.TryGetValue("author", out var author))
            parts.Add(author + ".");
        parts.Add(fields.GetValueOrDefault("title", "untitled") + (fields.TryGetValue("year", out var year) ? $" ({year})." : "."));
        if (fields.TryGetValue("doi", out var doi))
            parts.Add($"doi:{doi}.");
        if (fields.TryGetValue("note", out var note))
            parts.Add(note);
        return string.Join(" ", parts);
    }

    [GeneratedRegex(@"^@\w+\{(?<key>[^,\s]+),", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^[ \t]*(?<name>\w+)\s*=\s*\{(?<value>[^{}]*)\}", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
