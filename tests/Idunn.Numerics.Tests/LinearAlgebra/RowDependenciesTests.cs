using CsCheck;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Tests.LinearAlgebra;

public sealed class RowDependenciesTests
{
    [Fact]
    public void Relations_and_independent_rows_make_up_all_rows_and_the_relations_hold()
    {
        Gen.Int[-2, 2].Array[6].Array[1, 9].Sample(matrix =>
        {
            var found = Of(matrix);
            Assert.Equal(matrix.Length, found.Independent.Count + found.Relations.Count);
            Assert.Equal(Enumerable.Range(0, matrix.Length), found.Independent.Concat(found.Relations.Select(relation => relation.Row)).Order());
            foreach (var (row, relation) in found.Relations)
            {
                Assert.Equal(1, relation[row]);
                Assert.Subset(found.Independent.Append(row).ToHashSet(), relation.Keys.ToHashSet());
                for (var column = 0; column < 6; column++)
                    Assert.True(relation.Aggregate((Rational)0, (sum, term) => sum + term.Value * matrix[term.Key][column]).IsZero);
            }
        });
    }

    [Fact]
    public void The_rank_is_that_of_the_singular_values()
    {
        Gen.Int[-2, 2].Array[5].Array[1, 8].Sample(matrix =>
            Assert.Equal(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfRowArrays(matrix.Select(row => row.Select(value => (double)value).ToArray())).Rank(), Of(matrix).Independent.Count));
    }

    private static RowDependencies Of(int[][] matrix) => RowDependencies.Of([.. matrix.Select(row => (IReadOnlyDictionary<int, Rational>)row.Select((value, column) => (column, value)).ToDictionary(entry => entry.column, entry => (Rational)entry.value))]);
}
