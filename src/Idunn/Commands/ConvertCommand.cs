using System.CommandLine;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Commands;

/// <summary>idunn convert: a model in another format, with the same meaning.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string> From = new("FROM") { Description = $"The model: {ModelFile.Endings}." };
    private static readonly Argument<string> To = new("TO") { Description = "The file to write, whose ending says the format: .xml or .sbml for SBML Level 3 Version 2, .ant or .txt for Antimony." };

    public static Command Create()
    {
        var command = new Command("convert", "Write a model in another format: SBML as Antimony, Antimony as SBML, SBML of any level that is read as Level 3 Version 2. Submodels are put in place, functions expanded; units, SBO terms, MIRIAM annotations and notes are kept.") { From, To };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var (from, to) = (arguments.GetRequiredValue(From), arguments.GetRequiredValue(To));
        if (Refusal(from, to) is { } refusal)
        {
            Console.Error.WriteLine("error: " + refusal);
            return ExitCode.Refused;
        }
        if (ModelFile.Read(from) is not { } model) return ExitCode.Refused;
        var remarks = new List<Finding>();
        // The whole text first, so that a model that cannot be written leaves what was there.
        var text = ModelFile.FormatOf(to) == ModelFormat.Antimony ? AntimonyWriter.Write(model, remarks) : Sbml(model, remarks);
        File.WriteAllText(to, text);
        foreach (var remark in remarks) Console.Error.WriteLine(remark);
        Console.Out.WriteLine($"{to}: {Said(model)}");
        return ExitCode.Success;
    }

    private static string Sbml(Model model, List<Finding> remarks)
    {
        var written = SbmlWriter.Written(model);
        remarks.AddRange(written.Remarks);
        return written.Text;
    }

    private static string? Refusal(string from, string to)
    {
        if (Real(from) == Real(to))
            return $"'{to}' is the model itself, which is not overwritten. Name another file.";
        if (Directory.Exists(to))
            return $"'{to}' is a folder. Name a file in it.";
        return ModelFile.FormatOf(to) switch
        {
            null => $"The ending of '{to}' says no format. Name it .xml or .sbml for SBML, .ant or .txt for Antimony.",
            _ => null,
        };
    }

    /// <summary>Where a path leads, links followed.</summary>
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private static string Said(Model model) =>
        $"{model.Compartments.Length} compartments, {model.Species.Length} species, {model.Parameters.Length} parameters, {model.Reactions.Length} reactions, "
        + $"{model.AssignmentRules.Length + model.RateRules.Length + model.AlgebraicRules.Length} rules, {model.Events.Length} events";
}
