using Idunn.Numerics.Random;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// The discrete part of a hybrid model: which events are due when, after SBML Level 3 Version 2, section 4.12. An event that is triggered waits for its delay; of those that are due the one with the highest
/// priority goes first, among equals chance decides, and after each the triggers are looked at again; one that is not persistent and whose trigger turns false meanwhile is dropped.
/// </summary>
internal sealed class EventQueue(HybridModel model, HybridSystem system)
{
    /// <summary>Events at one instant, beyond which they are taken to set each other off for ever.</summary>
    private const int CascadeLimit = 10_000;

    private sealed record Waiting(HybridEvent Event, double Time, double[]? Values);

    private readonly bool[] isTrue = new bool[model.Events.Length];
    private readonly double[] truths = new double[model.Events.Length + model.Source.Constraints.Length];
    private readonly List<Waiting> waiting = [];
    private readonly double[] single = new double[1];
    private Philox random = new(0, 0, 0);

    /// <summary>When the next delayed event is due; infinity when none is.</summary>
    public double Next => waiting.Count == 0 ? double.PositiveInfinity : waiting.Min(entry => entry.Time);

    public long Fired { get; private set; }

    /// <param name="seed">For the order among events of equal priority, with <paramref name="subject"/>.</param>
    public void Start(ulong seed, ulong subject)
    {
        waiting.Clear();
        Fired = 0;
        random = new Philox(seed, subject, 0x45564E54);
        for (var i = 0; i < isTrue.Length; i++)
            isTrue[i] = model.Events[i].Source.TriggerInitially;
    }

    /// <summary>Lets everything happen that is due at <paramref name="t"/>. The system has to be complete there, and is so again afterwards. False when it would not end, or cannot be solved.</summary>
    public bool Process(double t, Span<double> y)
    {
        for (var count = 0; count < CascadeLimit; count++)
        {
            LookAtTriggers(t);
            if (TakeDue(t) is not { } due)
                return true;
            Fired++;
            if (!Execute(due, t, y))
                return false;
        }
        return false;
    }

    /// <summary>
    /// Makes an event's assignments, whether it was triggered or not, and looks at no trigger. Its concentrations are meant in the compartments as they are afterwards. The system has to be complete at
    /// <paramref name="t"/>, and is so again. False when it cannot be solved.
    /// </summary>
    public bool Change(int number, double t, Span<double> y)
    {
        var happening = model.Events[number];
        var (values, sizes) = (ValuesOf(happening, t), new double[happening.Targets.Length]);
        for (var i = 0; i < values.Length; i++)
            system.Extended[happening.Targets[i]] = values[i];
        system.Run(happening.Sizes, t, sizes);
        for (var i = 0; i < values.Length; i++)
            system.Extended[happening.Targets[i]] = values[i] * sizes[i];
        system.Extended[..y.Length].CopyTo(y);
        return system.Settle(t, y);
    }

    private void LookAtTriggers(double t)
    {
        system.Run(model.Triggers, t, truths);
        foreach (var happening in model.Events)
        {
            var i = happening.Trigger;
            var isNow = truths[i] != 0 && !double.IsNaN(truths[i]);
            if (isNow && !isTrue[i])
                waiting.Add(new Waiting(happening, t + Single(happening.Delay, t, 0), happening.Source.UseValuesFromTriggerTime ? ValuesOf(happening, t) : null));
            else if (!isNow && isTrue[i] && !happening.Source.IsPersistent)
                waiting.RemoveAll(entry => entry.Event == happening);
            isTrue[i] = isNow;
        }
    }

    private double Single(DrawingKernel? kernel, double t, double otherwise)
    {
        if (kernel is null)
            return otherwise;
        system.Run(kernel, t, single);
        return single[0];
    }

    private double[] ValuesOf(HybridEvent happening, double t)
    {
        var values = new double[happening.Targets.Length];
        system.Run(happening.Values, t, values);
        return values;
    }

    private Waiting? TakeDue(double t)
    {
        if (waiting.Count == 0)
            return null;
        var due = waiting.Where(entry => entry.Time <= t).ToArray();
        if (due.Length == 0)
            return null;
        var first = due[0];
        if (due.Length > 1)
        {
            var priorities = Array.ConvertAll(due, entry => Single(entry.Event.Priority, t, double.NegativeInfinity));
            var highest = priorities.Max();
            var equals = due.Where((_, i) => priorities[i] == highest).ToArray();
            first = equals.Length switch { 0 => due[0], 1 => equals[0], var count => equals[Math.Min(count - 1, (int)(random.NextUniform() * count))] };
        }
        waiting.Remove(first);
        return first;
    }

    /// <summary>All assignments are made at once, from the state before them.</summary>
    private bool Execute(Waiting due, double t, Span<double> y)
    {
        var (happening, values) = (due.Event, due.Values ?? ValuesOf(due.Event, t));
        var sizes = new double[values.Length];
        system.Run(happening.Sizes, t, sizes);
        for (var i = 0; i < values.Length; i++)
            system.Extended[happening.Targets[i]] = values[i] * sizes[i];
        system.Extended[..y.Length].CopyTo(y);
        return system.Settle(t, y);
    }
}
