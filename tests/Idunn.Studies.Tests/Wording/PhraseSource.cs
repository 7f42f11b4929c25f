using System.Text.RegularExpressions;
using Idunn.Studies.Tests.Inputs;

namespace Idunn.Studies.Tests.Wording;

/// <summary>The phrases that the source asks for, read from its text.</summary>
internal static partial class PhraseSource
{
    private static IEnumerable<(string File, string Text)> Files { get; } = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)))];

    /// <summary>What stands in <c>words["…"]</c>, <c>words.Count(n, "…", "…")</c> and <c>Phrase.Of("…")</c>.</summary>
    public static IReadOnlyList<string> Asked { get; } =
    [
        .. Files.SelectMany(file => Indexed().Matches(file.Text).Concat(Composed().Matches(file.Text)).Select(match => match.Groups[1].Value)
            .Concat(Counted().Matches(file.Text).SelectMany(match => new[] { match.Groups[1].Value, match.Groups[2].Value }))).Select(Unescaped).Distinct(),
    ];

    /// <summary>True when the phrase is a literal somewhere: asked for, or in a table of headings.</summary>
    public static bool IsWritten(string phrase)
    {
        var literal = '"' + phrase.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\u00A0", "\\u00A0", StringComparison.Ordinal) + '"';
        return Files.Any(file => file.Text.Contains(literal, StringComparison.Ordinal));
    }

    /// <summary>Lines that hold Chinese characters, other than punctuation.</summary>
    public static IEnumerable<string> Chinese => from file in Files from line in file.Text.Split('\n') where line.Any(letter => letter is >= '\u4E00' and <= '\u9FFF') select $"{Path.GetFileName(file.File)}: {line.Trim()}";

    /// <summary>Literals with words in them that reach an element of a report's page, or a label of a figure, without being asked for: file and text. Code (a command) is no language.</summary>
    public static IEnumerable<string> Untranslated() =>
        from file in Files
        where file.File.Contains($"{Path.DirectorySeparatorChar}Reports{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from literal in UntranslatedIn(file.Text)
        select $"{Path.GetFileName(file.File)}: {literal}";

    public static IEnumerable<string> UntranslatedIn(string source) => Element().Matches(source).Concat(Section().Matches(source)).Concat(Label().Matches(source))
        .Select(match => match.Groups[1].Value).Where(literal => Worded().IsMatch(WithoutHoles(literal)));

    /// <summary>What an interpolated string says itself; of a hole that holds a string of its own the literal has the beginning only.</summary>
    private static string WithoutHoles(string literal)
    {
        while (Hole().IsMatch(literal)) literal = Hole().Replace(literal, "");
        var open = literal.IndexOf('{', StringComparison.Ordinal);
        return open < 0 ? literal : literal[..open];
    }


    private static string Unescaped(string literal) => literal.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\u00A0", "\u00A0", StringComparison.Ordinal);

    [GeneratedRegex("""[wW]ords\["((?:\\.|[^"\\])*)"[\],]""")]
    private static partial Regex Indexed();

    [GeneratedRegex("""Phrase\.Of\("((?:\\.|[^"\\])*)"[),]""")]
    private static partial Regex Composed();

    [GeneratedRegex("""[wW]ords\.Count\([^\n]*?, "((?:\\.|[^"\\])*)", "((?:\\.|[^"\\])*)"\)""")]
    private static partial Regex Counted();

    [GeneratedRegex("""El\("(?!code")[a-z0-9.-]+",(?: At\([^()]*\),)* \$?"((?:\\.|[^"\\])*)""")]
    private static partial Regex Element();

    [GeneratedRegex("""(?:Parts\.Section\("[^"]*"|Term\([^,]*|Term\("[^"]*"), \$?"((?:\\.|[^"\\])*)""")]
    private static partial Regex Section();

    [GeneratedRegex("""new Label\(\$?"((?:\\.|[^"\\])*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<![A-Za-z])(?!Idunn\b)[A-Za-z]{2,}")]
    private static partial Regex Worded();
}
