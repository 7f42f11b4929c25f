using System.Xml.Linq;

namespace Idunn.Modeling.Sbml;

/// <summary>Attributes and lists of the package comp.</summary>
internal static class Comp
{
    private static readonly XNamespace Namespace = SbmlDocument.CompNamespace;

    public static string? Text(XElement element, string attribute) => XmlTree.Text(element, Namespace + attribute) ?? XmlTree.Text(element, attribute);

    public static IEnumerable<XElement> Listed(XElement parent, string list) => parent.Elements(Namespace + list).SelectMany(element => element.Elements());
}
