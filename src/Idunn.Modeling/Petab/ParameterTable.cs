using System.Collections.Immutable;

namespace Idunn.Modeling.Petab;

/// <summary>A prior in PEtab v2's words.</summary>
/// <param name="Distribution">log-normal, log-uniform, normal, uniform, …; empty: the value is taken as known.</param>
/// <param name="Parameters">In PEtab v2's order: log-normal takes mean and standard deviation of ln x; uniform and log-uniform take their bounds.</param>
public sealed record Prior(string Distribution, ImmutableArray<double> Parameters)
{
    public static Prior None { get; } = new("", []);

    public bool IsNone => Distribution.Length == 0;
}

/// <summary>One row of a PEtab v2 parameter table with provenance columns.</summary>
/// <param name="Id">parameterId: the id in the model.</param>
/// <param name="NominalValue">In <paramref name="Unit"/>.</param>
public sealed record ParameterRow(string Id, string Name, double NominalValue, double? LowerBound, double? UpperBound, string Unit, Prior Prior, Origin Origin, SourceLocation Location);

/// <summary>
/// PEtab v2 parameter table (https://petab.readthedocs.io): tab-separated, one row per parameter, with the standard columns parameterId, parameterName,
/// nominalValue, lowerBound, upperBound, estimate, priorDistribution, priorParameters and the provenance columns unit, status, reference, locator,
/// method, species, tissue, conversion, curatedOn, note.
/// </summary>
public sealed record ParameterTable(string File, ImmutableArray<ParameterRow> Rows)
{
    /// <summary>Tables of a disease over those of the healthy: a row takes the place of the one with the same id.</summary>
    public static ImmutableArray<ParameterTable> Layered(ImmutableArray<ParameterTable> healthy, ImmutableArray<ParameterTable> disease)
    {
        var replaced = disease.SelectMany(table => table.Rows).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return replaced.Count == 0 ? healthy : [.. healthy.Select(table => table with { Rows = [.. table.Rows.Where(row => !replaced.Contains(row.Id))] }), .. disease];
    }
}
