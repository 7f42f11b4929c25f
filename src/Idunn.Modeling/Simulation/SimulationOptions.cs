using System.Collections.Immutable;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>How long and how exactly a model is simulated.</summary>
/// <param name="Until">End, in the model's time unit.</param>
/// <param name="Points">Number of rows at equal distances, the first at <see cref="FirstOutput"/> and the last at the end; at least 2.</param>
public sealed record SimulationOptions(double Until, int Points)
{
    public double Start { get; init; }

    /// <summary>Time of the first row, from <see cref="Start"/> on; NaN: the start.</summary>
    public double FirstOutput { get; init; } = double.NaN;

    public double RelativeTolerance { get; init; } = 1e-8;

    /// <summary>In the units of the states.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-14;

    public long MaxSteps { get; init; } = 2_000_000;

    /// <summary>Steps after which the search for a steady state is given up; the steps of each search are counted by themselves.</summary>
    public long MaxStepsToRest { get; init; } = 100_000;

    /// <summary>
    /// A state is at rest when its rate, going on for as long as the stage has lasted, would change it by less than this part of its value, or by less than 10⁻⁴ of this part of the largest it was.
    /// A part of the time that has passed, so that no unit of time matters.
    /// </summary>
    public double RestTolerance { get; init; } = 1e-8;

    /// <summary>Times of the rows, ascending, in place of equal distances; infinity, as the last, is the steady state at the end of the last stage. None: equal distances.</summary>
    public ImmutableArray<double> Times { get; init; } = [];

    /// <summary>Rows at these times.</summary>
    /// <param name="times">Ascending, at least one.</param>
    public static SimulationOptions At(ImmutableArray<double> times) => new(times[^1], times.Length) { Start = times[0], Times = times };

    /// <summary>For what the model draws, and for the order of events of equal priority at one instant.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of the run among those with the same seed: each has draws of its own, in whatever order and on whatever thread they run.</summary>
    public ulong Subject { get; init; }

    /// <summary>Null: chosen by the fill of the model's matrix; with delays always a Rosenbrock method, whose dense output is what the past is kept as.</summary>
    public OdeMethod? Method { get; init; }

    /// <summary>Time of a row: exact wherever the numbers allow it.</summary>
    public double TimeOf(int point) => !Times.IsEmpty ? Times[point] : point == Points - 1 ? Until : double.IsNaN(FirstOutput) ? Start + (Until - Start) * point / (Points - 1) : FirstOutput + (Until - FirstOutput) * point / (Points - 1);
}
