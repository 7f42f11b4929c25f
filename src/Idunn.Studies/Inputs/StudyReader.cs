using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Inputs;

/// <summary>
/// Reads a study file, strictly: a field that does not exist, a unit that does not fit or a dose after the end is refused, and all that is wrong is reported
/// together. Names from the science folder (model, population, readouts, …) are checked when the study is planned.
/// </summary>
public static class StudyReader
{
    /// <exception cref="FindingsException">The file is missing or wrong.</exception>
    public static Study Read(string file)
    {
        var findings = new List<Finding>();
        var study = Read(file, findings);
        return study is null || findings.Any(finding => finding.Severity == Severity.Error) ? throw new FindingsException(findings) : study;
    }

    /// <summary>Reads what can be read and adds what is wrong to <paramref name="findings"/>. With an error among them the study may hold fallbacks and must not be run.</summary>
    public static Study? Read(string file, List<Finding> findings) =>
        InputFile.Read(file, "study", SourceLocation.None, findings) is { } text ? Parse(file, text, findings) : null;

    /// <summary>As <see cref="Read(string, List{Finding})"/>, from a text at hand.</summary>
    /// <param name="file">Name of the file, for places and for the study's id.</param>
    public static Study? Parse(string file, string text, List<Finding> findings)
    {
        var reading = new Reading(findings);
        if (YamlText.Read(file, text, findings) is not { } root || StudyShape.Whole.Read(root, reading) is not { } written)
            return null;
        var arms = written.Arms.ToDictionary(arm => arm.Name, arm => arm.Arm);
        var complete = new Dictionary<string, ArmText?>();
        var study = written.Study with
        {
            Cohort = Complete(written.Cohort),
            Arms = [.. written.Arms.Select(arm => ToArm(arm.Name, Complete(arm.Name, arms, complete, reading)!, written.Cohort))],
        };
        StudyChecks.Run(study, reading);
        return study;
    }

    /// <summary>Follows <c>like:</c>, without recursion. An arm that is being completed stands in <paramref name="complete"/> as null.</summary>
    private static ArmText? Complete(string id, Dictionary<string, ArmText> arms, Dictionary<string, ArmText?> complete, Reading reading)
    {
        var chain = new Stack<string>();
        for (var next = id; next is not null && arms.TryGetValue(next, out var arm) && complete.TryAdd(next, null); next = arm.Like)
            chain.Push(next);
        while (chain.TryPop(out var last))
            complete[last] = Completed(last, arms, complete, reading);
        return complete[id];
    }

    private static ArmText Completed(string id, Dictionary<string, ArmText> arms, Dictionary<string, ArmText?> complete, Reading reading)
    {
        var arm = arms[id];
        if (arm.Like is not { } like)
            return arm;
        var place = reading.Places.Of(arm.Location, "like");
        if (!arms.ContainsKey(like))
            reading.Error(StudyCodes.UnknownName, $"Arm '{id}' is like '{like}', which is not an arm.", Nearest.Suggestion(like, arms.Keys.Where(name => name != id)), place);
        else if (complete[like] is { } model)
            return arm.Over(model);
        else
            reading.Error(StudyCodes.Contradiction, $"Arm '{id}' is like '{like}', which in the end is like '{id}'.", "Let one of these arms stand on its own.", place);
        return arm;
    }

    private static Arm ToArm(string id, ArmText arm, CohortText cohort) => new()
    {
        Id = id,
        Location = arm.Location,
        Name = arm.Name,
        Cohort = arm.Cohort is { } own ? Complete(own.Over(cohort)) : null,
        Until = arm.Until,
        Protocols = arm.Protocols ?? [],
        Doses = arm.Doses ?? [],
        Settings = arm.Settings ?? ImmutableSortedDictionary<string, double>.Empty,
    };

    private static CohortPlan Complete(CohortText cohort) => new()
    {
        Location = cohort.Location,
        Population = cohort.Population ?? "",
        Size = cohort.Size ?? 1,
        Draws = cohort.Draws ?? 0,
        Seed = cohort.Seed ?? 1,
        Age = cohort.Age,
    };
}
