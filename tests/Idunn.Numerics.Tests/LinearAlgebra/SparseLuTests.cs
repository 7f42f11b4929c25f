using CsCheck;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Tests.LinearAlgebra;

public class SparseLuTests
{
    private static readonly Gen<(SparsityPattern Pattern, double[] Values, double[] Right)> Systems =
        from n in Gen.Int[1, 30]
        from density in Gen.Double[0, 0.4]
        from cells in Gen.Double[0, 1].Array[n * n]
        from magnitudes in Gen.Double[-2, 2].Array[n * n]
        from right in Gen.Double[-1, 1].Array[n]
        select Sparse(n, density, cells, magnitudes, right);

    [Fact]
    public void Sparse_and_dense_factorisations_solve_alike() => Systems.Sample(system =>
    {
        // Row sums of |J| are below d, so that diagonal pivots are safe and both answers can be held against the equations.
        var d = 1 + MaximumRowSum(system.Pattern, system.Values);
        var (sparse, dense) = (new SparseLu(system.Pattern), new DenseLu(system.Pattern));
        Assert.True(sparse.Factor(d, system.Values) && dense.Factor(d, system.Values));
        Assert.Equal(0, sparse.PivotFallbacks);
        double[] x = [.. system.Right], y = [.. system.Right];
        sparse.Solve(x);
        dense.Solve(y);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(y[i], x[i], 1e-13);
    });

    [Fact]
    public void Solutions_satisfy_the_equations_also_where_diagonal_pivots_fail() => Systems.Sample(system =>
    {
        // d = 10⁻³ beside entries of 10⁻² … 10²: pivots on the diagonal are often useless.
        var lu = new SparseLu(system.Pattern);
        if (!lu.Factor(1e-3, system.Values))
            return;
        double[] x = [.. system.Right];
        lu.Solve(x);
        var (pattern, n) = (system.Pattern, system.Pattern.Dimension);
        for (var row = 0; row < n; row++)
        {
            var (left, size) = (1e-3 * x[row], Math.Abs(1e-3 * x[row]) + Math.Abs(system.Right[row]));
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
            {
                left -= system.Values[k] * x[pattern.Columns[k]];
                size += Math.Abs(system.Values[k] * x[pattern.Columns[k]]);
            }
            var largest = x.Max(Math.Abs) * 100;
            Assert.True(Math.Abs(left - system.Right[row]) <= 1e-6 * Math.Max(size, largest), FormattableString.Invariant($"{left} for {system.Right[row]}"));
        }
    });

    [Fact]
    public void Arrow_matrix_fills_nothing_when_its_hub_goes_last()
    {
        const int n = 50;
        var entries = Enumerable.Range(0, n).SelectMany(i => new[] { (0, i), (i, 0), (i, i) }).Distinct().Order().ToArray();
        var pattern = Pattern(n, entries);
        Assert.Equal(entries.Length, new SparseLu(pattern).FactorCount);
        Assert.Equal(0, new MarkowitzOrdering(pattern).Order[^2..].Min());
    }

    [Fact]
    public void Zero_pivot_goes_to_partial_pivoting_and_is_counted()
    {
        // d·I − J = [[0, −1], [−1, 0]] with d = 1.
        var lu = new SparseLu(SparsityPattern.Dense(2));
        Assert.True(lu.Factor(1, [1, 1, 1, 1]));
        double[] x = [3, 5];
        lu.Solve(x);
        Assert.Equal([-5, -3], x);
        Assert.Equal(1, lu.PivotFallbacks);
        Assert.True(lu.Factor(4, [1, 1, 1, 1]));
        Assert.Equal(1, lu.PivotFallbacks);
    }

    [Fact]
    public void Tiny_pivot_that_would_wipe_out_the_others_goes_to_partial_pivoting()
    {
        // [[10⁻¹², −1], [−1, 1]]: without pivoting the lower right corner drowns.
        var lu = new SparseLu(SparsityPattern.Dense(2));
        Assert.True(lu.Factor(1, [1 - 1e-12, 1, 1, 0]));
        double[] x = [1, 2];
        lu.Solve(x);
        Assert.Equal(-3, x[0], 1e-9);
        Assert.Equal(-1, x[1], 1e-9);
        Assert.Equal(1, lu.PivotFallbacks);
    }

    [Fact]
    public void Singular_and_non_finite_matrices_are_refused()
    {
        var lu = new SparseLu(SparsityPattern.Dense(2));
        Assert.False(lu.Factor(1, [1, 0, 0, 1]));
        Assert.False(lu.Factor(1, [double.NaN, 0, 0, 0]));
        Assert.False(lu.Factor(double.PositiveInfinity, [0, 0, 0, 0]));
    }

    [Fact]
    public void Arrays_that_are_too_short_are_refused()
    {
        var lu = new SparseLu(SparsityPattern.Dense(2));
        Assert.Throws<ArgumentException>(() => lu.Factor(1, [0, 0, 0]));
        Assert.True(lu.Factor(1, [0, 0, 0, 0]));
        Assert.ThrowsAny<Exception>(() => lu.Solve(new double[1]));
    }

    [Fact]
    public void Scaling_rows_and_columns_apart_by_twenty_orders_changes_no_decision()
    {
        // Exchange between a species of 10¹⁰ and one of 10⁻¹⁰.
        var lu = new SparseLu(SparsityPattern.Dense(2));
        Assert.True(lu.Factor(2, [-1, 1e20, 1e-20, -1]));
        double[] x = [1e10, 1e-10];
        lu.Solve(x);
        Assert.Equal(0, lu.PivotFallbacks);
        Assert.Equal(0.5, x[0] / 1e10, 1e-14);
        Assert.Equal(0.5, x[1] / 1e-10, 1e-14);
    }

    /// <summary>Diffusion on a square: rows that fill up are factorised and solved in stretches of neighbouring columns.</summary>
    [Theory, InlineData(12, false), InlineData(30, true)]
    public void What_fills_much_is_solved_like_a_full_matrix(int side, bool isTabular)
    {
        var n = side * side;
        var entries = Enumerable.Range(0, n).SelectMany(i => new[] { i, (i / side * side) + (i + 1) % side, (i / side * side) + (i + side - 1) % side, (i + side) % n, (i + n - side) % n }.Order().Select(j => (i, j))).ToArray();
        var pattern = Pattern(n, entries);
        double[] values = [.. entries.Select((entry, k) => entry.i == entry.j ? -4 - Math.Sin(k) : 1 + 0.3 * Math.Cos(k))], x = [.. Enumerable.Range(0, n).Select(i => Math.Sin(0.1 * i))], y = [.. x];
        var factors = new LuPattern(pattern);
        Assert.Equal(isTabular, factors.IsTabular);
        Assert.True(!isTabular || (factors.UpperStretches.Length > 0 && factors.LowerStretches.Length > 0));
        var (sparse, dense) = (new SparseLu(pattern, factors), new DenseLu(pattern));
        Assert.True(sparse.Factor(2, values) && dense.Factor(2, values));
        Assert.Equal(0, sparse.PivotFallbacks);
        sparse.Solve(x);
        dense.Solve(y);
        for (var i = 0; i < n; i++)
            Assert.Equal(y[i], x[i], 1e-13);
    }

    private static double MaximumRowSum(SparsityPattern pattern, double[] values)
    {
        var largest = 0.0;
        for (var row = 0; row < pattern.Dimension; row++)
            largest = Math.Max(largest, values[pattern.RowStarts[row]..pattern.RowStarts[row + 1]].Sum(Math.Abs));
        return largest;
    }

    private static (SparsityPattern Pattern, double[] Values, double[] Right) Sparse(int n, double density, double[] cells, double[] magnitudes, double[] right)
    {
        var entries = Enumerable.Range(0, n * n).Where(cell => cells[cell] < density).ToArray();
        double[] values = [.. entries.Select(cell => (cells[cell] < density / 2 ? -1 : 1) * Math.Pow(10, magnitudes[cell]))];
        return (Pattern(n, [.. entries.Select(cell => (cell / n, cell % n))]), values, right);
    }

    private static SparsityPattern Pattern(int n, (int Row, int Column)[] entries) => new(
        n, [.. Enumerable.Range(0, n + 1).Select(row => entries.Count(entry => entry.Row < row))], [.. entries.Select(entry => entry.Column)]);
}
