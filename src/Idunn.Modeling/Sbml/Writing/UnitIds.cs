using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>The units of a model as unit definitions, and the ids by which elements name them: declared units first, then one for each expression that stands at a quantity or number.</summary>
internal sealed class UnitIds
{
    private readonly XNamespace core;
    private readonly SymbolIds ids;
    private readonly Dictionary<string, ImmutableArray<UnitFactor>> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);
    private readonly List<XElement> definitions = [];
    private readonly List<Finding> remarks = [];

    public UnitIds(Model model, XNamespace core)
    {
        this.core = core;
        // Level 2's built-in names would be read as something else by other tools, though Level 3 does not know them.
        ids = new SymbolIds([.. model.Units.Select(unit => unit.Id)], UnitFactors.Kinds.Concat(["Celsius", "meter", "liter"]));
        foreach (var unit in model.Units)
        {
            if (UnitFactors.Of(unit.Definition, declared) is not { } factors)
                continue;
            declared[unit.Id] = factors;
            known[unit.Id] = Define(ids[unit.Id], factors);
            if (unit.Name is { } name)
                definitions[^1].SetAttributeValue("name", AnnotationElements.Legal(name));
            AnnotationElements.Write(definitions[^1], unit.Annotation, "unit_" + known[unit.Id]);
        }
    }

    /// <summary>Units that could not be written where they stand.</summary>
    public IReadOnlyList<Finding> Remarks => remarks;

    /// <summary>Unit definitions so far; complete when all formulas are written.</summary>
    public IEnumerable<XElement> Definitions => definitions;

    /// <summary>The id to write for a unit expression; null when it is no known unit.</summary>
    public string? Of(string? text)
    {
        if (text is null)
            return null;
        text = text.Trim();
        if (known.TryGetValue(text, out var id))
            return id;
        if (UnitFactors.Of(text, declared) is not { } factors)
            return known[text] = null;
        return known[text] = factors is [{ Exponent: 1, Multiplier: 1 } only] && only.Kind == text ? text
            : factors is [{ Kind: "dimensionless", Multiplier: 1 }] ? "dimensionless"
            : Same(factors) ?? Define(ids.New(Named(text)), factors);
    }

    /// <summary>A declared unit of the same factors: 86400 second is the day. Not for counted things, for a copy and a cell are both items and not the same.</summary>
    private string? Same(ImmutableArray<UnitFactor> factors) => factors.Any(factor => factor.Kind == "item") ? null
        : declared.Where(unit => unit.Value.SequenceEqual(factors)).Select(unit => known[unit.Key]).FirstOrDefault();

    /// <summary>The same where SBML allows it in that place, else null and a remark.</summary>
    /// <param name="what">What is measured, as remarks call it.</param>
    public string? Of(string? text, Func<ImmutableArray<UnitFactor>, bool> isAllowed, string what, SourceLocation location)
    {
        if (Factors(text) is not { } factors || isAllowed(factors))
            return Of(text);
        remarks.Add(FindingCodes.Unsayable.At(location, $"{what} is in '{text!.Trim()}', and SBML allows no such unit there.", "It is left out of the file; keep the original beside it."));
        return null;
    }

    /// <summary>The product of base units, or null when it is no known unit.</summary>
    public ImmutableArray<UnitFactor>? Factors(string? text) => text is null ? null : UnitFactors.Of(text.Trim(), declared);

    private string Define(string id, ImmutableArray<UnitFactor> factors)
    {
        var definition = new XElement(core + "unitDefinition", new XAttribute("id", id));
        definition.Add(new XElement(core + "listOfUnits", factors.Select(factor => new XElement(
            core + "unit", new XAttribute("kind", factor.Kind), new XAttribute("exponent", Text(factor.Exponent)), new XAttribute("scale", "0"), new XAttribute("multiplier", Text(factor.Multiplier))))));
        definitions.Add(definition);
        return id;
    }

    /// <summary>mL/day is called mL_per_day.</summary>
    private static string Named(string text) => string.Concat(text.Replace("%", "percent", StringComparison.Ordinal).Replace("/", " per ", StringComparison.Ordinal).Split([' ', '*', '·', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        .Select((part, i) => i == 0 ? part : "_" + part)).Replace("^-", "_m", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
