using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Flattening;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony;

/// <summary>Reads Antimony files module by module, where <see cref="AntimonyReader"/> reads them into one flat model.</summary>
public static class ModelSourceReader
{
    /// <exception cref="FindingsException">All that is wrong with the text.</exception>
    public static ModelSource Read(string file)
    {
        var findings = new List<Finding>();
        var library = new Library(findings);
        if (!File.Exists(file))
            throw new FindingsException(FindingCodes.Import.At(new SourceLocation(file, 0, 0), "The model file does not exist.", "Correct the path."));
        var main = library.Add(LimitedText.Read(file), file);
        Refuse(findings);
        var whole = library.Whole(main, file, null);
        var flattener = new Flattener(library, findings);
        flattener.Flatten(whole);
        var files = library.Modules.Values.Contains(whole) ? library.Modules.Values : library.Modules.Values.Append(whole);
        var source = new ModelSource([.. files.GroupBy(module => module.Location.File, StringComparer.Ordinal).Select(group => FileOf(group.Key, [.. group], library, findings))], flattener.Instances);
        Refuse(findings);
        return source;
    }

    private static void Refuse(List<Finding> findings)
    {
        if (findings.Count > 0)
            throw new FindingsException([.. findings.DistinctBy(finding => (finding.Code, finding.Location))]);
    }

    private static SourceFile FileOf(string path, ImmutableArray<ModuleSyntax> modules, Library library, List<Finding> findings)
    {
        var text = File.ReadAllText(path);
        var comments = new CommentText(text);
        var functions = library.Functions.Values.Where(function => function.Location.File == path)
            .Select(function => new FunctionDefinition(function.Id, [.. function.Parameters.Select(parameter => parameter.Text)], function.Body, comments.Above(function.Location.Line)));
        // A module ends where the next one begins, or at the end of the file.
        var ends = modules.Skip(1).Select(module => module.Location.Line - 1).Append(text.Split('\n').Length);
        return new SourceFile(path, comments.Top, [.. functions], [.. modules.Zip(ends, (module, end) => ModuleOf(module, end, comments, library, findings))]);
    }

    private static Module ModuleOf(ModuleSyntax module, int lastLine, CommentText comments, Library library, List<Finding> findings) => new(
        module.Id, [.. module.Ports.Select(port => port.Text)], SubmodelsOf(module),
        new Flattener(library, findings).Flatten(module), new Flattener(library, findings, expandsFunctions: false).Flatten(module),
        comments.Above(module.Location.Line), comments.Between(module.Location.Line, lastLine));

    private static ImmutableArray<Submodel> SubmodelsOf(ModuleSyntax module)
    {
        var names = module.Statements.OfType<DisplayNameStatement>().GroupBy(statement => statement.Id.Text, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Text, StringComparer.Ordinal);
        return [.. module.Statements.OfType<SubmodelStatement>().Select(submodel => new Submodel(submodel.Id, submodel.Module.Text, names.GetValueOrDefault(submodel.Id)))];
    }
}
