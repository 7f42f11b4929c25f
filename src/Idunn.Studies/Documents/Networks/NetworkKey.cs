using System.Collections.Immutable;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents.Networks;

/// <summary>What the boxes and lines mean: those that occur, in rows.</summary>
internal static class NetworkKey
{
    private const double Row = 30, Between = 22, LineLength = 24;

    public static (ImmutableArray<Mark> Marks, double Bottom) Of(IEnumerable<Network> networks, double left, double top, double width)
    {
        var all = networks.ToList();
        var marks = ImmutableArray.CreateBuilder<Mark>();
        marks.Add(new Shape(Outline.Line(left, top, left + width, top)) { Stroke = Ink.Grid });
        var (x, y) = (left, top + 12);
        foreach (var (entryWidth, entry) in Boxes(all).Concat(Lines(all)))
        {
            if (x > left && x + entryWidth > left + width)
                (x, y) = (left, y + Row);
            marks.AddRange(entry(x, y));
            x += entryWidth + Between;
        }
        return (marks.ToImmutable(), y + Row - 6);
    }

    private static IEnumerable<(double Width, Func<double, double, IEnumerable<Mark>> At)> Boxes(List<Network> networks)
    {
        (NodeKind Kind, string Meaning)[] kinds =
            [(NodeKind.State, "state"), (NodeKind.Quantity, "computed from states"), (NodeKind.Port, "of the model around"), (NodeKind.Part, "part with its own page"), (NodeKind.Process, "process")];
        foreach (var (kind, meaning) in kinds.Where(entry => networks.Exists(network => network.Nodes.Any(node => node.Kind == entry.Kind))))
        {
            var box = NodeBox.Of(kind, meaning);
            yield return (box.Width, (x, y) => box.Marks(new Frame(x, y + (22 - Math.Min(22, box.Height)) / 2, box.Width, Math.Min(22, box.Height))));
        }
    }

    private static IEnumerable<(double Width, Func<double, double, IEnumerable<Mark>> At)> Lines(List<Network> networks)
    {
        (EdgeKind Kind, string Meaning)[] kinds = [(EdgeKind.Flow, "flow"), (EdgeKind.Raises, "raises"), (EdgeKind.Lowers, "lowers"), (EdgeKind.Affects, "acts on; sign open")];
        foreach (var (kind, meaning) in kinds.Where(entry => networks.Exists(network => network.Edges.Any(edge => edge.Kind == entry.Kind))))
            yield return (16 + Lettering.Width(meaning, 12), (x, y) =>
            [
                .. NetworkLine.Marks(new NetworkEdge("", "", kind), [new(x + 6, y - 1), new(x + 6, y - 1 + LineLength)], pointsUp: false, goesOn: false),
                new Label(meaning, x + 18, y + 15),
            ]);
    }
}
