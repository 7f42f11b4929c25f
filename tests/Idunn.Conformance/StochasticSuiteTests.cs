using System.Collections.Immutable;
using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;

namespace Idunn.Conformance;

/// <summary>
/// The stochastic cases of the SBML Test Suite: 10,000 runs of the direct method for each of three seeds that were fixed before any was tried. A case fails when more than three of its points
/// lie outside in two of the three; the third is run where the first two disagree, since otherwise it decides nothing. An exact simulator has some points outside: they are listed, and no seed is ever picked. One case fails by this rule with any exact simulator; it is counted
/// as failed, and held to its own law beside it. Cases without reactions draw from distributions in events, and are simulated as differential equations between them.
/// </summary>
public sealed class StochasticSuiteTests
{
    private const int Runs = 10_000;
    private const int PointsAllowed = 3;

    /// <summary>Whose statistic of the deviation is far from a standard normal number; see <see cref="Spread"/>.</summary>
    private const string Skewed = "00003";

    private static readonly ulong[] Seeds = [1, 2, 3];

    private const string DeviationSuffix = "-sd";

    private readonly record struct Point(ulong Seed, double Time, string Quantity, double Statistic);

    [Fact]
    public void Reactions_of_the_SBML_Test_Suite_have_the_expected_means_and_deviations()
    {
        var (passed, failed, refused, outside) = (new List<string>(), new List<string>(), new List<(string Id, string Why)>(), new Dictionary<string, ImmutableArray<Point>>());
        var drawn = 0;
        foreach (var test in StochasticCase.All(Suites.Folder("sbml-test-suite")))
        {
            try
            {
                var model = SbmlReader.Read(test.ModelFile);
                string[] quantities = [.. test.Columns.Select(column => column.Quantity).Distinct()];
                Func<ulong, double[][]> simulate = model.Reactions.IsEmpty ? Drawn(test, model, quantities) : OneByOne(test, CompiledReactions.Compile(model, quantities));
                drawn += model.Reactions.IsEmpty ? 1 : 0;
                // Where the first two seeds agree the third cannot change the verdict.
                List<List<Point>> points = [.. Seeds[..2].Select(seed => Outside(test, quantities, simulate(seed), seed))];
                if (IsTooMany(points[0]) != IsTooMany(points[1]))
                    points.Add(Outside(test, quantities, simulate(Seeds[2]), Seeds[2]));
                outside.Add(test.Id, [.. points.SelectMany(list => list)]);
                (IsFailed(points) ? failed : passed).Add(test.Id);
                if (test.Id == Skewed)
                    Assert.False(points.Any(list => IsTooMany([.. list.Where(point => IsOutsideItsOwnLaw(test, point))])), "00003 leaves its range in units of its own spread too.");
            }
            catch (FindingsException exception)
            {
                refused.Add((test.Id, exception.Findings[0].Code));
            }
        }
        Write(passed, failed, refused, outside, drawn);
        Assert.Equal([Skewed], failed);
        Assert.Empty(refused);
        Assert.Equal(82, passed.Count);
    }

    private static bool IsFailed(List<List<Point>> points) => points.Count(IsTooMany) > 1;

    private static bool IsTooMany(List<Point> points) => points.Count > PointsAllowed;

    private static List<Point> Outside(StochasticCase test, string[] quantities, double[][] courses, ulong seed)
    {
        var points = new List<Point>();
        for (var row = 0; row < test.Times.Length; row++)
            for (var column = 0; column < test.Columns.Length; column++)
            {
                var (quantity, isDeviation) = test.Columns[column];
                var at = row * quantities.Length + Array.IndexOf(quantities, quantity);
                // The one logarithm that is asked for, of 00056, is at the start one of 0.
                if (courses.All(course => double.IsNegativeInfinity(course[at])))
                    continue;
                var mean = courses.Average(course => course[at]);
                var square = courses.Sum(course => (course[at] - mean) * (course[at] - mean)) / (Runs - 1);
                var deviation = test.Columns.IndexOf((quantity, true)) is >= 0 and var known ? test.Rows[row][known] : Math.Sqrt(square);
                var expected = test.Rows[row][column];
                var statistic = deviation == 0 ? (isDeviation ? square : mean - expected) == 0 ? 0 : double.PositiveInfinity
                    : isDeviation ? Math.Sqrt(Runs / 2.0) * (square / (expected * expected) - 1)
                    : Math.Sqrt(Runs) * (mean - expected) / deviation;
                if (!(Math.Abs(statistic) <= (isDeviation ? test.DeviationRange : test.MeanRange)))
                    points.Add(new Point(seed, test.Times[row], quantity + (isDeviation ? DeviationSuffix : "-mean"), statistic));
            }
        return points;
    }

    /// <summary>A mean is judged as it is; a deviation in units of the spread that its law gives it.</summary>
    private static bool IsOutsideItsOwnLaw(StochasticCase test, Point point) =>
        !point.Quantity.EndsWith(DeviationSuffix, StringComparison.Ordinal) || !(Math.Abs(point.Statistic / Spread(point.Time)) <= test.DeviationRange);

    /// <summary>
    /// Y is near a standard normal number where the law is near a normal one. That of case 00003 (X → 2X at rate 1 and X → ∅ at 1.1, from 100) is not: by its closed form its kurtosis κ rises to 96 at
    /// t = 50, and Y's own standard deviation, √((κ − 1)/2), to 6.9, so that an exact simulator leaves the suite's range of ±5 at about every second try.
    /// </summary>
    private static double Spread(double t)
    {
        if (t == 0)
            return 1;
        const double birth = 1, death = 1.1;
        var growth = Math.Exp((birth - death) * t);
        var (extinct, ratio) = (death * (growth - 1) / (birth * growth - death), birth * (growth - 1) / (birth * growth - death));
        double[] law = [.. Enumerable.Range(0, 20_000).Select(k => k == 0 ? extinct : (1 - extinct) * (1 - ratio) * Math.Pow(ratio, k - 1))];
        var mean = law.Select((p, k) => p * k).Sum();
        var square = law.Select((p, k) => p * Math.Pow(k - mean, 2)).Sum();
        var excess = law.Select((p, k) => p * Math.Pow(k - mean, 4)).Sum() / (square * square) - 3;
        // Of a hundred independent families.
        return Math.Sqrt((excess / 100 + 2) / 2);
    }

    /// <summary>Of a seed, by run: the quantities at each time, reaction by reaction.</summary>
    private static Func<ulong, double[][]> OneByOne(StochasticCase test, CompiledReactions model) => seed =>
    {
        // An output that the settings call an amount is the state itself.
        int[] amounts = [.. model.ObservedIds.Select(id => test.Amounts.Contains(id) ? model.StateIds.IndexOf(id) : -1)];
        var courses = new double[Runs][];
        Parallel.For(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => model.CreateSystem(), (run, _, system) =>
        {
            var (initial, values, course) = (new double[model.StateIds.Length], new double[model.ObservedIds.Length], new double[test.Times.Length * model.ObservedIds.Length]);
            system.InitialState(initial);
            var outcome = new ReactionSolver(system, new()).Solve(new ReactionProblem(0, test.Times[^1], initial, InputSchedule.None, test.Times), new ReactionChance(seed, (ulong)run, 0), (k, t, x) =>
            {
                system.Observe(t, x, values);
                for (var j = 0; j < values.Length; j++)
                    course[k * values.Length + j] = amounts[j] < 0 ? values[j] : x[amounts[j]];
            }, TestContext.Current.CancellationToken);
            Assert.True(outcome.IsComplete, $"{test.Id}, run {run}: {outcome}");
            courses[run] = course;
            return system;
        }, _ => { });
        return courses;
    };

    /// <summary>The same of what events draw (package distrib), between which the model is one of differential equations.</summary>
    private static Func<ulong, double[][]> Drawn(StochasticCase test, Model model, string[] quantities)
    {
        bool[] areLogarithms = [.. quantities.Select(quantity => quantity.StartsWith("ln(", StringComparison.Ordinal))];
        string[] ids = [.. quantities.Select((quantity, i) => areLogarithms[i] ? quantity[3..^1] : quantity)];
        var compiled = HybridModel.Compile(model, [.. ids.Select(id => new Observed(id, test.Amounts.Contains(id) ? Measure.Amount : Measure.Symbol))], CompilationTier.MachineCode);
        return seed =>
        {
            var courses = new double[Runs][];
            Parallel.For(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, () => new Simulator(compiled), (run, _, simulator) =>
            {
                var course = simulator.Run(SimulationOptions.At([.. test.Times]) with { Seed = seed, Subject = (ulong)run }, TestContext.Current.CancellationToken);
                Assert.True(course.Outcome.IsComplete, $"{test.Id}, run {run}: {course.Outcome}");
                courses[run] = [.. course.Rows.SelectMany(row => row.Select((value, i) => areLogarithms[i] ? Math.Log(value) : value))];
                return simulator;
            }, _ => { });
            return courses;
        };
    }

    private static void Write(List<string> passed, List<string> failed, List<(string Id, string Why)> refused, Dictionary<string, ImmutableArray<Point>> outside, int drawn)
    {
        var onebyone = passed.Count + failed.Count - drawn;
        var text = new StringBuilder();
        text.AppendLine($"{Runs:N0} runs for each of the seeds {string.Join(", ", Seeds)}. **{passed.Count} of {passed.Count + failed.Count}** cases pass: in no two of the three seeds do more than {PointsAllowed} points lie outside (where the first two agree the third decides nothing, and is not run).{(failed.Count > 0 ? $" Not so: {string.Join(", ", failed)}." : "")} An exact simulator has some points outside; all are listed. {onebyone} cases are reactions, one by one by the direct method. {drawn} draw from distributions (package distrib) in events, between which the model is one of differential equations; all of these draw at one address, so from the same uniform numbers, and what lies outside in one of them lies outside in others. Of 00056 the start is left out, where the suite asks for the logarithm of 0.");
        text.AppendLine();
        string Spreads(params double[] times) => string.Join(", ", times.Select(t => FormattableString.Invariant($"{2 * Spread(t) * Spread(t) + 1:F0} and {Spread(t):F1} at t = {t}")));
        text.AppendLine($"Case {Skewed} asks of an exact simulator what its law does not give. Y = √(n/2) (s²/σ² − 1), which has to stay within ±5, has a standard deviation near 1 where the law is near a normal one; else it is √((κ − 1)/2) with the kurtosis κ. This law is the sum of 100 independent families of a linear birth-and-death process (each extinct by t with probability μ(g − 1)/(λg − μ), else geometric; g = exp((λ − μ)t), λ = 1, μ = 1.1), and kurtosis and standard deviation of Y are {Spreads(10, 25, 40, 50)}. Drawn straight from that closed form, without any simulator, 400 times 10,000 runs left ±5 at t = 50 in 47 %. It counts as failed. Measured in its own spread the statistic keeps the range, which the test holds.");
        text.AppendLine();
        if (refused.Count > 0)
            text.AppendLine($"{refused.Count} cases are refused by name ({string.Join(", ", refused.GroupBy(pair => pair.Why).Select(group => $"{group.Key}: {string.Join(" ", group.Select(pair => pair.Id))}"))}).").AppendLine();
        text.AppendLine("| case | seed | time | quantity | statistic |").AppendLine("|---|---|---|---|---|");
        foreach (var (id, points) in outside)
            foreach (var point in points)
                text.AppendLine(FormattableString.Invariant($"| {id} | {point.Seed} | {point.Time} | {point.Quantity} | {point.Statistic:F2} |"));
        ConformancePage.WriteSection("SBML Test Suite, stochastic cases", text.ToString());
    }
}
