using System.Collections.Immutable;

namespace Idunn.Studies.Documents.Networks;

/// <summary>
/// Turns a graph with cycles into one without, by pointing some links the other way (the first step of Sugiyama's method). Links come in groups, the important
/// ones first; a group that would close a cycle is turned as one, so that a reaction stays between what it uses and what it makes.
/// </summary>
internal sealed class Downwards(int count)
{
    private readonly List<int>[] below = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
    private readonly List<(int Above, int Below)> added = [];

    /// <returns>For each link of each group whether it points up.</returns>
    public static ImmutableArray<bool> Of(int count, IEnumerable<ImmutableArray<(int From, int To)>> groups)
    {
        var graph = new Downwards(count);
        var isUp = ImmutableArray.CreateBuilder<bool>();
        foreach (var group in groups)
        {
            var isTurned = !graph.CanTake(group, isTurned: false);
            if (!isTurned || graph.CanTake(group, isTurned: true))
                isUp.AddRange(group.Select(link => graph.Take(link, isTurned)));
            else
                isUp.AddRange(group.Select(link => graph.Take(link, graph.Reaches(link.To, link.From))));
        }
        return isUp.ToImmutable();
    }

    private bool CanTake(ImmutableArray<(int From, int To)> group, bool isTurned)
    {
        var before = added.Count;
        var fits = true;
        foreach (var (from, to) in group)
        {
            var (above, under) = isTurned ? (to, from) : (from, to);
            fits &= !Reaches(under, above);
            if (!fits)
                break;
            Add(above, under);
        }
        while (added.Count > before)
        {
            below[added[^1].Above].RemoveAt(below[added[^1].Above].Count - 1);
            added.RemoveAt(added.Count - 1);
        }
        return fits;
    }

    private bool Take((int From, int To) link, bool isTurned)
    {
        Add(isTurned ? link.To : link.From, isTurned ? link.From : link.To);
        return isTurned;
    }

    private void Add(int above, int under)
    {
        below[above].Add(under);
        added.Add((above, under));
    }

    private bool Reaches(int from, int to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var node))
        {
            if (node == to)
                return true;
            if (seen.Add(node))
                foreach (var next in below[node])
                    open.Push(next);
        }
        return false;
    }
}
