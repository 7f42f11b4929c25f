using System.Xml.Linq;

namespace Idunn.Modeling.Sbml;

/// <summary>A model at its place in the whole: a copy whose ids, and references to them, have the prefix of the place.</summary>
internal sealed class SubmodelInstance
{
    private static readonly string[] References = ["compartment", "species", "variable", "symbol", "conversionFactor", "outside"];
    private static readonly string[] UnitReferences = ["units", "substanceUnits", "timeUnits", "volumeUnits", "areaUnits", "lengthUnits", "extentUnits"];

    private static readonly XName[] UncertainReferences = [.. new[] { "id", "var", "varLower", "varUpper" }.Select(name => XName.Get(name, SbmlDocument.DistributionsNamespace))];

    private readonly HashSet<string> unitIds;

    /// <param name="definition">Left as it is.</param>
    /// <param name="submodel">The element that asks for the copy; null for the whole.</param>
    public SubmodelInstance(XElement definition, XElement? submodel, string prefix)
    {
        (Prefix, Submodel) = (prefix, submodel);
        Model = XmlTree.Copy(definition);
        unitIds = [.. XmlTree.Listed(Model, "listOfUnitDefinitions").Select(unit => XmlTree.Text(unit, "id")).OfType<string>()];
        foreach (var element in Model.Descendants())
            Index(element);
        PassDown("conversionFactor", "listOfSpecies");
        PassDown("substanceUnits", "listOfSpecies");
        if (prefix.Length > 0)
            Prefixed(Model);
    }

    public string Prefix { get; }

    public XElement? Submodel { get; }

    public XElement Model { get; }

    public SubmodelInstance? Parent { get; set; }

    /// <summary>True when it was deleted or replaced as a whole.</summary>
    public bool IsGone { get; set; }

    public Dictionary<string, SubmodelInstance> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>Elements by the ids they have in the definition.</summary>
    public Dictionary<string, XElement> Elements { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, XElement> Units { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, XElement> MetaIds { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, XElement> Ports { get; } = new(StringComparer.Ordinal);

    /// <summary>The innermost first.</summary>
    public IEnumerable<SubmodelInstance> WithDescendants => Children.Values.ToArray().SelectMany(child => child.WithDescendants).Append(this);

    private void Index(XElement element)
    {
        if (XmlTree.Text(element, "metaid") is { } metaId)
            MetaIds.TryAdd(metaId, element);
        if (element.Name.LocalName == "port" && Comp.Text(element, "id") is { } port)
            Ports.TryAdd(port, element);
        else if (element.Name.LocalName == "unitDefinition" && XmlTree.Text(element, "id") is { } unit)
            Units.TryAdd(unit, element);
        else if (element.Name.LocalName == "submodel" && Comp.Text(element, "id") is { } submodel)
            Elements.TryAdd(submodel, element);
        else if (IsGlobal(element) && XmlTree.Text(element, "id") is { } id)
            Elements.TryAdd(id, element);
    }

    private static bool IsGlobal(XElement element) =>
        element.Name.NamespaceName != SbmlDocument.CompNamespace && element.Name.LocalName is not ("localParameter" or "unitDefinition") && element.Parent?.Parent?.Name.LocalName != "kineticLaw";

    /// <summary>What a model says of all its species it says of each, before it stands among others.</summary>
    private void PassDown(string attribute, string list)
    {
        if (Submodel is null || XmlTree.Text(Model, attribute) is not { } value)
            return;
        foreach (var element in XmlTree.Listed(Model, list))
            if (element.Attribute(attribute) is null)
                element.SetAttributeValue(attribute, value);
    }

    private void Prefixed(XElement element)
    {
        foreach (var child in element.Elements().ToArray())
        {
            if (child.Name.LocalName == "math")
            {
                Formula(child, LocalsOf(element));
                continue;
            }
            if (child.Name.NamespaceName == SbmlDocument.CompNamespace || child.Name.LocalName is "notes" or "annotation")
                continue;
            if (child.Attribute("id") is { } id)
            {
                if (child.Name.LocalName == "unitDefinition")
                    id.Value = UnitPrefix + id.Value;
                else if (IsGlobal(child))
                    id.Value = Prefix + id.Value;
            }
            foreach (var attribute in References)
                if (child.Attribute(attribute) is { } reference)
                    reference.Value = Prefix + reference.Value.Trim();
            foreach (var attribute in UncertainReferences)
                if (child.Attribute(attribute) is { } reference)
                    reference.Value = Prefix + reference.Value.Trim();
            if (child.Attribute(XName.Get("units", SbmlDocument.DistributionsNamespace)) is { } uncertain && unitIds.Contains(uncertain.Value.Trim()))
                uncertain.Value = UnitPrefix + uncertain.Value.Trim();
            foreach (var attribute in UnitReferences)
                if (child.Attribute(attribute) is { } unit && unitIds.Contains(unit.Value.Trim()))
                    unit.Value = UnitPrefix + unit.Value.Trim();
            Prefixed(child);
        }
    }

    /// <summary>Names of units have no dots.</summary>
    private string UnitPrefix => Prefix.Replace(".", "__", StringComparison.Ordinal);

    public static HashSet<string> LocalsOf(XElement element) => element.Name.LocalName != "kineticLaw" ? []
        : [.. XmlTree.Listed(element, "listOfLocalParameters").Concat(XmlTree.Listed(element, "listOfParameters")).Select(local => XmlTree.Text(local, "id")).OfType<string>()];

    private void Formula(XElement formula, HashSet<string> bound)
    {
        foreach (var lambda in formula.Descendants().Where(element => element.Name.LocalName == "lambda"))
            bound.UnionWith(lambda.Elements().Where(element => element.Name.LocalName == "bvar").Select(element => element.Value.Trim()));
        foreach (var element in formula.Descendants().ToArray())
        {
            if (element.Name.LocalName == "ci" && !bound.Contains(element.Value.Trim()))
                element.Value = Prefix + element.Value.Trim();
            if (element.Name.LocalName == "cn")
                foreach (var unit in element.Attributes().Where(attribute => attribute.Name.LocalName == "units" && unitIds.Contains(attribute.Value)))
                    unit.Value = UnitPrefix + unit.Value;
        }
    }
}
