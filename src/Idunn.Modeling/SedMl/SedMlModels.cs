using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.SedMl;

/// <summary>The models of a SED-ML file with their changes made in the XML, in the order in which they are written.</summary>
/// <param name="open">Opens a file by its path beside the SED-ML file; refuses what is not there.</param>
internal sealed class SedMlModels(SedMlDocument document, Func<string, SourceLocation, Stream> open)
{
    private readonly Dictionary<string, XElement> changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Model> models = new(StringComparer.Ordinal);
    private readonly HashSet<string> asking = new(StringComparer.Ordinal);

    /// <exception cref="FindingsException">There is no such model, or it or a change is refused.</exception>
    public Model this[string id] => models.TryGetValue(id, out var known) ? known : models[id] = SbmlReader.ReadEnclosed(XmlTree.Copy(Tree(id)), document.File + "#" + id);

    private XElement Tree(string id)
    {
        if (changed.TryGetValue(id, out var known))
            return known;
        var model = document.Models.FirstOrDefault(model => model.Id == id) ?? throw Wrong(SourceLocation.None, $"There is no model '{id}'.");
        if (!asking.Add(id))
            throw Wrong(model.Location, $"The model '{id}' is made from itself.");
        if (model.Language.Length > 0 && !model.Language.Contains("sbml", StringComparison.OrdinalIgnoreCase))
            throw new FindingsException(FindingCodes.SedMlUnsupported.At(model.Location, $"The model '{id}' is in the language '{model.Language}'; only SBML is read.", FindingCodes.SedMlUnsupported.Remedy));
        var tree = document.Models.Any(other => other.Id == model.Source.TrimStart('#')) ? XmlTree.Copy(Tree(model.Source.TrimStart('#'))) : Load(model);
        foreach (var change in model.Changes)
            Change(tree, change, id);
        asking.Remove(id);
        return changed[id] = tree;
    }

    private XElement Load(SedMlModel model)
    {
        if (model.Source.Contains("://", StringComparison.Ordinal) || model.Source.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            throw new FindingsException(FindingCodes.SedMlUnsupported.At(model.Location, $"The model '{model.Id}' lies on the network ({model.Source}), which is not asked.", "Put the file beside the SED-ML file and name it there."));
        using var stream = open(model.Source, model.Location);
        return SbmlDocument.ReadXml(stream, model.Source);
    }

    private void Change(XElement tree, XElement change, string model)
    {
        var place = XmlTree.PlaceOf(change);
        var text = change.Attribute("target")?.Value ?? "";
        if (SedMlTarget.Parse(text) is not { } target || target.In(tree) is not { } element)
            throw Wrong(place, $"The target '{text}' is nothing in the model '{model}'.");
        switch (change.Name.LocalName)
        {
            case "changeAttribute" when target.Attribute is { } attribute && XmlReader.IsName(attribute) && attribute != "xmlns":
                element.SetAttributeValue(attribute, change.Attribute("newValue")?.Value ?? "");
                break;
            case "computeChange":
                SetValue(tree, element, Computed(tree, change, model));
                break;
            case "removeXML" or "changeXML" when element.Parent is null:
                throw Wrong(place, $"The change takes the whole of the model '{model}' away.");
            case "removeXML":
                element.Remove();
                break;
            case "addXML":
                element.Add(NewXml(change));
                break;
            case "changeXML":
                element.ReplaceWith(NewXml(change));
                break;
            default:
                throw new FindingsException(FindingCodes.SedMlUnsupported.At(place, $"<{change.Name.LocalName}> of '{text}' is not supported.", FindingCodes.SedMlUnsupported.Remedy));
        }
    }

    private static XElement[] NewXml(XElement change) => [.. XmlTree.Child(change, "newXML")?.Elements().Select(XmlTree.Copy) ?? []];

    private double Computed(XElement tree, XElement change, string model)
    {
        var findings = new List<Finding>();
        var formula = SedMlReader.FormulaOf(change, "modelReference", document.File, findings);
        if (findings.Count > 0)
            throw new FindingsException(findings);
        Model Of(string id) => id.Length == 0 || id == model ? SbmlReader.ReadEnclosed(XmlTree.Copy(tree), document.File + "#" + model) : this[id];
        return Value(formula, variable => variable.Quantity is { } quantity ? StartValues.Of(Of(variable.Source), [new Observed(quantity)])[0] : 0, null, XmlTree.PlaceOf(change));
    }

    /// <summary>A formula's value.</summary>
    /// <param name="other">Symbols beside variables and parameters: ranges.</param>
    internal static double Value(Formula formula, Func<SedMlVariable, double> valueOf, Func<string, double?>? other, SourceLocation place) =>
        ExprEvaluator.TryEvaluate(formula.Expression, id => formula.Variables.FirstOrDefault(variable => variable.Id == id) is { } variable ? valueOf(variable) : formula.Parameters.TryGetValue(id, out var value) ? value : other?.Invoke(id))
        ?? throw Wrong(place, $"The formula {ExprPrinter.Print(formula.Expression)} has no value: a symbol is not defined, or a function is not known here.");

    /// <summary>The attribute that holds a quantity's value; what an initial assignment would make of it no longer counts.</summary>
    private static void SetValue(XElement tree, XElement element, double value)
    {
        var attribute = element.Name.LocalName switch
        {
            "compartment" => "size",
            "species" => element.Attribute("hasOnlySubstanceUnits")?.Value is "true" or "1" ? "initialAmount" : "initialConcentration",
            _ => "value",
        };
        element.SetAttributeValue("initialAmount", null);
        element.SetAttributeValue("initialConcentration", null);
        element.SetAttributeValue(attribute, value.ToString("R", CultureInfo.InvariantCulture));
        tree.Descendants().Where(assignment => assignment.Name.LocalName == "initialAssignment" && assignment.Attribute("symbol")?.Value == element.Attribute("id")?.Value).ToList().ForEach(assignment => assignment.Remove());
    }

    internal static FindingsException Wrong(SourceLocation place, string what) => new(FindingCodes.SedMl.At(place, what, FindingCodes.SedMl.Remedy));
}
