using Idunn.Modeling.Checking;

namespace Idunn.Studies.Inputs;

/// <summary>What a mistyped word was probably meant to be, and what else there is.</summary>
public static class Nearest
{
    private const int LongestList = 30;

    /// <summary>"Did you mean 'x'? Known: a, b, x."</summary>
    public static string Suggestion(string word, IEnumerable<string> known)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        var list = all.Count == 0 ? "There is none." : $"Known: {string.Join(", ", all.Take(LongestList))}{(all.Count > LongestList ? FormattableString.Invariant($" and {all.Count - LongestList} more") : "")}.";
        return Spelling.Closest(word, all) is { } closest ? $"Did you mean '{closest}'? {list}" : list;
    }
}
