using System.Text.RegularExpressions;

namespace Idunn.Studies.Documents;

/// <summary>The list of what a page cites.</summary>
internal static partial class ReferenceSection
{
    public static string Of(DescribedModel described, IEnumerable<string> keys) => string.Concat(keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Select(key => $"- <a id=\"ref-{key.ToLowerInvariant()}\"></a>**{Markdown.Plain(key)}.** {(described.Science.References.TryGetValue(key, out var entry) ? WithLinks(entry) : "not in the bibliography")}\n"));

    private static string WithLinks(string entry)
    {
        var at = 0;
        var text = "";
        foreach (Match match in Doi().Matches(entry))
        {
            var doi = match.Groups[1].Value.TrimEnd('.', ',', ';', ')');
            text += $"{Markdown.Plain(entry[at..match.Index])}[doi:{Markdown.Plain(doi)}](https://doi.org/{doi})";
            at = match.Index + "doi:".Length + doi.Length;
        }
        return text + Markdown.Plain(entry[at..]);
    }

    [GeneratedRegex(@"doi:(10\.\d{4,9}/\S+)")]
    private static partial Regex Doi();
}
