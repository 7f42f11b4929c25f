using Idunn.Modeling.Antimony.Flattening;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony;

/// <summary>
/// Reads Antimony files into one flat <see cref="Model"/>. The whole is the module marked <c>model *NAME</c>, else the statements outside of any model, else the
/// last module of the file. Units of species are those of their amount, as in SBML; the symbol of a species means its concentration unless it is substanceOnly.
/// </summary>
public static class AntimonyReader
{
    /// <param name="module">Read this module as the whole; null: the file's own choice.</param>
    /// <exception cref="FindingsException">All that is wrong with the text.</exception>
    public static Model Read(string file, string? module = null)
    {
        var findings = new List<Finding>();
        var library = new Library(findings);
        if (!File.Exists(file))
            throw new FindingsException(FindingCodes.Import.At(new SourceLocation(file, 0, 0), "The model file does not exist.", "Correct the path."));
        return Flatten(library, library.Add(LimitedText.Read(file), file), file, module, findings);
    }

    /// <param name="file">The name that findings give; imports are looked up beside it.</param>
    /// <exception cref="FindingsException">All that is wrong with the text.</exception>
    public static Model Parse(string text, string file, string? module = null)
    {
        var findings = new List<Finding>();
        var library = new Library(findings);
        return Flatten(library, library.Add(text, file), file, module, findings);
    }

    private static Model Flatten(Library library, AntimonyFile main, string file, string? module, List<Finding> findings)
    {
        if (findings.Count > 0)
            throw new FindingsException(Ordered(findings));
        var whole = library.Whole(main, file, module);
        var model = new Flattener(library, findings).Flatten(whole);
        return findings.Count == 0 ? model : throw new FindingsException(Ordered(findings));
    }

    private static Finding[] Ordered(List<Finding> findings)
        => [.. findings.DistinctBy(finding => (finding.Code, finding.Location)).OrderBy(finding => finding.Location.File, StringComparer.Ordinal).ThenBy(finding => finding.Location.Line).ThenBy(finding => finding.Location.Column)];
}
