using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Reports;

namespace Idunn.Studies.Documents;

/// <summary>The numbers of a page with their origins: assumptions first, those that hold everywhere apart from those of one species.</summary>
internal sealed class NumberSection(DescribedModel described, IEnumerable<string> ids)
{
    private readonly ImmutableArray<PopulationRow> rows = [.. ids.SelectMany(described.RowsOf)];

    public IEnumerable<string> References => rows.Select(row => row.Row.Origin.Reference).Where(key => key.Length > 0);

    public string Text()
    {
        if (rows.IsEmpty)
            return "This module has no numbers of its own.\n";
        var shared = rows.Where(row => row.Population.Length == 0).OrderBy(row => Rank(row.Row.Origin.Status)).ToList();
        var bySpecies = rows.Where(row => row.Population.Length > 0).GroupBy(row => row.Row.Id, StringComparer.Ordinal).OrderBy(group => group.Min(row => Rank(row.Row.Origin.Status))).ToList();
        var text = new List<string>();
        if (shared.Count > 0)
            text.Add((bySpecies.Count > 0 ? "### The same in every species\n\n" : "") + Markdown.Table(["Quantity", "Value", "Prior", "Status", "Source", "Note"], shared.Select(row => SharedCells(row.Row))));
        if (bySpecies.Count > 0)
            text.Add("### By species\n\n" + Markdown.Table(["Quantity", .. described.Populations.Select(population => Words.Title(population.Name))], bySpecies.Select(SpeciesCells)));
        return string.Join('\n', text);
    }

    /// <summary>How many of the numbers are assumptions, and which.</summary>
    public string Assumed()
    {
        if (rows.IsEmpty)
            return "Nothing: the module has no numbers of its own. Its equations are assumptions about form, as those of every model.\n";
        var assumed = rows.Where(row => row.Row.Origin.IsAssumption).ToList();
        var others = rows.Where(row => !row.Row.Origin.IsAssumption).GroupBy(row => row.Row.Origin.Status).OrderBy(group => Rank(group.Key)).Select(group => FormattableString.Invariant($"{group.Count()} {Word(group.Key)}"));
        var counts = FormattableString.Invariant($"**{assumed.Count} of the {Words.Plural(rows.Length, "number", "numbers")} on this page {(assumed.Count == 1 ? "is an assumption" : "are assumptions")}**");
        var list = assumed.GroupBy(row => row.Row.Id, StringComparer.Ordinal).Select(group => $"- {Markdown.Plain(group.First().Row.Name)} ({string.Join(", ", [Markdown.Code(group.Key), .. group.Select(row => row.Population).Where(population => population.Length > 0)])})\n");
        return $"{string.Join(", ", [counts, .. others])}. A number counts once for each species that has its own; the tables above say why each assumption is what it is.\n\n{string.Concat(list)}";
    }

    /// <summary>A link to an entry of the list of references.</summary>
    public static string Link(string key) => $"[{Markdown.Plain(key)}](#ref-{key.ToLowerInvariant()})";

    private string[] SharedCells(ParameterRow row) => [Named(row), WithUnit(row), Prior(row), Word(row.Origin.Status), Source(row.Origin), Note(row)];

    private string[] SpeciesCells(IGrouping<string, PopulationRow> group) =>
    [
        Named(group.First().Row),
        .. described.Populations.Select(population => string.Join("<br><br>", group.Where(row => row.Population == population.Name).Select(row => SpeciesCell(row.Row)))),
    ];

    private string SpeciesCell(ParameterRow row)
    {
        string[] parts = [$"**{WithUnit(row)}**", Prior(row) is "none" ? "" : Prior(row), Word(row.Origin.Status) + (Source(row.Origin) is { Length: > 0 } source ? ": " + source : ""), Note(row)];
        return string.Join("<br>", parts.Where(part => part.Length > 0));
    }

    private static string Named(ParameterRow row) => $"{Markdown.Plain(row.Name)}<br>{Markdown.Code(row.Id)}";

    private static string WithUnit(ParameterRow row) => Written(row.NominalValue) + (row.Unit is "" or "1" or "dimensionless" ? "" : $" {Markdown.Plain(row.Unit)}");

    private static string Prior(ParameterRow row) => row.Prior.Distribution switch
    {
        "" => "none",
        "uniform" or "log-uniform" => $"{row.Prior.Distribution}, {Written(row.Prior.Parameters[0])} to {Written(row.Prior.Parameters[1])}",
        "log-normal" => $"log-normal, median {Numbers.Format(Math.Exp(row.Prior.Parameters[0]))}, SD of ln {Written(row.Prior.Parameters[1])}",
        _ => $"{row.Prior.Distribution}, mean {Written(row.Prior.Parameters[0])}, SD {Written(row.Prior.Parameters[1])}",
    };

    private static string Source(Origin origin)
    {
        string[] where = [origin.Locator, origin.Species, origin.Tissue];
        var details = string.Join(", ", where.Where(part => part.Length > 0));
        var conversion = origin.Conversion is "" or "none" ? "" : $"; {origin.Conversion}";
        return origin.Reference.Length == 0 ? Markdown.Plain(details + conversion) : $"{Link(origin.Reference)}{(details.Length > 0 ? ", " : "")}{Markdown.Plain(details + conversion)}";
    }

    private string Note(ParameterRow row) => (described.Card.Effects.Contains(row.Id) ? "**No evidence: it stays at this value unless a study turns it on.** " : "") + Markdown.Plain(row.Origin.Note);

    private static string Word(OriginStatus status) => status == OriginStatus.Assumption ? "**assumption**" : status.ToString().ToLowerInvariant();

    private static int Rank(OriginStatus status) => status switch { OriginStatus.Assumption => 0, OriginStatus.Secondary => 1, OriginStatus.Derived => 2, _ => 3 };

    /// <summary>As the table has it, powers of ten raised; the report's three digits would hide what a source says.</summary>
    private static string Written(double value)
    {
        if (value == 0 || Math.Abs(value) is >= 1e-4 and < 1e6)
            return value.ToString("#,0.##########", CultureInfo.InvariantCulture);
        var text = value.ToString("E8", CultureInfo.InvariantCulture);
        var split = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..split].TrimEnd('0').TrimEnd('.');
        return $"{mantissa} × {Numbers.Power(int.Parse(text.AsSpan(split + 1), CultureInfo.InvariantCulture))}";
    }
}
