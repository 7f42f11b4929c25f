namespace Idunn.Numerics.Ode;

/// <summary>
/// Finds where root functions rise through zero within a step, and fires their events. Signs are compared at the step's ends and at samples of the dense
/// output between them; a change is narrowed by the ITP method (Oliveira, I. F. D. &amp; Takahashi, R. H. C. (2020), An enhancement of the bisection method
/// average performance preserving minmax optimality, ACM Transactions on Mathematical Software 47, 5), which also copes with functions that jump.
/// </summary>
internal sealed class EventLocator(OdeSystem system)
{
    /// <summary>Parts of a step at which signs are compared, of the last four as a rule.</summary>
    private static readonly double[] Samples = [1e-6, 1e-4, 1e-2, 0.25, 0.5, 0.75, 1];

    /// <summary>First of the samples where no event hangs about zero after it fired; where one does, as a ball on the ground, the early samples show whether it falls again.</summary>
    private const int FirstOrdinarySample = 3;

    /// <summary>Width of the final bracket, in parts of the step.</summary>
    private const double Resolution = 1e-14;

    /// <summary>Roots that lie closer together than this, in parts of the step, are one instant: rounding alone could have parted them.</summary>
    private const double Simultaneity = 1e-12;

    /// <summary>Events at one instant, beyond which they are taken to set each other off for ever.</summary>
    private const int CascadeLimit = 1000;

    private readonly int count = system.EventCount;
    private readonly double[] present = new double[system.EventCount];
    private readonly double[] before = new double[system.EventCount];
    private readonly double[] after = new double[system.EventCount];
    private readonly double[] left = new double[system.EventCount];
    private readonly double[] right = new double[system.EventCount];
    private readonly double[] probe = new double[system.EventCount];
    private readonly double[] roots = new double[system.EventCount];
    private readonly bool[] isDue = new bool[system.EventCount];
    private readonly double[] y = new double[system.Dimension];

    /// <summary>True when the system has no events at all.</summary>
    public bool IsIdle => count == 0;

    /// <summary>Index of the event that fired last.</summary>
    public int LastFired { get; private set; } = -1;

    /// <summary>Notes the signs at the start of an integration; what is positive there has not risen.</summary>
    public void Start(double t, ReadOnlySpan<double> state)
    {
        Array.Clear(isDue);
        LastFired = -1;
        system.EventFunctions(t, state, present);
    }

    /// <summary>Looks for the first root within the step last tried. True: θ is the part of the step after which the events noted as due have fired.</summary>
    public bool FindFirst(LaneView step, out double theta)
    {
        present.CopyTo(left);
        var from = 0.0;
        for (var sample = Array.IndexOf(present, double.Epsilon) >= 0 ? 0 : FirstOrdinarySample; sample < Samples.Length; sample++)
        {
            var to = Samples[sample];
            Evaluate(step, to, right);
            var first = double.PositiveInfinity;
            for (var j = 0; j < count; j++)
            {
                roots[j] = left[j] <= 0 && right[j] > 0 ? Root(step, j, from, to) : double.PositiveInfinity;
                first = Math.Min(first, roots[j]);
            }
            if (!double.IsPositiveInfinity(first))
            {
                theta = NoteDue(first);
                return true;
            }
            right.CopyTo(left);
            from = to;
        }
        theta = double.NaN;
        return false;
    }

    /// <summary>Notes the events at the first root, and returns where the last of them lies.</summary>
    private double NoteDue(double first)
    {
        var last = first;
        for (var j = 0; j < count; j++)
        {
            isDue[j] = roots[j] <= first + Simultaneity;
            if (isDue[j])
                last = Math.Max(last, roots[j]);
        }
        left.CopyTo(before);
        return last;
    }

    /// <summary>True when the event is noted as due and has not fired yet.</summary>
    public bool IsDue(int index) => isDue[index];

    /// <summary>Takes the end of a step without a root as the new present.</summary>
    public void Accept() => right.CopyTo(present);

    /// <summary>Forgets a root that was found, because the step towards it was given up.</summary>
    public void Forget() => Array.Clear(isDue);

    /// <summary>Notes the events that are due at the end of a step to a root: those found, and any other that rose on the way.</summary>
    public void Arrive(double t, ReadOnlySpan<double> state)
    {
        system.EventFunctions(t, state, present);
        for (var j = 0; j < count; j++)
            isDue[j] |= before[j] <= 0 && present[j] > 0;
    }

    /// <summary>Notes the signs before the state is changed from outside.</summary>
    public void BeforeChange(double t, ReadOnlySpan<double> state) => system.EventFunctions(t, state, before);

    /// <summary>Notes the events that a change from outside made rise.</summary>
    public void AfterChange(double t, ReadOnlySpan<double> state)
    {
        system.EventFunctions(t, state, after);
        for (var j = 0; j < count; j++)
            TakeUp(j);
    }

    /// <summary>Fires what is due, in order of index, and what that sets off. Returns the number fired, or −1 when it would not end.</summary>
    public int Fire(double t, Span<double> state)
    {
        var fired = 0;
        for (var j = Array.IndexOf(isDue, true); j >= 0; j = Array.IndexOf(isDue, true))
        {
            if (++fired > CascadeLimit)
                return -1;
            isDue[j] = false;
            LastFired = j;
            system.EventFunctions(t, state, before);
            system.ApplyEvent(j, t, state);
            system.EventFunctions(t, state, after);
            for (var other = 0; other < count; other++)
                if (other != j)
                    TakeUp(other);
            // An event can fire again only after its function fell: a value left hanging within rounding of zero counts as risen.
            present[j] = after[j] < Math.Min(before[j], 0) ? after[j] : Math.Max(after[j], double.Epsilon);
        }
        return fired;
    }

    private void TakeUp(int j)
    {
        if (after[j] == before[j])
            return;
        isDue[j] |= present[j] <= 0 && after[j] > 0;
        present[j] = after[j];
    }

    private void Evaluate(LaneView step, double theta, Span<double> g)
    {
        step.Interpolate(theta, y);
        system.EventFunctions(step.Time + theta * step.Size, y, g);
    }

    /// <summary>ITP with κ₁ = 0.2/(b − a), κ₂ = 2, n₀ = 1; returns the end of the bracket at which g is positive.</summary>
    private double Root(LaneView step, int j, double a, double b)
    {
        var (ga, gb) = (left[j], right[j]);
        var kappa = 0.2 / (b - a);
        var mostSteps = (int)Math.Ceiling(Math.Log2((b - a) / Resolution)) + 1;
        for (var k = 0; b - a > Resolution && k <= mostSteps; k++)
        {
            var middle = 0.5 * (a + b);
            var falsi = (gb * a - ga * b) / (gb - ga);
            var towardsMiddle = Math.Sign(middle - falsi);
            var shift = Math.Min(kappa * (b - a) * (b - a), Math.Abs(middle - falsi));
            var truncated = falsi + towardsMiddle * shift;
            var radius = 0.5 * Resolution * Math.Pow(2, mostSteps - k) - 0.5 * (b - a);
            var x = Math.Abs(truncated - middle) <= radius ? truncated : middle - towardsMiddle * radius;
            x = x > a && x < b ? x : middle;
            Evaluate(step, x, probe);
            if (probe[j] > 0)
                (b, gb) = (x, probe[j]);
            else
                (a, ga) = (x, probe[j]);
        }
        return b;
    }
}
