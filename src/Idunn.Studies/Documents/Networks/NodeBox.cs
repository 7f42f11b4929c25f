using System.Collections.Immutable;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents.Networks;

/// <summary>A node with its lettering: its size, and its marks at a place.</summary>
/// <param name="IsSink">A process that makes nothing.</param>
internal sealed record NodeBox(NetworkNode Node, ImmutableArray<string> Title, ImmutableArray<string> Detail, double Width, double Height, bool IsSink)
{
    private const double NodeSize = 12, ProcessSize = 11, DetailSize = 10.5, TitleLine = 15, DetailLine = 13, WidestTitle = 112, WidestPart = 190;
    private const int ManyLines = 3, MostLines = 5;

    private double TitleSize => SizeOf(Node.Kind);

    private static double SizeOf(NodeKind kind) => kind == NodeKind.Process ? ProcessSize : NodeSize;

    public static NodeBox Of(NetworkNode node, Network network)
    {
        var isSink = node.Kind == NodeKind.Process && !network.Edges.Any(edge => edge.Kind == EdgeKind.Flow && edge.From == node.Id);
        var isSource = node.Kind == NodeKind.Process && !network.Edges.Any(edge => edge.Kind == EdgeKind.Flow && edge.To == node.Id);
        var box = Of(node, isSink, isSource, node.Kind == NodeKind.Part ? WidestPart : WidestTitle);
        // Room for the lines that meet it.
        var links = network.Edges.Count(edge => edge.From == node.Id || edge.To == node.Id);
        return node.Kind == NodeKind.Process ? box : box with { Width = Math.Max(box.Width, Math.Min(WidestTitle, 16 + 8 * links)) };
    }

    /// <summary>An example for a key, in one line.</summary>
    public static NodeBox Of(NodeKind kind, string meaning) => Of(new NetworkNode("", kind, meaning), false, false, WidestPart);

    private static NodeBox Of(NetworkNode node, bool isSink, bool isSource, double widest)
    {
        var (isStrong, size) = (IsStrong(node.Kind), SizeOf(node.Kind));
        var words = Lettering.Wrap(node.Title, size, widest, MostLines, isStrong).Count > ManyLines ? node.Title.Split(" (")[0] : node.Title;
        var title = Lettering.Wrap((isSource ? "∅ " : "") + words + (isSink ? " ∅" : ""), size, widest, MostLines, isStrong);
        var detail = Lettering.Wrap(node.Detail, DetailSize, WidestPart, 6);
        var text = title.Select(line => Lettering.Width(line, size, isStrong)).Concat(detail.Select(line => Lettering.Width(line, DetailSize))).Max();
        var (beside, over) = node.Kind switch { NodeKind.Process => (1.0, 1.0), NodeKind.Part => (16.0, 9.0), _ => (11.0, 7.0) };
        // Fonts of other machines run a little wider than the one measured.
        return new(node, [.. title], [.. detail], Math.Ceiling(1.1 * text) + 2 * beside, title.Count * TitleLine + detail.Count * DetailLine + 2 * over, isSink);
    }

    public IEnumerable<Mark> Marks(Frame at)
    {
        foreach (var mark in Outlines(at))
            yield return mark;
        var baseline = at.Y + (at.Height - Title.Length * TitleLine - Detail.Length * DetailLine) / 2 + 11.5;
        foreach (var line in Title)
        {
            yield return new Label(line, at.X + at.Width / 2, baseline, TitleSize) { Strong = IsStrong(Node.Kind), Anchor = Anchor.Middle, Halo = Node.Kind == NodeKind.Process, Ink = Node.Kind is NodeKind.Process ? Ink.Muted : Ink.Text };
            baseline += TitleLine;
        }
        baseline -= 2;
        foreach (var line in Detail)
        {
            yield return new Label(line, at.X + at.Width / 2, baseline, DetailSize) { Anchor = Anchor.Middle, Ink = Ink.Muted };
            baseline += DetailLine;
        }
    }

    private static bool IsStrong(NodeKind kind) => kind is NodeKind.State or NodeKind.Part;

    private IEnumerable<Mark> Outlines(Frame at)
    {
        switch (Node.Kind)
        {
            case NodeKind.State:
                yield return new Shape(Outline.Rounded(at.X, at.Y, at.Width, at.Height, 9)) { Fill = Ink.Ramp[0], Stroke = Ink.Text, StrokeWidth = 1.6 };
                break;
            case NodeKind.Quantity:
                yield return new Shape(Outline.Rounded(at.X, at.Y, at.Width, at.Height, 9)) { Fill = Ink.Paper, Stroke = Ink.Axis };
                break;
            case NodeKind.Port:
                yield return new Shape(Outline.Rectangle(at.X, at.Y, at.Width, at.Height)) { Fill = Ink.Skin, Stroke = Ink.Axis };
                break;
            case NodeKind.Part:
                yield return new Shape(Outline.Rectangle(at.X, at.Y, at.Width, at.Height)) { Fill = Ink.Paper, Stroke = Ink.Text };
                yield return new Shape(Outline.Rectangle(at.X + 3, at.Y + 3, at.Width - 6, at.Height - 6)) { Stroke = Ink.Text };
                break;
        }
    }
}
