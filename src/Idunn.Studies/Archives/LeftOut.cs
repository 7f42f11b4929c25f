using System.Collections.Immutable;
using System.Globalization;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>What a study says and SBML or SED-ML cannot, in sentences: nothing is dropped in silence.</summary>
internal static class LeftOut
{
    public static ImmutableArray<string> Of(StudyPlan plan) =>
    [
        .. new[] { Cohorts(plan), Effects(plan), Diffusion(plan), Hypotheses(plan), Endpoints(plan), Published(plan), Asked(plan), Times(plan), LeadIn(plan), Solver(plan), "The archive names no author and no date: neither is known to the program, and the same inputs give the same bytes." }.OfType<string>(),
    ];

    private static string Cohorts(StudyPlan plan)
    {
        var (subjects, draws) = (plan.Arms.Sum(arm => (long)arm.Size), plan.Arms.Sum(arm => (long)arm.Draws));
        var varying = plan.Arms.SelectMany(arm => arm.Population.Variability).Select(variability => variability.Parameter).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"Cohorts: the study simulates {subjects} subjects that differ and {draws} draws of what is not known. Here is one subject for each arm, of which nothing differs from the typical. Spread between subjects ({varying} parameters) and priors are in the data of the archive, not in its models.");
    }

    private static string? Effects(StudyPlan plan) => plan.Study.Assumptions.Any(assumption => assumption.Value is null)
        ? "Effects without evidence that the study turns on stand at the median of their priors: assumptions, and the notes of the parameters say so."
        : null;

    private static string? Diffusion(StudyPlan plan) => plan.Card.Diffusion is not { } diffusion ? null
        : $"Chance: {diffusion.State} is a diffusion, and its first passage of {diffusion.Exit} is {diffusion.Ending}. Here nobody exits, and a table in each model gives the mean over those alive, as Idunn computed it for that arm. The table does not answer when something else in a model is changed.";

    private static string? Hypotheses(StudyPlan plan)
    {
        var names = plan.Arms.Select(arm => arm.Arm.Hypothesis).OfType<string>().Distinct().ToList();
        return names.Count == 0 ? null : $"Rival hypotheses ({string.Join(", ", names)}) have models of their own. Which of them holds is not known; their results are never pooled.";
    }

    private static string? Endpoints(StudyPlan plan) => plan.Study.Endpoints.IsEmpty ? null
        : $"Endpoints ({string.Join(", ", plan.Study.Endpoints.Select(endpoint => $"{endpoint.Id}: {endpoint.Measure} of {endpoint.Of}"))}) are read off the courses by Idunn; SED-ML has no words for them.";

    private static string? Published(StudyPlan plan) => plan.Published.IsEmpty ? null
        : string.Create(CultureInfo.InvariantCulture, $"Published observations ({string.Join(", ", plan.Study.Published)}, {plan.Published.Length} rows) are in the archive as tables; that they are held against predictions over the cohort, and the verdicts, are Idunn's.");

    private static string? Asked(StudyPlan plan)
    {
        string?[] asked = [plan.Study.Attribution is { } attribution ? $"the attribution of {attribution.Endpoint} to mechanisms" : null, plan.Claims.IsEmpty ? null : $"the claims that the study decides ({string.Join(", ", plan.Claims.Select(claim => claim.Id))})", plan.Study.ScalesPriors ? "the priors of effects halved and doubled, but as arms at their medians" : null];
        return asked.OfType<string>().ToList() is { Count: > 0 } some ? $"Left to Idunn: {string.Join("; ", some)}." : null;
    }

    private static string Times(StudyPlan plan) => "Output times: the study reads densely after each dose; SED-ML has equal distances only, so each arm has one table over the whole and, where doses of vesicles are given, one over the day after the first.";

    private static string? LeadIn(StudyPlan plan) => plan.Arms.Any(arm => arm.Start < 0)
        ? "Age: subjects grow up to the study's age inside the models, whose time begins at the young rest. Tables and plots count from the study's time 0."
        : null;

    private static string Solver(StudyPlan plan) => string.Create(CultureInfo.InvariantCulture, $"Integration: the study aims at a relative error of {plan.OdeOptions.RelativeTolerance:G3}; the file asks for CVODE's method at 1e-8.");
}
