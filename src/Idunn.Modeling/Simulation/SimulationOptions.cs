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

    /// <summary>For the order of events of equal priority at one instant.</summary>
    public ulong Seed { get; init; } = 1;

    public RosenbrockTableau Method { get; init; } = Rodas5P.Tableau;

    /// <summary>Time of a row: exact wherever the numbers allow it.</summary>
    public double TimeOf(int point) => point == Points - 1 ? Until : double.IsNaN(FirstOutput) ? Start + (Until - Start) * point / (Points - 1) : FirstOutput + (Until - FirstOutput) * point / (Points - 1);
}
