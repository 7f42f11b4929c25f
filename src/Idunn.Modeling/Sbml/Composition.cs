using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// Flattens a model of the package comp (Smith, L. P. et al. (2015), SBML Level 3 Package: Hierarchical Model Composition, Version 1 Release 3): submodels are copied with their ids prefixed
/// (<c>A.x</c>), then what is deleted or replaced goes, from the innermost model outwards, then conversion factors are written into the formulas.
/// </summary>
internal sealed class Composition(SbmlDocument document, List<Finding> findings)
{
    /// <summary>Elements of all submodels together, beyond which they are taken for a bomb.</summary>
    private const int MostElements = 2_000_000;

    private const int DeepestNesting = 50;

    private readonly ModelLibrary library = new(document, findings);
    private readonly Replacements replacements = new();
    private int elements;

    public XElement Flatten(XElement model)
    {
        var root = Instantiate(new ModelDefinition(model, document), null, "", []);
        foreach (var instance in root.WithDescendants)
            Apply(instance);
        foreach (var instance in root.WithDescendants)
        {
            Conversion.Apply(instance);
            replacements.Rename(instance);
        }
        foreach (var child in root.WithDescendants.Where(instance => instance != root && !instance.IsGone))
            Merge(root.Model, child.Model);
        return root.Model;
    }

    private SubmodelInstance Instantiate(ModelDefinition definition, XElement? submodel, string prefix, List<XElement> path)
    {
        elements += definition.Model.DescendantsAndSelf().Count();
        if (elements > MostElements || path.Count > DeepestNesting)
            throw new FindingsException(FindingCodes.TooLarge.At(XmlTree.PlaceOf(definition.Model), "The submodels grow without measure when they are put in place.", FindingCodes.TooLarge.Remedy));
        var instance = new SubmodelInstance(definition.Model, submodel, prefix);
        foreach (var inner in Comp.Listed(definition.Model, "listOfSubmodels"))
        {
            if (Comp.Text(inner, "id") is not { } id || library.Find(definition.Document, Comp.Text(inner, "modelRef"), inner) is not { } found)
                continue;
            if (path.Contains(found.Model) || found.Model == definition.Model)
                findings.Add(FindingCodes.Recursion.At(XmlTree.PlaceOf(inner), $"The submodel '{id}' contains itself.", FindingCodes.Recursion.Remedy));
            else if (!instance.Children.TryAdd(id, Instantiate(found, inner, $"{prefix}{id}.", [.. path, definition.Model])))
                findings.Add(FindingCodes.Duplicate.At(XmlTree.PlaceOf(inner), $"A submodel '{id}' exists already.", "Rename one of them."));
        }
        foreach (var child in instance.Children.Values)
            child.Parent = instance;
        return instance;
    }

    /// <summary>Deletions and replacements that an instance asks for.</summary>
    private void Apply(SubmodelInstance instance)
    {
        foreach (var (id, child) in instance.Children)
            foreach (var deletion in Comp.Listed(child.Submodel!, "listOfDeletions"))
                if (Resolve(child, deletion, id) is { } target)
                    Delete(target);
        foreach (var element in instance.Model.Descendants().Where(element => element.Name.NamespaceName == SbmlDocument.CompNamespace && element.Name.LocalName is "replacedElement" or "replacedBy").ToArray())
        {
            var owner = element.Name.LocalName == "replacedBy" ? element.Parent! : element.Parent!.Parent!;
            if (Comp.Text(element, "deletion") is not null)
                continue;
            var submodel = Comp.Text(element, "submodelRef") ?? "";
            if (!instance.Children.TryGetValue(submodel, out var child))
                findings.Add(FindingCodes.Composition.At(XmlTree.PlaceOf(element), $"There is no submodel '{submodel}'.", Spelling.Advice(submodel, instance.Children.Keys, FindingCodes.Composition.Remedy)));
            else if (Resolve(child, element, submodel) is { } target)
                Replace(instance, owner, target, element);
        }
    }

    private void Replace(SubmodelInstance instance, XElement owner, (SubmodelInstance Instance, XElement Element) target, XElement reference)
    {
        var factor = Comp.Text(reference, "conversionFactor") is { } id ? instance.Prefix + id : null;
        if (reference.Name.LocalName == "replacedBy")
            replacements.ReplaceBy(instance, owner, target.Instance, target.Element);
        else if (owner.Name.LocalName == "submodel" && target.Element.Name.LocalName == "submodel")
            replacements.ReplaceSubmodel(instance.Children[Comp.Text(owner, "id")!], target.Instance.Children[Comp.Text(target.Element, "id")!]);
        else
            replacements.Replace(instance, owner, target.Instance, target.Element, factor);
    }

    private void Delete((SubmodelInstance Instance, XElement Element) target)
    {
        if (target.Element.Name.LocalName == "submodel")
        {
            if (target.Instance.Children.Remove(Comp.Text(target.Element, "id")!, out var gone))
                foreach (var instance in gone.WithDescendants)
                    instance.IsGone = true;
            return;
        }
        replacements.Delete(target.Instance, target.Element);
    }

    /// <summary>What a reference means: a port, an id, a unit or a meta-id, or something inside a submodel of it.</summary>
    private (SubmodelInstance Instance, XElement Element)? Resolve(SubmodelInstance instance, XElement reference, string through)
    {
        var name = Comp.Text(reference, "portRef") ?? Comp.Text(reference, "idRef") ?? Comp.Text(reference, "unitRef") ?? Comp.Text(reference, "metaIdRef");
        (SubmodelInstance, XElement)? found = null;
        if (Comp.Text(reference, "portRef") is { } portName)
            found = instance.Ports.TryGetValue(portName, out var port) && Comp.Text(port, "portRef") is null ? Resolve(instance, port, through) : null;
        else if (name is not null)
        {
            var ids = Comp.Text(reference, "idRef") is not null ? instance.Elements : Comp.Text(reference, "unitRef") is not null ? instance.Units : instance.MetaIds;
            found = ids.TryGetValue(name, out var element) ? (instance, element) : null;
        }
        if (found is null)
        {
            findings.Add(FindingCodes.Composition.At(XmlTree.PlaceOf(reference), $"In the submodel '{through}' there is no '{name}'.", FindingCodes.Composition.Remedy));
            return null;
        }
        if (reference.Elements().FirstOrDefault(element => element.Name.LocalName == "sBaseRef") is not { } inner)
            return found;
        var (holder, submodel) = found.Value;
        if (submodel.Name.LocalName == "submodel" && Comp.Text(submodel, "id") is { } id && holder.Children.TryGetValue(id, out var child))
            return Resolve(child, inner, id);
        findings.Add(FindingCodes.Composition.At(XmlTree.PlaceOf(inner), $"'{name}' is no submodel with parts.", FindingCodes.Composition.Remedy));
        return null;
    }

    private static void Merge(XElement into, XElement from)
    {
        foreach (var list in from.Elements().Where(element => element.Name.LocalName.StartsWith("listOf", StringComparison.Ordinal) && element.Name.Namespace == into.Name.Namespace).ToArray())
        {
            if (into.Element(list.Name) is not { } target)
                into.Add(target = XmlTree.At(list, list.Name));
            foreach (var element in list.Elements().ToArray())
            {
                element.Remove();
                target.Add(element);
            }
        }
    }
}
