namespace Idunn.Terminal;

/// <summary>Text in columns of a terminal, in which a Chinese character is two wide.</summary>
internal static class TextColumns
{
    public static int Width(string text) => text.Sum(Width);

    public static int Width(char letter) => letter is >= '\u1100' and <= '\u115F' or >= '\u2E80' and <= '\uA4CF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' or >= '\uFE30' and <= '\uFE6F' or >= '\uFF00' and <= '\uFF60' or >= '\uFFE0' and <= '\uFFE6' ? 2 : 1;

    /// <summary>The text with blanks behind it.</summary>
    public static string Left(string text, int columns) => text + Blank(text, columns);

    /// <summary>The text with blanks before it.</summary>
    public static string Right(string text, int columns) => Blank(text, columns) + text;

    private static string Blank(string text, int columns) => new(' ', Math.Max(0, columns - Width(text)));
}
