using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Checking;

/// <summary>Holds a model against its parameter tables before anything runs.</summary>
public static class ModelChecker
{
    /// <param name="tables">The tables of one population.</param>
    /// <param name="computedIds">Ids that a study sets before a run or reads from the tables itself: they need no row, and a row for them is not left over.</param>
    /// <param name="referencesKnown">Keys of the bibliography; null: references are not looked up.</param>
    /// <returns>All findings, by place. What holds for several instances of a submodel is said once.</returns>
    public static IReadOnlyList<Finding> Check(Model model, IEnumerable<ParameterTable> tables, IReadOnlySet<string> computedIds, IReadOnlySet<string>? referencesKnown)
    {
        var findings = new List<Finding>();
        var all = tables.ToArray();
        var units = ModelUnits.Of(model, all, findings);
        var bindings = ParameterBinding.Bind(units, all, findings);
        var values = new ModelValues(model, all, bindings, computedIds);
        UnitChecker.Check(model, units, findings);
        StructureCheck.Check(values, findings);
        OriginCheck.Check(values, referencesKnown, findings);
        return [.. findings.GroupBy(finding => (finding.Code, finding.Location)).Select(Once)
            .OrderBy(finding => finding.Location.File, StringComparer.Ordinal).ThenBy(finding => finding.Location.Line).ThenBy(finding => finding.Location.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal)];
    }

    /// <summary>A model by itself, whose values may stand in tables that are not at hand: what is wrong with it whatever they hold.</summary>
    public static void CheckAlone(Model model, ICollection<Finding> findings)
    {
        UnitChecker.Check(model, ModelUnits.Of(model, [], findings), findings);
        StructureCheck.CheckAlone(new ModelValues(model, [], [], System.Collections.Immutable.ImmutableHashSet<string>.Empty), findings);
    }

    private static Finding Once(IEnumerable<Finding> same)
    {
        var first = same.First();
        var more = same.Select(finding => finding.Message).Distinct().Count() - 1;
        return more == 0 ? first : first with { Message = $"{first.Message} (And {more} more like it, from the same place.)" };
    }
}
