using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>y′ = M y with a sparse M, and its solution by the matrix exponential.</summary>
public sealed class LinearSystem : OdeSystem
{
    private readonly double[,] matrix;
    private readonly double[] coefficients;

    public LinearSystem(double[,] matrix)
    {
        this.matrix = matrix;
        Dimension = matrix.GetLength(0);
        var entries = (from row in Enumerable.Range(0, Dimension) from column in Enumerable.Range(0, Dimension) where matrix[row, column] != 0 select (row, column)).ToArray();
        coefficients = [.. entries.Select(entry => matrix[entry.row, entry.column])];
        JacobianPattern = new SparsityPattern(
            Dimension, [.. Enumerable.Range(0, Dimension + 1).Select(row => entries.Count(entry => entry.row < row))], [.. entries.Select(entry => entry.column)]);
    }

    /// <summary>Compartments that pass their content on at a rate constant for each (from, to); to = −1 leaves the system.</summary>
    public static LinearSystem Compartments(int dimension, params (int From, int To, double Rate)[] flows)
    {
        var matrix = new double[dimension, dimension];
        foreach (var (from, to, rate) in flows)
        {
            matrix[from, from] -= rate;
            if (to >= 0)
                matrix[to, from] += rate;
        }
        return new LinearSystem(matrix);
    }

    public override int Dimension { get; }

    public override SparsityPattern JacobianPattern { get; }

    public override void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        for (var row = 0; row < Dimension; row++)
        {
            dydt[row] = 0;
            for (var k = JacobianPattern.RowStarts[row]; k < JacobianPattern.RowStarts[row + 1]; k++)
                dydt[row] += coefficients[k] * y[JacobianPattern.Columns[k]];
        }
    }

    public override void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values) => coefficients.CopyTo(values);

    /// <summary>exp(Mt)·y, by scaling and squaring of the Taylor series (degree 18 at ‖Mt‖∞ ≤ 1/2: remainder below 10⁻²²).</summary>
    public double[] Exact(double t, double[] y)
    {
        var norm = Enumerable.Range(0, Dimension).Max(row => Enumerable.Range(0, Dimension).Sum(column => Math.Abs(matrix[row, column] * t)));
        var squarings = Math.Max(0, (int)Math.Ceiling(Math.Log2(Math.Max(norm, 1e-300) / 0.5)));
        var scaled = Scale(matrix, t / Math.Pow(2, squarings));
        var exponential = Identity();
        for (var degree = 18; degree >= 1; degree--)
            exponential = Add(Identity(), Scale(Multiply(scaled, exponential), 1.0 / degree));
        for (var k = 0; k < squarings; k++)
            exponential = Multiply(exponential, exponential);
        return [.. Enumerable.Range(0, Dimension).Select(row => Enumerable.Range(0, Dimension).Sum(column => exponential[row, column] * y[column]))];
    }

    private double[,] Identity() => Fill((row, column) => row == column ? 1 : 0);

    private double[,] Scale(double[,] a, double factor) => Fill((row, column) => a[row, column] * factor);

    private double[,] Add(double[,] a, double[,] b) => Fill((row, column) => a[row, column] + b[row, column]);

    private double[,] Multiply(double[,] a, double[,] b) => Fill((row, column) => Enumerable.Range(0, Dimension).Sum(k => a[row, k] * b[k, column]));

    private double[,] Fill(Func<int, int, double> entry)
    {
        var result = new double[Dimension, Dimension];
        for (var row = 0; row < Dimension; row++)
            for (var column = 0; column < Dimension; column++)
                result[row, column] = entry(row, column);
        return result;
    }
}
