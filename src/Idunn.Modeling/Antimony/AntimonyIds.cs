using System.Text;

namespace Idunn.Modeling.Antimony;

/// <summary>
/// Ids as Antimony can write them: a dot becomes <c>__</c>, a reserved word gets an underscore behind, which readers take away again; what would then be the same as another id gets more of them. Units
/// have names of their own, that no quantity has.
/// </summary>
internal sealed class AntimonyIds
{
    private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> units = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public AntimonyIds(Model model)
    {
        var ids = model.Compartments.Select(quantity => quantity.Id).Concat(model.Species.Select(quantity => quantity.Id)).Concat(model.Parameters.Select(quantity => quantity.Id))
            .Concat(model.Reactions.Select(reaction => reaction.Id)).Concat(model.Events.Select(happening => happening.Id)).Concat(model.Constraints.Select(constraint => constraint.Id).OfType<string>())
            .Distinct(StringComparer.Ordinal).ToArray();
        // Ids that can stay as they are come first, so that no other takes their place.
        foreach (var id in ids.Where(id => Legal(id) == id).Concat(ids.Where(id => Legal(id) != id)))
            written.Add(id, Free(Legal(id)));
        foreach (var unit in model.Units)
            units.TryAdd(unit.Id, Free(Legal(unit.Id) != unit.Id || unit.Id == "timeUnit" || taken.Contains(unit.Id) ? "unit_of_" + unit.Id : unit.Id));
    }

    public string this[string id] => written.TryGetValue(id, out var name) ? name : Legal(id);

    /// <summary>An id that nothing has yet.</summary>
    public string New(string wish) => Free(Legal(wish));

    /// <summary>A unit expression with the names under which units are written.</summary>
    public string Unit(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
                i++;
            if (i == start)
                result.Append(text[i++]);
            else
                result.Append(units.GetValueOrDefault(text[start..i], text[start..i]));
        }
        return result.ToString();
    }

    private string Free(string wish)
    {
        while (!taken.Add(wish))
            wish += "_";
        return wish;
    }

    private static string Legal(string id)
    {
        var name = new StringBuilder(id.Length + 1);
        foreach (var c in id)
            name.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c.ToString() : c == '.' ? "__" : "_");
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name.Insert(0, '_');
        // An id that ends like a reserved word with its underscore would lose it.
        var text = name.ToString();
        return ReservedWords.Contains(text) || ReservedWords.Meant(text) != text ? text + "_" : text;
    }
}
