using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>
/// Conditions of version 1, a column for each target, as version 2's experiments: a preequilibration is a period from −∞. NaN and empty cells leave species and what has a rate where the preequilibration
/// brought them, and everything else, and everything at the start, as the model has it.
/// </summary>
internal sealed class PetabFirstVersionConditions
{
    private readonly PetabScope scope;
    private readonly Dictionary<string, List<(string Target, Expr? Value, SourceLocation Location)>> conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PetabExperiment> experiments = new(StringComparer.Ordinal);

    public PetabFirstVersionConditions(IEnumerable<TsvTable> tables, PetabScope scope)
    {
        this.scope = scope;
        foreach (var table in tables)
        {
            var targets = table.Header.Columns.Where(column => column is not ("conditionId" or "conditionName" or "")).ToArray();
            foreach (var row in table.Rows)
                if (row.Id("conditionId") is { } id && !conditions.TryAdd(id, [.. targets.Select(target => Cell(row, target, ReferenceEquals(row, table.Rows[0]))).Where(cell => cell is not null).Select(cell => cell!.Value)]))
                    row.Fail(FindingCodes.PetabDuplicate, "conditionId", $"The condition '{id}' stands in two rows.");
        }
    }

    private (string, Expr?, SourceLocation)? Cell(TsvRow row, string column, bool isFirst)
    {
        var target = scope.Resolve(column);
        // The header is wrong once, not in every row.
        if (!isFirst && (scope.QuantityOf(target) is null || scope.IsParameter(target)))
            return null;
        if (!scope.MaySet(target, column, row, row.InHeader(column)))
            return null;
        if (row[column] is "" or "NaN" or "nan")
            return (target, null, row.At(column));
        return scope.Formula(row, column, _ => false) is { } value ? (target, value, row.At(column)) : null;
    }

    /// <summary>The experiment of a measurement; null with a finding.</summary>
    public PetabExperiment? Of(TsvRow row)
    {
        var (before, main) = (row["preequilibrationConditionId"], row["simulationConditionId"]);
        var isKnown = true;
        foreach (var (column, id) in new[] { ("preequilibrationConditionId", before), ("simulationConditionId", main) })
            if (!conditions.ContainsKey(id) && (id.Length > 0 || column == "simulationConditionId"))
            {
                row.Fail(FindingCodes.PetabReference, column, $"There is no condition '{id}'.", Spelling.Advice(id, conditions.Keys, "Correct the id, or add the condition."));
                isKnown = false;
            }
        if (!isKnown)
            return null;
        var name = before.Length == 0 ? main : $"{before}|{main}";
        if (!experiments.TryGetValue(name, out var experiment))
            experiments.Add(name, experiment = new PetabExperiment(name, before.Length == 0 ? [new(0, First(main))] : [new(double.NegativeInfinity, First(before)), new(0, Second(main))]));
        return experiment;
    }

    private ImmutableArray<PetabChange> First(string condition) => [.. conditions[condition].Where(cell => cell.Value is not null).Select(cell => new PetabChange(cell.Target, cell.Value!, cell.Location))];

    private ImmutableArray<PetabChange> Second(string condition) =>
    [
        .. conditions[condition].Select(cell => (cell, Value: cell.Value ?? (scope.IsDifferential(cell.Target) ? null : scope.QuantityOf(cell.Target)!.Initial)))
            .Where(pair => pair.Value is not null).Select(pair => new PetabChange(pair.cell.Target, pair.Value!, pair.cell.Location)),
    ];
}
