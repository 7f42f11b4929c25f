namespace Idunn.Numerics.Ode;

/// <summary>What an <see cref="InputSchedule"/> does at which time, in order: walks through the times at which a state jumps or a rate changes.</summary>
public sealed class InputTimeline
{
    private readonly Bolus[] boluses;
    private readonly Infusion[] infusions;
    private readonly double[] edges;
    private int nextBolus;
    private int nextEdge;

    /// <exception cref="ArgumentException">An input names no state, is not finite, lasts no time, or is a bolus before the start.</exception>
    public InputTimeline(InputSchedule schedule, double start, int dimension)
    {
        foreach (var (time, state, amount) in schedule.Boluses)
            if (!(time >= start) || !double.IsFinite(time) || !double.IsFinite(amount) || (uint)state >= (uint)dimension)
                throw new ArgumentException(FormattableString.Invariant($"A bolus of {amount} to state {state} at time {time} must be finite, go to a state 0 … {dimension - 1} and not precede the start, {start}."));
        foreach (var (from, to, state, rate) in schedule.Infusions)
            if (!(from < to) || !double.IsFinite(from) || !double.IsFinite(to) || !double.IsFinite(rate) || (uint)state >= (uint)dimension)
                throw new ArgumentException(FormattableString.Invariant($"An infusion at rate {rate} to state {state} from {from} to {to} must be finite, end after it starts and go to a state 0 … {dimension - 1}."));
        boluses = [.. schedule.Boluses.OrderBy(bolus => bolus.Time)];
        infusions = [.. schedule.Infusions];
        edges = [.. infusions.SelectMany(infusion => new[] { infusion.Start, infusion.End }).Where(time => time > start).Distinct().Order()];
    }

    /// <summary>The next time at which something changes; infinity when nothing will.</summary>
    public double Next => Math.Min(
        nextBolus < boluses.Length ? boluses[nextBolus].Time : double.PositiveInfinity,
        nextEdge < edges.Length ? edges[nextEdge] : double.PositiveInfinity);

    /// <summary>Adds the boluses due at <paramref name="t"/> to the state. True when there were any.</summary>
    public bool ApplyBoluses(double t, Span<double> y)
    {
        var first = nextBolus;
        for (; nextBolus < boluses.Length && boluses[nextBolus].Time <= t; nextBolus++)
            y[boluses[nextBolus].State] += boluses[nextBolus].Amount;
        return nextBolus > first;
    }

    /// <summary>Writes the total rate of the infusions that run from <paramref name="t"/> on, summed anew so that it is exactly zero when none does.</summary>
    public void SetRates(double t, Span<double> rates)
    {
        while (nextEdge < edges.Length && edges[nextEdge] <= t)
            nextEdge++;
        rates.Clear();
        foreach (var infusion in infusions)
            if (infusion.Start <= t && t < infusion.End)
                rates[infusion.State] += infusion.Rate;
    }
}
