using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

public sealed class DensityTests
{
    [Theory]
    [InlineData("cauchy", 3, 5)]
    [InlineData("chisquare", 4, double.NaN)]
    [InlineData("chisquare", 1.5, double.NaN)]
    [InlineData("exponential", 3, double.NaN)]
    [InlineData("gamma", 3, 5)]
    [InlineData("laplace", 3, 5)]
    [InlineData("log-laplace", 1, 0.5)]
    [InlineData("log-normal", 1, 2)]
    [InlineData("log-uniform", 3, 5)]
    [InlineData("normal", 4, 2)]
    [InlineData("rayleigh", 3, double.NaN)]
    [InlineData("uniform", 2, 8)]
    public void Priors_cut_off_at_bounds_have_the_mass_one(string distribution, double first, double second)
    {
        foreach (var (low, high) in new[] { (0.5, 10.0), (4.0, 4.8), (3.2, 4.9) })
        {
            var prior = new PriorDensity(new Prior(distribution, double.IsNaN(second) ? [first] : [first, second]), low, high);
            const int cells = 100_000;
            var mass = Enumerable.Range(0, cells).Sum(i => Math.Exp(prior.LogDensity(low + (high - low) * (i + 0.5) / cells))) * (high - low) / cells;
            Assert.Equal(1, mass, 1e-4);
            Assert.Equal(double.NegativeInfinity, prior.LogDensity(high + 1));
        }
    }

    [Fact]
    public void A_normal_prior_cut_off_far_in_its_tail_keeps_its_digits()
    {
        // Beyond b the tail of a standard normal number is nearly exponential: π(b) = φ(b)/Q(b) = b + 1/b − 2/b³ + 10/b⁵ − …, the reciprocal of Mills' ratio by DLMF 7.12.1.
        var density = Math.Exp(new PriorDensity(new Prior("normal", [0, 1]), 20, double.PositiveInfinity).LogDensity(20));
        Assert.Equal(20 + 1 / 20.0 - 2 / 8e3 + 10 / 3.2e6, density, 1e-7);
    }

    [Theory]
    [InlineData(PetabScale.Linear, false)]
    [InlineData(PetabScale.Linear, true)]
    [InlineData(PetabScale.Log, false)]
    [InlineData(PetabScale.Log, true)]
    [InlineData(PetabScale.Log10, false)]
    [InlineData(PetabScale.Log10, true)]
    public void Noise_has_the_mass_one_and_the_simulation_as_its_median(PetabScale scale, bool isLaplace)
    {
        var noise = new NoiseModel(scale, isLaplace);
        double Mass(double from, double to, int cells) => Enumerable.Range(0, cells).Sum(i => Math.Exp(noise.LogDensity(from + (to - from) * (i + 0.5) / cells, 2, 0.1))) * (to - from) / cells;
        Assert.Equal(0.5, Mass(1e-9, 2, 200_000), 1e-5);
        Assert.Equal(0.5, Mass(2, 42, 2_000_000), 1e-5);
    }

    [Fact]
    public void Without_a_positive_noise_there_is_no_likelihood() => Assert.Equal(double.NaN, new NoiseModel(PetabScale.Linear, false).LogDensity(1, 1, 0));
}
