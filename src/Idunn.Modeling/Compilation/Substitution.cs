namespace Idunn.Modeling.Compilation;

/// <summary>Puts other nodes where states stand.</summary>
/// <param name="states">The node for each state.</param>
internal sealed class Substitution(ExpressionGraph graph, IReadOnlyList<int> states)
{
    private readonly Dictionary<int, int> done = [];

    public int[] Of(IReadOnlyList<int> nodes)
    {
        // Operands have smaller numbers: in ascending order all of them are there when they are needed.
        foreach (var node in Below(nodes))
        {
            var (operation, a, b, c) = graph[node];
            done[node] = Arithmetic.OperandCount(operation) switch
            {
                0 => operation == Operation.State ? states[a] : node,
                1 => graph.Apply(operation, done[a]),
                2 => graph.Apply(operation, done[a], done[b]),
                _ => graph.Apply(operation, done[a], done[b], done[c]),
            };
        }
        return [.. nodes.Select(node => done[node])];
    }

    private SortedSet<int> Below(IReadOnlyList<int> nodes)
    {
        var below = new SortedSet<int>();
        var open = new Stack<int>(nodes);
        while (open.TryPop(out var node))
        {
            if (!below.Add(node))
                continue;
            var (operation, a, b, c) = graph[node];
            var count = Arithmetic.OperandCount(operation);
            if (count > 0)
                open.Push(a);
            if (count > 1)
                open.Push(b);
            if (count > 2)
                open.Push(c);
        }
        return below;
    }
}
