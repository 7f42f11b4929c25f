using System.CommandLine;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;
using Idunn.Terminal;

namespace Idunn.Commands;

/// <summary>idunn run: simulates the arms of a study over its cohorts and leaves a report; runs COMBINE archives too.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> StudyFile = new("STUDY") { Description = "The study file, such as studies/where-do-vesicles-go.yaml; or a COMBINE archive (.omex) or SED-ML file (.sedml), of which --out alone counts: it leaves a table for each report and a picture and a table for each plot." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder of the run. Default: runs/STUDY/HASH in the current folder; of an archive runs/NAME.", HelpName = "DIR" };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "Seed of every cohort, instead of the study's.", HelpName = "N" };
    private static readonly Option<int?> Subjects = new("--subjects") { Description = "Subjects in every arm, instead of the study's.", HelpName = "N" };
    private static readonly Option<int?> Draws = new("--draws") { Description = "Draws of the uncertain parameters in every arm; 0 leaves uncertainty out.", HelpName = "N" };
    private static readonly Option<int?> Threads = new("--threads") { Description = "Threads that simulate. Default: one for each processor. The result does not depend on it.", HelpName = "N" };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Write the tables as CSV too." };

    public static Command Create()
    {
        foreach (var (option, least) in new[] { (Subjects, 1), (Draws, 0), (Threads, 1) })
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < least)
                    result.AddError($"{option.Name} must be {least} or more, not {number}.");
            });
        var command = new Command("run", "Run a study: simulate its arms over virtual cohorts, and write a report, figures and tables. Or run the SED-ML of a COMBINE archive.") { StudyFile, Out, Seed, Subjects, Draws, Threads, Csv, ReportLanguage.Option };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(StudyFile);
        if (ExperimentRun.IsExperiment(file))
        {
            using var stopping = Interruption.Listen();
            return ExperimentRun.Run(file, arguments.GetValue(Out), stopping.Token);
        }
        var study = WithOverrides(StudyReader.Read(file), arguments);
        var plan = StudyPlan.Create(study, ScienceFolder.For(file));
        var options = new RunOptions { Directory = arguments.GetValue(Out), Threads = arguments.GetValue(Threads) ?? 0, Csv = arguments.GetValue(Csv), Language = arguments.GetValue(ReportLanguage.Option)! };

        var words = Words.In(options.Language, plan.Names);
        using var interruption = Interruption.Listen();
        RunSummary? summary = null;
        ProgressDisplay.Show(study.Id, words, onProgress => summary = StudyRunner.Run(plan, options, onProgress, interruption.Token));
        return Conclude(summary!, words);
    }

    private static Study WithOverrides(Study study, ParseResult arguments)
    {
        var (seed, subjects, draws) = (arguments.GetValue(Seed), arguments.GetValue(Subjects), arguments.GetValue(Draws));
        CohortPlan Override(CohortPlan cohort) => cohort with { Seed = seed ?? cohort.Seed, Size = subjects ?? cohort.Size, Draws = draws ?? cohort.Draws };
        return study with { Cohort = Override(study.Cohort), Arms = [.. study.Arms.Select(arm => arm.Cohort is { } own ? arm with { Cohort = Override(own) } : arm)] };
    }

    private static int Conclude(RunSummary summary, Words words)
    {
        var report = Path.Combine(summary.Directory, ReportWriter.FileName(words.Language));
        if (summary.LettersWithoutGlyph.Length > 0) Console.Error.WriteLine(words["The fonts of the PNG pictures lack these letters of the study: {0}. The report and the SVG pictures use the reader's own fonts.", summary.LettersWithoutGlyph]);
        if (summary.Found == RunStatus.Complete)
        {
            Console.Out.WriteLine(words["This run is already finished, with the same inputs: nothing was computed."]);
            Console.Out.WriteLine(words["Report: {0}", report]);
            return summary.EveryArmRan ? ExitCode.Success : ExitCode.Refused;
        }
        SummaryTable.Write(Console.Out, summary, words);
        if (summary.Manifest.Status == RunStatus.Complete)
        {
            Console.Out.WriteLine(words["Report: {0}", report]);
            if (!summary.EveryArmRan) Console.Error.WriteLine(words["An arm has no subject that reached the end; the table and the report say why."]);
            return summary.EveryArmRan ? ExitCode.Success : ExitCode.Refused;
        }
        if (summary.Problem is not null) Console.Error.WriteLine(summary.Problem);
        var stored = words["{0} of {1} parts are stored in {2}.", summary.Manifest.PartsDone.Length, summary.Manifest.Parts, summary.Directory];
        if (summary.WasCancelled) Console.Error.WriteLine(words["Stopped. {0} The same command goes on from there.", stored]);
        else Console.Error.WriteLine(stored);
        return summary.WasCancelled ? ExitCode.Cancelled : ExitCode.Refused;
    }
}
