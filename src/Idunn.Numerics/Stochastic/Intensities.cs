namespace Idunn.Numerics.Stochastic;

/// <summary>Propensities of a system's reactions and, after them, of the arrivals that infusions bring; kept up to date and checked.</summary>
internal sealed class Intensities(ReactionSystem system, ReactionNetwork network)
{
    private readonly int ownCount = system.Network.ReactionCount;
    private readonly double[] a = new double[network.ReactionCount];

    /// <summary>The network with the arrivals.</summary>
    public ReactionNetwork Network => network;

    public ReactionSystem System => system;

    public int Count => a.Length;

    public double this[int reaction] => a[reaction];

    /// <summary>Rates of the arrivals, in their order.</summary>
    public Span<double> Arrivals => a.AsSpan(ownCount);

    /// <summary>The reaction whose propensity is none; −1 while all are.</summary>
    public int Culprit { get; private set; } = -1;

    /// <summary>Evaluates all anew.</summary>
    public void Evaluate(ReadOnlySpan<double> x)
    {
        Culprit = -1;
        system.Propensities(x, a.AsSpan(0, ownCount));
        for (var j = 0; j < a.Length; j++)
            Check(j);
    }

    /// <summary>Evaluates one anew.</summary>
    public void Evaluate(int reaction, ReadOnlySpan<double> x)
    {
        if (reaction >= ownCount)
            return;
        a[reaction] = system.Propensity(reaction, x);
        Check(reaction);
    }

    /// <summary>a₀, all of them summed in order: nothing builds up from one firing to the next.</summary>
    public double Sum()
    {
        var sum = 0.0;
        foreach (var value in a)
            sum += value;
        return sum;
    }

    /// <summary>The reaction at which the running sum passes <paramref name="target"/>; the last that can fire when rounding lets it pass none.</summary>
    public int Find(double target)
    {
        var (sum, last) = (0.0, -1);
        for (var j = 0; j < a.Length; j++)
        {
            if (a[j] == 0)
                continue;
            sum += a[j];
            last = j;
            if (sum > target)
                break;
        }
        return last;
    }

    private void Check(int reaction)
    {
        // Not a number fails, too.
        if (!(a[reaction] >= 0 && a[reaction] <= double.MaxValue) && Culprit < 0)
            Culprit = reaction;
    }
}
