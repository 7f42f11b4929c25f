using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Stochastic;

/// <summary>
/// The direct method: the time to the next reaction is exponential of rate a₀ = Σ a_j, and it is reaction j with probability a_j/a₀. Gillespie, D. T. (1977), Exact stochastic
/// simulation of coupled chemical reactions, The Journal of Physical Chemistry 81, 2340–2361. Only propensities that a firing can change are evaluated anew.
/// </summary>
internal sealed class DirectMethod(Intensities intensities) : JumpMethod(intensities)
{
    private Philox stream = null!;
    private double next, target;

    public override void Begin(ReactionChance chance, double t)
    {
        stream = new Philox(chance.Seed, chance.Subject, chance.Purpose);
        next = double.NaN;
    }

    public override double Plan(double t, double stop, ReadOnlySpan<double> x)
    {
        if (!double.IsNaN(next))
            return next;
        var sum = Intensities.Sum();
        if (!(sum > 0))
            return next = double.PositiveInfinity;
        var (first, second) = stream.NextUniforms();
        target = second * sum;
        return next = t - Elementary.Log(first) / sum;
    }

    public override int Change(double t, Span<double> x)
    {
        var fired = Intensities.Find(target);
        Apply(fired, x);
        foreach (var dependent in Intensities.Network.Dependents(fired))
            Intensities.Evaluate(dependent, x);
        next = double.NaN;
        return fired;
    }

    /// <summary>An exponential time has no memory: it is drawn anew.</summary>
    public override void Disturb(double t, ReadOnlySpan<double> x)
    {
        Intensities.Evaluate(x);
        next = double.NaN;
    }
}
