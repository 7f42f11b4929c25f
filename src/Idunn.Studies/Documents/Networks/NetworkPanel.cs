using System.Collections.Immutable;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents.Networks;

/// <summary>One network, laid out.</summary>
internal sealed record NetworkPanel(ImmutableArray<NodeBox> Boxes, ImmutableArray<NetworkEdge> Edges, ImmutableArray<bool> PointsUp, LayeredLayout Layout)
{
    public double Width => Layout.Width;
    public double Height => Layout.Height;

    public static NetworkPanel Of(Network network, double widest)
    {
        var index = network.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(entry => entry.Id, entry => entry.i, StringComparer.Ordinal);
        var process = network.Nodes.Where(node => node.Kind == NodeKind.Process).Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        // Flows first, those of one reaction together; then what acts on them.
        string GroupOf(NetworkEdge edge, int i) => edge.Kind != EdgeKind.Flow ? $"influence {i}" : process.Contains(edge.From) ? edge.From : process.Contains(edge.To) ? edge.To : $"flow {i}";
        var groups = network.Edges.Select((edge, i) => (Edge: edge, Group: GroupOf(edge, i))).GroupBy(entry => entry.Group, entry => entry.Edge, StringComparer.Ordinal)
            .OrderBy(group => group.First().Kind == EdgeKind.Flow ? 0 : 1).ToList();
        ImmutableArray<NetworkEdge> edges = [.. groups.SelectMany(group => group)];
        var isUp = Downwards.Of(network.Nodes.Length, groups.Select(group => group.Select(edge => (index[edge.From], index[edge.To])).ToImmutableArray()));
        ImmutableArray<NodeBox> boxes = [.. network.Nodes.Select(node => NodeBox.Of(node, network))];
        // Influences of one sign that leave a box, or come to it from below, share their line.
        var links = edges.Zip(isUp, (edge, up) => new LayoutLink(index[up ? edge.To : edge.From], index[up ? edge.From : edge.To], edge.Kind == EdgeKind.Flow ? null : $"{edge.Kind} {up}")).ToList();
        return new(boxes, edges, isUp, LayeredLayout.Of([.. boxes.Select(box => (box.Width, box.Height))], links, widest));
    }

    /// <summary>The marks with the upper left corner at a point: lines first, boxes over them.</summary>
    public IEnumerable<Mark> At(double x, double y)
    {
        for (var i = 0; i < Edges.Length; i++)
            foreach (var mark in NetworkLine.Marks(Edges[i], [.. Layout.Routes[i].Select(point => new Point(point.X + x, point.Y + y))], PointsUp[i], EndsAtProcess(Edges[i])))
                yield return mark;
        for (var i = 0; i < Boxes.Length; i++)
            foreach (var mark in Boxes[i].Marks(Layout.Boxes[i] with { X = Layout.Boxes[i].X + x, Y = Layout.Boxes[i].Y + y }))
                yield return mark;
    }

    /// <summary>A flow into a process goes on behind it: no arrow head between.</summary>
    private bool EndsAtProcess(NetworkEdge edge) => Boxes.Any(box => box.Node.Id == edge.To && box.Node.Kind == NodeKind.Process && !box.IsSink);
}
