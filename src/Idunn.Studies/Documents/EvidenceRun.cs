using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Documents;

/// <summary>A published row, and what the studies that name it predict.</summary>
/// <param name="Held">By study; empty: no study names its table.</param>
public sealed record EvidenceRow(PublishedRow Row, ImmutableArray<(string Study, PublishedComparison Comparison)> Held);

/// <summary>
/// Holds every published observation against every study that names its table. Each study is run like any other (and recognised when it was run before); nothing is
/// left out: a row that no arm can speak of is listed with the reason.
/// </summary>
public static class EvidenceRun
{
    /// <param name="studies">Folder of the study files.</param>
    /// <param name="subjects">In every arm; null: the study's.</param>
    /// <param name="draws">In every arm; null: the study's.</param>
    /// <param name="onProgress">Receives the study's id and its progress.</param>
    /// <exception cref="FindingsException">A study or a table is wrong.</exception>
    public static ImmutableArray<EvidenceRow> Of(Science science, string studies, int? subjects, int? draws, RunOptions options, Action<string, RunProgress>? onProgress, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var rows = science.Observations.SelectMany(table => science.Observation(table, Modeling.SourceLocation.None, findings) is { } found ? PublishedTable.Parse(table, found.File, found.Text, findings) : []).ToList();
        if (findings.Any(finding => finding.Severity == Severity.Error)) throw new FindingsException(findings);
        var held = new List<(string Study, PublishedComparison Comparison)>();
        foreach (var file in Directory.EnumerateFiles(studies, "*.yaml").Order(StringComparer.Ordinal))
        {
            var study = StudyReader.Read(file);
            if (study.Published.IsEmpty) continue;
            var plan = StudyPlan.Create(Sized(study, subjects, draws), science);
            var summary = StudyRunner.Run(plan, options with { HasReport = false, Directory = null }, progress => onProgress?.Invoke(study.Id, progress), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (summary.Problem is { } problem) throw new FindingsException(problem);
            using var directory = RunDirectory.Finished(summary.Directory);
            held.AddRange(RunAnalysis.Read(directory, plan, EndpointPlan.Create(plan), Math.Max(1, options.Threads), Wording.Words.English).Published.Select(comparison => (study.Id, comparison)));
        }
        return [.. rows.Select(row => new EvidenceRow(row, Chosen([.. held.Where(entry => entry.Comparison.Id == row.Id)])))];
    }

    private static Study Sized(Study study, int? subjects, int? draws)
    {
        CohortPlan Of(CohortPlan cohort) => cohort with { Size = subjects ?? cohort.Size, Draws = draws ?? cohort.Draws };
        return study with { Cohort = Of(study.Cohort), Arms = [.. study.Arms.Select(arm => arm.Cohort is { } own ? arm with { Cohort = Of(own) } : arm)] };
    }

    /// <summary>Studies that can speak of the row; when none can, the first says why.</summary>
    private static ImmutableArray<(string, PublishedComparison)> Chosen(ImmutableArray<(string Study, PublishedComparison Comparison)> held)
    {
        var speaking = held.Where(entry => entry.Comparison.Verdict != Comparison.OutOfScope).ToImmutableArray();
        return speaking.IsEmpty ? [.. held.Take(1)] : speaking;
    }
}
