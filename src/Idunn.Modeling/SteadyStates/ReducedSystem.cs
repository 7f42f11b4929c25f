using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.SteadyStates;

/// <summary>
/// The equations of a steady state: f(y) = 0 for independent states, and for each dependent one its conserved sum, Σ cⱼ yⱼ = T, in place of a rate that follows from the others (Reder 1988, see
/// <see cref="RowDependencies"/>). Fast reactions are no part of f, so their extents keep nothing free; a state that nothing moves is a sum of its own.
/// </summary>
internal sealed class ReducedSystem
{
    private readonly HybridSystem system;
    private readonly (int State, (int State, double Coefficient)[] Terms)[] sums;
    private readonly double[] jacobian;

    public ReducedSystem(HybridModel model, HybridSystem system)
    {
        this.system = system;
        var matrix = StoichiometryMatrix.Of(model.Source);
        int[] states = [.. matrix.Species.Select(id => model.StateIds.IndexOf(id))];
        var relations = StoichiometryMatrix.Dependencies(matrix.Rows(reaction => !model.Source.Reactions[reaction].IsFast)).Relations
            .Where(relation => relation.Relation.Keys.All(row => states[row] >= 0))
            .Select(relation => (states[relation.Row], relation.Relation.Select(term => (states[term.Key], (double)term.Value)).ToArray())).ToList();
        relations.AddRange(model.Resting.Except(relations.Select(relation => relation.Item1)).Select(state => (state, new[] { (state, 1.0) })));
        sums = [.. relations];
        Free = [.. Enumerable.Range(0, Dimension).Except(sums.Select(sum => sum.State))];
        jacobian = new double[system.JacobianPattern.Count];
    }

    public int Dimension => system.Dimension;

    /// <summary>States whose rates are equations; ascending.</summary>
    public int[] Free { get; }

    public double[] SumsOf(ReadOnlySpan<double> y)
    {
        var totals = new double[sums.Length];
        for (var k = 0; k < sums.Length; k++)
            totals[k] = Sum(k, y);
        return totals;
    }

    /// <summary>Writes f and the errors of the sums. False where f is not finite.</summary>
    public bool Residual(ReadOnlySpan<double> y, double[] totals, Span<double> residual)
    {
        system.RightHandSide(0, y, residual);
        for (var k = 0; k < sums.Length; k++)
            residual[sums[k].State] = Sum(k, y) - totals[k];
        return !residual.ContainsAnyExceptInRange(double.MinValue, double.MaxValue);
    }

    /// <summary>Writes the derivatives of <see cref="Residual"/>, n × n by rows.</summary>
    public void Linearize(ReadOnlySpan<double> y, Span<double> matrix)
    {
        var n = Dimension;
        WriteJacobian(y, matrix);
        foreach (var (state, terms) in sums)
        {
            matrix.Slice(state * n, n).Clear();
            foreach (var (other, coefficient) in terms)
                matrix[state * n + other] = coefficient;
        }
    }

    /// <summary>The Jacobian on the free states, the dependent ones moving along: J_ff − J_fd L₀. By rows.</summary>
    public double[] FreeJacobian(ReadOnlySpan<double> y)
    {
        var n = Dimension;
        var full = new double[n * n];
        WriteJacobian(y, full);
        // Later relations may only name independent rows, so that one pass replaces every dependent column.
        foreach (var (state, terms) in sums)
            foreach (var (other, coefficient) in terms.Where(term => term.State != state))
                foreach (var row in Free)
                    full[row * n + other] -= coefficient * full[row * n + state];
        var result = new double[Free.Length * Free.Length];
        for (var i = 0; i < Free.Length; i++)
            for (var j = 0; j < Free.Length; j++)
                result[i * Free.Length + j] = full[Free[i] * n + Free[j]];
        return result;
    }

    private void WriteJacobian(ReadOnlySpan<double> y, Span<double> matrix)
    {
        matrix.Clear();
        system.Jacobian(0, y, jacobian);
        var pattern = system.JacobianPattern;
        for (var row = 0; row < pattern.Dimension; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                matrix[row * Dimension + pattern.Columns[k]] = jacobian[k];
    }

    private double Sum(int k, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        foreach (var (state, coefficient) in sums[k].Terms)
            sum += coefficient * y[state];
        return sum;
    }
}
