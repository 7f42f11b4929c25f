namespace Idunn.Modeling.Simulation;

/// <summary>
/// Finds the first instant within a step at which a comparison changes its truth: truths are looked at in the step's quarters, and a change is narrowed until two neighbouring numbers of time
/// are left, so that "time ≥ 5" turns true at 5 and "time &gt; 5" at the next number: by the false position of what the comparison compares, with a margin on either side of it, then by bisection.
/// </summary>
internal sealed class SwitchLocator(HybridModel model, HybridSystem system)
{
    private const int MostRounds = 4;

    /// <summary>Of the root: a gap is known no better than its own rounding.</summary>
    private const double MarginUlps = 4;

    private readonly double[] before = new double[model.SwitchCount];
    private readonly double[] after = new double[model.SwitchCount];
    private readonly double[] probe = new double[model.SwitchCount];
    private readonly double[] gaps = new double[model.SwitchCount];
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
        Approach(step, ref left, ref right);
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

    /// <summary>Closes in on the root of one gap that changed. Whatever it is like, the truths to the left stay as they were and those to the right differ.</summary>
    private void Approach(SingleStep step, ref double left, ref double right)
    {
        var changed = 0;
        while (after[changed] == before[changed])
            changed++;
        if (!TryGap(step, left, changed, out var leftGap, out _) || !TryGap(step, right, changed, out var rightGap, out _))
            return;
        for (var round = 0; round < MostRounds; round++)
        {
            var root = left + (right - left) * (leftGap / (leftGap - rightGap));
            if (!(root >= left && root <= right))
                return;
            var margin = MarginUlps * (Math.BitIncrement(Math.Abs(root)) - Math.Abs(root));
            foreach (var t in (ReadOnlySpan<double>)[root - margin, root + margin])
            {
                if (!(t > left && t < right))
                    continue;
                if (!TryGap(step, t, changed, out var gap, out var isBefore))
                    return;
                if (isBefore)
                    (left, leftGap) = (t, gap);
                else
                    (right, rightGap) = (t, gap);
            }
            if (right - left <= 4 * margin)
                return;
        }
    }

    private bool TryGap(SingleStep step, double t, int index, out double gap, out bool isBefore)
    {
        (gap, isBefore) = (double.NaN, false);
        if (!Evaluate(step, t, probe))
            return false;
        isBefore = probe.AsSpan().SequenceEqual(before);
        system.Run(model.SwitchGaps, t, gaps);
        gap = gaps[index];
        return double.IsFinite(gap);
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
