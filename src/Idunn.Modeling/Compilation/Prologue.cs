namespace Idunn.Modeling.Compilation;

/// <summary>
/// The values that depend on parameters only and that some schedule needs: computed once per subject, not once per step.
/// Fill it by scheduling everything else first, then schedule its <see cref="Nodes"/>.
/// </summary>
internal sealed class Prologue(ExpressionGraph graph)
{
    private readonly List<bool> dependsOnTrajectory = [];
    private readonly Dictionary<int, int> slots = [];
    private readonly List<int> nodes = [];

    /// <summary>Hoisted nodes by slot.</summary>
    public IReadOnlyList<int> Nodes => nodes;

    /// <summary>The slot of a parameter-only node; null when the node depends on states or time, or is a number anyway.</summary>
    public int? Hoist(int node)
    {
        if (graph.IsConstant(node) || DependsOnTrajectory(node))
            return null;
        if (slots.TryGetValue(node, out var slot))
            return slot;
        slots.Add(node, nodes.Count);
        nodes.Add(node);
        return nodes.Count - 1;
    }

    /// <summary>True when a state or time is below the node.</summary>
    private bool DependsOnTrajectory(int node)
    {
        for (var next = dependsOnTrajectory.Count; next <= node; next++)
        {
            var (operation, a, b, c) = graph[next];
            dependsOnTrajectory.Add(Arithmetic.OperandCount(operation) switch
            {
                0 => operation is Operation.State or Operation.Time,
                1 => dependsOnTrajectory[a],
                2 => dependsOnTrajectory[a] || dependsOnTrajectory[b],
                _ => dependsOnTrajectory[a] || dependsOnTrajectory[b] || dependsOnTrajectory[c],
            });
        }
        return dependsOnTrajectory[node];
    }
}
