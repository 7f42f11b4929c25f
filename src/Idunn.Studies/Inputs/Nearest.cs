namespace Idunn.Studies.Inputs;

/// <summary>What a mistyped word was probably meant to be.</summary>
public static class Nearest
{
    /// <summary>
    /// The known word at the smallest optimal-string-alignment distance (insertions, deletions, substitutions, neighbours swapped; case ignored), or null when
    /// even that one needs more than a third of the letters changed.
    /// </summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var (best, nearest) = (int.MaxValue, (string?)null);
        foreach (var candidate in known.Order(StringComparer.Ordinal))
        {
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best && distance <= Math.Max(1, Math.Max(word.Length, candidate.Length) / 3))
                (best, nearest) = (distance, candidate);
        }
        return nearest;
    }

    /// <summary>One sentence: "Did you mean 'x'? Known: a, b, x."</summary>
    public static string Suggestion(string word, IEnumerable<string> known)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        var list = all.Count == 0 ? "There is none." : $"Known: {string.Join(", ", all)}.";
        return To(word, all) is { } nearest ? $"Did you mean '{nearest}'? {list}" : list;
    }

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
