using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Numerics.Sde;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using static Idunn.Studies.Tests.Invariants.BrainCohort;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>
/// The senescent burden in the coupled model: Karin et al. 2019, doi:10.1038/s41467-019-13192-4, whose medians SaturatedRemovalTests has by the Fokker–Planck equation: 80.4 years in human,
/// 860 days in mouse, 87.6 and 108.6 years when production is 10 and 30 % lower from 60 on.
/// </summary>
public class BrainSurvivalTests(ITestOutputHelper log)
{
    private const string HumanArms = """
        natural: {}
          tenth: { doses: [{ give: senescence-reduction, amount: 10 %, at: 35 yr }] }
          third: { doses: [{ give: senescence-reduction, amount: 30 %, at: 35 yr }] }
        """;

    private const ulong Seed = 8;

    private static readonly StudyPlan Humans = Plan(HumanArms, $"{{ population: human, size: 10000, seed: {Seed} }}", "200 yr");

    private static readonly StudyPlan Mice = Plan("natural: {}", $"{{ population: mouse, size: 10000, seed: {Seed} }}", "3000 d");

    [Fact]
    public void Half_of_all_people_and_mice_die_by_their_known_ages_and_later_when_production_is_lower()
    {
        const int people = 800;
        var deaths = InParallel(people, () => new BurdenAlone(Humans), (burden, k) => burden.Deaths(k));
        double[] medians = [.. Enumerable.Range(0, 3).Select(arm => (HumanYoungAge + Median(deaths.Select(times => times[arm]))) / Year)];
        log.WriteLine(FormattableString.Invariant($"{people} people: {medians[0]:F2}, {medians[1]:F2} and {medians[2]:F2} years"));
        Assert.Equal(80.4, medians[0], 1.0);
        Assert.Equal(87.6, medians[1], 1.0);
        Assert.Equal(108.6, medians[2], 1.0);
        // Common random numbers: the same life, longer. A burden that comes later may by chance meet the level a little earlier.
        Assert.InRange(deaths.Count(times => times[1] >= times[0] && times[2] >= times[1]) / (double)people, 0.97, 1);
        var days = 0.33 * Year + Median(InParallel(3000, () => new BurdenAlone(Mice), (burden, k) => burden.Deaths(k)[0]));
        log.WriteLine(FormattableString.Invariant($"3000 mice: {days:F1} days"));
        Assert.Equal(860, days, 10.0);
    }

    /// <summary>So the medians above are those of the whole model: at its table's values nothing of the brain moves the burden but age.</summary>
    [Fact]
    public void Whole_lives_end_when_the_burden_by_itself_says()
    {
        foreach (var (plan, lives) in ((StudyPlan, int)[])[(Humans, 3), (Mice, 8)])
            for (var arm = 0; arm < plan.Arms.Length; arm++)
            {
                var burden = new BurdenAlone(plan);
                foreach (var life in Run(plan, plan.Arms[arm], 0, lives))
                {
                    Assert.True(life.IsDead);
                    Assert.Equal(burden.Deaths(life.Task)[arm], life.Outcome.Time, 1e-6);
                }
            }
    }

    /// <summary>The burden of the whole model with nothing else: its drift, its noise and its stream, age held over each macro-step as the coupling holds it.</summary>
    private sealed class BurdenAlone
    {
        private readonly StudyPlan plan;
        private readonly SubjectSimulation simulation;
        private readonly double[] state;
        private readonly int age, burden, reduction;
        private readonly double coupling, years;
        private double young;

        public BurdenAlone(StudyPlan plan)
        {
            this.plan = plan;
            simulation = new SubjectSimulation(plan);
            state = new double[plan.Compiled.StateIds.Length];
            (age, burden, reduction) = (plan.Compiled.IndexOfState("age"), plan.Compiled.IndexOfState("senescence.burden"), plan.Compiled.IndexOfState("production_reduction"));
            simulation.PrepareTypical(plan.Arms[0]);
            (coupling, years) = (Parameter("burden_coupling_step"), Parameter("years_per_day"));
        }

        /// <summary>When a subject dies in each arm, in days after the start. Arms share its life up to their first treatment.</summary>
        public double[] Deaths(int number)
        {
            simulation.PrepareTypical(plan.Arms[0]);
            simulation.System.SetParameters(simulation.Parameters);
            simulation.System.InitialState(state);
            young = state[age];
            var path = new ReflectedDiffusion((_, x) => simulation.System.Drift(0, With(x)), Parameter("burden_noise"), Parameter("exit_burden"), Parameter("burden_step"));
            var law = new StationaryDensity((_, x) => simulation.System.Drift(0, With(x)), 0, Parameter("burden_noise"), Parameter("exit_burden"));
            var stream = new Philox(Seed, (ulong)number, 4);
            Bolus[] treatments = [.. plan.Arms.Select(arm => arm.Inputs(simulation.Parameters).Boluses.DefaultIfEmpty(new Bolus(double.PositiveInfinity, reduction, 0)).First())];
            var apart = treatments.Min(treatment => treatment.Time);
            state[reduction] = 0;
            var (time, x, exit) = Live(path, stream, 0, apart, law.Quantile(new Philox(Seed, (ulong)number, 5).NextUniform()));
            if (!double.IsNaN(exit))
                return [.. plan.Arms.Select(_ => exit)];
            return
            [
                .. treatments.Select(treatment =>
                {
                    state[reduction] = treatment.Amount;
                    return Live(path, stream, time, double.PositiveInfinity, x).Exit;
                }),
            ];
        }

        private (double Time, double X, double Exit) Live(ReflectedDiffusion path, Philox stream, double t, double end, double x)
        {
            for (; t < end; t += coupling)
            {
                state[age] = young + (t * years);
                var span = path.Advance(stream, t, t + coupling, x);
                if (span.HasExited)
                    return (t, x, span.ExitTime);
                x = span.End;
            }
            return (t, x, double.NaN);
        }

        private double[] With(double x)
        {
            state[burden] = x;
            return state;
        }

        private double Parameter(string id) => simulation.Parameters[plan.Compiled.IndexOfParameter(id)];
    }

    /// <summary>The burden rests in distribution: while age is frozen its law after a time is the law it began with.</summary>
    [Fact]
    public void The_burden_of_the_frozen_young_keeps_its_law_and_hardly_anyone_dies()
    {
        const int subjects = 200;
        var plan = Plan("frozen: { set: { ageing: 0 } }", $"{{ population: human, size: {subjects}, seed: 3 }}", "22 yr", "[senescence.burden, senescence.secretory_signal]");
        var lives = Run(plan, plan.Arms[0], 0, subjects);
        var first = lives.Select(life => life.Course("senescence.burden")[0]).Order().ToArray();
        var last = lives.Where(life => !life.IsDead).Select(life => life.Course("senescence.burden")[^1]).Order().ToArray();
        log.WriteLine(FormattableString.Invariant($"mean {first.Average():F2} then {last.Average():F2}, median {Median(first):F2} then {Median(last):F2}; {subjects - last.Length} of {subjects} died in 22 years"));
        // A burden that is exponential but for its bound: its deviation is about its mean, 1.64.
        var error = 1.64 / Math.Sqrt(subjects);
        Assert.InRange(first.Average(), 1.64 - 3 * error, 1.64 + 3 * error);
        Assert.InRange(last.Average(), 1.64 - 3 * error, 1.64 + 3 * error);
        // Kolmogorov and Smirnov, two samples, 1 %: 1.63 √(2/n).
        Assert.InRange(first.Max(value => Math.Abs(ShareBelow(first, value) - ShareBelow(last, value))), 0, 1.63 * Math.Sqrt(2.0 / subjects));
        // What the brain sees of it is 1 in the mean, of subjects and of years.
        Assert.Equal(1, lives.Average(life => life.Course("senescence.secretory_signal").Skip(2).Average()), 0.05);
        Assert.InRange(subjects - last.Length, 0, 2);
    }

    /// <summary>Convergence of the coupling: with half the macro-step each life is nearly the same, and averages move by far less than lives differ.</summary>
    [Fact]
    public void Half_the_macro_step_moves_figures_by_less_than_their_sampling_error()
    {
        foreach (var (species, half, until, lives) in ((string, double, string, int)[])[("human", 5, "45 yr", 12), ("mouse", 2.5, "500 d", 30)])
        {
            var step = species == "mouse" ? ", burden_step: 0.5" : "";
            var plan = Plan($"whole: {{ set: {{ burden_step: {(species == "mouse" ? "0.5" : "1")} }} }}\n  half: {{ set: {{ burden_coupling_step: {half.ToString(System.Globalization.CultureInfo.InvariantCulture)}{step} }} }}", $"{{ population: {species}, size: {lives}, seed: 5 }}", until,
                "[senescence.burden, hippocampus.inflammation.tnf, hippocampus.stress.damage, outcomes.cognition, dopamine.dopaminergic_neurons]");
            var all = Run(plan, plan.Arms[0], 0, lives).Zip(Run(plan, plan.Arms[1], 0, lives)).ToList();
            var pairs = all.Where(pair => pair.First.Times.Length == pair.Second.Times.Length).ToList();
            Assert.InRange(pairs.Count, lives - 1, lives);
            foreach (var id in plan.Study.Readouts)
            {
                double[] one = [.. pairs.Select(pair => pair.First.Course(id)[^1])], other = [.. pairs.Select(pair => pair.Second.Course(id)[^1])];
                var error = Deviation(one) / Math.Sqrt(one.Length);
                log.WriteLine(FormattableString.Invariant($"{species} {id}: {one.Average():F4} and {other.Average():F4}, sampling error {error:F4}"));
                Assert.InRange(Math.Abs(one.Average() - other.Average()), 0, 0.5 * error);
            }
            var deaths = all.Where(pair => pair.First.IsDead && pair.Second.IsDead).Select(pair => Math.Abs(pair.First.Outcome.Time - pair.Second.Outcome.Time)).ToList();
            log.WriteLine(FormattableString.Invariant($"{species} deaths: {deaths.Count}, moved by {(deaths.Count > 0 ? deaths.Max() : 0):F2} days at most"));
        }
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double ShareBelow(double[] ordered, double value) => ordered.Count(other => other <= value) / (double)ordered.Length;

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return 0.5 * (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]);
    }
}
