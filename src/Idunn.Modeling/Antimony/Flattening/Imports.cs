using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Files that a file imports, each read once: Antimony text, or SBML, which is known by its content.</summary>
internal sealed class Imports(ICollection<Finding> findings, Func<string, string, AntimonyFile> addText, Action<Model> addModel)
{
    private const int DeepestNesting = 100;

    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly Stack<string> reading = new();

    /// <summary>Reads the files, whose paths start from the folder of the file that imports them; returns what they say outside of any model.</summary>
    public IEnumerable<Statement> Follow(ImmutableArray<Name> imports, string from)
    {
        reading.Push(Path.GetFullPath(from));
        var bare = imports.SelectMany(import => Read(import, from)).ToArray();
        read.Add(reading.Pop());
        return bare;
    }

    private ImmutableArray<Statement> Read(Name import, string from)
    {
        if (import.Text.Contains('\0', StringComparison.Ordinal))
            return Refuse(import, "The name of the file has a character that no file name has.", "Correct the path, which starts from this file's folder.");
        var file = Path.Combine(Path.GetDirectoryName(from) ?? "", import.Text).Replace('\\', '/');
        var full = Path.GetFullPath(file);
        if (read.Contains(full))
            return [];
        if (reading.Contains(full))
            return Refuse(import, $"'{import.Text}' imports this file again: {string.Join(" → ", reading.Reverse().Append(full).Select(Path.GetFileName))}.", "Move what both need into a third file.");
        if (reading.Count > DeepestNesting)
            return Refuse(import, $"Files import each other more than {DeepestNesting} deep.", "Import what is needed from one file.");
        if (!File.Exists(file))
            return Refuse(import, $"The file '{import.Text}' is not beside this one.", "Correct the path, which starts from this file's folder.");
        if (Redirection(full, import.Text) is { } redirection)
            return Refuse(import, $"'{redirection}' leads this import to another file, which is not followed.", "Import that file by its own path.");
        if (!IsXml(file))
            return addText(LimitedText.Read(file), file).Bare;
        read.Add(full);
        AddSbml(file);
        return [];
    }

    private void AddSbml(string file)
    {
        try
        {
            var model = SbmlReader.Read(file);
            addModel(model.Id.Length > 0 ? model : model with { Id = Path.GetFileNameWithoutExtension(file) });
        }
        catch (FindingsException exception)
        {
            foreach (var finding in exception.Findings)
                findings.Add(finding);
        }
    }

    /// <summary>libAntimony looks into a file <c>.antimony</c> for other places of imports: three columns, of which the last but one is the import's text.</summary>
    private static string? Redirection(string file, string import)
    {
        var redirections = Path.Combine(Path.GetDirectoryName(file)!, ".antimony");
        return File.Exists(redirections) && File.ReadLines(redirections).Take(10_000).Select(line => line.Split('\t')).Any(columns => columns.Length > 1 && columns[^2] == import) ? redirections : null;
    }

    private static bool IsXml(string file)
    {
        using var reader = new StreamReader(file);
        var start = new char[256];
        return new string(start, 0, reader.Read(start)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<');
    }

    private ImmutableArray<Statement> Refuse(Name import, string message, string action)
    {
        findings.Add(FindingCodes.Import.At(import.Location, message, action));
        return [];
    }
}
