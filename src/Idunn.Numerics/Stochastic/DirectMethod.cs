using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Stochastic;

/// <summary>
/// The direct method: the time to the next reaction is exponential of rate a₀ = Σ a_j, and it is reaction j with probability a_j/a₀. Gillespie, D. T. (1977), Exact stochastic
/// simulation of coupled chemical reactions, The Journal of Physical Chemistry 81, 2340–2361. Only propensities that a firing can change are evaluated anew.
/// </summary>
internal sealed class DirectMethod(Intensities intensities) : JumpMethod(intensities)
{
    private const int Ahead = 8;

    /// <summary>Logarithms of the next firings' first uniform numbers, and their second ones: addresses are known, so eight are drawn at once.</summary>
    private readonly double[] logarithms = new double[Ahead], shares = new double[Ahead];

    private ReactionChance chance;
    private uint drawn;
    private double next, target;

    public override void Begin(ReactionChance chance, double t)
    {
        (this.chance, drawn, next) = (chance, 0, double.NaN);
    }

    public override double Plan(double t, double stop, ReadOnlySpan<double> x)
    {
        if (!double.IsNaN(next))
            return next;
        var sum = Intensities.Sum();
        if (!(sum > 0))
            return next = double.PositiveInfinity;
        var place = (int)(drawn % Ahead);
        if (place == 0)
            Draw();
        drawn = checked(drawn + 1);
        target = shares[place] * sum;
        return next = t - logarithms[place] / sum;
    }

    private unsafe void Draw()
    {
        Philox.Pairs(chance.Seed, chance.Subject, chance.Purpose, drawn, logarithms, shares);
        fixed (double* first = logarithms)
            ElementaryVectors.Log(first, first, Ahead);
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
