namespace Idunn.Studies.Documents.Networks;

/// <summary>The layer of each node of an acyclic graph: by longest path, then moved to where links are short, then no layer wider than the page.</summary>
internal static class Layers
{
    private const int Rounds = 8;

    /// <param name="widths">With the gap beside it.</param>
    public static int[] Of(double[] widths, IReadOnlyList<(int From, int To)> links, double widest)
    {
        var (above, below) = (links.ToLookup(link => link.To, link => link.From), links.ToLookup(link => link.From, link => link.To));
        var order = TopologicalOrder(widths.Length, above, below);
        var layers = new int[widths.Length];
        foreach (var node in order)
            layers[node] = above[node].Select(other => layers[other] + 1).DefaultIfEmpty(0).Max();
        for (var round = 0; round < Rounds; round++)
            foreach (var node in round % 2 == 0 ? order.AsEnumerable().Reverse() : order)
                Shorten(node, layers, above, below);
        return Split(Packed(layers), widths, widest, above, below);
    }

    private static List<int> TopologicalOrder(int count, ILookup<int, int> above, ILookup<int, int> below)
    {
        var waiting = Enumerable.Range(0, count).Select(node => above[node].Count()).ToArray();
        var ready = new SortedSet<int>(Enumerable.Range(0, count).Where(node => waiting[node] == 0));
        var order = new List<int>();
        while (ready.Count > 0)
        {
            var node = ready.Min;
            ready.Remove(node);
            order.Add(node);
            foreach (var next in below[node])
                if (--waiting[next] == 0)
                    ready.Add(next);
        }
        return order.Count == count ? order : throw new ArgumentException("The graph has a cycle.");
    }

    /// <summary>A node with more links down than up goes as low as it may, one with more links up as high.</summary>
    private static void Shorten(int node, int[] layers, ILookup<int, int> above, ILookup<int, int> below)
    {
        var (up, down) = (above[node].Count(), below[node].Count());
        if (down > up)
            layers[node] = below[node].Min(other => layers[other]) - 1;
        else if (up > down)
            layers[node] = above[node].Max(other => layers[other]) + 1;
    }

    /// <summary>Without empty layers, from 0.</summary>
    private static int[] Packed(int[] layers)
    {
        var used = layers.Distinct().Order().ToList();
        return [.. layers.Select(layer => used.IndexOf(layer))];
    }

    /// <summary>Nodes of one layer are not linked, so that it can be made two: those with only links down stay above.</summary>
    private static int[] Split(int[] layers, double[] widths, double widest, ILookup<int, int> above, ILookup<int, int> below)
    {
        for (var layer = 0; layer <= layers.Max(); layer++)
        {
            var nodes = Enumerable.Range(0, layers.Length).Where(node => layers[node] == layer).ToList();
            var total = nodes.Sum(node => widths[node]);
            if (total <= widest || nodes.Count == 1)
                continue;
            var share = total / Math.Ceiling(total / widest);
            var (width, moved) = (0.0, new List<int>());
            foreach (var node in nodes.OrderBy(node => above[node].Count() - below[node].Count()))
            {
                width += widths[node];
                if (width > share + 1)
                    moved.Add(node);
            }
            for (var node = 0; node < layers.Length; node++)
                if (layers[node] > layer || moved.Contains(node))
                    layers[node]++;
        }
        return layers;
    }
}
