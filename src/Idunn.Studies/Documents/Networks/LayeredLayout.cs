using System.Collections.Immutable;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents.Networks;

/// <summary>A box by its upper left corner.</summary>
public readonly record struct Frame(double X, double Y, double Width, double Height);

/// <summary>A link between two boxes, by their indices.</summary>
/// <param name="Bundle">Links that leave one box in one bundle run as one line as far as they can; null: on its own.</param>
public readonly record struct LayoutLink(int From, int To, string? Bundle = null);

/// <summary>
/// Boxes in layers from top to bottom, links as lines that run downwards between them and around boxes (Sugiyama, Tagawa and Toda 1981, Methods for visual
/// understanding of hierarchical system structures). The same graph gives the same drawing.
/// </summary>
/// <param name="Routes">Points of each link from the lower edge of its first box to the upper edge of its second; between two points with one abscissa it runs straight.</param>
public sealed record LayeredLayout(double Width, double Height, ImmutableArray<Frame> Boxes, ImmutableArray<ImmutableArray<Point>> Routes)
{
    private const double BesideBox = 11, BesideLine = 12, BetweenLayers = 38;

    /// <param name="sizes">Width and height of each box.</param>
    /// <param name="links">Acyclic.</param>
    /// <param name="widest">Layers are split until the drawing fits in, where that can be.</param>
    public static LayeredLayout Of(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<LayoutLink> links, double widest)
    {
        if (sizes.Count == 0)
            return new(0, 0, [], []);
        var layout = Drawn(sizes, links, widest, widest);
        // Lines that pass by need room too: fewer boxes in a layer leave it.
        for (var tenths = 9; tenths >= 5 && layout.Width > widest; tenths--)
            if (Drawn(sizes, links, widest, widest * tenths / 10) is var other && other.Width < layout.Width)
                layout = other;
        return layout;
    }

    private static LayeredLayout Drawn(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<LayoutLink> links, double widest, double widestLayer)
    {
        var layerOf = Layers.Of([.. sizes.Select(size => size.Width + BesideBox)], [.. links.Select(link => (link.From, link.To))], widestLayer).ToList();
        var passing = new Dictionary<(int From, string Bundle, int Layer), int>();
        var chains = links.Select((link, i) => Chain(link, link.Bundle ?? FormattableString.Invariant($"#{i}"), layerOf, passing)).ToList();
        var count = layerOf.Count;
        var (above, below) = (Neighbours(count), Neighbours(count));
        foreach (var (over, under) in chains.SelectMany(chain => chain.Zip(chain.Skip(1))).Distinct())
        {
            below[over].Add(under);
            above[under].Add(over);
        }
        var layers = Enumerable.Range(0, layerOf.Max() + 1).Select(layer => Enumerable.Range(0, count).Where(node => layerOf[node] == layer).ToList()).ToArray();
        layers = LayerOrder.Arrange(layers, above, below);
        double[] widths = [.. Enumerable.Range(0, count).Select(node => node < sizes.Count ? sizes[node].Width + BesideBox : BesideLine)];
        var x = LayerPositions.Of(layers, above, below, widths, [.. Enumerable.Range(sizes.Count, count - sizes.Count)], widest);
        var (tops, heights) = Heights(layers, sizes);
        Frame[] boxes = [.. sizes.Select((size, i) => new Frame(x[i] - size.Width / 2, tops[layerOf[i]] + (heights[layerOf[i]] - size.Height) / 2, size.Width, size.Height))];
        var routes = Routed(chains, sizes.Count, node => (tops[layerOf[node]], tops[layerOf[node]] + heights[layerOf[node]]), x, boxes);
        return Cropped(boxes, routes, tops[^1] + heights[^1]);
    }

    private static List<int>[] Neighbours(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];

    /// <summary>The link's boxes with a passing point in each layer between them; links of one bundle share those points.</summary>
    private static int[] Chain(LayoutLink link, string bundle, List<int> layerOf, Dictionary<(int From, string Bundle, int Layer), int> passing)
    {
        var chain = new List<int> { link.From };
        for (var layer = layerOf[link.From] + 1; layer < layerOf[link.To]; layer++)
        {
            if (!passing.TryGetValue((link.From, bundle, layer), out var point))
            {
                passing.Add((link.From, bundle, layer), point = layerOf.Count);
                layerOf.Add(layer);
            }
            chain.Add(point);
        }
        return [.. chain, link.To];
    }

    private static (double[] Tops, double[] Heights) Heights(List<int>[] layers, IReadOnlyList<(double Width, double Height)> sizes)
    {
        double[] heights = [.. layers.Select(layer => layer.Where(node => node < sizes.Count).Select(node => sizes[node].Height).DefaultIfEmpty(0).Max())];
        var tops = new double[layers.Length];
        for (var i = 1; i < tops.Length; i++)
            tops[i] = tops[i - 1] + heights[i - 1] + BetweenLayers;
        return (tops, heights);
    }

    private static List<ImmutableArray<Point>> Routed(List<int[]> chains, int boxCount, Func<int, (double Top, double Bottom)> layerAt, double[] x, Frame[] boxes)
    {
        var leaving = Spread(chains, chain => chain[0], chain => chain[1], x, boxes);
        var arriving = Spread(chains, chain => chain[^1], chain => chain[^2], x, boxes);
        var routes = new List<ImmutableArray<Point>>();
        for (var k = 0; k < chains.Count; k++)
        {
            var (first, last) = (boxes[chains[k][0]], boxes[chains[k][^1]]);
            var points = ImmutableArray.CreateBuilder<Point>();
            points.Add(new(leaving[k], first.Y + first.Height));
            points.Add(new(leaving[k], layerAt(chains[k][0]).Bottom));
            foreach (var node in chains[k].Where(node => node >= boxCount))
            {
                points.Add(new(x[node], layerAt(node).Top));
                points.Add(new(x[node], layerAt(node).Bottom));
            }
            points.Add(new(arriving[k], layerAt(chains[k][^1]).Top));
            points.Add(new(arriving[k], last.Y));
            routes.Add(points.ToImmutable());
        }
        return routes;
    }

    /// <summary>Where each link meets its box: side by side, in the order of where they go; links that go on through one point meet it at one point.</summary>
    private static double[] Spread(List<int[]> chains, Func<int[], int> box, Func<int[], int> next, double[] x, Frame[] boxes)
    {
        var at = new double[chains.Count];
        foreach (var group in Enumerable.Range(0, chains.Count).GroupBy(k => box(chains[k])))
        {
            var frame = boxes[group.Key];
            var bundles = group.GroupBy(k => next(chains[k]) < boxes.Length ? -1 - k : next(chains[k])).OrderBy(bundle => x[next(chains[bundle.First()])]).ThenBy(bundle => bundle.First()).ToList();
            var step = Math.Min(16, (frame.Width - 16) / Math.Max(1, bundles.Count - 1));
            for (var i = 0; i < bundles.Count; i++)
                foreach (var k in bundles[i])
                    at[k] = frame.X + frame.Width / 2 + (i - (bundles.Count - 1) / 2.0) * step;
        }
        return at;
    }

    private static LayeredLayout Cropped(Frame[] boxes, List<ImmutableArray<Point>> routes, double height)
    {
        var all = boxes.SelectMany(box => new[] { box.X, box.X + box.Width }).Concat(routes.SelectMany(route => route).Select(point => point.X)).ToList();
        var left = all.Min();
        return new(all.Max() - left, height, [.. boxes.Select(box => box with { X = box.X - left })], [.. routes.Select(route => route.Select(point => point with { X = point.X - left }).ToImmutableArray())]);
    }
}
