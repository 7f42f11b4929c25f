using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>Conditions and experiments of version 2.</summary>
internal static class PetabConditionRows
{
    public static ImmutableArray<string> Required { get; } = ["conditionId", "targetId", "targetValue"];

    public static ImmutableArray<string> RequiredOfExperiments { get; } = ["experimentId", "time", "conditionId"];

    private sealed record Entry(double Time, string Condition, TsvRow Row);

    /// <param name="isUsed">Experiments that have to fit the model; the others are not read.</param>
    public static Dictionary<string, PetabExperiment> Read(IReadOnlyList<TsvRow> experiments, IReadOnlyList<TsvRow> conditions, PetabScope scope, Func<string, bool> isUsed)
    {
        var entries = new Dictionary<string, List<Entry>>(StringComparer.Ordinal);
        foreach (var row in experiments)
            if (row.Id("experimentId") is { } id && row.RequiredNumber("time") is { } time)
            {
                if (double.IsPositiveInfinity(time))
                    row.Fail(FindingCodes.PetabTime, "time", "A period cannot start at infinity.");
                else
                    (entries.TryGetValue(id, out var list) ? list : entries[id] = []).Add(new Entry(time, row["conditionId"], row));
            }
        var used = entries.Where(pair => isUsed(pair.Key)).SelectMany(pair => pair.Value).Select(entry => entry.Condition).ToHashSet(StringComparer.Ordinal);
        var changes = Changes(conditions, scope, id => used.Contains(id));
        var result = new Dictionary<string, PetabExperiment>(StringComparer.Ordinal);
        foreach (var (id, list) in entries.Where(pair => isUsed(pair.Key)))
            result.Add(id, new PetabExperiment(id, [.. list.GroupBy(entry => entry.Time).OrderBy(group => group.Key).Select((group, number) => Period(group, number == 0, changes, scope))]));
        return result;
    }

    private static Dictionary<string, List<PetabChange>> Changes(IReadOnlyList<TsvRow> rows, PetabScope scope, Func<string, bool> isUsed)
    {
        var changes = new Dictionary<string, List<PetabChange>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Id("conditionId") is not { } id)
                continue;
            var list = changes.TryGetValue(id, out var known) ? known : changes[id] = [];
            if (!isUsed(id))
                continue;
            var target = scope.Resolve(row["targetId"]);
            if (scope.MaySet(target, row["targetId"], row, row.At("targetId")) && scope.Formula(row, "targetValue", _ => false) is { } value)
                list.Add(new PetabChange(target, value, row.At("targetId")));
        }
        return changes;
    }

    private static PetabPeriod Period(IGrouping<double, Entry> group, bool isFirst, Dictionary<string, List<PetabChange>> changes, PetabScope scope)
    {
        var all = ImmutableArray.CreateBuilder<PetabChange>();
        foreach (var entry in group.Where(entry => entry.Condition.Length > 0))
        {
            if (!changes.TryGetValue(entry.Condition, out var list))
            {
                entry.Row.Fail(FindingCodes.PetabReference, "conditionId", $"There is no condition '{entry.Condition}'.", Spelling.Advice(entry.Condition, changes.Keys, "Correct the id, or add the condition."));
                continue;
            }
            foreach (var change in list)
            {
                if (all.Any(known => known.Target == change.Target))
                    entry.Row.Report(FindingCodes.PetabDuplicate.At(change.Location, $"'{change.Target}' is set twice at one time of an experiment.", "Keep one."));
                if (isFirst && ExprTree.Symbols(change.Value).FirstOrDefault(symbol => !scope.IsParameter(symbol.Name)) is { } symbol)
                    entry.Row.Report(FindingCodes.PetabReference.At(symbol.Location, $"'{symbol.Name}' has no value yet when the first period starts.", "Before the model is initialised only the parameter table can be referred to; put the parameter there."));
                all.Add(change);
            }
        }
        return new PetabPeriod(group.Key, all.ToImmutable());
    }
}
