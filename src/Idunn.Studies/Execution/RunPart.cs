using System.Collections.Immutable;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>A part of a run: consecutive tasks of one arm, either all at nominal parameters or all parameter draws. The unit of storing and of resuming.</summary>
/// <param name="Index">Number of the part, which names its files.</param>
/// <param name="Arm">Number of the arm.</param>
/// <param name="IsDraws">True for draws of the uncertain parameters.</param>
public sealed record RunPart(int Index, int Arm, int FirstTask, int Count, bool IsDraws)
{
    private const int LargestSize = 50;

    /// <summary>
    /// Largest number of tasks in a part: small enough that the threads have even work and a stop loses little, and never above 50, which bounds memory. It
    /// depends on the plan alone, so that any number of threads gives the same files.
    /// </summary>
    public static int SizeFor(StudyPlan plan) => Math.Clamp(plan.Arms.Sum(arm => arm.TaskCount) / 32, 1, LargestSize);

    /// <summary>All parts, by arm, then subjects before draws. Arms of equal size are cut alike, so that their subjects pair part by part.</summary>
    public static ImmutableArray<RunPart> Cut(StudyPlan plan)
    {
        var size = SizeFor(plan);
        var parts = ImmutableArray.CreateBuilder<RunPart>();
        for (var arm = 0; arm < plan.Arms.Length; arm++)
            foreach (var (start, end, isDraws) in new[] { (0, plan.Arms[arm].Size, false), (plan.Arms[arm].Size, plan.Arms[arm].TaskCount, true) })
                for (var first = start; first < end; first += size)
                    parts.Add(new(parts.Count, arm, first, Math.Min(size, end - first), isDraws));
        return parts.ToImmutable();
    }
}
