using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Numerics.Sde;
using Idunn.Numerics.Stochastic;

namespace Idunn.Benchmarks;

/// <summary>Units of work of what is random: a step of a diffusion, a firing of a reaction. Saturated removal is that of a mouse with steps of a day; subjects that die live on no further.</summary>
[MemoryDiagnoser]
public class Stochastics
{
    private const int Subjects = 64, Days = 600, Firings = 100_000;

    private static readonly ReflectedDiffusion Burden = new((t, x) => 0.084 / 365 * t - 0.15 * x / (0.5 + x), 0.16, 17, 1);

    private static readonly DiffusionLanes Burdens = new(Burden, (t, x, f) =>
    {
        var load = Vector512.Create(x);
        (Vector512.Create(0.084 / 365 * t) - Vector512.Create(0.15) * load / (Vector512.Create(0.5) + load)).CopyTo(f);
    });

    private readonly Philox[] streams = [.. Enumerable.Range(0, Subjects).Select(i => new Philox(1, (ulong)i, 4))];
    private readonly double[] x = [.. Enumerable.Range(0, Subjects).Select(i => 1 + 0.01 * i)];
    private readonly DiffusionSpan[] spans = new DiffusionSpan[Subjects];
    private readonly ReactionSolver direct = new(Chain(), new() { MaxSteps = Firings }), next = new(Chain(), new() { Method = ReactionMethod.NextReaction, MaxSteps = Firings });
    private readonly ReactionSolver small = new(Pair(), new() { MaxSteps = Firings });

    [Benchmark(Baseline = true, OperationsPerInvoke = Subjects * Days)]
    public void StepOfOneDiffusion()
    {
        for (var i = 0; i < Subjects; i++)
            spans[i] = Burden.Advance(streams[i], 0, Days, x[i]);
    }

    [Benchmark(OperationsPerInvoke = Subjects * Days)]
    public void StepOfEightDiffusions() => Burdens.Advance(streams, 0, Days, x, spans);

    /// <summary>Immigration and death: two reactions.</summary>
    [Benchmark(OperationsPerInvoke = Firings)]
    public ReactionOutcome FiringOfTwoReactions() => small.Solve(new ReactionProblem(0, 1e9, new double[] { 100 }, InputSchedule.None, default), new ReactionChance(1, 1, 1), (_, _, _) => { });

    /// <summary>A ring of 200 conversions, each of which touches two others.</summary>
    [Benchmark(OperationsPerInvoke = Firings)]
    public ReactionOutcome FiringOf200Direct() => direct.Solve(Ring, new ReactionChance(1, 1, 1), (_, _, _) => { });

    [Benchmark(OperationsPerInvoke = Firings)]
    public ReactionOutcome FiringOf200NextReaction() => next.Solve(Ring, new ReactionChance(1, 1, 1), (_, _, _) => { });

    private static ReactionProblem Ring => new(0, 1e9, Enumerable.Repeat(20.0, 200).ToArray(), InputSchedule.None, default);

    private static MassActionReactions Pair() => new(1, new ElementaryReaction(100, [], [new(0, 1)]), new ElementaryReaction(1, [new(0, 1)], [new(0, -1)]));

    private static MassActionReactions Chain() => new(200, [.. Enumerable.Range(0, 200).Select(i => new ElementaryReaction(1 + i % 3, [new(i, 1)], [new(i, -1), new((i + 1) % 200, 1)]))]);
}
