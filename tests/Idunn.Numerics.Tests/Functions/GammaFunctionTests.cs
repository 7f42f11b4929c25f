using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Tests.Functions;

public sealed class GammaFunctionTests
{
    [Theory]
    [InlineData(0.5, 0.57236494292470008707)] // ln √π
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0.69314718055994530942)]
    [InlineData(5.5, 3.9578139676187162939)] // Γ(11/2) = 945 √π / 32
    [InlineData(171, 706.57306224578734715)] // 170!
    public void The_logarithm_of_gamma_is_known_where_gamma_is(double x, double expected) => Assert.Equal(expected, GammaFunction.Log(x), 2e-14 * Math.Max(1, expected));

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.9)]
    [InlineData(7)]
    [InlineData(40)]
    public void Its_incomplete_forms_are_sums_of_exponentials_for_whole_numbers(double x)
    {
        // DLMF 8.4.8 and 8.4.10: Q(n, x) = e⁻ˣ Σ xᵏ/k!, k < n.
        var (term, sum) = (1.0, 0.0);
        for (var n = 1; n <= 6; n++)
        {
            sum += term;
            term *= x / n;
            Assert.Equal(1, GammaFunction.Upper(n, x) / (Math.Exp(-x) * sum), 1e-13);
            Assert.Equal(1 - Math.Exp(-x) * sum, GammaFunction.Lower(n, x), 1e-14);
        }
    }

    [Theory]
    [InlineData(-10, 7.6198530241605260660e-24)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.84134474606854294859)]
    public void The_normal_probability_keeps_its_digits_in_the_tail(double z, double expected) => Assert.Equal(1, GammaFunction.NormalBelow(z) / expected, 2e-13);

    [Fact]
    public void Outside_their_domain_they_are_limits_or_no_numbers()
    {
        Assert.Equal(double.NaN, GammaFunction.Log(-1.5));
        Assert.Equal((0, 1), (GammaFunction.Lower(2, 0), GammaFunction.Upper(2, 0)));
        Assert.Equal((1, 0), (GammaFunction.Lower(2, double.PositiveInfinity), GammaFunction.Upper(2, double.PositiveInfinity)));
    }
}
