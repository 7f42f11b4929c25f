using Idunn.Modeling.Antimony;

namespace Idunn.Studies.Documents;

/// <summary>Ids as words.</summary>
internal static class Words
{
    /// <summary>count_uptake: count uptake.</summary>
    public static string Of(string id) => id.Replace('_', ' ');

    /// <summary>brain_region: Brain region.</summary>
    public static string Title(string id) => char.ToUpperInvariant(id[0]) + Of(id)[1..];

    /// <summary>The heading of a module's section, and what links to it end in.</summary>
    public static string Heading(SourceFile file, Module module) => file.Modules.Length == 1 ? "" : Title(module.Id);

    public static string Plural(int count, string one, string many) => FormattableString.Invariant($"{count} {(count == 1 ? one : many)}");
}
