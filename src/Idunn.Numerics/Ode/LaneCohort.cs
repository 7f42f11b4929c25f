namespace Idunn.Numerics.Ode;

/// <summary>What a <see cref="LaneSolver"/> works through: hands out subjects and takes their results.</summary>
public abstract class LaneCohort
{
    /// <summary>Puts the next subject's parameters into a lane of the system. Its problem; null when none is left.</summary>
    public abstract OdeProblem? Next(int lane);

    /// <summary>Takes output <paramref name="index"/> of the subject in a lane; <paramref name="y"/> is valid during the call only.</summary>
    public abstract void Output(int lane, int index, double t, ReadOnlySpan<double> y);

    /// <summary>The course of the subject in a lane has ended.</summary>
    public abstract void End(int lane, Outcome outcome);
}
