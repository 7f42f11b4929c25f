namespace Idunn.Modeling.Compilation;

/// <summary>
/// The values that depend on parameters only and that some schedule needs: computed once per subject, not once per step.
/// Fill it by scheduling everything else first, then schedule its <see cref="Nodes"/>.
/// </summary>
/// <param name="moving">When given, only this state and time move; whatever does not depend on them is part of the prologue.</param>
internal sealed class Prologue(ExpressionGraph graph, int? moving = null)
{
    private readonly List<bool> dependsOnTrajectory = [];
    private readonly Dictionary<int, int> slots = [];
    private readonly List<int> nodes = [];

    /// <summary>Hoisted nodes by slot.</summary>
    public IReadOnlyList<int> Nodes => nodes;

    /// <summary>The slot of a node that depends on nothing that moves; null when it does, or is a number anyway.</summary>
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

    /// <summary>True when something that moves is below the node.</summary>
    private bool DependsOnTrajectory(int node)
    {
        for (var next = dependsOnTrajectory.Count; next <= node; next++)
        {
            var (operation, a, b, c) = graph[next];
            dependsOnTrajectory.Add(Arithmetic.OperandCount(operation) switch
            {
                0 => operation == Operation.Time || (operation == Operation.State && (moving is null || a == moving)),
                1 => dependsOnTrajectory[a],
                2 => dependsOnTrajectory[a] || dependsOnTrajectory[b],
                _ => dependsOnTrajectory[a] || dependsOnTrajectory[b] || dependsOnTrajectory[c],
            });
        }
        return dependsOnTrajectory[node];
    }
}
