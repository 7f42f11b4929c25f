namespace Idunn.Modeling.Simulation;

/// <summary>
/// The extended state of the past, for delays: each step's course as the polynomial of degree four through five points of it, which is what the dense output of an order-five Rosenbrock method is.
/// </summary>
/// <param name="width">Length of the extended state.</param>
internal sealed class History(int width)
{
    /// <summary>Places within a step at which its course is kept.</summary>
    public static ReadOnlySpan<double> Nodes => [0, 0.25, 0.5, 0.75, 1];

    private readonly List<(double From, double To, double[] Points)> steps = [];

    public double End => steps.Count == 0 ? double.NegativeInfinity : steps[^1].To;

    public void Clear() => steps.Clear();

    /// <summary>Adds a step, or writes the last one anew.</summary>
    /// <param name="points">Extended states at <see cref="Nodes"/>, one after the other.</param>
    public void Set(double from, double to, ReadOnlySpan<double> points)
    {
        if (steps.Count > 0 && steps[^1].From == from)
            steps.RemoveAt(steps.Count - 1);
        steps.Add((from, to, points.ToArray()));
    }

    /// <summary>Writes the extended state at a time from the first step on; where it jumps, the one after the jump. Behind the last step it goes on as that step did. False when there is no step yet.</summary>
    public bool TryRead(double time, Span<double> state)
    {
        if (steps.Count == 0)
            return false;
        var (first, last) = (0, steps.Count - 1);
        while (first < last)
        {
            var middle = (first + last + 1) / 2;
            if (steps[middle].From <= time)
                first = middle;
            else
                last = middle - 1;
        }
        var (from, to, points) = steps[first];
        Interpolate((time - from) / (to - from), points, state);
        return true;
    }

    /// <summary>Lagrange's formula on the five nodes.</summary>
    private void Interpolate(double theta, double[] points, Span<double> state)
    {
        state[..width].Clear();
        for (var i = 0; i < Nodes.Length; i++)
        {
            var weight = 1.0;
            for (var j = 0; j < Nodes.Length; j++)
                if (j != i)
                    weight *= (theta - Nodes[j]) / (Nodes[i] - Nodes[j]);
            if (weight == 0)
                continue;
            for (var k = 0; k < width; k++)
                state[k] += weight * points[i * width + k];
        }
    }
}
