using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Idunn.Modeling.SedMl;

/// <summary>
/// Where in a model's XML something is meant: the part of XPath 1.0 that SED-ML files use, <c>/sbml:sbml/sbml:model/…/sbml:parameter[@id='k']/@value</c>. Prefixes are not looked up: names of elements tell SBML apart.
/// </summary>
internal sealed partial record SedMlTarget(IReadOnlyList<(string Element, string? Key, string? Value)> Steps, string? Attribute)
{
    /// <summary>Characters of a path: elements lie less deep than that.</summary>
    private const int LongestPath = 10_000;

    /// <summary>Null when the text is no path of that form, or endless.</summary>
    public static SedMlTarget? Parse(string text)
    {
        if (text.Length > LongestPath)
            return null;
        var steps = new List<(string, string?, string?)>();
        string? attribute = null;
        var rest = text.AsSpan().Trim().ToString();
        while (rest.Length > 0)
        {
            if (attribute is not null || Step().Match(rest) is not { Success: true } match)
                return null;
            if (match.Groups["attribute"].Success)
                attribute = match.Groups["attribute"].Value;
            else
                steps.Add((match.Groups["element"].Value, match.Groups["key"] is { Success: true } key ? key.Value : null, match.Groups["value"] is { Success: true } value ? value.Value : null));
            rest = rest[match.Length..];
        }
        return steps.Count == 0 ? null : new(steps, attribute);
    }

    /// <summary>The element, or null when there is none.</summary>
    public XElement? In(XElement root)
    {
        var current = Matches(root, Steps[0]) ? root : null;
        foreach (var step in Steps.Skip(1))
            current = current?.Elements().FirstOrDefault(element => Matches(element, step));
        return current;
    }

    /// <summary>Id of the quantity in the flat model; that of a local parameter has its reaction's before it. Null when the path names none.</summary>
    public string? Quantity
    {
        get
        {
            if (Steps[^1] is not { Key: "id", Value: { } id })
                return null;
            return Steps.FirstOrDefault(step => step.Element == "reaction") is { Value: { } reaction } && reaction != id && Steps[^1].Element is "parameter" or "localParameter" && Steps.Any(step => step.Element == "kineticLaw") ? $"{reaction}.{id}" : id;
        }
    }

    /// <summary>Level 2 has another word for local parameters than Level 3, and tools write the one of Level 3 beside models of Level 2.</summary>
    private static bool IsLocal(XElement element, string step) =>
        (step, element.Name.LocalName) is ("listOfLocalParameters", "listOfParameters") or ("localParameter", "parameter") && element.Ancestors().Any(ancestor => ancestor.Name.LocalName == "kineticLaw");

    private static bool Matches(XElement element, (string Element, string? Key, string? Value) step) =>
        (element.Name.LocalName == step.Element || IsLocal(element, step.Element)) && (step.Key is null || element.Attribute(step.Key)?.Value == step.Value);

    [GeneratedRegex("""^/(?:@(?<attribute>[\w.-]+)|(?:[\w.-]+:)?(?<element>[\w.-]+)(?:\[\s*@(?<key>[\w.-]+)\s*=\s*(?<quote>['"])(?<value>[^'"]*)\k<quote>\s*\])?)""")]
    private static partial Regex Step();
}
