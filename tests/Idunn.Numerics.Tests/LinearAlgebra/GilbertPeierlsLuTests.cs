using CsCheck;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Tests.LinearAlgebra;

public class GilbertPeierlsLuTests
{
    private static readonly Gen<(SparsityPattern Pattern, double[] Values, double[] Solution)> Systems =
        from n in Gen.Int[1, 40]
        from density in Gen.Double[0.02, 0.3]
        from cells in Gen.Double[0, 1].Array[n * n]
        from magnitudes in Gen.Double[-3, 3].Array[n * n]
        from solution in Gen.Double[-1, 1].Array[n]
        select Sparse(n, density, cells, magnitudes, solution);

    /// <summary>Each equation is met to rounding of its own largest term at the size of the largest unknown, however bad the matrix is, where pivots are chosen well.</summary>
    [Fact]
    public void Residuals_are_those_of_rounding_where_the_diagonal_is_small_or_absent() => Systems.Sample(system =>
    {
        // d = 10⁻⁶ beside entries of 10⁻³ … 10³: hardly any pivot on the diagonal is of use.
        var lu = new GilbertPeierlsLu(system.Pattern, new LuPattern(system.Pattern));
        if (system.Solution.All(value => value == 0) || !lu.Factor(1e-6, system.Values))
            return;
        var b = Multiply(system.Pattern, system.Values, 1e-6, system.Solution).Product;
        double[] x = [.. b];
        lu.Solve(x);
        var product = Multiply(system.Pattern, system.Values, 1e-6, x).Product;
        var size = Multiply(system.Pattern, system.Values, 1e-6, [.. x.Select(_ => x.Max(Math.Abs))]).Size;
        var largest = Enumerable.Range(0, x.Length).Max(i => Math.Abs(product[i] - b[i]) / (size[i] + Math.Abs(b[i])));
        Assert.True(largest < 1e-9, FormattableString.Invariant($"{largest:E2}"));
    });

    [Fact]
    public void Sparse_and_dense_pivoting_solve_alike() => Systems.Sample(system =>
    {
        var d = 1 + Enumerable.Range(0, system.Solution.Length).Max(row => system.Values[system.Pattern.RowStarts[row]..system.Pattern.RowStarts[row + 1]].Sum(Math.Abs));
        PivotedLu sparse = new GilbertPeierlsLu(system.Pattern, new LuPattern(system.Pattern)), dense = new DenseLu(system.Pattern);
        Assert.True(sparse.Factor(d, system.Values) && dense.Factor(d, system.Values));
        double[] x = [.. system.Solution], y = [.. system.Solution];
        sparse.Solve(x);
        dense.Solve(y);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(y[i], x[i], 1e-12);
    });

    [Fact]
    public void Cyclic_shift_without_any_diagonal_is_solved_exactly_and_without_fill()
    {
        const int n = 200;
        // d·I − J with d = 0: every entry is (i, i + 1 mod n).
        var pattern = new SparsityPattern(n, [.. Enumerable.Range(0, n + 1)], [.. Enumerable.Range(0, n).Select(i => (i + 1) % n)]);
        var lu = new GilbertPeierlsLu(pattern, new LuPattern(pattern));
        Assert.True(lu.Factor(0, [.. Enumerable.Repeat(-2.0, n)]));
        double[] x = [.. Enumerable.Range(0, n).Select(i => (double)i)];
        lu.Solve(x);
        Assert.Equal(Enumerable.Range(0, n).Select(i => (i + n - 1) % n / 2.0), x);
        Assert.Equal(n, lu.FactorCount);
    }

    [Fact]
    public void Rows_that_differ_by_hundreds_of_orders_change_no_digit()
    {
        var pattern = SparsityPattern.Dense(3);
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8, 10];
        double[] scales = [1e-120, 1, 1e130];
        double[] plain = [1, 1, 1], scaled = [.. scales];
        var lu = new GilbertPeierlsLu(pattern, new LuPattern(pattern));
        Assert.True(lu.Factor(0, values));
        lu.Solve(plain);
        Assert.True(lu.Factor(0, [.. values.Select((value, k) => value * scales[k / 3])]));
        lu.Solve(scaled);
        for (var i = 0; i < 3; i++)
            Assert.Equal(plain[i], scaled[i], 1e-13);
    }

    [Fact]
    public void Singular_and_non_finite_matrices_are_refused()
    {
        var pattern = SparsityPattern.Dense(2);
        var lu = new GilbertPeierlsLu(pattern, new LuPattern(pattern));
        Assert.False(lu.Factor(1, [1, 0, 0, 1]));
        Assert.False(lu.Factor(0, [1, 2, 2, 4]));
        Assert.False(lu.Factor(1, [double.NaN, 0, 0, 0]));
        Assert.False(lu.Factor(double.PositiveInfinity, [0, 0, 0, 0]));
        Assert.True(lu.Factor(1, [0, 0, 0, 0]));
    }

    /// <summary>A step of several lanes solves for those too whose matrix failed: it may not meet an exception there.</summary>
    [Fact]
    public void What_was_not_factorised_is_solved_by_no_number() => Assert.All<PivotedLu>(
        [new GilbertPeierlsLu(SparsityPattern.Dense(2), new LuPattern(SparsityPattern.Dense(2))), new DenseLu(SparsityPattern.Dense(2))],
        lu =>
        {
            double[] x = [1, 2];
            Assert.False(lu.Factor(1, [1, 0, 0, 1]));
            lu.Solve(x);
            Assert.All(x, value => Assert.True(double.IsNaN(value)));
        });

    [Fact]
    public void Factorising_again_allocates_nothing() => Assert.Equal(0, Allocated());

    private static long Allocated()
    {
        const int n = 300;
        var entries = Enumerable.Range(0, n).SelectMany(i => new (int Row, int Column)[] { (i, i), (i, (i + 1) % n), (i, (i + 7) % n) }).Order().ToArray();
        var pattern = new SparsityPattern(n, [.. Enumerable.Range(0, n + 1).Select(row => entries.Count(entry => entry.Row < row))], [.. entries.Select(entry => entry.Column)]);
        double[] values = [.. Enumerable.Range(0, pattern.Count).Select(k => Math.Sin(k))], x = new double[n];
        var lu = new GilbertPeierlsLu(pattern, new LuPattern(pattern));
        Assert.True(lu.Factor(1e-3, values));
        var before = GC.GetAllocatedBytesForCurrentThread();
        lu.Factor(1e-3, values);
        lu.Solve(x);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (double[] Product, double[] Size) Multiply(SparsityPattern pattern, double[] values, double d, double[] x)
    {
        var (product, size) = (new double[x.Length], new double[x.Length]);
        for (var row = 0; row < x.Length; row++)
        {
            (product[row], size[row]) = (d * x[row], Math.Abs(d * x[row]));
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                (product[row], size[row]) = (product[row] - values[k] * x[pattern.Columns[k]], size[row] + Math.Abs(values[k] * x[pattern.Columns[k]]));
        }
        return (product, size);
    }

    private static (SparsityPattern Pattern, double[] Values, double[] Solution) Sparse(int n, double density, double[] cells, double[] magnitudes, double[] solution)
    {
        var entries = Enumerable.Range(0, n * n).Where(cell => cells[cell] < density || cell % n == (cell / n + 1) % n).ToArray();
        double[] values = [.. entries.Select(cell => (cells[cell] < density / 2 ? -1 : 1) * Math.Pow(10, magnitudes[cell]))];
        return (new SparsityPattern(n, [.. Enumerable.Range(0, n + 1).Select(row => entries.Count(cell => cell / n < row))], [.. entries.Select(cell => cell % n)]), values, solution);
    }
}
