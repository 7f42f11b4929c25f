using System.Xml.Linq;

namespace Idunn.Modeling.Sbml;

/// <summary>What was replaced by what, and deleted; ids are put right everywhere at the end, so that a replacement may be replaced itself.</summary>
internal sealed class Replacements
{
    private readonly Dictionary<string, (string Id, string? Factor)> renamed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> renamedUnits = new(StringComparer.Ordinal);
    private readonly Dictionary<XElement, XElement> replacedBy = [];

    public void Delete(SubmodelInstance inner, XElement element)
    {
        // Without the local parameter its id means the quantity of the model.
        if (IsLocal(element))
            RenameLocal(element, inner.Prefix + IdOf(element));
        Remove(Root(element));
    }

    private static bool IsLocal(XElement element) => element.Name.LocalName == "localParameter";

    private static void RenameLocal(XElement local, string id)
    {
        foreach (var symbol in local.Parent!.Parent!.Descendants().Where(element => element.Name.LocalName == "ci" && element.Value.Trim() == IdOf(local)))
            symbol.Value = id;
    }

    private static void Remove(XElement element)
    {
        if (element.Parent is not { } list)
            return;
        element.Remove();
        if (!list.HasElements && list.Name.LocalName.StartsWith("listOf", StringComparison.Ordinal))
            list.Remove();
    }

    /// <param name="factor">Id of the conversion factor: the new value is the old one times the factor.</param>
    public void Replace(SubmodelInstance outer, XElement owner, SubmodelInstance inner, XElement target, string? factor)
    {
        target = Root(target);
        if (target == owner)
            return;
        if (target.Name.LocalName == "unitDefinition")
            renamedUnits[IdOf(target)!] = IdOf(owner)!;
        else if (IsLocal(target))
            RenameLocal(target, IdOf(owner)!);
        else if (IdOf(target) is { } old && IdOf(owner) is { } replacement)
            renamed[old] = (replacement, factor);
        replacedBy[target] = owner;
        Remove(target);
    }

    /// <summary>The inner element takes the outer one's place and name.</summary>
    public void ReplaceBy(SubmodelInstance outer, XElement owner, SubmodelInstance inner, XElement target)
    {
        target = Root(target);
        var name = IdOf(owner);
        replacedBy[owner] = target;
        if (IdOf(target) is { } old && name is not null)
        {
            if (target.Name.LocalName == "unitDefinition")
                renamedUnits[old] = name;
            else
                renamed[old] = (name, null);
            target.SetAttributeValue("id", name);
        }
        Remove(owner);
    }

    /// <summary>All parts of one submodel become the parts of the same names of another.</summary>
    public void ReplaceSubmodel(SubmodelInstance replacement, SubmodelInstance gone)
    {
        gone.IsGone = true;
        foreach (var (id, element) in gone.Elements)
            if (replacement.Elements.TryGetValue(id, out var other) && IdOf(element) is { } old && IdOf(other) is { } known && old != known)
            {
                renamed[old] = (known, null);
                replacedBy[element] = other;
            }
        foreach (var (id, child) in gone.Children)
            if (replacement.Children.TryGetValue(id, out var other))
                ReplaceSubmodel(other, child);
    }

    /// <summary>Writes the final ids into an instance, with conversion factors where the scale changes: in formulas only. What reactions do to a species is converted by the species' own factor (SBML Test Suite 01778).</summary>
    public void Rename(SubmodelInstance instance)
    {
        if (renamed.Count == 0 && renamedUnits.Count == 0)
            return;
        foreach (var symbol in instance.Model.Descendants().Where(element => element.Name.LocalName == "ci").ToArray())
        {
            var (id, factors) = Final(symbol.Value.Trim());
            if (id == symbol.Value.Trim())
                continue;
            symbol.Value = id;
            Conversion.Scale(symbol, factors, isDivided: true);
        }
        foreach (var element in instance.Model.Descendants().ToArray())
        {
            foreach (var attribute in element.Attributes())
            {
                if (attribute.Name.LocalName.EndsWith("nits", StringComparison.Ordinal) && renamedUnits.TryGetValue(attribute.Value, out var unit))
                    attribute.Value = unit;
                if (attribute.Name.NamespaceName.Length > 0 || attribute.Name.LocalName is not ("compartment" or "species" or "variable" or "symbol" or "conversionFactor"))
                    continue;
                var (id, factors) = Final(attribute.Value);
                if (id == attribute.Value)
                    continue;
                attribute.Value = id;
                if (attribute.Name.LocalName is "variable" or "symbol" && XmlTree.Child(element, "math") is { } math)
                    foreach (var formula in math.Elements().ToArray())
                        Conversion.Scale(formula, factors, isDivided: false);
            }
        }
    }

    private (string Id, List<string> Factors) Final(string id)
    {
        var factors = new List<string>();
        for (var steps = 0; steps < 1000 && renamed.TryGetValue(id, out var next) && next.Id != id; steps++)
        {
            id = next.Id;
            if (next.Factor is { } factor)
                factors.Add(factor);
        }
        return (id, factors);
    }

    private XElement Root(XElement element)
    {
        while (replacedBy.TryGetValue(element, out var next))
            element = next;
        return element;
    }

    private static string? IdOf(XElement element) => XmlTree.Text(element, "id");
}
