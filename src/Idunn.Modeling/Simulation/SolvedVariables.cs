using Idunn.Modeling.Compilation;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// What a hybrid model solves for: variables z of algebraic rules and extents of fast reactions with 0 = g(t, y, z, w), by Newton's method from where the last search ended. One thread uses it at a
/// time.
/// </summary>
/// <param name="extended">The extended state, in which z stands behind the states.</param>
internal sealed class SolvedVariables(HybridModel model, double[] extended, double[] hoisted, double[] scratch, DelayedValues delayed)
{
    private const int MostIterations = 50;

    /// <summary>Tried in turn where the search for z fails from where it is.</summary>
    private static readonly double[] Guesses = [1, 0.1, 10, -1, 0, 100];

    private readonly int n = model.StateCount, m = model.SolvedCount;
    private readonly double[] z = new double[model.SolvedCount], residual = new double[model.SolvedCount], residualJacobian = new double[model.SolvedCount * model.SolvedCount];
    private readonly double[] residualGradients = new double[model.ResidualEntries.Length];
    private readonly DenseLu? solver = model.SolvedCount > 0 ? new DenseLu(SparsityPattern.Dense(model.SolvedCount)) : null;

    /// <summary>Solves for z at (t, y). False when that fails, also from other guesses.</summary>
    public bool Solve(double t)
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

    /// <summary>
    /// Pseudo-transient continuation (Kelley, C. T. &amp; Keyes, D. E. (1998), Convergence analysis of pseudo-transient continuation, SIAM Journal on Numerical Analysis 35): implicit Euler steps of growing
    /// length through the fast reactions alone, so that the equilibrium found is the one they run to. Algebraic rules hold at each step.
    /// </summary>
    public bool Relax(double t)
    {
        var f = model.FastCount;
        delayed.Read(t);
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

    /// <summary>∂z/∂y and, in the last column, ∂z/∂t, by the implicit function theorem: −g_z⁻¹ g_y. m rows of n + 1.</summary>
    public (double[] Slopes, bool IsSolved) Slopes(double t)
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
                slopes[row * (n + 1) + n] += residualGradients[k] * delayed.Changes[variable - n - m];
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
}
