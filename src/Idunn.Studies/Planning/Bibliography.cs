using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Idunn.Studies.Planning;

/// <summary>Reads the part of BibTeX that science/references.bib uses: entries with braced fields. Of entries with one key the first counts.</summary>
public static partial class Bibliography
{
    /// <summary>Key to a printable reference: title (year), doi, note.</summary>
    public static ImmutableSortedDictionary<string, string> Parse(string text) => Entry().Matches(text)
        .GroupBy(entry => entry.Groups["key"].Value.Trim(), StringComparer.Ordinal)
        .ToImmutableSortedDictionary(entries => entries.Key, entries => Printable(Fields(entries.First().Groups["body"].Value)), StringComparer.Ordinal);

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

    [GeneratedRegex(@"^@\w+\{(?<key>[^,\s]+),(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\s*(?<name>\w+)\s*=\s*\{(?<value>[^{}]*)\}", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
