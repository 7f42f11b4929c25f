namespace Idunn.Studies.Documents.Networks;

/// <summary>Orders the nodes of each layer so that few links cross: barycentres (Sugiyama, Tagawa and Toda 1981), then exchanges of neighbours.</summary>
/// <param name="above">Neighbours in the layer above, by node.</param>
/// <param name="below">Neighbours in the layer below, by node.</param>
internal sealed class LayerOrder(List<int>[] layers, List<int>[] above, List<int>[] below)
{
    private const int Sweeps = 24;

    private readonly int[] place = new int[above.Length];

    public static List<int>[] Arrange(List<int>[] layers, List<int>[] above, List<int>[] below)
    {
        var order = new LayerOrder([.. layers.Select(layer => layer.ToList())], above, below);
        return order.Best();
    }

    private List<int>[] Best()
    {
        foreach (var layer in layers)
            Number(layer);
        var (best, fewest) = (Copy(), Crossings());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var isDown = sweep % 2 == 0;
            for (var i = 1; i < layers.Length; i++)
                SortByBarycentre(isDown ? layers[i] : layers[^(i + 1)], isDown ? above : below);
            foreach (var layer in layers)
                Exchange(layer);
            if (Crossings() is var count && count < fewest)
                (best, fewest) = (Copy(), count);
        }
        return best;
    }

    private void SortByBarycentre(List<int> layer, List<int>[] neighbours)
    {
        double Barycentre(int node) => neighbours[node].Count == 0 ? place[node] : neighbours[node].Average(other => place[other]);
        var sorted = layer.OrderBy(Barycentre).ToList();
        layer.Clear();
        layer.AddRange(sorted);
        Number(layer);
    }

    private void Exchange(List<int> layer)
    {
        for (var i = 1; i < layer.Count; i++)
        {
            var (left, right) = (layer[i - 1], layer[i]);
            if (Crossings(above[left], above[right]) + Crossings(below[left], below[right]) <= Crossings(above[right], above[left]) + Crossings(below[right], below[left]))
                continue;
            (layer[i - 1], layer[i]) = (right, left);
            Number(layer);
        }
    }

    private int Crossings() => layers.Sum(layer =>
    {
        var count = 0;
        for (var i = 0; i < layer.Count; i++)
            for (var j = i + 1; j < layer.Count; j++)
                count += Crossings(below[layer[i]], below[layer[j]]);
        return count;
    });

    /// <summary>Crossings of the links of a left node with those of a right one.</summary>
    private int Crossings(List<int> ofLeft, List<int> ofRight) => ofLeft.Sum(a => ofRight.Count(b => place[b] < place[a]));

    private void Number(List<int> layer)
    {
        for (var i = 0; i < layer.Count; i++)
            place[layer[i]] = i;
    }

    private List<int>[] Copy() => [.. layers.Select(layer => layer.ToList())];
}
