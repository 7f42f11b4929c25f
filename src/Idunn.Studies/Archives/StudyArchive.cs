using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.SedMl.Writing;
using Idunn.Modeling.Units;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>
/// A study as a COMBINE archive: each arm's typical subject as an SBML model, one SED-ML file that runs all of them, and every file that the study is made of, so that Idunn can run the whole of it again from the archive. The same inputs
/// give the same bytes.
/// </summary>
/// <param name="LeftOut">What other tools are not told, in sentences.</param>
public sealed record StudyArchive(string Title, string Description, ImmutableArray<OmexEntry> Entries, ImmutableArray<string> LeftOut)
{
    public const string ExperimentName = "simulation.sedml", ReadMeName = "README.md", InputFolder = "inputs/";

    /// <exception cref="FindingsException">The typical subject of an arm comes to nothing, or SBML cannot say the model.</exception>
    public static StudyArchive Of(StudyPlan plan, Science science, CancellationToken cancellation = default)
    {
        var leftOut = Archives.LeftOut.Of(plan);
        var title = plan.Study.Title?.English ?? plan.Study.Id.Replace('-', ' ');
        var files = new FileNames();
        var arms = Arms(plan, cancellation).Select(arm => arm with { File = $"models/{files.Of(arm.Plan.Arm.Id)}.xml" }).ToArray();
        var experiment = Experiment(plan, title, leftOut, arms);
        var description = string.Join(' ', leftOut.Prepend(plan.Study.ContextOfUse.English + ".").Prepend(plan.Study.Question.English));
        ImmutableArray<OmexEntry> entries =
        [
            OmexEntry.Of(ExperimentName, OmexFormats.SedMl, SedMlWriter.Text(experiment), "Runs every arm's model, with a table for each arm and a plot for each readout.", isMaster: true),
            OmexEntry.Of(ReadMeName, OmexFormats.OfMedia(ReadMeName), ReadMe.Text(plan, title, leftOut, arms), "What the archive holds, and what other tools are not told."),
            .. arms.Select(arm => OmexEntry.Of(arm.File, OmexFormats.Sbml(arm.Sbml.Version), arm.Sbml.Text, $"{ArmName(arm.Plan)}: the typical subject, with what it is given as events.")),
            OmexEntry.Of($"{InputFolder}studies/{Path.GetFileName(plan.Study.Location.File)}", OmexFormats.OfMedia(".yaml"), File.ReadAllText(plan.Study.Location.File), "The study, as Idunn runs it."),
            .. science.FilesRead.Select(path => OmexEntry.Of(InputFolder + path, OmexFormats.OfMedia(path), File.ReadAllText(Path.Combine(science.Root, path["science/".Length..])), Described(path))),
        ];
        return new(title, description, entries, leftOut);
    }

    public void Write(Stream stream) => OmexWriter.Write(stream, Title, Description, Entries);

    /// <summary>In the order of the plan; all that is wrong with any of them is told at once.</summary>
    private static ArchivedArm[] Arms(StudyPlan plan, CancellationToken cancellation)
    {
        var (arms, refusals) = (new ArchivedArm?[plan.Arms.Length], new FindingsException?[plan.Arms.Length]);
        Parallel.For(0, arms.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                arms[i] = ArchivedArm.Of(plan, plan.Arms[i], cancellation);
            }
            catch (FindingsException refused)
            {
                refusals[i] = refused;
            }
        });
        return refusals.OfType<FindingsException>().SelectMany(refused => refused.Findings).Distinct().ToArray() is { Length: > 0 } findings ? throw new FindingsException(findings) : [.. arms.OfType<ArchivedArm>()];
    }

    internal static string ArmName(ArmPlan arm) => arm.Arm.Name?.English ?? arm.Arm.Id;

    private static WrittenExperiment Experiment(StudyPlan plan, string title, ImmutableArray<string> leftOut, ArchivedArm[] arms)
    {
        var units = new ReadoutUnits(plan);
        var written = arms.Select(arm => (Arm: arm.Plan, Courses: Courses(arm, plan, units))).ToList();
        var readouts = plan.Study.Readouts.Distinct(StringComparer.Ordinal).Where(arms[0].Sbml.Targets.ContainsKey);
        var plots = readouts.Select(readout => new WrittenPlot(
            "plot_" + readout, Named(readout, units), [.. written.Where(arm => IsTold(readout, arm.Arm, plan)).Select(arm => (arm.Courses[0], readout, ArmName(arm.Arm)))])).Where(plot => plot.Curves.Length > 0);
        return new(title, [plan.Study.Question.English, $"Context of use: {plan.Study.ContextOfUse.English}.", .. leftOut], [.. written.SelectMany(arm => arm.Courses)], [.. plots]);
    }

    /// <summary>The whole course first.</summary>
    private static ImmutableArray<WrittenCourse> Courses(ArchivedArm arm, StudyPlan plan, ReadoutUnits units)
    {
        var (id, day, lead) = (arm.Plan.Arm.Id, units.DaysPerTime, -arm.Plan.Start);
        var time = UnitParser.Parse("d").IsSameAs(UnitParser.Parse(plan.Model.TimeUnit ?? "d")) ? "d" : plan.Model.TimeUnit!;
        var model = new WrittenModel(id, ArmName(arm.Plan), arm.File, arm.Sbml);
        ImmutableArray<WrittenQuantity> told = [.. plan.Study.Readouts.Distinct(StringComparer.Ordinal)
            .Where(readout => arm.Sbml.Targets.ContainsKey(readout) && IsTold(readout, arm.Plan, plan)).Select(readout => new WrittenQuantity(readout, Named(readout, units)))];
        var whole = new WrittenCourse(id, ArmName(arm.Plan), model, lead, lead + arm.Plan.End, CourseTimes.Whole(arm.Plan.End * day), lead, time, told);
        return CourseTimes.AfterFirstDose([.. arm.Plan.DoseTimes.Select(at => at * day)], arm.Plan.End * day) is { } first
            ? [whole, new WrittenCourse($"{id}_first_day", $"{ArmName(arm.Plan)}: after the first dose", model, lead + first.From / day, lead + first.To / day, first.Steps, lead, time, told)]
            : [whole];
    }

    /// <summary>A scale of another species is none of an arm's.</summary>
    private static bool IsTold(string readout, ArmPlan arm, StudyPlan plan) => plan.Card.Report.MakesSense(readout, arm.Population.Name);

    private static string Named(string readout, ReadoutUnits units) => units.Of(readout) is { Length: > 0 } unit ? $"{units.Label(readout)}, {unit}" : units.Label(readout);

    private static string Described(string path) => path.Split('/')[1] switch
    {
        "models" => path.EndsWith(".yaml", StringComparison.Ordinal) ? "What a study needs to know about the model." : "A module of the model, as Antimony.",
        "parameters" => "Parameters with priors and where each number comes from (PEtab version 2, with columns of provenance).",
        "populations" => "Who is simulated, and how much members differ.",
        "protocols" => "A disease, an insult or a standard treatment.",
        "observations" => "Published observations, each with its source.",
        "claims" => "A published claim that the study decides.",
        _ => "References.",
    };
}

/// <summary>An arm, its model, and the place of that in the archive.</summary>
internal sealed record ArchivedArm(ArmPlan Plan, SbmlText Sbml, string File)
{
    /// <exception cref="FindingsException">The typical subject comes to nothing, or SBML cannot say the model.</exception>
    public static ArchivedArm Of(StudyPlan plan, ArmPlan arm, CancellationToken cancellation)
    {
        var course = new TypicalCourse(plan, arm);
        var (held, outcome) = course.Diffusion(cancellation);
        return outcome.Ending == Ending.Cancelled ? throw new OperationCanceledException(cancellation)
            : outcome.Ending == Ending.Completed ? new(arm, SbmlWriter.Written(ArmModel.Of(plan, arm, course, held)), "")
            : throw new FindingsException(ArchiveCodes.NoCourse(arm, string.Create(CultureInfo.InvariantCulture, $"{outcome.Ending} at time {outcome.Time:G6}{(outcome.Culprit is { } culprit ? ", " + culprit : "")}")));
    }
}
