using System.Text;

namespace Idunn.Studies.Documents;

/// <summary>GitHub's Markdown: text that stands for itself, tables, mathematics.</summary>
internal static class Markdown
{
    /// <summary>Text without meaning as markup.</summary>
    public static string Plain(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '$' or '~')
                escaped.Append('\\');
            escaped.Append(letter switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '\n' or '\r' => " ", _ => letter.ToString() });
        }
        return escaped.ToString();
    }

    public static string Code(string id) => $"`{id}`";

    /// <summary>Mathematics inside a line; the backticks keep Markdown's hands off the backslashes.</summary>
    public static string InlineMath(string tex) => $"$`{tex}`$";

    /// <summary>Lines of one aligned block; each holds its own <c>&amp;</c>.</summary>
    public static string Math(IEnumerable<string> lines) => "```math\n\\begin{aligned}\n" + string.Join(" \\\\\n", lines) + "\n\\end{aligned}\n```\n";

    /// <summary>A table; empty when it has no rows.</summary>
    public static string Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(Row).ToList();
        return lines.Count == 0 ? "" : string.Join('\n', [Row(heads), Row([.. heads.Select(_ => "---")]), .. lines]) + "\n";
    }

    private static string Row(IReadOnlyList<string> cells) => "| " + string.Join(" | ", cells) + " |";
}
