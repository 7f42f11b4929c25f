using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;

namespace Idunn.Numerics.Tests.Stochastic;

public class TauLeapingTests(ITestOutputHelper log)
{
    private const double On = 0.00005, Off = 0.05, End = 2;
    private const int Dimers = 5000, First = 500;

    private static ReactionOptions Leaping(double epsilon) => new() { Method = ReactionMethod.TauLeaping, Epsilon = epsilon };

    /// <summary>
    /// Weak order 1 in ε (Rathinam, M., Petzold, L. R., Cao, Y. &amp; Gillespie, D. T. (2005), Consistency and stability of tau-leaping schemes for chemical reaction systems, Multiscale Modeling
    /// &amp; Simulation 4, 867–895): the error of the mean, against the chemical master equation, halves with ε.
    /// </summary>
    [Fact]
    public void Error_of_the_mean_shrinks_in_proportion_to_epsilon()
    {
        const int courses = 20_000;
        var law = Law();
        var mean = law.Select((p, k) => p * k).Sum();
        double[] epsilons = [0.16, 0.08, 0.04];
        var errors = new double[3];
        for (var i = 0; i < 3; i++)
        {
            var ends = Networks.Ends(() => Networks.Dimerisation(On, Off), Leaping(epsilons[i]), Problem(), courses, state: 1);
            errors[i] = ends.Average() - mean;
            log.WriteLine(FormattableString.Invariant($"ε = {epsilons[i]}: {errors[i]:F3} ± {Math.Sqrt(Networks.Variance(ends) / courses):F3} of {mean:F3}"));
        }
        var order = Math.Log2(errors[0] / errors[2]) / 2;
        log.WriteLine(FormattableString.Invariant($"order {order:F2}"));
        Assert.InRange(order, 0.75, 1.3);
    }

    [Fact]
    public void A_small_epsilon_gives_the_law_of_the_exact_methods()
    {
        var law = Law();
        var mean = law.Select((p, k) => p * k).Sum();
        var variance = law.Select((p, k) => p * (k - mean) * (k - mean)).Sum();
        var ends = Networks.Ends(() => Networks.Dimerisation(On, Off), Leaping(0.01), Problem(), 4000, state: 1);
        log.WriteLine(FormattableString.Invariant($"mean {ends.Average():F3} of {mean:F3}, variance {Networks.Variance(ends):F2} of {variance:F2}"));
        Assert.Equal(mean, ends.Average(), 0.005 * mean);
        Assert.Equal(variance, Networks.Variance(ends), 0.1 * variance);
    }

    /// <summary>What leaping is for: ten million firings in less than a thousandth of the steps, and within ε.</summary>
    [Fact]
    public void Large_counts_take_few_leaps()
    {
        var solver = new ReactionSolver(Networks.ImmigrationDeath(1e6, 1), Leaping(0.03));
        double end = 0;
        var outcome = solver.Run(Networks.Problem(5, [0], 5), new ReactionChance(1, 1, 1), (_, _, x) => end = x[0]);
        log.WriteLine($"{outcome.Statistics}, end {end}");
        Assert.True(outcome.IsComplete && outcome.Statistics.Leaps > 10);
        Assert.InRange(outcome.Statistics.Steps, 10, 8000);
        Assert.InRange(end / (1e6 * (1 - Math.Exp(-5))), 0.97, 1.03);
    }

    /// <summary>Where counts are small no step stands for two firings, and the course is exact: a few molecules decay one by one.</summary>
    [Fact]
    public void Small_counts_are_left_to_the_exact_method()
    {
        var outcome = new ReactionSolver(Networks.ImmigrationDeath(0, 1), Leaping(0.3)).Run(Networks.Problem(100, [9]), new ReactionChance(1, 2, 1));
        Assert.Equal((9, 0), (outcome.Statistics.Steps, outcome.Statistics.RejectedLeaps));
    }

    /// <summary>With hardly any reaction held back as critical, leaps overshoot; they are taken back and halved, and no count is ever below zero.</summary>
    [Fact]
    public void Leaps_below_zero_are_taken_back()
    {
        var options = Leaping(0.9) with { CriticalFirings = 1 };
        var rejected = 0L;
        double[] times = [10];
        for (var subject = 0u; subject < 300; subject++)
        {
            var outcome = new ReactionSolver(Networks.ImmigrationDeath(0, 1), options).Run(
                Networks.Problem(10, [100], times), new ReactionChance(1, subject, 1), (_, _, x) => Assert.InRange(x[0], 0, 100));
            Assert.True(outcome.IsComplete);
            rejected += outcome.Statistics.RejectedLeaps;
        }
        Assert.True(rejected > 0);
    }

    /// <summary>One DNA and thousands of proteins: the switch is critical all the time, and its law is kept. Slow exact courses are the reference.</summary>
    [Fact]
    public void A_rare_switch_beside_large_counts_keeps_its_law()
    {
        MassActionReactions Switch() => new(
            3, Networks.Of(1, [(0, 1)], [(0, -1), (1, 1)]), Networks.Of(2, [(1, 1)], [(0, 1), (1, -1)]), Networks.Of(2000, [(0, 1)], [(2, 1)]), Networks.Of(1, [(2, 1)], [(2, -1)]));
        var problem = Networks.Problem(6, [1, 0, 1000], 6);
        var exact = Networks.Ends(Switch, new(), problem, 2000, state: 2);
        var leaping = Networks.Ends(Switch, Leaping(0.03), problem, 8000, state: 2);
        var on = Networks.Ends(Switch, Leaping(0.03), problem, 8000);
        log.WriteLine(FormattableString.Invariant($"means {exact.Average():F1} {leaping.Average():F1}, deviations {Math.Sqrt(Networks.Variance(exact)):F1} {Math.Sqrt(Networks.Variance(leaping)):F1}, on {on.Average():F3} of {2.0 / 3:F3}"));
        Assert.InRange(Goodness.OfAgreement(exact, leaping), -3.1, 3.1);
        Assert.Equal(2.0 / 3, on.Average(), 4 * Math.Sqrt(2.0 / 9 / 8000));
        // dM/dt = 2000 P(on) − M, P(on) = ⅔ + ⅓e^(−3t).
        Assert.Equal(1333.3, leaping.Average(), 4 * Math.Sqrt(Networks.Variance(leaping) / 8000));
    }

    /// <summary>A Hill law of exponent 8 moves eight times as fast as its species: leaps that went by molecularity alone would be eight times too long.</summary>
    [Fact]
    public void Steep_laws_shorten_the_leaps()
    {
        var (plain, steep) = (Leaps(1), Leaps(8));
        log.WriteLine($"{plain} and {steep} leaps");
        Assert.True(steep > 3 * plain);

        static long Leaps(int molecules) => new ReactionSolver(new Powered(molecules), Leaping(0.03)).Run(Networks.Problem(5, [10_000]), new ReactionChance(1, 1, 1)).Statistics.Leaps;
    }

    private static ReactionProblem Problem() => new(0, End, new double[] { 2 * (Dimers - First), First }, InputSchedule.None, new[] { End });

    private static double[] Law() => MasterEquation.Solve(Dimers + 1, End, k => On * (2 * (Dimers - k)) * (2 * (Dimers - k) - 1) / 2, k => Off * k, First);

    /// <summary>∅ → X at rate 10⁴, X → ∅ at rate 10⁴·(x/10⁴)ⁿ.</summary>
    private sealed class Powered(int n) : ReactionSystem
    {
        public override ReactionNetwork Network { get; } = new(1, [[new(0, 1)], [new(0, -1)]], [[], [0]]);

        public override void Propensities(ReadOnlySpan<double> x, Span<double> a) => (a[0], a[1]) = (1e4, Propensity(1, x));

        public override double Propensity(int reaction, ReadOnlySpan<double> x) => reaction == 0 ? 1e4 : 1e4 * Math.Pow(x[0] / 1e4, n);

        public override void Slopes(ReadOnlySpan<double> x, Span<double> slopes) => slopes[0] = n * Math.Pow(x[0] / 1e4, n - 1);
    }
}
