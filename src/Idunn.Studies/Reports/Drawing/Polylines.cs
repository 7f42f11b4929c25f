namespace Idunn.Studies.Reports.Drawing;

/// <summary>
/// Line simplification. Douglas, D., Peucker, T. (1973). Algorithms for the reduction of the number of points required to represent a digitized line or its
/// caricature. Cartographica 10, 112–122. doi:10.3138/FM57-6770-U75U-7727
/// </summary>
public static class Polylines
{
    /// <summary>The points that keep the line within <paramref name="tolerance"/> of the full one; both ends stay.</summary>
    public static IReadOnlyList<Point> Simplify(IReadOnlyList<Point> points, double tolerance)
    {
        if (points.Count < 3) return points;
        var keep = new bool[points.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, points.Count - 1)]);
        while (open.TryPop(out var span))
        {
            var (farthest, distance) = Farthest(points, span.First, span.Last);
            if (distance <= tolerance) continue;
            keep[farthest] = true;
            open.Push((span.First, farthest));
            open.Push((farthest, span.Last));
        }
        return [.. points.Where((_, i) => keep[i])];
    }

    static (int Index, double Distance) Farthest(IReadOnlyList<Point> points, int first, int last)
    {
        var (a, b) = (points[first], points[last]);
        var length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
        var best = (Index: first, Distance: 0.0);
        for (var i = first + 1; i < last; i++)
        {
            var p = points[i];
            var distance = length == 0
                ? Math.Sqrt((p.X - a.X) * (p.X - a.X) + (p.Y - a.Y) * (p.Y - a.Y))
                : Math.Abs((b.X - a.X) * (a.Y - p.Y) - (a.X - p.X) * (b.Y - a.Y)) / length;
            if (distance > best.Distance) best = (i, distance);
        }
        return best;
    }
}
