using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Stochastic;

/// <summary>
/// Explicit tau-leaping: in a leap τ each reaction fires a Poisson number of times of mean a_j τ. Cao, Y., Gillespie, D. T. &amp; Petzold, L. R. (2006), Efficient step size
/// selection for the tau-leaping simulation method, The Journal of Chemical Physics 124, 044109: τ holds the mean and the standard deviation of each propensity's relative change to ε;
/// reactions near to running out of something ("critical") fire once in a leap at most; where a leap would stand for few firings, single exact ones take its place; a leap that would
/// take a count below zero is halved.
/// The paper tells from a table how strongly a species moves the propensities that read it (g_i = 2 + 1/(x − 1) for S + S, and so on). Here g_i is the largest sum, over the
/// reactions that read i, of the elasticities |∂ ln a_j/∂ ln x|: the same for mass action up to three molecules of one species, and right for every other law, too. It is 1 at least:
/// a saturated law hardly moves with its substrate until there is none left.
/// </summary>
internal sealed class TauLeaping(Intensities intensities, ReactionOptions options) : JumpMethod(intensities)
{
    /// <summary>A leap shorter than this over a₀ is not worth it; then so many single firings follow.</summary>
    private const double LeastFirings = 10;
    private const int SingleFirings = 100;

    /// <summary>Firings in one leap, beyond which a count may leave the whole numbers.</summary>
    private const double MostFirings = 1e14;

    private readonly DirectMethod single = new(intensities);
    private readonly double[] ahead = new double[intensities.Network.StateCount], mean = new double[intensities.Network.StateCount], variance = new double[intensities.Network.StateCount];
    private readonly double[] order = new double[intensities.Network.StateCount];
    private readonly double[] slopes = new double[SlopeCount(intensities)];
    private readonly bool[] isCritical = new bool[intensities.Count];
    private Philox stream = null!;
    private double next;
    private int singlesLeft;

    public override bool IsLeaping => true;

    public override void Begin(ReactionChance chance, double t)
    {
        single.Begin(chance, t);
        stream = new Philox(chance.Seed, chance.Subject, chance.PurposeOf(Intensities.Count));
        (Leaps, RejectedLeaps, singlesLeft, next) = (0, 0, 0, double.NaN);
    }

    public override double Plan(double t, double stop, ReadOnlySpan<double> x)
    {
        if (singlesLeft > 0)
            return single.Plan(t, stop, x);
        var total = Intensities.Sum();
        for (var longest = Math.Min(LongestLeap(x), MostFirings / total); longest * total >= LeastFirings; longest = 0.5 * (next - t))
        {
            if (TryLeap(t, stop, longest, x))
                return next;
            RejectedLeaps++;
        }
        singlesLeft = SingleFirings;
        single.Disturb(t, x);
        return single.Plan(t, stop, x);
    }

    public override int Change(double t, Span<double> x)
    {
        if (singlesLeft > 0)
        {
            singlesLeft--;
            return single.Change(t, x);
        }
        Leaps++;
        ahead.CopyTo(x);
        Intensities.Evaluate(x);
        return -1;
    }

    public override void Disturb(double t, ReadOnlySpan<double> x)
    {
        single.Disturb(t, x);
        singlesLeft = 0;
    }

    private static int SlopeCount(Intensities intensities)
    {
        var count = 0;
        for (var j = 0; j < intensities.Count; j++)
            count += intensities.Network.Reads(j).Length;
        return count;
    }

    /// <summary>Draws what a leap does into <see cref="ahead"/>. False when a count would go below zero.</summary>
    private bool TryLeap(double t, double stop, double longest, ReadOnlySpan<double> x)
    {
        var critical = 0.0;
        for (var j = 0; j < isCritical.Length; j++)
            if (isCritical[j])
                critical += Intensities[j];
        var untilCritical = critical > 0 ? -Elementary.Log(stream.NextUniform()) / critical : double.PositiveInfinity;
        var tau = Math.Min(longest, untilCritical);
        var isCut = t + tau >= stop;
        if (isCut)
            tau = stop - t;
        next = isCut ? stop : t + tau;
        x.CopyTo(ahead);
        for (var j = 0; j < isCritical.Length; j++)
            if (!isCritical[j] && Intensities[j] > 0)
                Add(j, Poisson.Sample(stream, Intensities[j] * tau));
        if (!isCut && untilCritical <= longest)
            Add(FindCritical(stream.NextUniform() * critical), 1);
        foreach (var count in ahead)
            if (count < 0)
                return false;
        return true;
    }

    private void Add(int reaction, double firings)
    {
        foreach (var (state, change) in Intensities.Network.Changes(reaction))
            ahead[state] += change * firings;
    }

    private int FindCritical(double target)
    {
        var (sum, last) = (0.0, -1);
        for (var j = 0; j < isCritical.Length && !(sum > target); j++)
            if (isCritical[j])
                (sum, last) = (sum + Intensities[j], j);
        return last;
    }

    /// <summary>τ of equation (33), and who is critical.</summary>
    private double LongestLeap(ReadOnlySpan<double> x)
    {
        Partition(x);
        Weigh(x);
        Array.Clear(mean);
        Array.Clear(variance);
        for (var j = 0; j < isCritical.Length; j++)
            if (!isCritical[j])
                foreach (var (state, change) in Intensities.Network.Changes(j))
                {
                    mean[state] += change * Intensities[j];
                    variance[state] += (double)change * change * Intensities[j];
                }
        var tau = double.PositiveInfinity;
        for (var i = 0; i < mean.Length; i++)
        {
            if (order[i] == 0 || variance[i] == 0)
                continue;
            var bound = Math.Max(options.Epsilon * x[i] / order[i], 1);
            tau = Math.Min(tau, Math.Min(bound / Math.Abs(mean[i]), bound * bound / variance[i]));
        }
        return tau;
    }

    private void Partition(ReadOnlySpan<double> x)
    {
        for (var j = 0; j < isCritical.Length; j++)
        {
            var most = double.PositiveInfinity;
            foreach (var (state, change) in Intensities.Network.Changes(j))
                if (change < 0)
                    most = Math.Min(most, Math.Floor(x[state] / -change));
            isCritical[j] = Intensities[j] > 0 && most < options.CriticalFirings;
        }
    }

    /// <summary>g_i, by state; 0 where no propensity moves with it.</summary>
    private void Weigh(ReadOnlySpan<double> x)
    {
        Array.Clear(order);
        Intensities.System.Slopes(x, slopes);
        var first = 0;
        for (var j = 0; j < Intensities.Count; j++)
        {
            var reads = Intensities.Network.Reads(j);
            var sum = 0.0;
            for (var k = 0; k < reads.Length; k++)
                sum += Elasticity(Intensities[j], slopes[first + k], x[reads[k]]);
            foreach (var state in reads)
                order[state] = Math.Max(order[state], Math.Max(sum, 1));
            first += reads.Length;
        }
    }

    /// <summary>Where a reaction cannot fire at all nothing relative can be said: one molecule more or less of each state is let pass as it is of a count near 0.</summary>
    private static double Elasticity(double a, double slope, double x) => a > 0 ? Math.Abs(slope * x / a) : slope != 0 ? 1 : 0;
}
