using Idunn.Modeling;

namespace Idunn.Studies.Planning;

/// <summary>Finds where a study's text names a thing, for findings about names that only the science folder can settle.</summary>
internal sealed class StudyTextPlaces(string file)
{
    private readonly string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>The first place of <paramref name="word"/> at or after the first line that holds <paramref name="field"/>; the file when there is none.</summary>
    public SourceLocation Of(string word, string field)
    {
        var first = Array.FindIndex(lines, line => line.Contains(field, StringComparison.Ordinal));
        for (var i = Math.Max(first, 0); i < lines.Length; i++)
            if (IndexOfWord(lines[i], word) is >= 0 and var column)
                return new(file, i + 1, column + 1);
        return new(file, 1, 1);
    }

    private static int IndexOfWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
            if ((at == 0 || !IsPart(line[at - 1])) && (at + word.Length == line.Length || !IsPart(line[at + word.Length])))
                return at;
        return -1;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-';
}
