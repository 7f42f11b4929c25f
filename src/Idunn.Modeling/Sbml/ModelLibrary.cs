using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

internal sealed record ModelDefinition(XElement Model, SbmlDocument Document);

/// <summary>The model definitions of a file and of the files that it refers to, by relative path.</summary>
internal sealed class ModelLibrary(SbmlDocument main, ICollection<Finding> findings)
{
    private readonly Dictionary<string, SbmlDocument> documents = new(StringComparer.Ordinal) { [Path.GetFullPath(main.File)] = main };
    private readonly Dictionary<XElement, XElement> models = [];

    /// <summary>The definition that an id means in a document; null with a finding when there is none.</summary>
    public ModelDefinition? Find(SbmlDocument document, string? id, XElement place, int depth = 0)
    {
        if (id is not null)
        {
            if (XmlTree.Child(document.Root, "model") is { } whole && XmlTree.Text(whole, "id") == id)
                return new ModelDefinition(whole, document);
            if (Comp.Listed(document.Root, "listOfModelDefinitions").FirstOrDefault(definition => XmlTree.Text(definition, "id") == id || Comp.Text(definition, "id") == id) is { } inner)
                return new ModelDefinition(AsModel(inner, document), document);
            if (Comp.Listed(document.Root, "listOfExternalModelDefinitions").FirstOrDefault(definition => Comp.Text(definition, "id") == id) is { } external)
                return Load(document, external, depth);
        }
        findings.Add(FindingCodes.Composition.At(XmlTree.PlaceOf(place), $"There is no model definition '{id}'.", FindingCodes.Composition.Remedy));
        return null;
    }

    /// <summary>A model definition has the children of a model under another name.</summary>
    private XElement AsModel(XElement definition, SbmlDocument document)
    {
        if (models.TryGetValue(definition, out var model))
            return model;
        model = XmlTree.At(definition, document.Root.Name.Namespace + "model", definition.Attributes());
        foreach (var child in definition.Elements())
            model.Add(XmlTree.Copy(child));
        return models[definition] = model;
    }

    private ModelDefinition? Load(SbmlDocument document, XElement external, int depth)
    {
        var source = Comp.Text(external, "source") ?? "";
        var place = XmlTree.PlaceOf(external);
        if (source.Contains("://", StringComparison.Ordinal) || Path.IsPathRooted(source) || source.StartsWith("urn:", StringComparison.Ordinal))
            return Refuse(FindingCodes.Import.At(place, $"'{source}' is no path beside this file.", "Save the file beside this one and give its relative path."));
        if (depth > 20)
            return Refuse(FindingCodes.Import.At(place, $"External models refer to each other in a circle, through '{source}'.", FindingCodes.Import.Remedy));
        var file = Path.Combine(Path.GetDirectoryName(document.File) ?? "", source.StartsWith("file:", StringComparison.Ordinal) ? source["file:".Length..] : source);
        if (!File.Exists(file))
            return Refuse(FindingCodes.Import.At(place, $"The file '{source}' is not there.", "Correct the path, which starts from this file's folder."));
        if (!documents.TryGetValue(Path.GetFullPath(file), out var other))
            documents[Path.GetFullPath(file)] = other = SbmlDocument.Load(file);
        if (other.Level != main.Level)
            return Refuse(FindingCodes.NotSbml.At(place, $"'{source}' is SBML Level {other.Level}, unlike this file.", "Convert it to the same level."));
        if (Comp.Text(external, "modelRef") is { } id)
            return Find(other, id, external, depth + 1);
        return XmlTree.Child(other.Root, "model") is { } model ? new ModelDefinition(model, other) : Refuse(FindingCodes.NotSbml.At(place, $"There is no model in '{source}'.", FindingCodes.NotSbml.Remedy));
    }

    private ModelDefinition? Refuse(Finding finding)
    {
        findings.Add(finding);
        return null;
    }
}
