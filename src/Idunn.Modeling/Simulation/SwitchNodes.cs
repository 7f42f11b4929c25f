using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>The comparisons below some nodes: what is between two of their changes is smooth, and no trigger changes there.</summary>
internal static class SwitchNodes
{
    /// <summary>For each truth the difference of what it compares: it is 0 where the truth changes, if it is continuous there.</summary>
    public static int[] Gaps(ExpressionGraph graph, IReadOnlyList<int> switches) => [.. switches.Select(node => graph.Subtract(graph[node].A, graph[node].B))];

    /// <summary>Truths by node. An equation a = b becomes a ≤ b and b ≤ a, of which one changes where the two cross.</summary>
    public static int[] Of(ExpressionGraph graph, IReadOnlyList<int> outputs)
    {
        var switches = new SortedSet<int>();
        var seen = new HashSet<int>();
        var waiting = new Stack<int>(outputs);
        while (waiting.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            var (operation, a, b, c) = graph[node];
            var count = Arithmetic.OperandCount(operation);
            if (operation is Operation.Less or Operation.LessOrEqual)
                switches.Add(node);
            else if (operation is Operation.Equal or Operation.NotEqual)
                switches.UnionWith([graph.Apply(Operation.LessOrEqual, a, b), graph.Apply(Operation.LessOrEqual, b, a)]);
            else if (operation is Operation.Minimum or Operation.Maximum)
                switches.Add(graph.Apply(Operation.LessOrEqual, a, b));
            if (count > 0)
                waiting.Push(a);
            if (count > 1)
                waiting.Push(b);
            if (count > 2)
                waiting.Push(c);
        }
        return [.. switches.Where(node => !graph.IsConstant(node))];
    }
}
