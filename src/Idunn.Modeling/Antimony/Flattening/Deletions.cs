using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Ids that the model takes out again, with all that lies inside them.</summary>
internal sealed class Deletions
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly List<string> insides = [];

    public void Add(string id)
    {
        if (ids.Add(id))
            insides.Add(id + ".");
    }

    public bool Contains(string? id) => id is not null && ids.Count > 0 && (ids.Contains(id) || insides.Any(inside => id.StartsWith(inside, StringComparison.Ordinal)));

    /// <summary>False for what is not there, and for a formula that uses what was deleted.</summary>
    public bool Spare(Expr? formula) => formula is not null && (ids.Count == 0 || !ExprTree.Symbols(formula).Any(symbol => Contains(symbol.Name)));
}
