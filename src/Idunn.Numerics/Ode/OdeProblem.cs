using System.Collections.Immutable;

namespace Idunn.Numerics.Ode;

/// <summary>One initial-value problem with its inputs and the times at which the solution is wanted.</summary>
/// <param name="Start">Initial time.</param>
/// <param name="End">Final time, at or after <paramref name="Start"/>.</param>
/// <param name="InitialState">y(Start), before any input at Start.</param>
/// <param name="Inputs">Boluses and infusions.</param>
/// <param name="OutputTimes">Ascending, within Start … End.</param>
public sealed record OdeProblem(double Start, double End, ReadOnlyMemory<double> InitialState, InputSchedule Inputs, ReadOnlyMemory<double> OutputTimes)
{
    /// <summary>What looks in from outside at times of its own choice; null when nothing does.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>States that outputs need; the others are not computed for them. Default: all.</summary>
    public ImmutableArray<int> OutputStates { get; init; }
}

/// <summary>Receives the solution at output <paramref name="index"/>; <paramref name="y"/> is valid during the call only.</summary>
public delegate void OutputHandler(int index, double t, ReadOnlySpan<double> y);
