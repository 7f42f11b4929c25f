namespace Idunn.Studies.Documents.Networks;

/// <summary>
/// Places the ordered nodes of each layer near their neighbours: in turn for each layer the least squares of the distances under the condition that boxes keep
/// their order and do not touch, solved exactly by pooling adjacent violators (Barlow and colleagues 1972).
/// </summary>
/// <param name="widths">With the gap beside it.</param>
/// <param name="passing">Nodes that are only a point on a long link: their links are kept straight.</param>
internal sealed class LayerPositions(List<int>[] layers, List<int>[] above, List<int>[] below, double[] widths, HashSet<int> passing, double width)
{
    private const int Sweeps = 240;

    private readonly double[] x = new double[widths.Length];

    /// <summary>The middle of each node, from 0 to the width of the page, or of the widest layer.</summary>
    public static double[] Of(List<int>[] layers, List<int>[] above, List<int>[] below, double[] widths, HashSet<int> passing, double width)
    {
        var widest = layers.Max(layer => layer.Sum(node => widths[node]));
        return new LayerPositions(layers, above, below, widths, passing, Math.Max(width, widest)).Place();
    }

    private double[] Place()
    {
        foreach (var layer in layers)
            Pack(layer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            foreach (var layer in sweep % 2 == 0 ? layers : layers.Reverse())
                Fit(layer, sweep < Sweeps / 2 ? (sweep % 2 == 0 ? [above] : [below]) : [above, below]);
        return x;
    }

    private void Pack(List<int> layer)
    {
        var left = (width - layer.Sum(node => widths[node])) / 2;
        foreach (var node in layer)
        {
            x[node] = left + widths[node] / 2;
            left += widths[node];
        }
    }

    private void Fit(List<int> layer, List<int>[][] sides)
    {
        // With offsets taken away the condition is that positions do not fall.
        var offset = 0.0;
        var pools = new List<(double Sum, double Weight, int Count)>();
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            offset += i == 0 ? 0 : (widths[layer[i - 1]] + widths[layer[i]]) / 2;
            offsets[i] = offset;
            var (target, weight) = Target(layer[i], sides);
            var pool = (Sum: weight * (target - offset), Weight: weight, Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight >= pool.Sum / pool.Weight)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Weight + pools[^1].Weight, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
            pools.Add(pool);
        }
        var (low, high) = (widths[layer[0]] / 2, width - widths[layer[^1]] / 2 - offset);
        var next = 0;
        foreach (var (sum, weight, count) in pools)
            for (var k = 0; k < count; k++, next++)
                x[layer[next]] = Math.Clamp(sum / weight, low, Math.Max(low, high)) + offsets[next];
    }

    private (double Target, double Weight) Target(int node, List<int>[][] sides)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var other in sides.SelectMany(side => side[node]))
        {
            var stiffness = passing.Contains(node) ? (passing.Contains(other) ? 8 : 2) : 1;
            sum += stiffness * x[other];
            weight += stiffness;
        }
        return weight == 0 ? (x[node], 0.1) : (sum / weight, weight);
    }
}
