namespace Idunn.Modeling.Checking;

/// <summary>
/// Guesses what a mistyped word was meant to be, by optimal string alignment distance (insert, delete, replace, swap neighbours; Damerau 1964).
/// </summary>
public static class Spelling
{
    /// <summary>Letters beyond which a word is no slip of the pen.</summary>
    private const int LongestWord = 100;

    /// <summary>Names that are looked through: a file may have as many wrong words as names.</summary>
    private const int MostCandidates = 5_000;

    /// <summary>The candidate nearest to the word, or null when none is near: one slip in up to five letters, two in up to eight, else three.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
            return null;
        var limit = word.Length <= 2 ? 0 : word.Length <= 5 ? 1 : word.Length <= 8 ? 2 : 3;
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates.Take(MostCandidates))
        {
            if (candidate == word)
                continue;
            var distance = IsSameButForCaseOrPath(word, candidate) ? 0 : Math.Abs(candidate.Length - word.Length) > limit ? int.MaxValue : Distance(word, candidate, limit);
            if (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(candidate, best) < 0))
                (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>"Did you mean 'x'?", or the other text when nothing is near.</summary>
    public static string Advice(string word, IEnumerable<string> candidates, string otherwise)
        => Closest(word, candidates) is { } closest ? $"Did you mean '{closest}'?" : otherwise;

    private static bool IsSameButForCaseOrPath(string word, string candidate)
        => string.Equals(word, candidate, StringComparison.OrdinalIgnoreCase) || (candidate.Length > word.Length && candidate[^(word.Length + 1)] == '.' && candidate.EndsWith(word, StringComparison.Ordinal));

    /// <summary>Row by row, of which two are remembered; beyond the limit any number above it.</summary>
    private static int Distance(string a, string b, int limit)
    {
        Span<int> before = stackalloc int[b.Length + 1], above = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var least = row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            // A swap of neighbours may come from the row before: both have to be beyond.
            if (least > limit + 1)
                return least;
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }
}
