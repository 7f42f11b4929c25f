using System.CommandLine;
using Idunn.Studies.Documents;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using Idunn.Terminal;
using Idunn.Studies.Wording;

namespace Idunn.Commands;

/// <summary>idunn evidence: holds every published observation against the studies, and writes the page of evidence.</summary>
internal static class EvidenceCommand
{
    private static readonly Option<int?> Subjects = new("--subjects") { Description = "Subjects in every arm, instead of the studies'.", HelpName = "N" };
    private static readonly Option<int?> Draws = new("--draws") { Description = "Draws of the uncertain parameters in every arm, instead of the studies'.", HelpName = "N" };
    private static readonly Option<int?> Threads = new("--threads") { Description = "Threads that simulate. Default: one for each processor. The result does not depend on it.", HelpName = "N" };
    private static readonly Option<string?> Out = new("--out") { Description = "The page. Default: docs/science/evidence.md.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("evidence", "Hold every published observation against the studies that name it, and write the page of evidence.") { Subjects, Draws, Threads, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var root = ScienceFolder.Here();
        using var interrupt = Interruption.Listen();
        var (subjects, draws) = (arguments.GetValue(Subjects), arguments.GetValue(Draws));
        var threads = arguments.GetValue(Threads) ?? Environment.ProcessorCount;
        System.Collections.Immutable.ImmutableArray<EvidenceRow> rows = [];
        try
        {
            ProgressDisplay.Show("evidence", Words.English, onProgress => rows = EvidenceRun.Of(new Science(Path.Combine(root, "science")), Path.Combine(root, "studies"), subjects, draws, new RunOptions { Threads = threads }, (_, progress) => onProgress(progress), interrupt.Token));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. What was simulated is stored; the same command goes on from there.");
            return ExitCode.Cancelled;
        }
        var file = arguments.GetValue(Out) ?? Path.Combine(root, "docs", "science", "evidence.md");
        var sizes = (subjects is null ? "" : FormattableString.Invariant($" --subjects {subjects}")) + (draws is null ? "" : FormattableString.Invariant($" --draws {draws}"));
        File.WriteAllText(file, EvidencePage.Of(rows, $"./idunn evidence{sizes}"));
        Console.Out.WriteLine(file);
        return ExitCode.Success;
    }
}
