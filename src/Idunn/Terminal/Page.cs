using static Idunn.Terminal.TextColumns;

namespace Idunn.Terminal;

/// <summary>Plain text for a terminal of 80 columns: headings at the margin, rows indented by two.</summary>
internal sealed class Page(TextWriter output)
{
    public const int Columns = 80;

    private const string Indent = "  ";

    public void Heading(string text, string? beside = null)
    {
        output.WriteLine();
        Line(beside is null ? text : $"{text}  {beside}");
    }

    public void Line(string text) => output.WriteLine(Cut(text, Columns));

    /// <summary>A sentence over as many lines as it needs.</summary>
    public void Sentence(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Width(Indent + line) + 1 + Width(word) > Columns)
            {
                output.WriteLine(Indent + line);
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        output.WriteLine(Indent + line);
    }

    /// <summary>Rows in columns; a long cell loses its beginning; the last column takes the room that is left and is cut there.</summary>
    /// <param name="most">Rows that are shown; what is beyond is counted.</param>
    /// <param name="isRight">Columns that stand to the right, as numbers do.</param>
    public void Rows(IReadOnlyList<string[]> rows, int most, string what, Func<int, bool>? isRight = null)
    {
        string[][] shown = [.. rows.Take(most)];
        if (shown.Length == 0)
            return;
        const int widest = 34;
        var widths = Enumerable.Range(0, shown[0].Length).Select(column => Math.Min(widest, shown.Max(row => Width(row[column])))).ToArray();
        foreach (var row in shown)
        {
            var cells = row.Select((cell, column) => column == row.Length - 1 ? cell : isRight?.Invoke(column) is true ? Right(Tail(cell, widest), widths[column]) : Left(Tail(cell, widest), widths[column]));
            Line((Indent + string.Join("  ", cells)).TrimEnd());
        }
        if (rows.Count > most)
            Line($"{Indent}… and {rows.Count - most} more {what}");
    }

    /// <summary>The end of an id tells more than its beginning.</summary>
    private static string Tail(string text, int columns)
    {
        var start = 0;
        while (Width(text[start..]) > columns - (start > 0 ? 1 : 0))
            start++;
        return start == 0 ? text : "…" + text[start..];
    }

    private static string Cut(string text, int columns)
    {
        if (Width(text) <= columns)
            return text;
        var end = text.Length;
        while (Width(text[..end]) > columns - 1)
            end--;
        return text[..end] + "…";
    }
}
