using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>One integration with its outputs kept.</summary>
public sealed record Run(Outcome Outcome, double[][] States)
{
    public double[] Last => States[^1];

    public static Run Of(OdeSystem system, double[] initial, double end, OdeOptions options, double[]? outputTimes = null, InputSchedule? inputs = null,
        Interruption? interruption = null)
    {
        var times = outputTimes ?? [end];
        var states = new double[times.Length][];
        var problem = new OdeProblem(0, end, initial, inputs ?? InputSchedule.None, times) { Interruption = interruption };
        var outcome = new OdeSolver(system, options).Solve(problem, (index, _, y) => states[index] = y.ToArray(), TestContext.Current.CancellationToken);
        return new Run(outcome, states);
    }

    /// <summary>Tolerances with the absolute one a share of the relative one.</summary>
    public static OdeOptions At(double relative, double absolute) => new() { RelativeTolerance = relative, AbsoluteTolerance = [absolute] };
}
