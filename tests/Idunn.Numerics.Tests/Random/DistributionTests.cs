using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Tests.Random;

/// <summary>Known answers are mpmath's, with fifty digits (quantiles by bisection of its incomplete gamma function, counts by summation of the law).</summary>
public sealed class DistributionTests
{
    private static readonly double[] Uniforms = [1e-12, 1e-3, 0.2, 0.5, 0.7, 0.999, 1 - 1e-12];

    public static TheoryData<DistributionFamily, double, double> Families => new()
    {
        { DistributionFamily.Normal, -2, 1.5 }, { DistributionFamily.LogNormal, 1, 2 }, { DistributionFamily.Uniform, -3, 7 }, { DistributionFamily.Cauchy, 1, 2 }, { DistributionFamily.Laplace, -1, 0.3 },
        { DistributionFamily.Exponential, 2.5, 0 }, { DistributionFamily.Gamma, 0.3, 2 }, { DistributionFamily.Gamma, 2.2, 1 }, { DistributionFamily.Gamma, 5000, 0.01 }, { DistributionFamily.ChiSquare, 3.2, 0 }, { DistributionFamily.Rayleigh, 2, 0 },
        { DistributionFamily.Bernoulli, 0.23, 0 }, { DistributionFamily.Binomial, 100, 0.2 }, { DistributionFamily.Binomial, 1_000_000, 0.999 }, { DistributionFamily.Poisson, 0.01, 0 }, { DistributionFamily.Poisson, 1.5, 0 }, { DistributionFamily.Poisson, 1e7, 0 },
    };

    [Theory]
    [InlineData(0.05, 0.2, 6.1285409041012954e-15)]
    [InlineData(0.5, 1e-8, 7.8539816339744835e-17)]
    [InlineData(1, 0.3, 0.35667494393873238)]
    [InlineData(2, 0.5, 1.6783469900166607)]
    [InlineData(3.7, 1e-12, 0.0011969005574048443)]
    [InlineData(30, 0.01, 18.742425764901893)]
    [InlineData(1e4, 0.3, 9947.3192620195836)]
    public void The_incomplete_gamma_function_is_inverted_from_below(double a, double p, double expected) => Assert.Equal(1, GammaFunction.LowerInverse(a, p) / expected, 2e-13);

    [Theory]
    [InlineData(0.05, 0.2, 0.0067819975751741337)]
    [InlineData(0.5, 1e-8, 16.420626680618393)]
    [InlineData(2, 1e-40, 96.685153305187286)]
    [InlineData(30, 0.01, 44.189709450724661)]
    [InlineData(1e4, 0.3, 10052.197405331652)]
    public void The_incomplete_gamma_function_is_inverted_from_above(double a, double q, double expected) => Assert.Equal(1, GammaFunction.UpperInverse(a, q) / expected, 2e-13);

    [Theory]
    [InlineData(DistributionFamily.Binomial, 100, 0.2, 15, 0.12850551483879699, true)]
    [InlineData(DistributionFamily.Binomial, 100, 0.2, 40, 1.2921842431095534e-6, false)]
    [InlineData(DistributionFamily.Binomial, 1000, 0.3, 200, 4.9862589321573918e-13, true)]
    [InlineData(DistributionFamily.Binomial, 100, 0.01, 20, 9.5766555932197673e-22, false)]
    [InlineData(DistributionFamily.Binomial, 5, 0.9, 0, 1e-5, true)]
    [InlineData(DistributionFamily.Poisson, 37.5, 0, 20, 0.0013078402492090361, true)]
    [InlineData(DistributionFamily.Poisson, 0.01, 0, 8, 2.7310427259116946e-24, false)]
    [InlineData(DistributionFamily.Poisson, 1e6, 0, 1_005_000, 2.9188924670030269e-7, false)]
    [InlineData(DistributionFamily.Poisson, 1e8, 0, 99_960_000, 3.1644481587453624e-5, true)]
    public void Counts_have_the_probabilities_of_their_law(DistributionFamily family, double first, double second, double k, double expected, bool isBelow)
    {
        var law = Distribution.Of(family, first, second)!;
        Assert.Equal(1, (isBelow ? law.Below(k) : law.Above(k)) / expected, 1e-11);
    }

    [Theory]
    [InlineData(DistributionFamily.Normal, 0, 1, 8, double.PositiveInfinity, 0.25, 8.03534703595483)]
    [InlineData(DistributionFamily.Normal, 0, 1, -1, 0.5, 0.25, -0.54796765632215948)]
    [InlineData(DistributionFamily.LogNormal, 1, 2, 1, 10, 0.7, 4.811247040413088)]
    [InlineData(DistributionFamily.Cauchy, 1, 2, 1.1, 10, 0.7, 3.865712819735781)]
    [InlineData(DistributionFamily.Gamma, 2, 3, 10, 100, 0.7, 14.50443279483546)]
    [InlineData(DistributionFamily.Gamma, 2, 3, 300, double.PositiveInfinity, 0.7, 303.64781976302545)]
    [InlineData(DistributionFamily.Rayleigh, 2, 0, 3, 5, 0.7, 4.0541745297402585)]
    [InlineData(DistributionFamily.Laplace, 0, 2, -1, 3, 0.7, 1.1094438651426141)]
    [InlineData(DistributionFamily.ChiSquare, 3.2, 0, double.NegativeInfinity, double.PositiveInfinity, 0.7, 3.9103809673641161)]
    public void A_draw_between_bounds_divides_what_lies_between_them_far_out_in_a_tail_too(DistributionFamily family, double first, double second, double lower, double upper, double u, double expected) =>
        Assert.Equal(1, Distribution.Of(family, first, second)!.Draw(u, lower, upper) / expected, 1e-12);

    /// <summary>The least number that has at least as much below it, from either end.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void A_draw_is_where_the_law_passes_the_uniform_number(DistributionFamily family, double first, double second)
    {
        var law = Distribution.Of(family, first, second)!;
        var isOfCounts = family is DistributionFamily.Bernoulli or DistributionFamily.Binomial or DistributionFamily.Poisson;
        foreach (var u in Uniforms)
        {
            var x = law.Draw(u);
            if (isOfCounts)
            {
                Assert.Equal(Math.Floor(x), x);
                // Twelve digits, and one number on either side for what lies between them.
                Assert.True(law.Below(x) >= u * (1 - 1e-11) && law.Above(x) <= (1 - u) * (1 + 1e-4), $"{u}: {x}");
                Assert.True(x == 0 || law.Below(x - 1) < u * (1 + 1e-11), $"{u}: {x}");
            }
            else
            {
                // Twelve digits, as far as x itself has them.
                Assert.Equal(1, u <= 0.5 ? law.Below(x) / u : law.Above(x) / (1 - u), 5e-12 + 1e-15 / Math.Min(u, 1 - u) * (family == DistributionFamily.Uniform ? 1 : 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Draws_rise_with_the_uniform_number_and_keep_within_bounds(DistributionFamily family, double first, double second)
    {
        var law = Distribution.Of(family, first, second)!;
        var (lower, upper) = (law.Draw(0.6), law.Draw(0.9));
        var (last, lastWithin) = (double.NegativeInfinity, double.NegativeInfinity);
        for (var i = 1; i < 2000; i++)
        {
            var (x, within) = (law.Draw(i / 2000.0), law.Draw(i / 2000.0, lower, upper));
            Assert.True(x >= last && within >= lastWithin && within >= lower && within <= upper, $"{i}: {x}, {within}");
            (last, lastWithin) = (x, within);
        }
    }

    [Fact]
    public void What_is_no_distribution_and_what_has_nothing_between_its_bounds_gives_no_number()
    {
        Assert.Null(Distribution.Of(DistributionFamily.Normal, 0, -1));
        Assert.Null(Distribution.Of(DistributionFamily.Normal, double.NaN, 1));
        Assert.Null(Distribution.Of(DistributionFamily.Uniform, 1, 0));
        Assert.Null(Distribution.Of(DistributionFamily.Binomial, 2.5, 0.5));
        Assert.Null(Distribution.Of(DistributionFamily.Binomial, 10, 1.1));
        Assert.Null(Distribution.Of(DistributionFamily.Exponential, 0, 0));
        Assert.Null(Distribution.Of(DistributionFamily.Poisson, 1e9, 0));
        Assert.True(double.IsNaN(Distribution.Of(DistributionFamily.Normal, 0, 1)!.Draw(0.5, 3, 2)));
        Assert.True(double.IsNaN(Distribution.Of(DistributionFamily.Rayleigh, 1, 0)!.Draw(0.5, -3, -2)));
        Assert.True(double.IsNaN(Distribution.Of(DistributionFamily.Poisson, 1, 0)!.Draw(0.5, 1.2, 1.8)));
        Assert.Equal(3, Distribution.Of(DistributionFamily.Normal, 3, 0)!.Draw(0.2));
        Assert.Equal(0, Distribution.Of(DistributionFamily.Poisson, 0, 0)!.Draw(0.999));
        Assert.Equal(7, Distribution.Of(DistributionFamily.Binomial, 7, 1)!.Draw(0.001));
    }
}
