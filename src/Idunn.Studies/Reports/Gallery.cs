using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Reports.Drawing;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports;

/// <summary>The figures of one report, in order, each under a name of its own.</summary>
public sealed class Gallery
{
    readonly List<Figure> figures = [];
    readonly HashSet<string> names = [];

    public IReadOnlyList<Figure> Figures => figures;

    /// <summary>Keeps the figure for <c>figures/</c> and gives its element for the page.</summary>
    public XElement Hang(Figure figure)
    {
        var named = figure with { Name = Name(figure.Name) };
        figures.Add(named);
        return El("figure", SvgPicture.Inline(named));
    }

    /// <summary>A small graphic for the page alone.</summary>
    public XElement Inline(Figure figure) => SvgPicture.Inline(figure with { Name = Name(figure.Name) });

    /// <summary>Lower case letters, digits and hyphens, unlike every name before.</summary>
    string Name(string wanted)
    {
        var slug = new StringBuilder();
        foreach (var letter in wanted.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter)) slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var stem = slug.ToString().Trim('-');
        var name = stem;
        for (var i = 2; !names.Add(name); i++) name = FormattableString.Invariant($"{stem}-{i}");
        return name;
    }
}
