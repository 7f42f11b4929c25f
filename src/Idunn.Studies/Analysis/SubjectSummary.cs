using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Analysis;

/// <summary>How the subjects of one layer of an arm ended, streamed from the stored parts.</summary>
/// <param name="Completed">Subjects that reached the end, or their own.</param>
/// <param name="Failures">Reason to number of subjects.</param>
/// <param name="Dose">All that was planned to be given to a subject.</param>
/// <param name="BalanceError">Largest over the subjects; NaN when none has one.</param>
internal sealed record SubjectSummary(int Completed, ImmutableSortedDictionary<string, int> Failures, QuantileSketch Dose, double BalanceError)
{
    /// <summary>Share of the subjects at nominal parameters whose course goes on at each of the times; empty when nobody's ends.</summary>
    public ImmutableArray<double> Surviving { get; init; } = [];

    /// <summary>How courses ended before the end without failing, such as by death, to number of subjects; they count as completed.</summary>
    public ImmutableSortedDictionary<string, int> Exits { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Subjects some of whose steps needed partial pivoting.</summary>
    public int Pivoted { get; init; }

    /// <summary>Subjects that left their lane.</summary>
    public int Evicted { get; init; }

    /// <param name="times">Output times, in days, at which survivors are counted.</param>
    public static SubjectSummary Read(RunDirectory directory, IEnumerable<RunPart> parts, IReadOnlyList<double> times)
    {
        var (completed, worst, dose) = (0, double.NaN, new QuantileSketch());
        var failures = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var (subjects, pivoted, evicted, alive) = (0, 0, 0, new int[times.Count]);
        var exits = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var table = directory.ReadPart(RunDirectory.Subjects, part.Index);
            var (endings, culprits) = (table.Texts(SubjectColumns.Ending), table.Texts(SubjectColumns.Culprit));
            var reached = table.Numbers(SubjectColumns.Time);
            for (var i = 0; i < endings.Length; i++)
            {
                if (!part.IsDraws)
                {
                    subjects++;
                    for (var t = 0; t < times.Count; t++)
                        if (endings[i] != nameof(Ending.Exited) || reached[i] > times[t]) alive[t]++;
                }
                if (endings[i] == nameof(Ending.Completed)) completed++;
                else if (endings[i] == nameof(Ending.Exited)) { completed++; exits[culprits[i]] = exits.GetValueOrDefault(culprits[i]) + 1; }
                else failures[FailureReason.Of(endings[i], culprits[i])] = failures.GetValueOrDefault(FailureReason.Of(endings[i], culprits[i])) + 1;
            }
            pivoted += table.Integers(SubjectColumns.Pivoted).Count(count => count > 0);
            evicted += table.Integers(SubjectColumns.Evicted).Count(count => count > 0);
            foreach (var amount in table.Numbers(SubjectColumns.Dose)) dose.Add(amount);
            foreach (var error in table.Numbers(SubjectColumns.BalanceError))
                if (error > worst || double.IsNaN(worst)) worst = error;
        }
        return new(completed, failures.ToImmutable(), dose, worst) 
        {
            Pivoted = pivoted,
            Evicted = evicted,
            Exits = exits.ToImmutable(),
            Surviving = exits.Count == 0 || subjects == 0 ? [] : [.. alive.Select(count => (double)count / subjects)],
        };
    }
}
