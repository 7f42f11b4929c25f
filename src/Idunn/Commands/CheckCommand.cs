using System.CommandLine;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Commands;

/// <summary>idunn check: says what is wrong with inputs, and where, without running them.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Study files, model cards, Antimony files, parameter or observation tables, SBML files; or folders, which are searched for all but SBML.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command("check", "Check inputs: names, units, origins, values. A study is checked with all that it uses.") { Paths };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var findings = new List<Finding>();
        foreach (var file in arguments.GetRequiredValue(Paths).SelectMany(Files))
        {
            try
            {
                Check(file, findings);
            }
            catch (FindingsException refused)
            {
                findings.AddRange(refused.Findings);
            }
        }
        var distinct = findings.Distinct().ToArray();
        foreach (var finding in distinct) Console.Out.WriteLine(finding);
        var errors = distinct.Count(finding => finding.Severity == Severity.Error);
        Console.Out.WriteLine(distinct.Length == 0 ? "no findings" : $"{Count(errors, "error")}, {Count(distinct.Length - errors, "warning")}");
        return errors == 0 ? ExitCode.Success : ExitCode.Refused;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    /// <summary>A folder's inputs; an Antimony file that another one there imports is checked as a part of it.</summary>
    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".ant" or ".tsv").Order(StringComparer.Ordinal)];
        var imported = files.Where(file => Path.GetExtension(file) == ".ant").SelectMany(Imports).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => !imported.Contains(Path.GetFullPath(file)));
    }

    private static IEnumerable<string> Imports(string file) => File.ReadLines(file)
        .Select(line => line.Split('"'))
        .Where(parts => parts.Length == 3 && parts[0].Trim() == "import")
        .Select(parts => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, parts[1])));

    private static void Check(string file, List<Finding> findings)
    {
        switch (Path.GetExtension(file).ToUpperInvariant())
        {
            case ".ANT" or ".TXT":
                CheckModel(file, findings);
                break;
            case ".XML" or ".SBML":
                CheckSbml(file, findings);
                break;
            case ".TSV":
                CheckTable(file, findings);
                break;
            default:
                CheckYaml(file, findings);
                break;
        }
    }

    private static void CheckModel(string file, List<Finding> findings)
    {
        if (InputFile.Read(file, "model", SourceLocation.None, findings) is null) return;
        var model = AntimonyReader.Read(file);
        ModelChecker.CheckAlone(model, findings);
        var identifiers = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "..", IdentifierTable.FileName);
        if (File.Exists(identifiers)) IdentifierTable.Check(model, IdentifierTable.Parse(File.ReadAllText(identifiers), identifiers, []), findings);
    }

    /// <summary>Whether it can be read and simulated as it stands.</summary>
    private static void CheckSbml(string file, List<Finding> findings)
    {
        if (InputFile.Read(file, "model", SourceLocation.None, findings) is null) return;
        HybridModel.Compile(SbmlReader.Read(file));
    }

    private static void CheckTable(string file, List<Finding> findings)
    {
        if (InputFile.Read(file, "table", SourceLocation.None, findings) is not { } text) return;
        if (file.EndsWith(".zh-Hant.tsv", StringComparison.Ordinal)) Words.Table(text, file);
        else if (Path.GetFileName(file) == IdentifierTable.FileName) IdentifierTable.Parse(text, file, findings);
        else if (text.Contains("observationId", StringComparison.Ordinal)) PublishedTable.Parse(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!), file, text, findings);
        else ParameterTableReader.Parse(text, file);
    }

    /// <summary>What a YAML file is shows from the science folder that it lies in; elsewhere it is a study.</summary>
    private static void CheckYaml(string file, List<Finding> findings)
    {
        var full = Path.GetFullPath(file);
        var folder = Path.GetFileName(Path.GetDirectoryName(full)!);
        var name = Path.GetFileNameWithoutExtension(file);
        if (folder is "models" or "populations" or "protocols" or "claims" && File.Exists(file))
        {
            var science = new Science(Path.GetDirectoryName(Path.GetDirectoryName(file))!);
            if (folder == "models") CheckCard(science, name, findings);
            else if (folder == "populations") science.Population(name, SourceLocation.None, findings);
            else if (folder == "protocols") science.Protocol(name, SourceLocation.None, findings);
            else science.Claim(name, findings);
            return;
        }
        var before = findings.Count;
        if (StudyReader.Read(file, findings) is { } study && findings.Skip(before).All(finding => finding.Severity != Severity.Error))
            StudyPlan.Create(study, ScienceFolder.For(file));
    }

    /// <summary>The model with the tables of every population in turn.</summary>
    private static void CheckCard(Science science, string name, List<Finding> findings)
    {
        if (science.Card(name, SourceLocation.None, findings) is not { } card) return;
        var model = science.Model(card);
        var references = science.References.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var population in science.PopulationsOf(card).Select(other => science.Population(other, card.Location, [])?.For(card.Name)).OfType<Population>())
        {
            var tables = card.Parameters.Concat(population.Parameters).Select(table => science.Table(table, card.Location, [])).OfType<ParameterTable>();
            findings.AddRange(ModelChecker.Check(model, tables, card.ComputedIds, references));
        }
    }
}
