using Idunn.Modeling.Compilation;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// The continuous part of a hybrid model: y′ = f(t, y, z, w) with 0 = g(t, y, z, w) solved for z by Newton's method whenever f is asked for (the state-space form of an index-1 DAE: Hairer, E. &amp; Wanner, G.,
/// Solving Ordinary Differential Equations II, 2nd ed., VI.1), and delayed values w read from the past. One thread uses it at a time.
/// </summary>
internal sealed class HybridSystem : OdeSystem
{
    private readonly HybridModel model;
    private readonly int n, m;
    private readonly double[] scratch, hoisted, extended, before, rateGradients, absorbed;
    private readonly SolvedVariables solved;
    private readonly DelayedValues delayed;
    private readonly DrawnParameters? drawn;

    public HybridSystem(HybridModel model)
    {
        this.model = model;
        (n, m) = (model.StateCount, model.SolvedCount);
        scratch = new double[model.ScratchLength];
        hoisted = [.. model.Hoisted];
        (extended, before, rateGradients, absorbed) = (new double[model.Width], new double[m], new double[model.RateEntries.Length], new double[n]);
        delayed = new DelayedValues(model, extended, hoisted, scratch);
        solved = new SolvedVariables(model, extended, hoisted, scratch, delayed);
        drawn = model.IsRandom ? new DrawnParameters(model.Prologue, model.Parameters.Length, model.Draws) : null;
    }

    public override int Dimension => n;

    public override SparsityPattern JacobianPattern => model.JacobianPattern;

    public override bool IsAutonomous => model.IsAutonomous;

    public History Past => delayed.Past;

    public override string NameOf(int state) => model.StateIds[state];

    /// <summary>Makes the draws of the start; without it what is drawn is not a number. The same seed and subject give the same draws.</summary>
    public void Draw(ulong seed, ulong subject)
    {
        if (drawn is null)
            return;
        drawn.Begin(seed, subject);
        drawn.Set(model.Parameters.AsSpan(), hoisted, scratch);
        drawn.Draw(model.StartDraws, 0, extended, hoisted, scratch);
    }

    /// <summary>Writes the state at the start, before fast reactions. False when no consistent one is found.</summary>
    public bool Initialize(double start, Span<double> y)
    {
        delayed.Begin(start);
        var values = new double[n + m];
        extended.AsSpan(0, n).Clear();
        extended.AsSpan(n).Fill(1);
        extended.AsSpan(n + m - model.FastCount, model.FastCount).Clear();
        model.Initial.Run(start, extended, hoisted, scratch, values);
        for (var i = 0; i < m; i++)
            if (double.IsFinite(values[n + i]))
                extended[n + i] = values[n + i];
        // Initial values may depend on what is solved for, and the other way round.
        for (var round = 0; ; round++)
        {
            model.Initial.Run(start, extended, hoisted, scratch, values);
            values.AsSpan(0, n).CopyTo(extended);
            delayed.Hold();
            extended.AsSpan(n, m).CopyTo(before);
            if (m == model.FastCount || values.AsSpan(0, n).Contains(double.NaN) && round > 0)
                break;
            if (!solved.Relax(start))
                return false;
            extended.AsSpan(n + m - model.FastCount, model.FastCount).Clear();
            var moved = 0.0;
            for (var i = 0; i < m; i++)
                moved = Math.Max(moved, Math.Abs(extended[n + i] - before[i]) / (1 + Math.Abs(before[i])));
            if (moved < 1e-13 && round > 0 || round > 100)
                break;
        }
        delayed.Hold();
        values.AsSpan(0, n).CopyTo(y);
        return true;
    }

    /// <summary>Takes a state for the start of a new course: before it, everything is as it is here.</summary>
    public void BeginAgain(double start, ReadOnlySpan<double> y)
    {
        Complete(start, y);
        delayed.Begin(start);
    }

    /// <summary>Completes a state at a discrete instant: fast reactions run from where they are to their equilibrium, and the state takes up what they did.</summary>
    public bool Settle(double t, Span<double> y)
    {
        y[..n].CopyTo(extended);
        if (model.FastCount == 0)
            return Complete(t, y);
        Absorb(t, y);
        if (!solved.Relax(t))
            return false;
        Absorb(t, y);
        return true;
    }

    private void Absorb(double t, Span<double> y)
    {
        model.Amounts.Run(t, extended, hoisted, scratch, absorbed);
        absorbed.CopyTo(extended.AsSpan());
        absorbed.CopyTo(y);
        extended.AsSpan(n + m - model.FastCount, model.FastCount).Clear();
    }

    /// <summary>The extended state at (t, y): solved and with delayed values. What it was solved to before is where the search begins. False when it cannot be solved.</summary>
    public bool Complete(double t, ReadOnlySpan<double> y)
    {
        y[..n].CopyTo(extended);
        // Delays may depend on what is solved for.
        for (var pass = 0; pass < 20; pass++)
        {
            delayed.Read(t);
            if (m > 0 && !solved.Solve(t))
                return false;
            if (m == 0 || delayed.AreRead(t))
                return true;
        }
        return true;
    }

    /// <summary>Writes the dense output of a step. What no rate moves stays as it is to the last bit, so that comparisons of it do.</summary>
    public void Interpolate(SingleStep step, double time, Span<double> y)
    {
        step.Interpolate((time - step.Time) / step.Size, y);
        foreach (var state in model.Resting)
            y[state] = step.Start[state];
    }

    /// <summary>As last completed.</summary>
    public Span<double> Extended => extended;

    public void Run(Kernel kernel, double t, Span<double> outputs) => kernel.Run(t, extended, hoisted, scratch, outputs);

    /// <summary>Makes the draws of the formulas before they are computed.</summary>
    public void Run(DrawingKernel drawing, double t, Span<double> outputs)
    {
        if (!drawing.Draws.IsEmpty)
            drawn!.Draw(drawing.Draws, t, extended, hoisted, scratch);
        Run(drawing.Kernel, t, outputs);
    }

    public override void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        if (Complete(t, y))
            model.Rates.Run(t, extended, hoisted, scratch, dydt);
        else
            dydt.Fill(double.NaN);
    }

    public override void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values)
    {
        if (!Complete(t, y))
        {
            values.Fill(double.NaN);
            return;
        }
        model.RateGradients.Run(t, extended, hoisted, scratch, rateGradients);
        if (m == 0)
        {
            var next = 0;
            for (var k = 0; k < rateGradients.Length; k++)
                if (model.RateEntries[k].Variable < n)
                    values[next++] = rateGradients[k];
            return;
        }
        values.Clear();
        var (slopes, isSolved) = solved.Slopes(t);
        for (var k = 0; k < rateGradients.Length; k++)
        {
            var (row, variable) = model.RateEntries[k];
            if (variable < n)
                values[row * n + variable] += rateGradients[k];
            else if (variable < n + m && isSolved)
                for (var column = 0; column < n; column++)
                    values[row * n + column] += rateGradients[k] * slopes[(variable - n) * (n + 1) + column];
        }
    }

    public override void TimeDerivative(double t, ReadOnlySpan<double> y, Span<double> dfdt)
    {
        dfdt.Clear();
        if (!Complete(t, y))
        {
            dfdt.Fill(double.NaN);
            return;
        }
        delayed.ReadChanges(t);
        model.RateGradients.Run(t, extended, hoisted, scratch, rateGradients);
        var (slopes, isSolved) = m == 0 ? ([], false) : solved.Slopes(t);
        for (var k = 0; k < rateGradients.Length; k++)
        {
            var (row, variable) = model.RateEntries[k];
            if (variable == Dynamics.TimeVariable)
                dfdt[row] += rateGradients[k];
            else if (variable >= n + m)
                dfdt[row] += rateGradients[k] * delayed.Changes[variable - n - m];
            else if (variable >= n && isSolved)
                dfdt[row] += rateGradients[k] * slopes[(variable - n) * (n + 1) + n];
        }
    }

    /// <summary>The shortest of the present delays that is above zero; infinity when there is none.</summary>
    public double ShortestDelay(double t) => delayed.Shortest(t);

    public ReadOnlySpan<double> CurrentDelays => delayed.Current;
}
