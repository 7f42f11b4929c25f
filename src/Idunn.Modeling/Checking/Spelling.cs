namespace Idunn.Modeling.Checking;

/// <summary>
/// Guesses what a mistyped word was meant to be, by optimal string alignment distance (insert, delete, replace, swap neighbours; Damerau 1964).
/// </summary>
public static class Spelling
{
    /// <summary>The candidate nearest to the word, or null when none is near: one slip in up to five letters, two in up to eight, else three.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        var limit = word.Length <= 2 ? 0 : word.Length <= 5 ? 1 : word.Length <= 8 ? 2 : 3;
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates.Distinct().Order(StringComparer.Ordinal))
        {
            if (candidate == word)
                continue;
            var distance = IsSameButForCaseOrPath(word, candidate) ? 0 : Math.Abs(candidate.Length - word.Length) > limit ? int.MaxValue : Distance(word, candidate);
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>"Did you mean 'x'?", or the other text when nothing is near.</summary>
    public static string Advice(string word, IEnumerable<string> candidates, string otherwise)
        => Closest(word, candidates) is { } closest ? $"Did you mean '{closest}'?" : otherwise;

    private static bool IsSameButForCaseOrPath(string word, string candidate)
        => string.Equals(word, candidate, StringComparison.OrdinalIgnoreCase) || candidate.EndsWith("." + word, StringComparison.Ordinal);

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}
