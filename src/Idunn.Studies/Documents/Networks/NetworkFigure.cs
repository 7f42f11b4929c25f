using System.Collections.Immutable;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents.Networks;

/// <summary>Draws the networks of a file's modules below each other, and a key to the signs that they use. Every kind has a shape of its own; colour only repeats it.</summary>
internal static class NetworkFigure
{
    private const double Width = 700, Margin = 14, Heading = 34;

    /// <param name="all">Each with the heading above it; empty: none. At least one has nodes.</param>
    public static Figure Of(string name, string title, IEnumerable<(string Heading, Network Network)> all)
    {
        var networks = all.Where(entry => entry.Network.Nodes.Length > 0).ToList();
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var panels = networks.Select(entry => NetworkPanel.Of(entry.Network, Width - 2 * Margin)).ToList();
        var width = Math.Max(Width, panels.Max(panel => panel.Width) + 2 * Margin);
        var y = Margin;
        foreach (var (panel, (heading, _)) in panels.Zip(networks))
        {
            if (heading.Length > 0)
            {
                marks.Add(new Label(heading, Margin, y + 14, 14) { Strong = true });
                y += Heading;
            }
            marks.AddRange(panel.At((width - panel.Width) / 2, y));
            y += panel.Height + 2 * Margin;
        }
        var key = NetworkKey.Of(networks.Select(entry => entry.Network), Margin, y, width - 2 * Margin);
        marks.AddRange(key.Marks);
        return new Figure(name, title, string.Join(' ', networks.Select(entry => InWords(entry.Heading, entry.Network))), width, key.Bottom + Margin, marks.ToImmutable());
    }

    private static string InWords(string heading, Network network)
    {
        var titles = network.Nodes.ToDictionary(node => node.Id, node => node.Title, StringComparer.Ordinal);
        var sentences = network.Edges.Select(edge => edge.Kind switch
        {
            EdgeKind.Flow => $"{titles[edge.From]} {(edge.IsMutual ? "↔" : "→")} {titles[edge.To]}.",
            EdgeKind.Raises => $"{titles[edge.From]} raises {titles[edge.To]}.",
            EdgeKind.Lowers => $"{titles[edge.From]} lowers {titles[edge.To]}.",
            _ => $"{titles[edge.From]} affects {titles[edge.To]}.",
        });
        return (heading.Length == 0 ? "" : heading + ": ") + string.Join(' ', sentences);
    }
}
