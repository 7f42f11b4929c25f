namespace Idunn.Modeling.Simulation;

/// <summary>
/// The delayed values of a hybrid model, delay(formula, τ): read from the past that the simulation keeps, and before its start from what holds there. One thread uses it at a time.
/// </summary>
/// <param name="extended">The extended state, whose last entries they are.</param>
internal sealed class DelayedValues(HybridModel model, double[] extended, double[] hoisted, double[] scratch)
{
    private readonly int first = model.StateCount + model.SolvedCount, q = model.DelayCount;
    private readonly double[] past = new double[model.Width], atStart = new double[model.Width];
    private readonly double[] delays = new double[model.DelayCount], delayed = new double[model.DelayCount], changes = new double[model.DelayCount], lastDelays = new double[model.DelayCount];
    private double start;

    public History Past { get; } = new(model.Width);

    /// <summary>Begins a course: before it, everything is as it is in the extended state.</summary>
    public void Begin(double time)
    {
        start = time;
        Past.Clear();
        Hold();
    }

    /// <summary>Takes the extended state for what was before the start.</summary>
    public void Hold() => extended.CopyTo(atStart.AsSpan());

    /// <summary>True when the delays are still those that were last read, whatever was solved for since.</summary>
    public bool AreRead(double t)
    {
        if (q == 0)
            return true;
        model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
        return delays.AsSpan().SequenceEqual(lastDelays);
    }

    /// <summary>Reads all delayed values into the extended state, which has to hold the present ones.</summary>
    public void Read(double t)
    {
        if (q == 0)
            return;
        // A delay may depend on another one.
        for (var pass = 0; pass <= q; pass++)
        {
            model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
            if (pass > 0 && delays.AsSpan().SequenceEqual(lastDelays))
                return;
            delays.CopyTo(lastDelays.AsSpan());
            for (var i = 0; i < q; i++)
                delayed[i] = Value(i, t, delays[i]);
            delayed.CopyTo(extended.AsSpan(first));
        }
    }

    private double Value(int index, double t, double delay)
    {
        Span<double> value = stackalloc double[1];
        var time = t - delay;
        // A delay is meant to the last digit: what happens at τ is seen at τ + delay.
        if (Math.Abs(time - Math.Round(time, 12)) < 1e-14 * Math.Max(1, Math.Abs(t)))
            time = Math.Round(time, 12);
        if (!(delay > 0))
            extended.CopyTo(past.AsSpan());
        else if (time < start)
        {
            model.DelayArgumentsBefore[index].Run(time, atStart, hoisted, scratch, value);
            return value[0];
        }
        else if (!Past.TryRead(time, past))
            atStart.CopyTo(past.AsSpan());
        model.DelayArguments[index].Run(delay > 0 ? time : t, past, hoisted, scratch, value);
        return value[0];
    }

    /// <summary>Computes how fast the delayed values change.</summary>
    public void ReadChanges(double t)
    {
        if (q == 0)
            return;
        model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
        for (var i = 0; i < q; i++)
        {
            var step = Math.Min(1e-6 * Math.Max(1, Math.Abs(t)), 0.25 * Math.Max(delays[i], 1e-12));
            var (before, now) = (Value(i, t, delays[i]), Value(i, t + step, delays[i]));
            changes[i] = delays[i] > 0 ? (now - before) / step : 0;
        }
    }

    /// <summary>The shortest of the present delays that is above zero; infinity when there is none.</summary>
    public double Shortest(double t)
    {
        var shortest = double.PositiveInfinity;
        if (q == 0)
            return shortest;
        model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
        foreach (var delay in delays)
            if (delay > 0)
                shortest = Math.Min(shortest, delay);
        return shortest;
    }

    /// <summary>As last asked for.</summary>
    public ReadOnlySpan<double> Current => delays;

    /// <summary>Of the delayed values, by input; see <see cref="ReadChanges"/>.</summary>
    public ReadOnlySpan<double> Changes => changes;
}
