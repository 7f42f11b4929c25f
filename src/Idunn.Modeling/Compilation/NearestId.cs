namespace Idunn.Modeling.Compilation;

/// <summary>The known id that a misspelt one most likely means, by edit distance (Levenshtein, Sov. Phys. Dokl. 10, 1966).</summary>
internal static class NearestId
{
    /// <summary>An action for a <see cref="Checking.Finding"/>: "Did you mean …?" when an id is near enough, else <paramref name="otherwise"/>.</summary>
    public static string Suggest(string id, IEnumerable<string> known, string otherwise)
    {
        var nearest = known
            .Select(candidate => (Id: candidate, Distance: Distance(id, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(1, id.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .Select(candidate => candidate.Id).FirstOrDefault();
        return nearest is null ? otherwise : $"Did you mean '{nearest}'?";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
