namespace Idunn.Modeling.Simulation;

/// <summary>
/// Finds the first instant within a step at which a comparison changes its truth: truths are looked at in the step's quarters, and a change is narrowed by bisection until two neighbouring numbers of
/// time are left, so that "time ≥ 5" turns true at 5 and "time &gt; 5" at the next number.
/// </summary>
internal sealed class SwitchLocator(HybridModel model, HybridSystem system)
{
    private readonly double[] before = new double[model.SwitchCount];
    private readonly double[] after = new double[model.SwitchCount];
    private readonly double[] probe = new double[model.SwitchCount];
    private readonly double[] y = new double[model.StateCount];

    public bool IsIdle => model.SwitchCount == 0;

    /// <summary>Notes the truths where a step starts; the system has to be complete there.</summary>
    public void Start(double t) => system.Run(model.Switches, t, before);

    /// <summary>The instant of the first change within the step last tried, at which the changed truth already holds; null when there is none.</summary>
    public double? Find(SingleStep step)
    {
        var left = step.Time;
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var right = quarter == 4 ? step.Time + step.Size : step.Time + 0.25 * quarter * step.Size;
            if (!Evaluate(step, right, after))
                return null;
            if (!after.AsSpan().SequenceEqual(before))
                return Narrow(step, left, right);
            left = right;
        }
        return null;
    }

    private double Narrow(SingleStep step, double left, double right)
    {
        while (true)
        {
            var middle = left + 0.5 * (right - left);
            if (!(middle > left && middle < right))
                return right;
            if (Evaluate(step, middle, probe) && probe.AsSpan().SequenceEqual(before))
                left = middle;
            else
                right = middle;
        }
    }

    private bool Evaluate(SingleStep step, double t, double[] truths)
    {
        system.Interpolate(step, t, y);
        if (!system.Complete(t, y))
            return false;
        system.Run(model.Switches, t, truths);
        return true;
    }
}
