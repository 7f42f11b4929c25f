using System.CommandLine;
using System.Text.Json;
using Idunn.Studies.Claims;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Terminal;
using Idunn.Studies.Wording;

namespace Idunn.Commands;

/// <summary>idunn claims: decides published claims, under each hypothesis, with what would have to be true.</summary>
internal static class ClaimsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string[]> Ids = new("ID") { Description = "Claims to decide: names of files under science/claims. None: all.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Draws = new("--draws") { Description = "Draws of the uncertain parameters in every arm.", HelpName = "N", DefaultValueFactory = _ => 200 };
    private static readonly Option<int?> Threads = new("--threads") { Description = "Threads that simulate. Default: one for each processor. The result does not depend on it.", HelpName = "N" };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for claims.html and claims.json.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("runs", "claims") };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the verdicts as JSON instead of a table." };

    static ClaimsCommand()
    {
        Draws.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < ClaimRunner.FewestDraws)
                result.AddError($"--draws must be {ClaimRunner.FewestDraws} or more, not {number}: fewer say nothing about a probability.");
        });
    }

    public static Command Create()
    {
        var command = new Command("claims", "Decide published claims: probability under each rival hypothesis, who owns the uncertainty, and what would have to be true.") { Ids, Draws, Threads, Out, Json, ReportLanguage.Option };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var root = ScienceFolder.Here();
        var science = new Science(Path.Combine(root, "science"));
        var (words, folder) = (Words.In(arguments.GetValue(ReportLanguage.Option)!, science.TranslatedNames), arguments.GetValue(Out)!);
        using var interrupt = Interruption.Listen();
        var runner = new ClaimRunner(science, Path.Combine(root, "studies"), arguments.GetValue(Draws), new RunOptions { Threads = arguments.GetValue(Threads) ?? 0 });
        System.Collections.Immutable.ImmutableArray<ClaimVerdict> verdicts = [];
        try
        {
            ProgressDisplay.Show("claims", words, onProgress => verdicts = runner.Run(arguments.GetValue(Ids) ?? [], onProgress, interrupt.Token));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(words["Stopped. What was simulated is stored; the same command goes on from there."]);
            return ExitCode.Cancelled;
        }
        var json = VerdictJson.Of(verdicts, words).ToJsonString(Indented);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "claims.json"), json + "\n");
        ClaimsPage.Write(verdicts, science.References, arguments.GetValue(Draws), words, Path.Combine(folder, "claims.html"));
        if (arguments.GetValue(Json)) Console.Out.WriteLine(json);
        else VerdictTable.Write(Console.Out, verdicts, words);
        Console.Error.WriteLine(words["Report: {0}", Path.Combine(folder, "claims.html")]);
        return ExitCode.Success;
    }
}
