using Idunn.Modeling;

namespace Idunn.Studies.Archives;

/// <summary>Ids that a model does not have yet.</summary>
internal sealed class FreeIds
{
    private readonly HashSet<string> taken;

    public FreeIds(Model model) => taken =
    [
        .. model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Id), .. model.Reactions.Select(reaction => reaction.Id), .. model.Events.Select(happening => happening.Id),
        .. model.Constraints.Select(constraint => constraint.Id).OfType<string>(), model.Id,
    ];

    /// <summary>The wish, or the wish with underscores behind it.</summary>
    public string Take(string wish)
    {
        while (!taken.Add(wish))
            wish += "_";
        return wish;
    }
}
