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
    /// <summary>Fewer draws say nothing about a probability.</summary>
    public const int FewestDraws = 20;

    /// <param name="ids">Claims to decide; empty: all.</param>
    /// <param name="onProgress">Receives the progress of one study after the other.</param>
    /// <exception cref="FindingsException">A claim or its study is wrong; nothing was run.</exception>
    public ImmutableArray<ClaimVerdict> Run(IReadOnlyList<string> ids, Action<RunProgress>? onProgress, CancellationToken cancellationToken)
    {
        var claims = Load(ids);
        var plans = claims.Where(claim => claim.Test is not null).GroupBy(claim => claim.Test!.Study, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Plan(group.Key, [.. group]), StringComparer.Ordinal);
        var verdicts = new Dictionary<string, ClaimVerdict>(StringComparer.Ordinal);
        var number = 0;
        foreach (var (study, plan) in plans.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var run = plans.Count == 1 ? study : FormattableString.Invariant($"{study} ({++number}/{plans.Count})");
            var summary = StudyRunner.Run(plan, options with { HasReport = false, Directory = null }, progress => onProgress?.Invoke(progress with { Run = run }), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (summary.Problem is { } problem) throw new FindingsException(problem);
            onProgress?.Invoke(new(RunStage.Deciding, 1, 1, 0, 0) { Run = run });
            using var directory = RunDirectory.Finished(summary.Directory);
            var evaluation = new ClaimEvaluation(directory, plan, withRequirements: true, options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
            foreach (var claim in claims.Where(claim => claim.Test?.Study == study))
            {
                cancellationToken.ThrowIfCancellationRequested();
                verdicts.Add(claim.Id, evaluation.Of(claim));
            }
        }
        return [.. claims.Select(claim => verdicts.GetValueOrDefault(claim.Id) ?? new ClaimVerdict(claim, Standing.NotTested, [], []))];
    }

    private ImmutableArray<Claim> Load(IReadOnlyList<string> ids)
    {
        var findings = new List<Finding>();
        var known = science.Claims.ToList();
        foreach (var id in ids.Where(id => !known.Contains(id)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"There is no claim '{id}'.", Nearest.Suggestion(id, known), Modeling.SourceLocation.None));
        var claims = known.Where(id => ids.Count == 0 || ids.Contains(id)).Select(id => science.Claim(id, findings)).OfType<Claim>().ToImmutableArray();
        Stop(findings);
        return claims;
    }

    /// <summary>The study with what the claims need of it: their endpoints, draws in place of subjects, every hypothesis, every effect drawn.</summary>
    private StudyPlan Plan(string name, ImmutableArray<Claim> claims)
    {
        var study = Study(name, claims[0]);
        var findings = new List<Finding>();
        foreach (var claim in claims)
            foreach (var criterion in claim.Test!.Criteria)
                CheckEndpoint(criterion, claim, study, findings);
        Stop(findings);
        var wanted = claims.SelectMany(claim => claim.Test!.Criteria).Select(criterion => criterion.Endpoint).ToHashSet(StringComparer.Ordinal);
        var endpoints = study.Endpoints.Where(endpoint => wanted.Contains(endpoint.Id)).ToImmutableArray();
        CohortPlan Drawn(CohortPlan cohort) => cohort with { Size = 1, Draws = draws };
        // Arms that no endpoint names are needed only where a published number with an error weighs the draws.
        var named = endpoints.SelectMany(endpoint => endpoint.Arms.Concat(endpoint.RelativeTo is { } healthy ? [healthy] : [])).ToHashSet(StringComparer.Ordinal);
        var keepsAll = HasWeights(study);
        var plan = With(StudyPlan.Create(study with
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
        foreach (var claim in claims) CheckNames(claim, plan, findings);
        Stop(findings);
        return plan;
    }

    private Study Study(string name, Claim askedBy)
    {
        var file = Path.Combine(studies, name + ".yaml");
        if (File.Exists(file)) return StudyReader.Read(file);
        var known = Directory.Exists(studies) ? Directory.EnumerateFiles(studies, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)) : [];
        throw new FindingsException([new(Severity.Error, StudyCodes.UnknownName, $"There is no study '{name}', which would decide the claim '{askedBy.Id}'.", Nearest.Suggestion(name, known), askedBy.Test!.Location)]);
    }

    /// <summary>True when the study, expanded or not, has every endpoint of the claim's test in arms that it names.</summary>
    internal static bool IsDecidedBy(Claim claim, Study study) => claim.Test!.Criteria.All(criterion =>
        study.Endpoints.Any(endpoint => !endpoint.Arms.IsEmpty && (endpoint.Id == criterion.Endpoint || (endpoint.IsComparison && endpoint.Id.StartsWith(criterion.Endpoint + ".", StringComparison.Ordinal)))));

    private static void CheckEndpoint(Criterion criterion, Claim claim, Study study, List<Finding> findings)
    {
        if (study.Endpoints.FirstOrDefault(endpoint => endpoint.Id == criterion.Endpoint) is not { } found)
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The study '{study.Id}' has no endpoint '{criterion.Endpoint}', which would decide the claim '{claim.Id}'.", Nearest.Suggestion(criterion.Endpoint, study.Endpoints.Select(endpoint => endpoint.Id)), criterion.Location));
        else if (found.Arms.IsEmpty)
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The endpoint '{criterion.Endpoint}' is read off every arm of the study '{study.Id}': it is not said which decides the claim '{claim.Id}'.", "Give the endpoint an 'arm:' or 'compare:', or take another.", criterion.Location));
    }

    /// <summary>What decides a claim are parameters, and its levers are things that a study can change.</summary>
    private static void CheckNames(Claim claim, StudyPlan plan, List<Finding> findings)
    {
        for (var i = 0; i < claim.Deciding.Length; i++)
            if (!plan.IsParameter(claim.Deciding[i]))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"'{claim.Deciding[i]}', which would decide the claim '{claim.Id}', is no parameter of the model '{plan.Card.Name}'.", Nearest.Suggestion(claim.Deciding[i], plan.Bindings.Keys), claim.Places.Of(claim.Location, "deciding", i)));
        for (var i = 0; i < claim.Levers.Length; i++)
            if (!WhatWouldHaveToBeTrue.IsLever(plan, claim.Levers[i]))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"'{claim.Levers[i]}' is neither 'dose', nor a treatment that is a level, nor a parameter of the model '{plan.Card.Name}'.",
                    Nearest.Suggestion(claim.Levers[i], plan.Card.Treatments.Values.Where(treatment => treatment.IsLevel).Select(treatment => treatment.Name).Append(WhatWouldHaveToBeTrue.Dose).Concat(plan.Bindings.Keys.Where(plan.IsParameter))), claim.Places.Of(claim.Location, "wouldHaveToBeTrue", i)));
    }

    private static void Stop(List<Finding> findings)
    {
        if (findings.Any(finding => finding.Severity == Severity.Error)) throw new FindingsException(findings);
    }

    private bool HasEffects(Study study) => science.Card(study.Model, study.Location, []) is { Effects.IsEmpty: false };

    private bool HasWeights(Study study) => study.Published.Any(table => science.Observation(table, study.Location, []) is { } found && PublishedTable.Parse(table, found.File, found.Text, []).Any(row => ObservationWeights.CanWeigh(row, _ => false)));

    /// <summary>What is computed depends on the endpoints that the claims ask for too.</summary>
    private static StudyPlan With(StudyPlan plan) => plan with
    {
        InputHashes = plan.InputHashes.SetItem("claims", Science.Hash(string.Join('\n', plan.Study.Endpoints.Select(endpoint => endpoint.Id)))),
    };
}
