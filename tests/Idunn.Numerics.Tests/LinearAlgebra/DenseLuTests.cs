using CsCheck;
using Idunn.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Idunn.Numerics.Tests.LinearAlgebra;

/// <summary>A is given as d·I − J with d = 0, so that J = −A.</summary>
public class DenseLuTests
{
    private static readonly Gen<double[,]> Matrices = Gen.Int[1, 40].SelectMany(n => Gen.Double[-1, 1].Array2D[n, n]);

    [Fact]
    public void Rows_of_the_matrix_are_those_of_L_times_U_to_rounding() => Matrices.Sample(matrix =>
    {
        var n = matrix.GetLength(0);
        var lu = new DenseLu(SparsityPattern.Dense(n));
        if (!lu.Factor(0, Negative(matrix)))
            return;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var (product, size) = (0.0, 0.0);
                for (var k = 0; k <= Math.Min(i, j); k++)
                {
                    var term = (k == i ? 1 : lu[i, k]) * lu[k, j];
                    (product, size) = (product + term, size + Math.Abs(term));
                }
                Assert.True(Math.Abs(product - matrix[lu.Rows[i], j]) <= 2 * n * 2.2e-16 * size, FormattableString.Invariant($"{product} for {matrix[lu.Rows[i], j]}"));
            }
    });

    /// <summary>No entry of L is above 2: of 1 would be a pivot that is the largest to the last bit, and rows are compared by a power of two near their largest.</summary>
    [Fact]
    public void Pivots_are_among_the_largest_of_their_scaled_columns() => Matrices.Sample(matrix =>
    {
        var n = matrix.GetLength(0);
        var lu = new DenseLu(SparsityPattern.Dense(n));
        if (!lu.Factor(0, Negative(matrix)))
            return;
        double Largest(int row) => Enumerable.Range(0, n).Max(j => Math.Abs(matrix[row, j]));
        for (var k = 0; k < n; k++)
            for (var i = k + 1; i < n; i++)
                Assert.InRange(Math.Abs(lu[i, k]) * Largest(lu.Rows[k]) / Largest(lu.Rows[i]), 0, 2 + 1e-12);
    });

    /// <summary>What makes the bits independent of blocks and of the processor's vectors: each entry is a chain of fused multiply–adds in the order of its columns, as it is here.</summary>
    [Theory, InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(16), InlineData(31), InlineData(64), InlineData(83), InlineData(130)]
    public void Factors_and_solutions_are_those_of_three_plain_loops_to_the_bit(int n)
    {
        var matrix = Pseudorandom(n, 3);
        var lu = Factored(matrix);
        var plain = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                plain[i, j] = matrix[lu.Rows[i], j];
        var reciprocal = new double[n];
        for (var k = 0; k < n; k++)
        {
            reciprocal[k] = 1 / plain[k, k];
            for (var i = k + 1; i < n; i++)
            {
                plain[i, k] *= reciprocal[k];
                for (var j = k + 1; j < n; j++)
                    plain[i, j] = Math.FusedMultiplyAdd(-plain[i, k], plain[k, j], plain[i, j]);
            }
        }
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                Assert.Equal(plain[i, j], lu[i, j]);

        double[] b = [.. Enumerable.Range(0, n).Select(i => Math.Sin(i))], x = [.. Enumerable.Range(0, n).Select(r => b[lu.Rows[r]])];
        for (var k = 0; k < n; k++)
            for (var i = k + 1; i < n; i++)
                x[i] = Math.FusedMultiplyAdd(-plain[i, k], x[k], x[i]);
        for (var k = n - 1; k >= 0; k--)
        {
            x[k] *= reciprocal[k];
            for (var i = 0; i < k; i++)
                x[i] = Math.FusedMultiplyAdd(-plain[i, k], x[k], x[i]);
        }
        lu.Solve(b);
        Assert.Equal(x, b);
    }

    [Theory, InlineData(5), InlineData(40), InlineData(150)]
    public void Solutions_are_those_of_MathNet(int n)
    {
        var matrix = Pseudorandom(n, 7);
        double[] b = [.. Enumerable.Range(0, n).Select(i => Math.Cos(i))], x = [.. b];
        Factored(matrix).Solve(x);
        var expected = DenseMatrix.OfArray(matrix).LU().Solve(DenseVector.OfArray(b));
        for (var i = 0; i < n; i++)
            Assert.Equal(expected[i], x[i], 1e-10 * expected.InfinityNorm());
    }

    /// <summary>The inverse of the Hilbert matrix is of whole numbers (Choi, M.-D. (1983), Tricks or treats with the Hilbert matrix, American Mathematical Monthly 90, 301–312): its first column is
    /// (−1)ⁱ n (n + i)! / ((i + 1) (i!)² (n − i − 1)!) / (i + 1) with i from 0. Eight rows: condition number 1.5·10¹⁰.</summary>
    [Fact]
    public void Hilberts_matrix_is_inverted_to_the_digits_that_its_condition_leaves()
    {
        const int n = 8;
        var hilbert = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                hilbert[i, j] = 1.0 / (i + j + 1);
        double[] x = [1, 0, 0, 0, 0, 0, 0, 0];
        Factored(hilbert).Solve(x);
        double[] inverse = [64, -2016, 20160, -92400, 221760, -288288, 192192, -51480];
        for (var i = 0; i < n; i++)
            Assert.Equal(1, x[i] / inverse[i], 1.5e10 * 2.2e-16 * n);
    }

    /// <summary>Wilkinson's example: 1 on the diagonal and in the last column, −1 below; its last pivot is 2ⁿ⁻¹ with partial pivoting, which leaves every row where it is.</summary>
    [Theory, InlineData(10), InlineData(50)]
    public void Wilkinsons_matrix_grows_as_it_is_known_to(int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                matrix[i, j] = j == n - 1 || i == j ? 1 : i > j ? -1 : 0;
        var lu = Factored(matrix);
        Assert.Equal(Math.Pow(2, n - 1), lu[n - 1, n - 1]);
        Assert.Equal(Enumerable.Range(0, n), lu.Rows.ToArray());
    }

    /// <summary>Multiplying rows by powers of two, from 2⁻⁵⁰⁰ to 2⁵⁰⁰, is exact and changes no choice.</summary>
    [Fact]
    public void Rows_graded_over_three_hundred_orders_change_no_bit()
    {
        const int n = 21;
        var (matrix, graded) = (Pseudorandom(n, 11), new double[n, n]);
        double[] plain = [.. Enumerable.Range(0, n).Select(i => Math.Sin(i))], scaled = new double[n];
        for (var i = 0; i < n; i++)
        {
            var exponent = 50 * (i % 21 - 10);
            scaled[i] = Math.ScaleB(plain[i], exponent);
            for (var j = 0; j < n; j++)
                graded[i, j] = Math.ScaleB(matrix[i, j], exponent);
        }
        var (one, other) = (Factored(matrix), Factored(graded));
        Assert.Equal(one.Rows.ToArray(), other.Rows.ToArray());
        one.Solve(plain);
        other.Solve(scaled);
        Assert.Equal(plain, scaled);
    }

    [Fact]
    public void A_singular_matrix_names_the_column_that_has_no_pivot_and_the_next_is_factorised_as_if_nothing_were()
    {
        const int n = 20;
        var lu = new DenseLu(SparsityPattern.Dense(n));
        var matrix = Pseudorandom(n, 5);
        Assert.True(lu.Factor(0, Negative(matrix)));
        double[] expected = [.. Enumerable.Repeat(1.0, n)], x = [.. expected];
        lu.Solve(expected);
        foreach (var column in (int[])[0, 7, 8, 19])
        {
            var singular = (double[,])matrix.Clone();
            for (var i = 0; i < n; i++)
                singular[i, column] = 0;
            Assert.False(lu.Factor(0, Negative(singular)));
            Assert.Equal(column, lu.SingularColumn);
            singular[3, column] = double.NaN;
            Assert.False(lu.Factor(0, Negative(singular)));
            singular[3, column] = double.PositiveInfinity;
            Assert.False(lu.Factor(0, Negative(singular)));
            Assert.True(lu.Factor(0, Negative(matrix)));
            Assert.Equal(-1, lu.SingularColumn);
            Array.Fill(x, 1);
            lu.Solve(x);
            Assert.Equal(expected, x);
        }
        Assert.False(new DenseLu(SparsityPattern.Dense(2)).Factor(1, [1, 0, 0, 1]));
        Assert.False(new DenseLu(SparsityPattern.Dense(2)).Factor(0, [1, 2, 2, 4]));
        Assert.False(new DenseLu(SparsityPattern.Dense(2)).Factor(double.PositiveInfinity, [0, 0, 0, 0]));
    }

    [Fact]
    public void Diagonal_and_missing_entries_are_those_of_the_pattern()
    {
        // 3·I − J with J = [[1, 0], [2, 0]]: [[2, 0], [−2, 3]].
        var lu = new DenseLu(new SparsityPattern(2, [0, 1, 2], [0, 0]));
        double[] x = [4, 2];
        Assert.True(lu.Factor(3, [1, 2]));
        lu.Solve(x);
        Assert.Equal([2.0, 2.0], x);
    }

    [Fact]
    public void Arrays_that_are_too_short_are_refused()
    {
        var lu = new DenseLu(SparsityPattern.Dense(3));
        Assert.Throws<ArgumentException>(() => lu.Factor(1, new double[8]));
        Assert.True(lu.Factor(1, new double[9]));
        Assert.ThrowsAny<Exception>(() => lu.Solve(new double[2]));
    }

    [Fact]
    public void Factorising_and_solving_allocate_nothing()
    {
        var lu = new DenseLu(SparsityPattern.Dense(30));
        double[] values = Negative(Pseudorandom(30, 1)), x = new double[30];
        lu.Factor(1, values);
        lu.Solve(x);
        var before = GC.GetAllocatedBytesForCurrentThread();
        lu.Factor(1, values);
        lu.Solve(x);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Full matrices, and with few entries missing, are factorised densely; bands and chains sparsely.</summary>
    [Theory, InlineData(100, 99, true), InlineData(100, 40, true), InlineData(100, 3, false), InlineData(8, 7, true), InlineData(12, 1, false), InlineData(400, 10, false)]
    public void The_cheaper_factorisation_is_taken(int n, int width, bool isDense)
    {
        var pattern = new SparsityPattern(
            n,
            [.. Enumerable.Range(0, n + 1).Select(row => Enumerable.Range(0, row).Sum(r => Math.Min(n - 1, r + width) - Math.Max(0, r - width) + 1))],
            [.. Enumerable.Range(0, n).SelectMany(row => Enumerable.Range(0, n).Where(column => Math.Abs(row - column) <= width))]);
        Assert.Equal(isDense, ShiftedLu.For(pattern) is DenseLu);
    }

    private static DenseLu Factored(double[,] matrix)
    {
        var lu = new DenseLu(SparsityPattern.Dense(matrix.GetLength(0)));
        Assert.True(lu.Factor(0, Negative(matrix)));
        return lu;
    }

    private static double[] Negative(double[,] matrix) => [.. matrix.Cast<double>().Select(value => -value)];

    private static double[,] Pseudorandom(int n, int seed)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                matrix[i, j] = (Math.Sin(12.9898 * i + 78.233 * j + seed) * 43758.5453 % 1) * Math.Pow(10, i % 3);
        return matrix;
    }
}
