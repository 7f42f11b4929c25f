using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// Reads SBML Level 2 (Versions 1 to 5) and Level 3 (Versions 1 and 2) with the package comp into one flat <see cref="Model"/>: submodels are put in place, local parameters get the
/// id of their reaction before them, function definitions are expanded. What would change the meaning and is not supported is refused. (Hucka et al. (2019), The Systems Biology Markup
/// Language: Language Specification for Level 3 Version 2 Core Release 2.)
/// </summary>
public static class SbmlReader
{
    /// <exception cref="FindingsException">All that is wrong with the file.</exception>
    public static Model Read(string file) => Build(SbmlDocument.Load(file));

    /// <param name="file">The name that findings give; external definitions are looked up beside it.</param>
    /// <exception cref="FindingsException">All that is wrong with the text.</exception>
    public static Model Parse(string text, string file) => Build(SbmlDocument.Parse(text, file));

    /// <summary>A model from inside an archive: what lies beside the archive is not its business.</summary>
    /// <exception cref="FindingsException">All that is wrong with the model; it refers to other files.</exception>
    internal static Model ReadEnclosed(XElement root, string file)
    {
        if (root.Descendants().FirstOrDefault(element => element.Name.NamespaceName == SbmlDocument.CompNamespace && element.Name.LocalName == "externalModelDefinition") is { } external)
            throw new FindingsException(FindingCodes.Composition.At(XmlTree.PlaceOf(external), "A model in an archive takes a submodel from another file, which is not followed.", "Put the submodel into the file."));
        return Build(SbmlDocument.Of(root, file));
    }

    private static Model Build(SbmlDocument document)
    {
        var findings = new List<Finding>();
        if (XmlTree.Child(document.Root, "model") is not { } model)
            throw new FindingsException(FindingCodes.NotSbml.At(XmlTree.PlaceOf(document.Root), "There is no <model> in this file.", FindingCodes.NotSbml.Remedy));
        SbmlVocabulary.Check(document, findings);
        if (findings.Count > 0)
            throw new FindingsException(findings);
        var flat = UsesComposition(document) ? new Composition(document, findings).Flatten(model) : model;
        if (findings.Count > 0)
            throw new FindingsException(findings);
        var result = new ModelElements(flat, document.Level, document.Version, findings).Build();
        return findings.Count == 0 ? result : throw new FindingsException(findings);
    }

    private static bool UsesComposition(SbmlDocument document) => document.Root.Descendants().Any(element => element.Name.NamespaceName == SbmlDocument.CompNamespace);
}
