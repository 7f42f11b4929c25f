using System.Text;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>
/// Ids as SBML allows them (a letter or <c>_</c>, then letters, digits and <c>_</c>, all ASCII): legal ids stay; <c>brain.copies</c> becomes <c>brain__copies</c>, other characters their code
/// point, <c>α</c> <c>_u3B1</c>; what then has another's id gets a number behind it. The same ids in the same order give the same result.
/// </summary>
internal sealed class SymbolIds
{
    private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <param name="ids">In the order in which those that are not legal take their places.</param>
    /// <param name="forbidden">Legal but not to be used: names that the language has.</param>
    public SymbolIds(IReadOnlyCollection<string> ids, IEnumerable<string>? forbidden = null)
    {
        taken.UnionWith(forbidden ?? []);
        foreach (var id in ids.Where(id => IsLegal(id) && !taken.Contains(id)).ToHashSet(StringComparer.Ordinal))
        {
            written[id] = id;
            taken.Add(id);
        }
        foreach (var id in ids)
            if (!written.ContainsKey(id))
                written[id] = New(id);
    }

    /// <summary>The id to write; an id that nothing declares is made legal all the same.</summary>
    public string this[string id] => written.TryGetValue(id, out var known) ? known : written[id] = New(id);

    /// <summary>A legal id like this that nothing has yet.</summary>
    public string New(string wish)
    {
        var legal = Legal(wish);
        var id = legal;
        for (var number = 2; !taken.Add(id); number++)
            id = $"{legal}_{number}";
        return written[id] = id;
    }

    public static bool IsLegal(string id) => id.Length > 0 && !char.IsAsciiDigit(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Legal(string id)
    {
        var legal = new StringBuilder();
        foreach (var rune in id.EnumerateRunes())
        {
            if (rune.Value == '.')
                legal.Append("__");
            else if (rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value == '_'))
                legal.Append(rune);
            else
                legal.Append(rune.IsAscii ? "_" : $"_u{rune.Value:X}");
        }
        if (legal.Length == 0 || char.IsAsciiDigit(legal[0]))
            legal.Insert(0, '_');
        return legal.ToString();
    }
}
