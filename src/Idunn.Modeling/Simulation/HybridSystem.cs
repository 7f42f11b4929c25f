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
    private const int MostIterations = 50;

    /// <summary>Tried in turn where the search for z fails from where it is.</summary>
    private static readonly double[] Guesses = [1, 0.1, 10, -1, 0, 100];

    private readonly HybridModel model;
    private readonly int n, m, q;
    private readonly double[] scratch, hoisted, extended, past, atStart, z, residual, rateGradients, residualGradients, delays, delayed, changes, absorbed, lastDelays;
    private readonly double[] residualJacobian;
    private readonly DenseLu? solver;
    private readonly DrawnParameters? drawn;

    public HybridSystem(HybridModel model)
    {
        this.model = model;
        (n, m, q) = (model.StateCount, model.SolvedCount, model.DelayCount);
        scratch = new double[model.ScratchLength];
        hoisted = [.. model.Hoisted];
        (extended, past, atStart) = (new double[model.Width], new double[model.Width], new double[model.Width]);
        (z, residual, residualJacobian) = (new double[m], new double[m], new double[m * m]);
        (rateGradients, residualGradients) = (new double[model.RateEntries.Length], new double[model.ResidualEntries.Length]);
        (delays, delayed, changes, absorbed, lastDelays) = (new double[q], new double[q], new double[q], new double[n], new double[q]);
        solver = m > 0 ? new DenseLu(SparsityPattern.Dense(m)) : null;
        drawn = model.IsRandom ? new DrawnParameters(model.Prologue, model.Parameters.Length, model.Draws) : null;
        Past = new History(model.Width);
    }

    public override int Dimension => n;

    public override SparsityPattern JacobianPattern => model.JacobianPattern;

    public override bool IsAutonomous => model.IsAutonomous;

    /// <summary>Time at which the simulation starts: before it, everything is as it is there.</summary>
    public double Start { get; private set; }

    public History Past { get; }

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
        Start = start;
        Past.Clear();
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
            extended.CopyTo(atStart.AsSpan());
            if (m == model.FastCount || values.AsSpan(0, n).Contains(double.NaN) && round > 0)
                break;
            if (!Relax(start))
                return false;
            extended.AsSpan(n + m - model.FastCount, model.FastCount).Clear();
            var moved = 0.0;
            for (var i = 0; i < m; i++)
                moved = Math.Max(moved, Math.Abs(extended[n + i] - atStart[n + i]) / (1 + Math.Abs(atStart[n + i])));
            if (moved < 1e-13 && round > 0 || round > 100)
                break;
        }
        extended.CopyTo(atStart.AsSpan());
        values.AsSpan(0, n).CopyTo(y);
        return true;
    }

    /// <summary>Takes a state for the start of a new course: before it, everything is as it is here.</summary>
    public void BeginAgain(double start, ReadOnlySpan<double> y)
    {
        Complete(start, y);
        extended.CopyTo(atStart.AsSpan());
        Start = start;
        Past.Clear();
    }

    /// <summary>Completes a state at a discrete instant: fast reactions run from where they are to their equilibrium, and the state takes up what they did.</summary>
    public bool Settle(double t, Span<double> y)
    {
        y[..n].CopyTo(extended);
        if (model.FastCount == 0)
            return Complete(t, y);
        Absorb(t, y);
        if (!Relax(t))
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
            ReadDelays(t);
            if (m > 0 && !Solve(t))
                return false;
            if (q == 0 || m == 0)
                return true;
            model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
            if (delays.AsSpan().SequenceEqual(lastDelays))
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

    /// <summary>
    /// Pseudo-transient continuation (Kelley, C. T. &amp; Keyes, D. E. (1998), Convergence analysis of pseudo-transient continuation, SIAM Journal on Numerical Analysis 35): implicit Euler steps of growing
    /// length through the fast reactions alone, so that the equilibrium found is the one they run to. Algebraic rules hold at each step.
    /// </summary>
    private bool Relax(double t)
    {
        var f = model.FastCount;
        ReadDelays(t);
        if (f == 0)
            return Solve(t);
        var length = double.NaN;
        for (var k = 0; k < 500; k++)
        {
            model.Residuals.Run(t, extended, hoisted, scratch, residual);
            if (residual.AsSpan().Contains(double.NaN))
                return false;
            Linearize(t, fixesDead: false);
            if (double.IsNaN(length))
                length = 0.1 / (residualJacobian.Max(Math.Abs) + 1e-30 + residual.Max(Math.Abs));
            for (var row = 0; row < f; row++)
                for (var column = 0; column < f; column++)
                    residualJacobian[(m - f + row) * m + m - f + column] -= model.FastPace[row * f + column] / length;
            if (!solver!.Factor(0, residualJacobian))
                return false;
            solver.Solve(residual);
            var change = 0.0;
            for (var i = 0; i < m; i++)
            {
                change = Math.Max(change, Math.Abs(residual[i]) / (Math.Abs(extended[n + i]) + 1e-8));
                extended[n + i] += residual[i];
            }
            if (!double.IsFinite(change))
                return false;
            if (change < 1e-14 && k > 20)
                return true;
            length *= 1.6;
        }
        return true;
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
        var (slopes, isSolved) = SolvedSlopes(t);
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
        DelayChanges(t);
        model.RateGradients.Run(t, extended, hoisted, scratch, rateGradients);
        var (slopes, isSolved) = m == 0 ? ([], false) : SolvedSlopes(t);
        for (var k = 0; k < rateGradients.Length; k++)
        {
            var (row, variable) = model.RateEntries[k];
            if (variable == Dynamics.TimeVariable)
                dfdt[row] += rateGradients[k];
            else if (variable >= n + m)
                dfdt[row] += rateGradients[k] * changes[variable - n - m];
            else if (variable >= n && isSolved)
                dfdt[row] += rateGradients[k] * slopes[(variable - n) * (n + 1) + n];
        }
    }

    /// <summary>∂z/∂y and, in the last column, ∂z/∂t, by the implicit function theorem: −g_z⁻¹ g_y. m rows of n + 1.</summary>
    private (double[] Slopes, bool IsSolved) SolvedSlopes(double t)
    {
        var slopes = new double[m * (n + 1)];
        Linearize(t);
        if (!solver!.Factor(0, residualJacobian))
            return (slopes, false);
        for (var k = 0; k < residualGradients.Length; k++)
        {
            var (row, variable) = model.ResidualEntries[k];
            if (variable < n)
                slopes[row * (n + 1) + variable] += residualGradients[k];
            else if (variable == Dynamics.TimeVariable)
                slopes[row * (n + 1) + n] += residualGradients[k];
            else if (variable >= n + m)
                slopes[row * (n + 1) + n] += residualGradients[k] * changes[variable - n - m];
        }
        for (var column = 0; column <= n; column++)
        {
            for (var row = 0; row < m; row++)
                z[row] = slopes[row * (n + 1) + column];
            // The factors are those of g_z with its sign turned, since a solver of (d·I − J) was given J = g_z.
            solver.Solve(z);
            for (var row = 0; row < m; row++)
                slopes[row * (n + 1) + column] = z[row];
        }
        return (slopes, true);
    }

    /// <param name="fixesDead">A fast reaction that nothing drives, at rate 0 whatever the extent, keeps its extent.</param>
    private void Linearize(double t, bool fixesDead = true)
    {
        model.ResidualGradients.Run(t, extended, hoisted, scratch, residualGradients);
        residualJacobian.AsSpan().Clear();
        for (var k = 0; k < residualGradients.Length; k++)
        {
            var (row, variable) = model.ResidualEntries[k];
            if (variable >= n && variable < n + m)
                residualJacobian[row * m + variable - n] += residualGradients[k];
        }
        for (var row = m - model.FastCount; row < m && fixesDead; row++)
            if (!residualJacobian.AsSpan(row * m, m).ContainsAnyExcept(0.0))
            {
                residualJacobian[row * m + row] = 1;
                residual[row] = 0;
            }
    }

    private bool Solve(double t)
    {
        extended.AsSpan(n, m).CopyTo(z);
        Span<double> from = stackalloc double[Math.Min(m, 64)];
        var keeps = m <= 64;
        if (keeps)
            z.CopyTo(from);
        if (Newton(t))
            return true;
        foreach (var guess in Guesses)
        {
            extended.AsSpan(n, m).Fill(guess);
            if (Newton(t))
                return true;
        }
        if (keeps)
            from.CopyTo(extended.AsSpan(n, m));
        return false;
    }

    private bool Newton(double t)
    {
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            model.Residuals.Run(t, extended, hoisted, scratch, residual);
            Linearize(t);
            if (residual.AsSpan().Contains(double.NaN) || !solver!.Factor(0, residualJacobian))
                return iteration > 0 && IsZero(residual);
            solver.Solve(residual);
            var change = 0.0;
            for (var i = 0; i < m; i++)
            {
                var before = extended[n + i];
                extended[n + i] = before + residual[i];
                if (!double.IsFinite(extended[n + i]))
                    return false;
                change = Math.Max(change, Math.Abs(residual[i]) / (Math.Abs(before) + 1e-8));
            }
            if (change < 1e-13 || (iteration > 20 && change < 1e-10))
                return true;
        }
        return false;
    }

    private static bool IsZero(double[] values) => Array.TrueForAll(values, value => value == 0);

    private void ReadDelays(double t)
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
                delayed[i] = ReadDelay(i, t, delays[i]);
            delayed.CopyTo(extended.AsSpan(n + m));
        }
    }

    private double ReadDelay(int index, double t, double delay)
    {
        Span<double> value = stackalloc double[1];
        var time = t - delay;
        // A delay is meant to the last digit: what happens at τ is seen at τ + delay.
        if (Math.Abs(time - Math.Round(time, 12)) < 1e-14 * Math.Max(1, Math.Abs(t)))
            time = Math.Round(time, 12);
        if (!(delay > 0))
            extended.CopyTo(past.AsSpan());
        else if (time < Start)
        {
            model.DelayArgumentsBefore[index].Run(time, atStart, hoisted, scratch, value);
            return value[0];
        }
        else if (!Past.TryRead(time, past))
            atStart.CopyTo(past.AsSpan());
        model.DelayArguments[index].Run(delay > 0 ? time : t, past, hoisted, scratch, value);
        return value[0];
    }

    private void DelayChanges(double t)
    {
        if (q == 0)
            return;
        model.DelayTimes.Run(t, extended, hoisted, scratch, delays);
        for (var i = 0; i < q; i++)
        {
            var step = Math.Min(1e-6 * Math.Max(1, Math.Abs(t)), 0.25 * Math.Max(delays[i], 1e-12));
            var (before, now) = (ReadDelay(i, t, delays[i]), ReadDelay(i, t + step, delays[i]));
            changes[i] = delays[i] > 0 ? (now - before) / step : 0;
        }
    }

    /// <summary>The shortest of the present delays that is above zero; infinity when there is none.</summary>
    public double ShortestDelay(double t)
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

    public ReadOnlySpan<double> CurrentDelays => delays;
}
