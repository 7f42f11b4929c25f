using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Inputs;

/// <summary>Reads the YAML file of a PEtab problem, version 1 or 2: which tables and models belong to it. Paths are relative to the file.</summary>
public static class PetabFileReader
{
    private static readonly ImmutableArray<string> FirstFields = ["format_version", "parameter_file", "problems", "extensions"];
    private static readonly ImmutableArray<string> FirstPartFields = ["sbml_files", "measurement_files", "condition_files", "observable_files", "visualization_files"];
    private static readonly ImmutableArray<string> SecondFields =
        ["format_version", "id", "parameter_files", "model_files", "measurement_files", "condition_files", "experiment_files", "observable_files", "mapping_files", "extensions"];

    /// <exception cref="FindingsException">The file is missing or wrong.</exception>
    public static PetabFiles Read(string file)
    {
        var findings = new List<Finding>();
        var files = InputFile.Read(file, "PEtab problem", SourceLocation.None, findings) is { } text ? Parse(file, text, findings) : null;
        return files is null || findings.Count > 0 ? throw new FindingsException(findings) : files;
    }

    /// <summary>As <see cref="Read"/>, from a text at hand; null with findings.</summary>
    public static PetabFiles? Parse(string file, string text, List<Finding> findings)
    {
        if (YamlText.Read(file, text, findings) is not { } root)
            return null;
        if (root is not MappingNode problem)
        {
            Add(findings, StudyCodes.WrongForm, root.Location, $"The file must be a group of fields, not {root.Kind}.", "Write format_version: 2.0.0 and the files of the problem.");
            return null;
        }
        var reading = new Files(Path.GetDirectoryName(file) ?? "", findings);
        var version = Field(problem, "format_version") as ScalarNode;
        switch (version?.Text.Split('.')[0])
        {
            case "1":
                return FirstVersion(problem, reading);
            case "2":
                return SecondVersion(problem, reading);
            case null:
                Add(findings, StudyCodes.MissingField, problem.Location, "The field 'format_version' is missing.", "Add it: format_version: 2.0.0, or 1.");
                return null;
            default:
                Add(findings, FindingCodes.PetabUnsupported.Code, version!.Location, $"PEtab version '{version.Text}' is not known.", FindingCodes.PetabUnsupported.Remedy);
                return null;
        }
    }

    private static PetabFiles FirstVersion(MappingNode problem, Files reading)
    {
        reading.CheckFields(problem, FirstFields);
        reading.CheckExtensions(problem);
        var parameters = reading.List(problem, "parameter_file", isRequired: true);
        var parts = ImmutableArray.CreateBuilder<PetabPartFiles>();
        foreach (var node in Field(problem, "problems") is SequenceNode list ? list.Items : [])
        {
            if (node is not MappingNode part)
            {
                reading.Error(StudyCodes.WrongForm, node.Location, $"A problem must be a group of fields, not {node.Kind}.", "Write sbml_files, condition_files, observable_files and measurement_files.");
                continue;
            }
            reading.CheckFields(part, FirstPartFields);
            var models = reading.List(part, "sbml_files", isRequired: true);
            if (models.Length > 1)
                reading.Error(FindingCodes.PetabUnsupported.Code, models[1].Location, "A problem of PEtab 1 has one model.", "Write a second entry under 'problems' for the second model.");
            parts.Add(new PetabPartFiles(
                [.. models.Take(1).Select(model => (Path.GetFileNameWithoutExtension(model.Path), model))], reading.List(part, "condition_files", true), [], reading.List(part, "observable_files", true),
                reading.List(part, "measurement_files", true), []));
        }
        if (parts.Count == 0)
            reading.Error(StudyCodes.MissingField, problem.Location, "The field 'problems' is missing or empty.", "List the model and its tables there.");
        return new PetabFiles(1, parameters, parts.ToImmutable());
    }

    private static PetabFiles SecondVersion(MappingNode problem, Files reading)
    {
        reading.CheckFields(problem, SecondFields);
        reading.CheckExtensions(problem);
        return new PetabFiles(2, reading.List(problem, "parameter_files", isRequired: true),
        [
            new PetabPartFiles(
                reading.Models(problem), reading.List(problem, "condition_files", false), reading.List(problem, "experiment_files", false), reading.List(problem, "observable_files", true),
                reading.List(problem, "measurement_files", true), reading.List(problem, "mapping_files", false)),
        ]);
    }

    private static Node? Field(MappingNode map, string name) => map.Entries.FirstOrDefault(entry => entry.Key.Text == name).Value;

    private static void Add(List<Finding> findings, string code, SourceLocation location, string message, string action) => findings.Add(new(Severity.Error, code, message, action, location));

    private sealed class Files(string folder, List<Finding> findings)
    {
        public void Error(string code, SourceLocation location, string message, string action) => Add(findings, code, location, message, action);

        public void CheckFields(MappingNode map, ImmutableArray<string> known)
        {
            foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Text)))
                Error(StudyCodes.UnknownField, key.Location, $"There is no field '{key.Text}'.", Nearest.Suggestion(key.Text, known));
        }

        /// <summary>An extension that changes what the problem means is refused; others may be ignored.</summary>
        public void CheckExtensions(MappingNode problem)
        {
            foreach (var (name, extension) in Field(problem, "extensions") is MappingNode extensions ? extensions.Entries : [])
                if (extension is not MappingNode map || Field(map, "required") is not ScalarNode { Text: "false" })
                    Error(FindingCodes.PetabUnsupported.Code, name.Location, $"The extension '{name.Text}' is not supported.", FindingCodes.PetabUnsupported.Remedy);
        }

        /// <summary>One name, or a list of them.</summary>
        public ImmutableArray<PetabFile> List(MappingNode map, string field, bool isRequired)
        {
            var node = Field(map, field);
            if (node is null && !isRequired)
                return [];
            ImmutableArray<Node> items = node switch { SequenceNode list => list.Items, ScalarNode { Text.Length: > 0 } one => [one], _ => [] };
            if (isRequired && items.IsEmpty)
                Error(StudyCodes.MissingField, node?.Location ?? map.Location, $"The field '{field}' is missing or empty.", "Name at least one file there.");
            return [.. items.Select(Named).OfType<PetabFile>()];
        }

        public ImmutableArray<(string, PetabFile)> Models(MappingNode problem)
        {
            if (Field(problem, "model_files") is not MappingNode { Entries.IsEmpty: false } map)
            {
                Error(StudyCodes.MissingField, problem.Location, "The field 'model_files' is missing or empty.", "Write model_files: { NAME: { language: sbml, location: model.xml } }.");
                return [];
            }
            var models = ImmutableArray.CreateBuilder<(string, PetabFile)>();
            foreach (var (key, value) in map.Entries)
            {
                var model = value as MappingNode;
                if (model is null || Field(model, "language") is not ScalarNode language || Field(model, "location") is not { } location)
                    Error(StudyCodes.MissingField, value.Location, $"The model '{key.Text}' lacks 'language' or 'location'.", "Write both.");
                else if (language.Text != "sbml")
                    Error(FindingCodes.PetabUnsupported.Code, language.Location, $"The language '{language.Text}' is not supported.", FindingCodes.PetabUnsupported.Remedy);
                else if (Named(location) is { } file)
                    models.Add((key.Text, file));
            }
            return models.ToImmutable();
        }

        private PetabFile? Named(Node node)
        {
            if (node is ScalarNode { Text: { Length: > 0 } name } && !name.Contains("://", StringComparison.Ordinal))
                return new PetabFile(Path.Combine(folder, name), node.Location);
            Error(StudyCodes.WrongForm, node.Location, $"A file name belongs here, not {node.Kind}.", "Name a file on this computer; addresses on the network are not opened.");
            return null;
        }
    }
}
