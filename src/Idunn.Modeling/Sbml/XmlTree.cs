using System.Xml;
using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>XML elements that know their place, and how to read and copy them.</summary>
internal static class XmlTree
{
    /// <summary>A place as an annotation of an element.</summary>
    private sealed record Place(SourceLocation Location);

    /// <summary>Each is held against all others of its element.</summary>
    private const int MostAttributes = 1_000;

    public static SourceLocation PlaceOf(XElement element) => element.Annotation<Place>()?.Location ?? SourceLocation.None;

    /// <summary>Reads the whole document, without recursion.</summary>
    /// <exception cref="FindingsException">It is nested too deeply.</exception>
    public static XElement Read(XmlReader reader, string file, int deepest)
    {
        XElement? root = null, current = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var place = reader is IXmlLineInfo { LineNumber: > 0 } info ? new SourceLocation(file, info.LineNumber, info.LinePosition - 1) : new SourceLocation(file, 0, 0);
                    if (reader.Depth > deepest)
                        throw new FindingsException(FindingCodes.TooLarge.At(place, $"Elements are nested more than {deepest} deep.", FindingCodes.TooLarge.Remedy));
                    var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
                    element.AddAnnotation(new Place(place));
                    if (reader.AttributeCount > MostAttributes)
                        throw new FindingsException(FindingCodes.TooLarge.At(place, $"<{reader.LocalName}> has more than {MostAttributes} attributes.", FindingCodes.TooLarge.Remedy));
                    var isEmpty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                        element.SetAttributeValue(reader.Prefix == "xmlns" ? XNamespace.Xmlns + reader.LocalName : reader.LocalName == "xmlns" && reader.Prefix.Length == 0 ? "xmlns" : XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
                    if (current is null)
                        root = element;
                    else
                        current.Add(element);
                    if (!isEmpty)
                        current = element;
                    break;
                case XmlNodeType.EndElement:
                    current = current!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    current?.Add(new XText(reader.Value));
                    break;
            }
        }
        return root!;
    }

    /// <summary>A copy with its places.</summary>
    public static XElement Copy(XElement element)
    {
        var copy = new XElement(element.Name, element.Attributes());
        if (element.Annotation<Place>() is { } place)
            copy.AddAnnotation(place);
        foreach (var node in element.Nodes())
            copy.Add(node is XElement child ? Copy(child) : node);
        return copy;
    }

    /// <summary>A new element at the place of another.</summary>
    public static XElement At(XElement origin, XName name, params object[] content)
    {
        var element = new XElement(name, content);
        if (origin.Annotation<Place>() is { } place)
            element.AddAnnotation(place);
        return element;
    }

    /// <summary>The elements of <c>listOf…</c>, in order.</summary>
    public static IEnumerable<XElement> Listed(XElement parent, string list) =>
        parent.Elements().Where(element => element.Name.LocalName == list && element.Name.Namespace == parent.Name.Namespace).SelectMany(element => element.Elements().Where(child => child.Name.Namespace == parent.Name.Namespace));

    public static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    /// <summary>The attribute's text without surrounding space, or null.</summary>
    public static string? Text(XElement element, XName name) => element.Attribute(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
