using CsCheck;
using Idunn.Numerics.Statistics;
using MathNet.Numerics.Distributions;

namespace Idunn.Numerics.Tests.Statistics;

public class StandardNormalTests
{
    /// <summary>Values printed with the algorithm, Applied Statistics 37, 477–484 (1988).</summary>
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Quantiles_equal_the_published_ones(double p, double z) => Assert.Equal(z, StandardNormal.Quantile(p), 1e-14);

    [Fact]
    public void Quantiles_invert_the_distribution_function() => Gen.Double[-300, -0.01].Sample(exponent =>
    {
        var p = Math.Pow(10, exponent);
        var z = StandardNormal.Quantile(p);
        // Near z the distribution function falls by the factor 1 + |z|·δ over δ: twelve digits of p are fewer of z.
        if (exponent > -100)
            Assert.Equal(1, Normal.CDF(0, 1, z) / p, 1e-9);
        Assert.True(z < StandardNormal.Quantile(Math.Min(0.999, p * 1.01)));
    });

    [Fact]
    public void Quantiles_are_symmetric_about_a_half() => Gen.Int[1, (1 << 30) - 1].Sample(k =>
        Assert.Equal(-StandardNormal.Quantile(k / (double)(1 << 30)), StandardNormal.Quantile(1 - k / (double)(1 << 30)), 0.0));

    [Fact]
    public void Ends_are_infinite_and_the_outside_is_not_a_number()
    {
        Assert.Equal(double.NegativeInfinity, StandardNormal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, StandardNormal.Quantile(1));
        Assert.Equal(double.NaN, StandardNormal.Quantile(1.5));
        Assert.Equal(double.NaN, StandardNormal.Quantile(double.NaN));
    }
}
