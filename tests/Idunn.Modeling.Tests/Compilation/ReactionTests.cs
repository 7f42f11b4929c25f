using CsCheck;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Expressions;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Models as stochastic processes. Texts are Antimony; results are known in closed form.</summary>
public sealed class ReactionTests(ITestOutputHelper log)
{
    private const int Runs = 10_000;

    /// <summary>
    /// Means and standard deviations of 10,000 runs, as the SBML Test Suite's stochastic cases compare them (Evans, T. W., Gillespie, C. S. &amp; Wilkinson, D. J. (2008), The SBML discrete stochastic
    /// models test suite, Bioinformatics 24, 285–286): Z = √n (mean − μ)/σ within ±3, Y = √(n/2)(s²/σ² − 1) within ±5, here at every one of ten times.
    /// </summary>
    [Theory]
    [InlineData(ReactionMethod.Direct)]
    [InlineData(ReactionMethod.NextReaction)]
    public void Birth_and_death_has_the_mean_and_deviation_of_the_closed_form(ReactionMethod method) => Check(
        "species X in Cell; X has substance_unit; compartment Cell = 1; Birth: X => 2 X; Lambda * X; Death: X => ; Mu * X; Lambda = 0.1; Mu = 0.11; X = 100; substanceOnly species X; unit substance_unit = item",
        "X", method, 50, t => 100 * Math.Exp(-0.01 * t), t => Math.Sqrt(100 * 0.21 / -0.01 * Math.Exp(-0.01 * t) * (Math.Exp(-0.01 * t) - 1)));

    [Theory]
    [InlineData(ReactionMethod.Direct)]
    [InlineData(ReactionMethod.NextReaction)]
    public void Immigration_and_death_in_a_volume_has_the_Poisson_mean(ReactionMethod method) => Check(
        "species X in Cell; compartment Cell = 4; Immigration:  => X; Alpha; Death: X => ; Mu * X * Cell; Alpha = 5; Mu = 0.2; X = 0; ", "Cell * X",
        method, 50, t => 25 * (1 - Math.Exp(-0.2 * t)), t => Math.Sqrt(25 * (1 - Math.Exp(-0.2 * t))));

    /// <summary>A rule doubles the count; at 25 an event sets it to 50.</summary>
    [Fact]
    public void Rules_are_followed_and_an_event_at_a_time_shows_at_that_time()
    {
        const string text = "substanceOnly species X; compartment C = 1; X in C; X = 20; D: X => ; 0.1 * X; y := 2 * X; reset: at time >= 25: X = 50";
        var (means, deviations) = Moments(text, ["X", "y"], ReactionMethod.Direct, [24.9, 25, 35]);
        Assert.Equal(20 * Math.Exp(-2.49), means[0][0], 0.1);
        Assert.Equal((50, 0, 100, 0), (means[1][0], deviations[1][0], means[1][1], deviations[1][1]));
        Assert.Equal(50 * Math.Exp(-1), means[2][0], 0.15);
        Assert.Equal(2 * means[2][0], means[2][1], 1e-9);
    }

    /// <summary>The trigger is a count's: "over 30" is 31, "30 or more" is 30.</summary>
    [Theory]
    [InlineData("X > 30", 30)]
    [InlineData("X >= 30", 29)]
    [InlineData("X >= 30 && time > 0", 29)]
    public void An_event_of_a_count_lets_the_count_go_no_further(string trigger, double most)
    {
        var model = Compile($"substanceOnly species X, N; compartment C = 1; X in C; N in C; X = 0; N = 0; B: => X; 3; reset: at {trigger}: X = 0, N = N + 1", ["X", "N"]);
        var (largest, resets) = (0.0, 0.0);
        var outcome = Solve(model, new(), 0, [.. Enumerable.Range(0, 5001).Select(k => 0.02 * k)], (_, x) => (largest, resets) = (Math.Max(largest, x[0]), x[1]));
        Assert.True(outcome.IsComplete && resets > 5);
        Assert.Equal(resets, outcome.Statistics.EventsFired);
        Assert.Equal(most, largest);
    }

    [Fact]
    public void An_event_that_may_fire_at_the_start_does_so_where_its_trigger_is_true()
    {
        foreach (var (flag, first) in new[] { ("t0 = false", 7.0), ("t0 = true", 3.0) })
        {
            var seen = double.NaN;
            Solve(Compile($"substanceOnly species X; compartment C = 1; X in C; X = 3; B: => X; 0.1; E: at X < 5, {flag}: X = 7", ["X"]), new(), 0, [0], (_, x) => seen = x[0]);
            Assert.Equal(first, seen);
        }
    }

    [Fact]
    public void Single_propensities_are_those_of_machine_code_to_the_bit() => RandomModels.MassAction.Sample(model =>
    {
        var (code, plain) = (CompiledReactions.Compile(model, []).CreateSystem(), CompiledReactions.Compile(model, [], CompilationTier.Interpreter).CreateSystem());
        var x = new double[code.Network.StateCount];
        code.InitialState(x);
        var (a, b) = (new double[code.Network.ReactionCount], new double[code.Network.ReactionCount]);
        code.Propensities(x, a);
        plain.Propensities(x, b);
        Assert.Equal(a, b);
        for (var j = 0; j < a.Length; j++)
            Assert.Equal(a[j], code.Propensity(j, x));
    }, iter: 30);

    [Fact]
    public void Slopes_are_difference_quotients() => RandomModels.MassAction.Sample(model =>
    {
        var system = CompiledReactions.Compile(model, []).CreateSystem();
        var x = new double[system.Network.StateCount];
        system.InitialState(x);
        var slopes = new double[Enumerable.Range(0, system.Network.ReactionCount).Sum(j => system.Network.Reads(j).Length)];
        system.Slopes(x, slopes);
        var next = 0;
        for (var j = 0; j < system.Network.ReactionCount; j++)
            foreach (var state in system.Network.Reads(j))
            {
                var middle = x[state];
                x[state] = middle + 0.5;
                var above = system.Propensity(j, x);
                x[state] = middle - 0.5;
                var below = system.Propensity(j, x);
                x[state] = middle;
                // Products of two amounts: the central difference is exact but for rounding.
                Assert.Equal(above - below, slopes[next++], 1e-9 * (1 + above));
            }
    }, iter: 20);

    [Theory]
    [InlineData("R: A => 0.5 B; k * A", "IDN140", "changes 'B' by 0.5")]
    [InlineData("R: A => B; k * A * exp(-time)", "IDN141", "depends on time")]
    [InlineData("R: A => B; k * A; z = 1; z' = 0.1", "IDN142", "'z'")]
    [InlineData("R: C => B; k * C; substanceOnly species C; C in V; C = 3.5", "IDN143", "'C' starts at 3.5")]
    [InlineData("R: A => B; k * A; A has mole", "IDN143", "'A' is measured in 'mole'")]
    [InlineData("R: A -> B; k * A - k * B", "IDN144", "'R' is reversible")]
    [InlineData("R: A -> B; 2 * (k * A - k * B) / k", "IDN144", "'R' is reversible")]
    [InlineData("R: A => B; k * A; E: at 2 after time > 1: A = 3", "IDN120", "has a delay")]
    public void What_cannot_happen_one_by_one_is_refused(string statements, string code, string message)
    {
        var model = AntimonyReader.Parse("substanceOnly species A, B; compartment V = 1; A in V; B in V; A = 5; B = 0; k = 1; " + statements, "m.ant");
        var findings = Assert.Throws<FindingsException>(() => CompiledReactions.Compile(model, [])).Findings;
        Assert.Contains(findings, finding => finding.Code == code && finding.Message.Contains(message, StringComparison.Ordinal));
    }

    /// <summary>What SBML can say and Antimony cannot.</summary>
    [Fact]
    public void What_single_simulations_alone_follow_is_refused()
    {
        var model = AntimonyReader.Parse("substanceOnly species A, B; compartment V = 1; A in V; B in V; A = 5; B = 0; k = 1; R: A => B; k * A", "m.ant");
        var reaction = model.Reactions[0];
        Refused(model with { Reactions = [reaction with { IsFast = true }] }, "IDN142");
        Refused(model with { Reactions = [reaction with { Products = [new Stoichiometry("B", 1) { Variable = "k" }] }] }, "IDN140");
        Refused(model with { Species = [model.Species[0] with { ConversionFactor = "k" }, model.Species[1]] }, "IDN140");
        Refused(model with { AlgebraicRules = [new AlgebraicRule(new SymbolExpr("A"), reaction.Location)] }, "IDN142");

        static void Refused(Model model, string code) =>
            Assert.Contains(Assert.Throws<FindingsException>(() => CompiledReactions.Compile(model, [])).Findings, finding => finding.Code == code);
    }

    [Fact]
    public void A_rate_law_that_is_no_propensity_is_an_outcome_with_the_reactions_name()
    {
        var negative = Solve(Compile("substanceOnly species A; compartment V = 1; A in V; A = 5; In: => A; 1; Out: A => ; 3 - A", ["A"]), new(), 0, [100], (_, _) => { });
        Assert.Equal((ReactionEnding.NegativePropensity, "Out"), (negative.Ending, negative.Culprit));
        var empty = Solve(Compile("substanceOnly species A; compartment V = 1; A in V; A = 5; Drain: A => ; 2", ["A"]), new(), 0, [100], (_, _) => { });
        Assert.Equal((ReactionEnding.NegativeCount, "Drain"), (empty.Ending, empty.Culprit));
        var half = Solve(Compile("substanceOnly species A; compartment V = 1; A in V; A = 5; Drain: A => ; 0.1 * A; E: at time > 1: A = A / 2 + 0.25", ["A"]), new(), 0, [100], (_, _) => { });
        Assert.Equal((ReactionEnding.NotWhole, "A"), (half.Ending, half.Culprit));
    }

    private void Check(string text, string observed, ReactionMethod method, double end, Func<double, double> mean, Func<double, double> deviation)
    {
        double[] times = [.. Enumerable.Range(1, 10).Select(k => 0.1 * k * end)];
        var (means, deviations) = Moments(text + $"; observed := {observed}", ["observed"], method, times);
        for (var k = 0; k < times.Length; k++)
        {
            var (mu, sigma) = (mean(times[k]), deviation(times[k]));
            var z = Math.Sqrt(Runs) * (means[k][0] - mu) / sigma;
            var y = Math.Sqrt(Runs / 2.0) * (deviations[k][0] * deviations[k][0] / (sigma * sigma) - 1);
            log.WriteLine(FormattableString.Invariant($"t = {times[k]}: Z {z:F2}, Y {y:F2}"));
            Assert.InRange(z, -3, 3);
            Assert.InRange(y, -5, 5);
        }
    }

    private static (double[][] Means, double[][] Deviations) Moments(string text, string[] observed, ReactionMethod method, double[] times)
    {
        var model = Compile(text, observed);
        var sums = new double[Runs][];
        Parallel.For(0, Runs, i => sums[i] = Course(i));
        double[][] means = [.. times.Select((_, k) => observed.Select((_, j) => sums.Average(course => course[k * observed.Length + j])).ToArray())];
        double[][] deviations = [.. times.Select((_, k) => observed.Select((_, j) => Math.Sqrt(sums.Sum(course => Math.Pow(course[k * observed.Length + j] - means[k][j], 2)) / (Runs - 1))).ToArray())];
        return (means, deviations);

        double[] Course(int subject)
        {
            var course = new double[times.Length * observed.Length];
            Assert.True(Solve(model, new() { Method = method }, subject, times, (k, values) => values.CopyTo(course.AsSpan(k * observed.Length))).IsComplete);
            return course;
        }
    }

    private delegate void Observer(int index, ReadOnlySpan<double> values);

    private static ReactionOutcome Solve(CompiledReactions model, ReactionOptions options, int subject, double[] times, Observer observer)
    {
        var system = model.CreateSystem();
        var (initial, values) = (new double[model.StateIds.Length], new double[model.ObservedIds.Length]);
        system.InitialState(initial);
        return new ReactionSolver(system, options).Solve(new ReactionProblem(0, times[^1], initial, InputSchedule.None, times), new ReactionChance(4, (ulong)subject, 0), (k, t, x) =>
        {
            system.Observe(t, x, values);
            observer(k, values);
        }, TestContext.Current.CancellationToken);
    }

    private static CompiledReactions Compile(string text, string[] observed) => CompiledReactions.Compile(AntimonyReader.Parse(text, "m.ant"), observed);
}
