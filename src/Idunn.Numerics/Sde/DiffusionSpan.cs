namespace Idunn.Numerics.Sde;

/// <summary>What a diffusion did over a span of time.</summary>
/// <param name="End">X at the end of the span; the level when it exited.</param>
/// <param name="Mean">Mean of X over the span, up to the exit when there was one: trapezia between the ends of steps.</param>
/// <param name="ExitTime">When X first passed the level; NaN when it did not.</param>
public readonly record struct DiffusionSpan(double End, double Mean, double ExitTime)
{
    public bool HasExited => !double.IsNaN(ExitTime);
}
