using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Stochastic;

/// <summary>One course of a reaction network: where it starts, what is put in, and when it is looked at.</summary>
/// <param name="Start">Initial time.</param>
/// <param name="End">Final time, at or after <paramref name="Start"/>.</param>
/// <param name="InitialState">x(Start), before any input at Start; whole numbers where reactions change it.</param>
/// <param name="Inputs">Boluses are whole numbers added at once. What an infusion brings arrives one by one at random, as a reaction ∅ → S of that propensity does.</param>
/// <param name="OutputTimes">Ascending, within Start … End.</param>
public sealed record ReactionProblem(double Start, double End, ReadOnlyMemory<double> InitialState, InputSchedule Inputs, ReadOnlyMemory<double> OutputTimes);

/// <summary>
/// Which random numbers a course uses: a function of these three and of nothing else, so courses may run in any order on any thread, and arms of one subject that share
/// them share their chance.
/// </summary>
/// <param name="Seed">The key.</param>
/// <param name="Subject">Number of the subject.</param>
/// <param name="Purpose">What the numbers are for: below <see cref="Limit"/>.</param>
public readonly record struct ReactionChance(ulong Seed, ulong Subject, uint Purpose)
{
    /// <summary>Purposes lie below this, so that each reaction can have a stream of its own above it.</summary>
    public const uint Limit = 4096;

    /// <summary>Purpose word of the stream of one reaction. The course itself has the purpose as it stands.</summary>
    internal uint PurposeOf(int reaction) => checked(Purpose + Limit * ((uint)reaction + 1));
}
