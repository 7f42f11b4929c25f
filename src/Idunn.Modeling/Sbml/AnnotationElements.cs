using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// SBO terms, notes and MIRIAM statements of an element (SBML Level 3 Version 2, section 6). Statements inside statements, the model's history and what other tools keep in an
/// annotation are not read: they change nothing that a model computes.
/// </summary>
internal static class AnnotationElements
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace OfBiology = "http://biomodels.net/biology-qualifiers/";
    private static readonly XNamespace OfModels = "http://biomodels.net/model-qualifiers/";
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    public static Annotation Read(XElement element)
    {
        var annotation = new Annotation { SboTerm = Term(XmlTree.Text(element, "sboTerm")), References = References(element), Notes = NotesOf(element) };
        return annotation.IsEmpty ? Annotation.None : annotation;
    }

    /// <summary>The term's number: SBO:0000290 is 290; what is no term is passed over.</summary>
    private static int? Term(string? text) =>
        text is not null && text.StartsWith("SBO:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ImmutableArray<Reference> References(XElement element)
    {
        if (XmlTree.Text(element, "metaid") is not { } metaId || XmlTree.Child(element, "annotation") is not { } annotation)
            return [];
        return [.. annotation.Elements(Rdf + "RDF").Elements(Rdf + "Description").Where(description => description.Attribute(Rdf + "about")?.Value.Trim() == "#" + metaId).Elements()
            .Where(statement => statement.Name.Namespace == OfBiology || statement.Name.Namespace == OfModels)
            .Select(statement => new Reference(statement.Name.LocalName, statement.Name.Namespace == OfModels, [.. statement.Elements().Elements(Rdf + "li").Select(item => item.Attribute(Rdf + "resource")?.Value.Trim()).OfType<string>()]))
            .Where(reference => reference.Resources.Length > 0)];
    }

    /// <summary>A single paragraph without markup is plain text.</summary>
    private static string? NotesOf(XElement element)
    {
        if (XmlTree.Child(element, "notes") is not { } notes)
            return null;
        var parts = notes.Elements().ToArray();
        var isPlain = parts is [{ Name.LocalName: "p", HasElements: false } only] && only.Attributes().All(attribute => attribute.IsNamespaceDeclaration);
        var text = isPlain ? parts[0].Value : parts.Length == 0 ? notes.Value : string.Concat(parts.Select(part => part.ToString(SaveOptions.DisableFormatting)));
        return text.Trim() is { Length: > 0 } said ? said : null;
    }

    /// <summary>Puts it on an element, before the element's other children.</summary>
    /// <param name="metaId">A name for it that is used once in the file.</param>
    public static void Write(XElement element, Annotation annotation, string metaId)
    {
        if (annotation.SboTerm is { } term)
            element.SetAttributeValue("sboTerm", string.Create(CultureInfo.InvariantCulture, $"SBO:{term:D7}"));
        var notes = annotation.Notes is { } said ? new XElement(element.Name.Namespace + "notes", Markup(said)) : null;
        if (annotation.References.IsEmpty)
        {
            element.AddFirst(notes);
            return;
        }
        element.SetAttributeValue("metaid", metaId);
        element.AddFirst(notes, new XElement(element.Name.Namespace + "annotation", new XElement(
            Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), new XAttribute(XNamespace.Xmlns + "bqbiol", OfBiology), new XAttribute(XNamespace.Xmlns + "bqmodel", OfModels),
            new XElement(Rdf + "Description", new XAttribute(Rdf + "about", "#" + metaId), annotation.References.Select(Statement)))));
    }

    private static XElement Statement(Reference reference) => new(
        (reference.OfModel ? OfModels : OfBiology) + XmlConvert.EncodeLocalName(reference.Qualifier),
        new XElement(Rdf + "Bag", reference.Resources.Select(resource => new XElement(Rdf + "li", new XAttribute(Rdf + "resource", resource)))));

    private static object[] Markup(string notes)
    {
        if (notes.StartsWith('<'))
        {
            try
            {
                var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
                using var reader = XmlReader.Create(new StringReader($"<notes>{notes}</notes>"), settings);
                var elements = XElement.Load(reader).Elements().ToArray();
                if (elements.Length > 0 && elements.All(element => element.Name.Namespace == Xhtml))
                    return elements;
            }
            catch (XmlException)
            {
                // It only looks like markup: it is text.
            }
        }
        return [new XElement(Xhtml + "p", Legal(notes))];
    }

    /// <summary>Without the characters that XML cannot hold.</summary>
    public static string Legal(string text) => string.Concat(text.EnumerateRunes().Where(IsLegal));

    private static bool IsLegal(System.Text.Rune rune) => rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and not 0xFFFE and not 0xFFFF);
}
