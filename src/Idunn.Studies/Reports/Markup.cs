using System.Text;
using System.Xml.Linq;

namespace Idunn.Studies.Reports;

/// <summary>Builds and writes elements that read the same as HTML and as XML: every text is escaped, and only void elements close themselves.</summary>
public static class Markup
{
    static readonly HashSet<string> Void = ["meta", "br", "hr", "col", "path"];

    static readonly HashSet<string> Inline = ["a", "b", "em", "strong", "span", "abbr", "code", "small", "text", "br"];

    /// <summary>An element by its tag and classes (<c>p</c>, <c>p.lead</c>, <c>table.inputs.wide</c>) with attributes, text and children.</summary>
    public static XElement El(string tag, params object?[] content)
    {
        var parts = tag.Split('.');
        return new XElement(parts[0], parts.Length == 1 ? null : new XAttribute("class", string.Join(' ', parts.Skip(1))), content);
    }

    public static XAttribute At(string name, string value) => new(name, value);

    /// <summary>The element as text; block elements begin a line.</summary>
    public static string Text(XElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return text.ToString();
    }

    static void Write(StringBuilder text, XElement element)
    {
        var name = element.Name.LocalName;
        if (!Inline.Contains(name) && text.Length > 0 && text[^1] != '\n') text.Append('\n');
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            text.Append(' ').Append(attribute.Name.LocalName).Append("=\"");
            Escape(text, attribute.Value);
            text.Append('"');
        }
        if (Void.Contains(name))
        {
            text.Append(" />");
            return;
        }
        text.Append('>');
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) Write(text, child);
            else if (node is XText words) Escape(text, words.Value);
        }
        text.Append("</").Append(name).Append('>');
    }

    static void Escape(StringBuilder text, string value)
    {
        foreach (var letter in value)
        {
            text.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => null,
            });
            if (letter is '&' or '<' or '>' or '"') continue;
            // XML 1.0 has no place for other control characters, not even escaped.
            text.Append(letter < ' ' && letter is not ('\n' or '\t') ? '\uFFFD' : letter);
        }
    }
}
