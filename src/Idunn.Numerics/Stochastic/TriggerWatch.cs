namespace Idunn.Numerics.Stochastic;

/// <summary>
/// Fires the events of a reaction system where their triggers turn true. Between two changes the state stands still, so a trigger can turn only with time: it is looked at in
/// a few places, and a turn is narrowed by bisection down to two neighbouring numbers, of which the later is the instant. A trigger that turns true and false again within
/// a quarter of the time between two changes may be missed.
/// </summary>
internal sealed class TriggerWatch(ReactionSystem system)
{
    private const int Looks = 4;

    /// <summary>Events at one instant, beyond which they are taken to set each other off for ever.</summary>
    private const int CascadeLimit = 1000;

    private readonly double[] present = new double[system.EventCount], probe = new double[system.EventCount], edge = new double[system.EventCount];
    private readonly bool[] isDue = new bool[system.EventCount];

    public bool IsIdle => present.Length == 0;

    public bool IsTimed => system.HasTimedTriggers;

    public long Fired { get; private set; }

    /// <summary>Begins a course: what is true now has not turned, unless it may fire at the start.</summary>
    public void Begin(double t, ReadOnlySpan<double> x)
    {
        Fired = 0;
        system.Triggers(t, x, present);
        for (var j = 0; j < present.Length; j++)
            isDue[j] = present[j] != 0 && system.MayFireAtStart(j);
    }

    /// <summary>Takes up what has turned true by now.</summary>
    public void Look(double t, ReadOnlySpan<double> x)
    {
        system.Triggers(t, x, probe);
        for (var j = 0; j < present.Length; j++)
        {
            isDue[j] |= present[j] == 0 && probe[j] != 0;
            present[j] = probe[j];
        }
    }

    /// <summary>The first instant after <paramref name="from"/>, up to <paramref name="to"/>, at which a trigger is true that was false; infinity when there is none.</summary>
    public double FirstTurn(double from, double to, ReadOnlySpan<double> x)
    {
        present.CopyTo(edge, 0);
        for (var look = 1; look <= Looks; look++)
        {
            var at = look == Looks ? to : from + (to - from) * look / Looks;
            system.Triggers(at, x, probe);
            if (HasTurned())
                return Narrow(from + (to - from) * (look - 1) / Looks, at, x);
            probe.CopyTo(edge, 0);
        }
        return double.PositiveInfinity;
    }

    /// <summary>Fires what is due, in order of index, and what that sets off. Returns whether any did; null when it would not end.</summary>
    public bool? Fire(double t, Span<double> x)
    {
        var count = 0;
        for (var j = Array.IndexOf(isDue, true); j >= 0; j = Array.IndexOf(isDue, true))
        {
            if (++count > CascadeLimit)
                return null;
            isDue[j] = false;
            system.ApplyEvent(j, t, x);
            Look(t, x);
        }
        Fired += count;
        return count > 0;
    }

    private bool HasTurned()
    {
        for (var j = 0; j < edge.Length; j++)
            if (edge[j] == 0 && probe[j] != 0)
                return true;
        return false;
    }

    private double Narrow(double before, double after, ReadOnlySpan<double> x)
    {
        for (var middle = before + 0.5 * (after - before); middle > before && middle < after; middle = before + 0.5 * (after - before))
        {
            system.Triggers(middle, x, probe);
            if (HasTurned())
                after = middle;
            else
                before = middle;
        }
        return after;
    }
}
