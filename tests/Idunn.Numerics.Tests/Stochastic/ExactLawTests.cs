using Idunn.Numerics.Random;
using Idunn.Numerics.Stochastic;

namespace Idunn.Numerics.Tests.Stochastic;

/// <summary>Laws that are known in closed form or from the chemical master equation. Seeds are fixed; a bound is one that a right simulator passes 999 times in 1,000 seeds.</summary>
public class ExactLawTests(ITestOutputHelper log)
{
    private const double Bound = 3.1;

    /// <summary>From 0: Poisson of mean (k/γ)(1 − e^(−γt)) at every time (van Kampen, N. G., Stochastic Processes in Physics and Chemistry).</summary>
    [Theory]
    [InlineData(ReactionMethod.Direct)]
    [InlineData(ReactionMethod.NextReaction)]
    public void Immigration_and_death_is_Poisson_at_every_time(ReactionMethod method)
    {
        const double birth = 5, death = 0.5;
        foreach (var t in new[] { 0.2, 1, 4, 30 })
        {
            var mean = birth / death * (1 - Math.Exp(-death * t));
            var ends = Networks.Ends(() => Networks.ImmigrationDeath(birth, death), new() { Method = method }, Networks.Problem(t, [0], t), 20_000);
            Report($"t = {t}", mean, mean, ends, k => Math.Exp(Poisson.LogProbability(k, mean)));
        }
    }

    /// <summary>From one: P(0) = α, P(k) = (1 − α)(1 − β)βᵏ⁻¹, α = μ(E − 1)/(λE − μ), β = λ(E − 1)/(λE − μ), E = e^((λ−μ)t) (Kendall, D. G. (1948), On the generalized "birth-and-death" process).</summary>
    [Theory]
    [InlineData(ReactionMethod.Direct, 1.0, 0.6)]
    [InlineData(ReactionMethod.NextReaction, 1.0, 0.6)]
    [InlineData(ReactionMethod.NextReaction, 0.4, 1.1)]
    [InlineData(ReactionMethod.Direct, 1.0, 0.0)]
    public void Birth_and_death_is_geometric_beside_extinction(ReactionMethod method, double birth, double death)
    {
        const double t = 1.5;
        var e = Math.Exp((birth - death) * t);
        var (alpha, beta) = (death * (e - 1) / (birth * e - death), birth * (e - 1) / (birth * e - death));
        var variance = (birth + death) / (birth - death) * e * (e - 1);
        var ends = Networks.Ends(() => Networks.BirthDeath(birth, death), new() { Method = method }, Networks.Problem(t, [1], t), 20_000);
        Report($"λ = {birth}, μ = {death}", e, variance, ends, k => k == 0 ? alpha : (1 - alpha) * (1 - beta) * Math.Pow(beta, k - 1));
    }

    [Theory]
    [InlineData(ReactionMethod.Direct)]
    [InlineData(ReactionMethod.NextReaction)]
    public void Dimerisation_follows_the_chemical_master_equation(ReactionMethod method)
    {
        const int dimers = 30;
        foreach (var t in new[] { 2.0, 20 })
        {
            // States are numbers of dimers, from 0 to all.
            var law = MasterEquation.Solve(dimers + 1, t, k => 0.005 * (2 * (dimers - k)) * (2 * (dimers - k) - 1) / 2, k => 0.08 * k);
            var ends = Networks.Ends(() => Networks.Dimerisation(0.005, 0.08), new() { Method = method }, Networks.Problem(t, [2 * dimers, 0], t), 20_000, state: 1);
            var mean = law.Select((p, k) => p * k).Sum();
            Report($"t = {t}", mean, law.Select((p, k) => p * (k - mean) * (k - mean)).Sum(), ends, k => k < law.Length ? law[k] : 0);
        }
    }

    [Fact]
    public void Both_methods_agree_in_law()
    {
        var problem = Networks.Problem(25, [1, 0, 0, 0], 25);
        double[][] proteins = [.. new[] { ReactionMethod.Direct, ReactionMethod.NextReaction }.Select(method => Networks.Ends(Networks.Gene, new() { Method = method }, problem, 10_000, state: 3))];
        var agreement = Goodness.OfAgreement(proteins[0], proteins[1]);
        log.WriteLine(FormattableString.Invariant($"means {proteins[0].Average():F3} and {proteins[1].Average():F3}, χ² as a normal number {agreement:F2}"));
        Assert.InRange(agreement, -Bound, Bound);
    }

    /// <summary>The test must see a wrong law: one per cent off in the mean of 10.</summary>
    [Fact]
    public void A_law_that_is_a_little_off_is_seen()
    {
        var ends = Networks.Ends(() => Networks.ImmigrationDeath(5, 0.5), new(), Networks.Problem(20, [0], 20), 60_000);
        Assert.InRange(Goodness.OfFit(ends, k => Math.Exp(Poisson.LogProbability(k, 10 * (1 - Math.Exp(-10))))), -Bound, Bound);
        Assert.True(Goodness.OfFit(ends, k => Math.Exp(Poisson.LogProbability(k, 10.1))) > Bound);
    }

    private void Report(string what, double mean, double variance, double[] values, Func<int, double> probability)
    {
        var fit = Goodness.OfFit(values, probability);
        var (itsMean, itsVariance) = (values.Average(), Networks.Variance(values));
        var fourth = values.Average(value => Math.Pow(value - itsMean, 4));
        log.WriteLine(FormattableString.Invariant($"{what}: mean {itsMean:F3} of {mean:F3}, variance {itsVariance:F3} of {variance:F3}, χ² as a normal number {fit:F2}"));
        Assert.InRange((itsMean - mean) / Math.Sqrt(variance / values.Length), -3.3, 3.3);
        Assert.InRange((itsVariance - variance) / Math.Sqrt((fourth - itsVariance * itsVariance) / values.Length), -3.5, 3.5);
        Assert.InRange(fit, -Bound, Bound);
    }
}
