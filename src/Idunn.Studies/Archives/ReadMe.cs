using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Archives;

/// <summary>The words inside an archive, as Markdown.</summary>
internal static class ReadMe
{
    public static string Text(StudyPlan plan, string title, ImmutableArray<string> leftOut, ArchivedArm[] arms)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line($"# {title}");
        Line();
        Line(plan.Study.Question.English);
        Line();
        Line($"**Context of use:** {plan.Study.ContextOfUse.English}.");
        Line();
        Line($"Written by Idunn {ToolVersion.Current}. The models, their numbers and what is assumed are those of the files under `{StudyArchive.InputFolder}`.");
        Line();
        Line("## How to run it");
        Line();
        Line($"Any tool that reads COMBINE archives runs `{StudyArchive.ExperimentName}`; any SBML simulator runs a model of `models/` by itself, from time 0. With Idunn: `idunn run ARCHIVE.omex`.");
        Line($"The whole study, with its cohorts: unpack the archive and `idunn run {StudyArchive.InputFolder}studies/{Path.GetFileName(plan.Study.Location.File)}`.");
        Line();
        Line("## What other tools are not told");
        Line();
        foreach (var sentence in leftOut) Line($"- {sentence}");
        Line();
        if (!plan.Card.Limits.IsEmpty)
        {
            Line("## What the model cannot say");
            Line();
            foreach (var limit in plan.Card.Limits) Line($"- {limit.English}");
            Line();
        }
        Line("## Arms");
        Line();
        Line("| model | arm | population | time 0 of the study in the model, d | given |");
        Line("|---|---|---|---|---|");
        foreach (var arm in arms)
            Line($"| `{arm.File}` | {Cell(StudyArchive.ArmName(arm.Plan))} | {arm.Plan.Population.Name} | {Number(-arm.Plan.Start)} | {Cell(string.Join("; ", arm.Plan.Arm.Doses.Select(Said).DefaultIfEmpty("nothing")))} |");
        return text.ToString();
    }

    private static string Said(Dose dose) => string.Join(' ', new[]
    {
        $"{dose.Quantity} {dose.Give}", dose.IsProduct ? dose.Route : "", dose.Times > 1 ? string.Create(CultureInfo.InvariantCulture, $"from {dose.From} every {dose.Every}, {dose.Times} times") : $"at {dose.From}", dose.Over is { } over ? $"over {over}" : "",
    }.Where(part => part.Length > 0));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    private static string Number(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
