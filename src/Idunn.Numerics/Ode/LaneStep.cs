using System.Collections.Immutable;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one method through all lanes of a system at once, each lane with its own time and step size: tries a step from the present states, and where it is accepted moves there. Knows
/// nothing of schedules, outputs and events: a <see cref="LaneCourse"/> owns time. No lane's numbers enter another's.
/// </summary>
public abstract unsafe class LaneStep
{
    private readonly AlignedMemory lanes = new(3 * LaneArithmetic.Vector);
    private readonly int[] rateCounts;
    private readonly (int Index, double Rate)[] rates;
    private int rateTotal;

    private protected LaneStep(LaneSystem system, double relativeTolerance)
    {
        (System, Relative) = (system, relativeTolerance);
        (N, Width) = (system.Dimension, system.Width);
        AllTimes = lanes.Pointer;
        AllSizes = AllTimes + LaneArithmetic.Vector;
        AllErrors = AllSizes + LaneArithmetic.Vector;
        new Span<double>(AllSizes, LaneArithmetic.Vector).Fill(1);
        (rateCounts, rates) = (new int[Width], new (int, double)[N * Width]);
        (Evaluated, Factored, Pivoted) = (new long[Width], new long[Width], new long[Width]);
    }

    /// <summary>Time at which each lane's step starts.</summary>
    public Span<double> Times => lanes.Span[..Width];

    /// <summary>Size of each lane's step.</summary>
    public Span<double> Sizes => lanes.Span.Slice(LaneArithmetic.Vector, Width);

    /// <summary>Root-mean-square error of each lane's last step in units of the tolerance; infinite where no solution of the step's equations was found.</summary>
    public ReadOnlySpan<double> Errors => lanes.Span.Slice(2 * LaneArithmetic.Vector, Width);

    /// <summary>Lanes that have a subject; the others compute without a meaning.</summary>
    public LaneSet Active { get; set; }

    /// <summary>Lanes in which the end of the last step, or the state they were restarted from, and the derivative there were finite.</summary>
    public LaneSet Finite { get; private protected set; }

    /// <summary>Lanes whose courses have turned out to be stiff for a method that is not made for that.</summary>
    public LaneSet Stiff { get; private protected set; }

    /// <summary>Steps tried, of all lanes at once.</summary>
    public long Tries { get; private protected set; }

    /// <summary>Who chooses step sizes.</summary>
    public abstract StepControl Control { get; }

    public long RightHandSides(int lane) => Evaluated[lane] + Tries * EvaluationsPerTry;

    public long Factorizations(int lane) => Factored[lane] + Tries * FactorizationsPerTry;

    /// <summary>Factorisations that needed partial pivoting.</summary>
    public long PivotFallbacks(int lane) => Pivoted[lane];

    public abstract void ReadState(int lane, Span<double> y);

    public abstract void ReadEnd(int lane, Span<double> y);

    public abstract void ReadError(int lane, Span<double> e);

    public abstract void ReadDerivative(int lane, Span<double> dydt);

    public abstract void WriteState(int lane, ReadOnlySpan<double> y);

    /// <summary>Computes the derivative at the start of some lanes' next step, after their states were changed, and whether both are finite. A method with a memory forgets it.</summary>
    public abstract void Restart(LaneSet restarted);

    /// <summary>Tries a step of each lane's size.</summary>
    public abstract void Try();

    /// <summary>Moves lanes to the end of their step; their new times have been set.</summary>
    public abstract void Accept(LaneSet accepted);

    /// <summary>Writes some states of the dense output of one lane's step last tried and not yet accepted, at its time + θ·size, 0 ≤ θ ≤ 1.</summary>
    /// <param name="states">Which; default: all.</param>
    public abstract void Interpolate(int lane, double theta, ImmutableArray<int> states, Span<double> y);

    /// <summary>The same for several lanes at once, each with its θ. What is written of other lanes means nothing.</summary>
    /// <param name="theta">Eight numbers.</param>
    /// <param name="y">As many numbers as states in all lanes, lanes innermost, rounded up to whole vectors.</param>
    internal abstract void Interpolate(double* theta, ImmutableArray<int> states, double* y);

    /// <summary>What was not finite in a lane's step last tried: a state, or −1 when the linear system was singular.</summary>
    public abstract int Culprit(int lane);

    /// <summary>A new course begins in a lane: whatever is counted through a whole course begins anew.</summary>
    public virtual void Forget(int lane) { }

    /// <summary>Constant rates added to a lane's derivative from now on.</summary>
    public void SetRates(int lane, ReadOnlySpan<double> values)
    {
        rateTotal -= rateCounts[lane];
        rateCounts[lane] = 0;
        for (var i = 0; i < N; i++)
            if (values[i] != 0)
                rates[lane * N + rateCounts[lane]++] = (i, values[i]);
        rateTotal += rateCounts[lane];
    }

    /// <summary>One lane's f(t, y) with its inputs, for any t and y. False when a component is not finite; then the first such.</summary>
    public bool Derivative(int lane, double t, ReadOnlySpan<double> y, Span<double> dydt, out int culprit)
    {
        Evaluated[lane]++;
        System.Subject(lane).RightHandSide(t, y, dydt);
        for (var k = 0; k < rateCounts[lane]; k++)
            dydt[rates[lane * N + k].Index] += rates[lane * N + k].Rate;
        return FirstNotFinite(dydt, out culprit);
    }

    public static bool FirstNotFinite(ReadOnlySpan<double> values, out int culprit)
    {
        culprit = 0;
        while (culprit < values.Length && double.IsFinite(values[culprit]))
            culprit++;
        if (culprit < values.Length)
            return false;
        culprit = -1;
        return true;
    }

    private protected LaneSystem System { get; }

    /// <summary>Number of states.</summary>
    private protected int N { get; }

    private protected int Width { get; }

    private protected double Relative { get; }

    /// <summary>Times, sizes and errors as vectors of eight lanes. Valid while this object is reachable.</summary>
    internal double* AllTimes { get; }

    internal double* AllSizes { get; }

    internal double* AllErrors { get; }

    private protected int EvaluationsPerTry { get; init; }

    private protected int FactorizationsPerTry { get; init; }

    /// <summary>Right-hand sides beside those of each try.</summary>
    private protected long[] Evaluated { get; }

    private protected long[] Factored { get; }

    private protected long[] Pivoted { get; }

    /// <summary>Adds each lane's inputs to derivatives over lanes.</summary>
    private protected void AddRates(double* f)
    {
        if (rateTotal == 0)
            return;
        for (var lane = 0; lane < Width; lane++)
            for (var k = 0; k < rateCounts[lane]; k++)
                f[rates[lane * N + k].Index * Width + lane] += rates[lane * N + k].Rate;
    }
}
