using CsCheck;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Tests.LinearAlgebra;

public sealed class RationalTests
{
    [Theory]
    [InlineData(0.1, "1/10")]
    [InlineData(-2.5, "-5/2")]
    [InlineData(1e-20, "1/100000000000000000000")]
    [InlineData(6e23, "600000000000000000000000")]
    [InlineData(0, "0")]
    public void A_number_is_the_fraction_that_a_person_would_write(double value, string fraction) => Assert.Equal(fraction, Rational.Of(value).ToString());

    [Fact]
    public void Every_finite_number_comes_back_from_its_fraction() =>
        Gen.Double[-1e12, 1e12].Sample(value => Assert.Equal(value, (double)Rational.Of(value), 1e-15 * Math.Abs(value)));

    [Fact]
    public void A_fraction_is_in_lowest_terms_and_obeys_the_laws_of_a_field()
    {
        var fraction = Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 50], (a, b) => new Rational(a, b));
        Gen.Select(fraction, fraction, fraction).Sample((a, b, c) =>
        {
            Assert.Equal(a * (b + c), a * b + a * c);
            Assert.True((a - a).IsZero);
            if (!b.IsZero)
                Assert.Equal(a, a / b * b);
        });
        Assert.Equal(new Rational(1, -2), new Rational(-3, 6));
        Assert.Equal(0, default(Rational));
    }

    [Fact]
    public void What_is_no_fraction_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.Of(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rational.Of(double.PositiveInfinity));
        Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));
    }
}
