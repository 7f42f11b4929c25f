using System.Numerics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Tests.LinearAlgebra;

public sealed class EigenvaluesTests
{
    [Fact]
    public void A_rotation_that_shrinks_has_a_complex_pair_and_the_largest_real_part_comes_first()
    {
        var values = Eigenvalues.Of([-1, 2, 0, -2, -1, 0, 0, 0, -3], 3);
        Assert.Equal(3, values.Length);
        Assert.True((values[0] - new Complex(-1, 2)).Magnitude < 1e-14);
        Assert.True((values[1] - new Complex(-1, -2)).Magnitude < 1e-14);
        Assert.True((values[2] - new Complex(-3, 0)).Magnitude < 1e-14);
    }

    [Fact]
    public void What_is_not_finite_has_none() => Assert.Empty(Eigenvalues.Of([1, double.NaN, 0, 1], 2));
}
