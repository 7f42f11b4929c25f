using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Stochastic;

/// <summary>
/// The next-reaction method: every reaction keeps the time at which it would fire, the earliest does, and the times of those whose propensity changed are stretched from now on by
/// a_before/a_after, so that one random number is drawn for each firing. Gibson, M. A. &amp; Bruck, J. (2000), Efficient exact stochastic simulation of chemical systems with many
/// species and many channels, The Journal of Physical Chemistry A 104, 1876–1889. A reaction draws from a stream of its own, its n-th waiting time from place n: arms of one subject
/// keep common random numbers reaction by reaction (the common reaction paths of Rathinam, M., Sheppard, P. W. &amp; Khammash, M. (2010), Efficient computation of parameter
/// sensitivities of discrete stochastic chemical reaction networks, The Journal of Chemical Physics 132, 034103).
/// </summary>
internal sealed class NextReactionMethod(Intensities intensities) : JumpMethod(intensities)
{
    private const int Ahead = 8;

    private readonly IndexedHeap times = new(intensities.Count);
    private readonly uint[] drawn = new uint[intensities.Count];
    private readonly double[] before = new double[intensities.Count];

    /// <summary>Each reaction's next eight waiting times at propensity 1 with the sign turned, drawn at once; and what is drawn beside them and not used.</summary>
    private readonly double[] waits = new double[Ahead * intensities.Count], unused = new double[Ahead];

    /// <summary>Of a reaction that cannot fire at present: what is left of its waiting time at propensity 1.</summary>
    private readonly double[] left = new double[intensities.Count];

    private ReactionChance chance;

    public override void Begin(ReactionChance chance, double t)
    {
        this.chance = chance;
        Array.Clear(drawn);
        for (var j = 0; j < Intensities.Count; j++)
            times[j] = TimeOf(j, t, NextWait(j));
        times.Order();
    }

    public override double Plan(double t, double stop, ReadOnlySpan<double> x) => times.Count == 0 ? double.PositiveInfinity : times[times.First];

    public override int Change(double t, Span<double> x)
    {
        var fired = times.First;
        Apply(fired, x);
        foreach (var dependent in Intensities.Network.Dependents(fired))
        {
            if (dependent == fired)
                continue;
            var a = Intensities[dependent];
            Intensities.Evaluate(dependent, x);
            Stretch(dependent, t, a);
        }
        Intensities.Evaluate(fired, x);
        times.Move(fired, TimeOf(fired, t, NextWait(fired)));
        return fired;
    }

    public override void Disturb(double t, ReadOnlySpan<double> x)
    {
        // Arrivals were set already: their times stand for the propensities before.
        Intensities.Evaluate(x);
        for (var j = 0; j < Intensities.Count; j++)
            Stretch(j, t, before[j]);
    }

    private void Stretch(int reaction, double t, double a)
    {
        if (Intensities[reaction] != a)
            times.Move(reaction, TimeOf(reaction, t, a > 0 ? (times[reaction] - t) * a : left[reaction]));
    }

    /// <summary>When a reaction fires that has still to wait for <paramref name="wait"/> at propensity 1.</summary>
    private double TimeOf(int reaction, double t, double wait)
    {
        var a = before[reaction] = Intensities[reaction];
        left[reaction] = wait;
        return a > 0 ? t + wait / a : double.PositiveInfinity;
    }

    private double NextWait(int reaction)
    {
        var place = (int)(drawn[reaction] % Ahead);
        if (place == 0)
            Draw(reaction);
        drawn[reaction] = checked(drawn[reaction] + 1);
        return -waits[Ahead * reaction + place];
    }

    private unsafe void Draw(int reaction)
    {
        var eight = waits.AsSpan(Ahead * reaction, Ahead);
        Philox.Pairs(chance.Seed, chance.Subject, chance.PurposeOf(reaction), drawn[reaction], eight, unused);
        fixed (double* first = eight)
            ElementaryVectors.Log(first, first, Ahead);
    }
}
