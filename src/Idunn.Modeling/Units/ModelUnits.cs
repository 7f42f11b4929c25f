using System.Diagnostics.CodeAnalysis;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Units;

/// <summary>The units of a model's symbols as they stand in formulas. Where the model says nothing, a table's unit holds.</summary>
public sealed class ModelUnits
{
    private readonly Dictionary<string, (Unit Unit, string Text)> symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit> amounts = new(StringComparer.Ordinal);
    private readonly ICollection<Finding> findings;
    private readonly HashSet<string> unreadable = new(StringComparer.Ordinal);

    private ModelUnits(ICollection<Finding> findings) => this.findings = findings;

    /// <summary>Built-in names and those that the model declares.</summary>
    public UnitTable Names { get; private set; } = UnitTable.BuiltIn;

    /// <summary>Null when the model does not say.</summary>
    public Unit? Time { get; private set; }

    /// <param name="findings">Takes units that cannot be read.</param>
    public static ModelUnits Of(Model model, IEnumerable<ParameterTable> tables, ICollection<Finding> findings)
    {
        var units = new ModelUnits(findings);
        foreach (var definition in model.Units)
            units.Declare(definition);
        units.Time = model.TimeUnit is { } time ? units.Read(time, "time", model.Location) : null;
        foreach (var compartment in model.Compartments)
            units.Add(compartment);
        foreach (var parameter in model.Parameters)
            units.Add(parameter);
        foreach (var row in tables.SelectMany(table => table.Rows))
            units.AddRow(row);
        foreach (var species in model.Species)
            units.Add(species);
        foreach (var reaction in model.Reactions)
            units.Add(reaction);
        return units;
    }

    /// <summary>Unit of a symbol in formulas: of a species its amount or concentration, of a reaction its rate; null when nothing says it.</summary>
    public Unit? Of(string id) => symbols.TryGetValue(id, out var known) ? known.Unit : null;

    /// <summary>The same as it was written.</summary>
    public string? TextOf(string id) => symbols.TryGetValue(id, out var known) ? known.Text : null;

    /// <summary>True for a unit that has its finding already.</summary>
    internal bool IsKnownUnreadable(string text) => unreadable.Contains(text);

    /// <summary>Unit of a species' amount.</summary>
    public Unit? AmountOf(string species) => amounts.GetValueOrDefault(species);

    /// <summary>Reads a unit expression with the model's names.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out Unit? unit, [NotNullWhen(false)] out string? problem) => UnitParser.TryParse(text, Names, out unit, out problem);

    private void Declare(UnitDefinition definition)
    {
        var text = definition.Definition.Trim();
        var unit = text is "item" or "items" or "1 item" ? UnitTable.Counting(definition.Id) : Read(text, definition.Id, definition.Location);
        if (unit is not null)
            Names = Names.With(definition.Id, unit);
    }

    private Unit? Read(string text, string what, SourceLocation location)
    {
        if (TryRead(text, out var unit, out var problem))
            return unit;
        unreadable.Add(text);
        findings.Add(FindingCodes.UnknownUnit.At(location, $"The unit of '{what}': {problem}", "Correct it, or declare the unit in the model."));
        return null;
    }

    private void Add(Quantity quantity)
    {
        if (quantity.Unit is { } text && Read(text, quantity.Id, quantity.Location) is { } unit)
            symbols.Add(quantity.Id, (unit, text));
    }

    private void AddRow(ParameterRow row)
    {
        if (Read(row.Unit, row.Id, row.Location) is { } unit)
            symbols.TryAdd(row.Id, (unit, row.Unit));
    }

    private void Add(Species species)
    {
        if (species.Unit is not { } text)
            return;
        symbols.Remove(species.Id);
        if (Read(text, species.Id, species.Location) is not { } unit)
            return;
        amounts.Add(species.Id, unit);
        if (species.IsAmount)
            symbols.Add(species.Id, (unit, text));
        else if (symbols.TryGetValue(species.Compartment, out var volume))
            symbols.Add(species.Id, (unit / volume.Unit, $"{text}/({volume.Text})"));
    }

    private void Add(Reaction reaction)
    {
        if (Time is { } time && reaction.Reactants.Concat(reaction.Products).FirstOrDefault() is { } participant && AmountOf(participant.Species) is { } amount)
            symbols.TryAdd(reaction.Id, (amount / time, ""));
    }
}
