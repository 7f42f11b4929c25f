using System.Collections.Immutable;

namespace Idunn.Modeling.SedMl;

/// <summary>Rows of one simulation, or of several that are one line because each gives a point or a step.</summary>
/// <param name="Times">Model time of each row.</param>
/// <param name="Values">By row, in the order of what the task is asked for.</param>
internal sealed record Trace(ImmutableArray<double> Times, ImmutableArray<double[]> Values)
{
    /// <summary>Rows up to which the results of repetitions are one line.</summary>
    private const int Short = 2;

    /// <summary>What the iterations of a repeated task come to.</summary>
    public static ImmutableArray<Trace> Joined(IReadOnlyList<Trace> traces) =>
        traces.All(trace => trace.Times.Length <= Short) ? [new([.. traces.SelectMany(trace => trace.Times)], [.. traces.SelectMany(trace => trace.Values)])] : [.. traces];
}
