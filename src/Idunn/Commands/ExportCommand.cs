using System.CommandLine;
using Idunn.Modeling.Omex;
using Idunn.Studies.Archives;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Commands;

/// <summary>idunn export: a study for other tools.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> StudyFile = new("STUDY") { Description = "The study file, such as studies/where-do-vesicles-go.yaml." };
    private static readonly Option<bool> Omex = new("--omex") { Description = "As a COMBINE archive: the typical subject of each arm as SBML with its doses, SED-ML that runs them, and every file the study is made of. What other tools are not told is printed, and stands in the archive." };
    private static readonly Option<string?> Out = new("--out") { Description = "The file to write. Default: STUDY.omex in the current folder.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("export", "Write a study for other tools. Example: idunn export studies/where-do-vesicles-go.yaml --omex --out vesicles.omex") { StudyFile, Omex, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(StudyFile);
        var target = arguments.GetValue(Out) ?? Path.GetFileNameWithoutExtension(file) + ".omex";
        if (Refusal(arguments.GetValue(Omex), target) is { } refusal)
        {
            Console.Error.WriteLine("error: " + refusal);
            return ExitCode.Refused;
        }
        using var stopping = Interruption.Listen();
        try
        {
            var science = ScienceFolder.For(file);
            var plan = StudyPlan.Create(StudyReader.Read(file), science);
            var archive = StudyArchive.Of(plan, science, stopping.Token);
            AtomicFile.Write(target, archive.Write, AtomicFile.Create);
            foreach (var sentence in archive.LeftOut) Console.Out.WriteLine($"note: {sentence}");
            Console.Out.WriteLine($"{target}: {archive.Entries.Count(entry => entry.Format == OmexFormats.SedMl)} SED-ML file, {archive.Entries.Count(entry => entry.Location.StartsWith("models/", StringComparison.Ordinal))} SBML models, {archive.Entries.Count(entry => entry.Location.StartsWith(StudyArchive.InputFolder, StringComparison.Ordinal))} files of the study");
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; nothing was written.");
            return ExitCode.Cancelled;
        }
    }

    private static string? Refusal(bool isOmex, string target) =>
        !isOmex ? "There is one format so far, and it has to be named: add --omex."
        : Directory.Exists(target) ? $"'{target}' is a folder. Name a file in it."
        : !Path.GetExtension(target).Equals(".omex", StringComparison.OrdinalIgnoreCase) ? $"The name of a COMBINE archive ends in .omex, so that 'idunn run {target}.omex' knows it. Name it so."
        : null;
}
