using System.Collections.Immutable;
using System.Text;
using Idunn.Studies.Reports.Drawing;
using static Idunn.Studies.Reports.Drawing.Outline;

namespace Idunn.Studies.Documents.Networks;

/// <summary>A link as marks: flows solid with a filled head, influences dashed with an open head, a bar or a diamond.</summary>
internal static class NetworkLine
{
    private const double HeadLength = 8, HeadHalf = 4;

    /// <param name="route">From top to bottom.</param>
    /// <param name="pointsUp">The link's target is at the top.</param>
    /// <param name="goesOn">No head: the line continues behind what it meets.</param>
    public static IEnumerable<Mark> Marks(NetworkEdge edge, ImmutableArray<Point> route, bool pointsUp, bool goesOn)
    {
        var ink = edge.Kind switch { EdgeKind.Flow => Ink.Text, EdgeKind.Raises => Ink.Arms[0], EdgeKind.Lowers => Ink.Arms[1], _ => Ink.Muted };
        var isFlow = edge.Kind == EdgeKind.Flow;
        var (atTop, atBottom) = (isFlow && goesOn ? false : pointsUp || edge.IsMutual, isFlow && goesOn ? false : !pointsUp || edge.IsMutual);
        // The head stands just off the box, and the line ends inside it.
        var line = Shortened(route, atTop ? LineGap(edge.Kind) : 0, atBottom ? LineGap(edge.Kind) : 0);
        yield return new Shape(Curve(line)) { Stroke = ink, StrokeWidth = isFlow ? 1.6 : 1.4, Dashes = isFlow ? [] : [5, 3] };
        if (atTop)
            yield return Head(edge.Kind, route[0], 1, ink);
        if (atBottom)
            yield return Head(edge.Kind, route[^1], -1, ink);
    }

    private static double LineGap(EdgeKind kind) => kind switch { EdgeKind.Flow => HeadLength - 1, EdgeKind.Raises => 2, EdgeKind.Lowers => 3, _ => HeadLength + 2 };

    private static ImmutableArray<Point> Shortened(ImmutableArray<Point> route, double top, double bottom) =>
        [route[0] with { Y = route[0].Y + top }, .. route[1..^1].Select(point => point with { Y = Math.Clamp(point.Y, route[0].Y + top, route[^1].Y - bottom) }), route[^1] with { Y = route[^1].Y - bottom }];

    /// <summary>Straight down where two points lie over each other, else a curve that leaves and arrives upright.</summary>
    private static string Curve(ImmutableArray<Point> points)
    {
        var path = new StringBuilder($"M{N(points[0].X)} {N(points[0].Y)}");
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            if (a == b)
                continue;
            if (N(a.X) == N(b.X))
                path.Append($"V{N(b.Y)}");
            else
                path.Append($"C{N(a.X)} {N((a.Y + b.Y) / 2)} {N(b.X)} {N((a.Y + b.Y) / 2)} {N(b.X)} {N(b.Y)}");
        }
        return path.ToString();
    }

    /// <param name="away">1: the line comes from below; −1: from above.</param>
    private static Shape Head(EdgeKind kind, Point tip, int away, Ink ink) => kind switch
    {
        EdgeKind.Flow => new($"M{N(tip.X)} {N(tip.Y)}L{N(tip.X - HeadHalf)} {N(tip.Y + away * HeadLength)}H{N(tip.X + HeadHalf)}Z") { Fill = ink },
        EdgeKind.Raises => new($"M{N(tip.X - HeadHalf)} {N(tip.Y + away * (HeadLength + 1))}L{N(tip.X)} {N(tip.Y + away * 2)}L{N(tip.X + HeadHalf)} {N(tip.Y + away * (HeadLength + 1))}") { Stroke = ink, StrokeWidth = 1.6 },
        EdgeKind.Lowers => new(Line(tip.X - 6, tip.Y + away * 3, tip.X + 6, tip.Y + away * 3)) { Stroke = ink, StrokeWidth = 2.4 },
        _ => new(Diamond(tip.X, tip.Y + away * 6, 4)) { Fill = Ink.Paper, Stroke = ink, StrokeWidth = 1.3 },
    };
}
