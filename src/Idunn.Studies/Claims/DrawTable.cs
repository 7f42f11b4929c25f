using System.Collections.Immutable;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Claims;

/// <summary>The draws of a finished run, arm by arm: one row for each draw, the same draw at the same place in every arm.</summary>
internal sealed class DrawTable
{
    private readonly RunDirectory directory;
    private readonly StudyPlan plan;
    private readonly ImmutableArray<RunPart> parts;
    private readonly Dictionary<(string Arm, string Column), double[]> read = [];

    public DrawTable(RunDirectory directory, StudyPlan plan)
    {
        (this.directory, this.plan) = (directory, plan);
        parts = RunPart.Cut(plan);
    }

    /// <summary>A column of the subjects table, over the arm's draws.</summary>
    public double[] Column(string arm, string column)
    {
        if (read.TryGetValue((arm, column), out var known))
            return known;
        var index = plan.Arms.Select(other => other.Arm.Id).ToList().IndexOf(arm);
        return read[(arm, column)] = [.. parts.Where(part => part.Arm == index && part.IsDraws).SelectMany(part => directory.ReadPart(RunDirectory.Subjects, part.Index, name => name == column).Numbers(column))];
    }
}
