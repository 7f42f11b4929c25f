using Idunn.Modeling;
using Idunn.Modeling.Units;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Analysis;

/// <summary>Units of a model's quantities as people write them, and of its time.</summary>
public sealed class ReadoutUnits
{
    private readonly Dictionary<string, Quantity> quantities;
    private readonly Dictionary<string, UnitDefinition> declared;
    private readonly UnitTable table;
    private readonly Unit time;

    public ReadoutUnits(StudyPlan plan)
    {
        var model = plan.Model;
        quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).ToDictionary(quantity => quantity.Id, StringComparer.Ordinal);
        declared = model.Units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        table = model.Units.Aggregate(UnitTable.BuiltIn, With);
        time = Parse(model.TimeUnit ?? "d") ?? UnitParser.Parse("d");
        DaysPerTime = time.ConversionFactor(UnitParser.Parse("d"));
        Dose = plan.Card.Routes.Values.Select(Of).FirstOrDefault() ?? "";
    }

    /// <summary>Days in the model's unit of time.</summary>
    public double DaysPerTime { get; }

    /// <summary>Unit of what is given.</summary>
    public string Dose { get; }

    public IEnumerable<string> Known => quantities.Keys;

    /// <summary>Display name, or the id when the model gives none.</summary>
    public string Label(string id) => quantities.GetValueOrDefault(id)?.Name ?? id;

    /// <summary>Unit of a quantity; units that the model declares as an expression of others are written out: copy_per_cell becomes copy/cell.</summary>
    public string Of(string id) => quantities.GetValueOrDefault(id)?.Unit is { } unit ? Written(unit) : "";

    /// <summary>Null when the unit cannot be read.</summary>
    public Unit? Parse(string unit) => UnitParser.TryParse(unit, table, out var parsed, out _) ? parsed : null;

    /// <summary>A time of the study in the model's unit.</summary>
    public double? ModelTime(Amount? amount) => amount?.In(time);

    // A declaration as exactly "item" counts a thing of its own; see UnitTable.
    private static UnitTable With(UnitTable table, UnitDefinition unit) =>
        unit.Definition.Trim() == "item" ? table.With(unit.Id, UnitTable.Counting(unit.Id))
        : UnitParser.TryParse(unit.Definition, table, out var parsed, out _) ? table.With(unit.Id, parsed)
        : table;

    private string Written(string unit)
    {
        if (unit.Contains("dimensionless", StringComparison.Ordinal)) return unit.Trim() == "dimensionless" ? "" : unit;
        if (Parse(unit) is { } parsed && parsed.IsSameAs(UnitParser.Parse("%"))) return "%";
        if (!declared.TryGetValue(unit.Trim(), out var definition)) return unit;
        return definition.Definition.AsSpan().ContainsAny('/', '^') ? definition.Definition.Replace(" / ", "/", StringComparison.Ordinal).Trim() : unit;
    }
}
