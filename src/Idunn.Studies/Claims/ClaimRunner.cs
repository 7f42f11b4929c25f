using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Claims;

/// <summary>
/// Decides claims: runs the study of each over draws of all that is uncertain, effects without evidence among it, under every hypothesis and with their priors halved and doubled, and evaluates the claims on
/// what comes out. Claims of one study share its run, which is resumed and recognised like any other.
/// </summary>
public sealed class ClaimRunner(Science science, string studies, int draws, RunOptions options)
{
    /// <param name="ids">Claims to decide; empty: all.</param>
    /// <param name="onProgress">Receives the study's id and its progress.</param>
    /// <exception cref="FindingsException">A claim or its study is wrong; nothing was run.</exception>
    public ImmutableArray<ClaimVerdict> Run(IReadOnlyList<string> ids, Action<string, RunProgress>? onProgress, CancellationToken cancellationToken)
    {
        var claims = Load(ids);
        var plans = claims.Where(claim => claim.Test is not null).GroupBy(claim => claim.Test!.Study, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Plan(group.Key, [.. group]), StringComparer.Ordinal);
        var verdicts = new Dictionary<string, ClaimVerdict>(StringComparer.Ordinal);
        foreach (var (study, plan) in plans.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var summary = StudyRunner.Run(plan, options with { HasReport = false, Directory = null }, progress => onProgress?.Invoke(study, progress), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (summary.Problem is { } problem) throw new FindingsException(problem);
            using var directory = RunDirectory.Finished(summary.Directory);
            var evaluation = new ClaimEvaluation(directory, plan, withRequirements: true);
            foreach (var claim in claims.Where(claim => claim.Test?.Study == study))
                verdicts.Add(claim.Id, evaluation.Of(claim));
        }
        return [.. claims.Select(claim => verdicts.GetValueOrDefault(claim.Id) ?? new ClaimVerdict(claim, "", Standing.NotTested, [], []))];
    }

    private ImmutableArray<Claim> Load(IReadOnlyList<string> ids)
    {
        var findings = new List<Finding>();
        var known = science.Claims.ToList();
        foreach (var id in ids.Where(id => !known.Contains(id)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"There is no claim '{id}'.", Nearest.Suggestion(id, known), Modeling.SourceLocation.None));
        var claims = known.Where(id => ids.Count == 0 || ids.Contains(id)).Select(id => science.Claim(id, findings)).OfType<Claim>().ToImmutableArray();
        return findings.Any(finding => finding.Severity == Severity.Error) ? throw new FindingsException(findings) : claims;
    }

    /// <summary>The study with what the claims need of it: their endpoints, draws in place of subjects, every hypothesis, every effect drawn.</summary>
    private StudyPlan Plan(string name, ImmutableArray<Claim> claims)
    {
        var study = StudyReader.Read(Path.Combine(studies, name + ".yaml"));
        var findings = new List<Finding>();
        foreach (var claim in claims.Where(claim => study.Endpoints.All(endpoint => endpoint.Id != claim.Test!.Endpoint)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The study '{name}' has no endpoint '{claim.Test!.Endpoint}', which would decide the claim '{claim.Id}'.", Nearest.Suggestion(claim.Test.Endpoint, study.Endpoints.Select(endpoint => endpoint.Id)), claim.Location));
        if (findings.Count > 0) throw new FindingsException(findings);
        var endpoints = study.Endpoints.Where(endpoint => claims.Any(claim => claim.Test!.Endpoint == endpoint.Id)).ToImmutableArray();
        CohortPlan Drawn(CohortPlan cohort) => cohort with { Size = 1, Draws = draws };
        // Arms that no endpoint names are needed only where a published number with an error weighs the draws.
        var named = endpoints.SelectMany(endpoint => endpoint.Arms.Concat(endpoint.RelativeTo is { } healthy ? [healthy] : [])).ToHashSet(StringComparer.Ordinal);
        var keepsAll = endpoints.Any(endpoint => endpoint.Arms.IsEmpty) || HasWeights(study);
        return With(StudyPlan.Create(study with
        {
            Id = $"{study.Id}-claims",
            Hypotheses = [],
            ScalesPriors = true,
            Attribution = null,
            Assumptions = HasEffects(study) ? [new Assumption(Assumption.All, null, study.Location)] : [],
            Cohort = Drawn(study.Cohort),
            Arms = [.. study.Arms.Where(arm => keepsAll || named.Contains(arm.Id)).Select(arm => arm.Cohort is { } own ? arm with { Cohort = Drawn(own) } : arm)],
            Readouts = [.. endpoints.Select(endpoint => endpoint.Of).Distinct()],
            Endpoints = endpoints,
        }, science));
    }

    private bool HasEffects(Study study) => science.Card(study.Model, study.Location, []) is { Effects.IsEmpty: false };

    private bool HasWeights(Study study) => study.Published.Any(table => science.Observation(table, study.Location, []) is { } found && PublishedTable.Parse(table, found.File, found.Text, []).Any(row => double.IsFinite(row.Error)));

    /// <summary>What is computed depends on the endpoints that the claims ask for too.</summary>
    private static StudyPlan With(StudyPlan plan) => plan with
    {
        InputHashes = plan.InputHashes.SetItem("claims", Science.Hash(string.Join('\n', plan.Study.Endpoints.Select(endpoint => endpoint.Id)))),
    };
}
