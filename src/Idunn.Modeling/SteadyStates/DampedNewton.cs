using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.SteadyStates;

/// <summary>
/// Newton's method with the natural monotonicity test: a step is halved until the simplified correction of its end, by the same factors, is shorter than the step's own (Deuflhard, P. (2004), Newton Methods for Nonlinear Problems,
/// Springer, 3.3). Lengths are relative to each state's size, so that units do not matter. A state that starts at 0 or above may not go below it.
/// </summary>
internal sealed class DampedNewton
{
    private const int MostIterations = 60;
    private const double SmallestDamping = 1.0 / (1 << 14);
    private const double Accuracy = 1e-11;

    private readonly ReducedSystem equations;
    private readonly bool[] mayBeNegative;
    private readonly double[] matrix, residual, correction, simplified, trial;
    private readonly DenseLu factors;

    /// <param name="mayBeNegative">By state.</param>
    public DampedNewton(ReducedSystem equations, bool[] mayBeNegative)
    {
        (this.equations, this.mayBeNegative) = (equations, mayBeNegative);
        var n = equations.Dimension;
        (matrix, residual, correction, simplified, trial) = (new double[n * n], new double[n], new double[n], new double[n], new double[n]);
        factors = new DenseLu(SparsityPattern.Dense(n));
    }

    /// <summary>Searches from <paramref name="y"/>, which becomes what it found. False when it did not converge.</summary>
    /// <param name="totals">The conserved sums.</param>
    /// <param name="least">The size below which differences in a state do not matter, by state.</param>
    public bool Solve(double[] y, double[] totals, double[] least)
    {
        var damping = 1.0;
        if (!equations.Residual(y, totals, residual))
            return false;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            equations.Linearize(y, matrix);
            // The factors are those of the matrix with its sign turned: what they solve is the correction itself.
            if (matrix.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue) || !factors.Factor(0, matrix))
                return false;
            residual.CopyTo(correction, 0);
            factors.Solve(correction);
            var length = Length(correction, y, least);
            if (!double.IsFinite(length))
                return false;
            damping = Math.Min(1, 4 * damping);
            while (!Try(y, totals, least, damping, length))
                if ((damping /= 2) < SmallestDamping)
                    return length < Accuracy * 1e3;
            trial.CopyTo(y, 0);
            if (length < Accuracy && damping == 1)
                return true;
        }
        return false;
    }

    /// <summary>A damped step; leaves the residual at its end.</summary>
    private bool Try(double[] y, double[] totals, double[] least, double damping, double length)
    {
        for (var i = 0; i < y.Length; i++)
        {
            trial[i] = y[i] + damping * correction[i];
            // A step to below zero ends on the way there; what is within the accuracy of 0 is 0.
            if (trial[i] < 0 && !mayBeNegative[i])
                trial[i] = y[i] > least[i] ? 0.1 * y[i] : 0;
        }
        if (!equations.Residual(trial, totals, residual))
            return false;
        residual.CopyTo(simplified, 0);
        factors.Solve(simplified);
        return length < Accuracy || Length(simplified, y, least) <= (1 - damping / 4) * length;
    }

    private static double Length(double[] step, double[] y, double[] least)
    {
        var longest = 0.0;
        for (var i = 0; i < step.Length; i++)
        {
            var share = Math.Abs(step[i]) / (Math.Abs(y[i]) + least[i]);
            if (!(share <= longest))
                longest = share;
        }
        return longest;
    }
}
