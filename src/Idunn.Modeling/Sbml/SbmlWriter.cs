using System.Text;
using System.Xml;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml.Writing;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// Writes a flat model as SBML Level 3 Version 2 core, so that <see cref="SbmlReader"/> reads a model of the same meaning. Version 1 where a reaction is fast, for Version 2 has no fast
/// reactions. Ids that SBML does not allow get legal ones, and are kept as names where there is none. The same model gives the same bytes. (Hucka et al. (2019), The Systems Biology
/// Markup Language: Language Specification for Level 3 Version 2 Core Release 2.)
/// </summary>
public static class SbmlWriter
{
    /// <exception cref="FindingsException">The model has what SBML cannot say.</exception>
    public static string Text(Model model) => Written(model).Text;

    /// <summary>The same, with the places of the quantities in it.</summary>
    /// <exception cref="FindingsException">The model has what SBML cannot say.</exception>
    public static SbmlText Written(Model model)
    {
        var document = new ModelDocument(model);
        var root = document.Build();
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
            root.Save(writer);
        return new(Encoding.UTF8.GetString(stream.ToArray()) + "\n", document.Version, document.Targets) { Remarks = document.Remarks };
    }

    /// <exception cref="FindingsException">The model has what SBML cannot say.</exception>
    public static void Write(Model model, string file) => File.WriteAllText(file, Text(model));
}
