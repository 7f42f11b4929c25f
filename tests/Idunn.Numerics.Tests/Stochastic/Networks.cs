using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;

namespace Idunn.Numerics.Tests.Stochastic;

/// <summary>Small networks of mass action, and many courses of one.</summary>
internal static class Networks
{
    public const ulong Seed = 77;

    /// <summary>∅ → X at rate <paramref name="birth"/>, X → ∅ at <paramref name="death"/> each.</summary>
    public static MassActionReactions ImmigrationDeath(double birth, double death) => new(1, Of(birth, [], [(0, 1)]), Of(death, [(0, 1)], [(0, -1)]));

    /// <summary>X → 2X, X → ∅.</summary>
    public static MassActionReactions BirthDeath(double birth, double death) => new(1, Of(birth, [(0, 1)], [(0, 1)]), Of(death, [(0, 1)], [(0, -1)]));

    /// <summary>P + P ⇌ P₂.</summary>
    public static MassActionReactions Dimerisation(double on, double off) =>
        new(2, Of(on, [(0, 2)], [(0, -2), (1, 1)]), Of(off, [(1, 1)], [(0, 2), (1, -1)]));

    /// <summary>A gene switched on and off by its own protein: DNA + 2P ⇌ DNA*, DNA → DNA + M, M → M + P, M → ∅, P → ∅.</summary>
    public static MassActionReactions Gene() => new(
        4,
        Of(0.002, [(0, 1), (3, 2)], [(0, -1), (1, 1), (3, -2)]), Of(0.5, [(1, 1)], [(0, 1), (1, -1), (3, 2)]),
        Of(2, [(0, 1)], [(2, 1)]), Of(1.5, [(2, 1)], [(3, 1)]), Of(0.5, [(2, 1)], [(2, -1)]), Of(0.3, [(3, 1)], [(3, -1)]));

    public static ElementaryReaction Of(double rate, (int State, int Molecules)[] reactants, (int State, int Change)[] changes) =>
        new(rate, [.. reactants.Select(pair => new CountChange(pair.State, pair.Molecules))], [.. changes.Select(pair => new CountChange(pair.State, pair.Change))]);

    public static ReactionProblem Problem(double end, double[] initial, params double[] times) => new(0, end, initial, InputSchedule.None, times);

    /// <summary>State <paramref name="state"/> at the last output time of each course, in order of number whatever the threads did.</summary>
    public static double[] Ends(Func<ReactionSystem> system, ReactionOptions options, ReactionProblem problem, int count, int state = 0, uint purpose = 1)
    {
        var ends = new double[count];
        Parallel.For(0, count, () => new ReactionSolver(system(), options), (i, _, solver) =>
        {
            var outcome = solver.Run(problem, new ReactionChance(Seed, (ulong)i, purpose), (_, _, x) => ends[i] = x[state]);
            Assert.Equal(ReactionEnding.Completed, outcome.Ending);
            return solver;
        }, _ => { });
        return ends;
    }

    /// <summary>Solves under the test's cancellation.</summary>
    public static ReactionOutcome Run(this ReactionSolver solver, ReactionProblem problem, ReactionChance chance, OutputHandler? output = null) =>
        solver.Solve(problem, chance, output ?? ((_, _, _) => { }), TestContext.Current.CancellationToken);

    public static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
