using System.Collections.Immutable;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;

namespace Idunn.Conformance;

/// <summary>
/// The sums that the structure analysis says reactions conserve, along every time course of the SBML Test Suite: what was found by exact fractions is held against what the integrator does. Where an
/// event sets a member the sum is claimed between events only: then it may move at most as often as events fired.
/// </summary>
public sealed class ConservationTests
{
    /// <summary>Of the largest Σ |cᵢ nᵢ| of the course: the methods keep linear sums to rounding, which grows with the steps.</summary>
    private const double Tolerance = 1e-12;

    private readonly record struct Held(int Laws, int ThroughEvents, int BetweenEvents, double Largest, string? Failure);

    [Fact]
    public void Every_conserved_sum_is_conserved_along_every_time_course_of_the_SBML_Test_Suite()
    {
        SemanticCase[] cases = [.. SemanticCase.All(Suites.Folder("sbml-test-suite")).Where(test => test.IsTimeCourse)];
        var held = new Held[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => held[i] = Of(cases[i]));
        ConformancePage.WriteSection("SBML Test Suite, conserved sums", FormattableString.Invariant(
            $"The sums that `idunn info` says reactions conserve, along every time course: {held.Sum(one => one.Laws)} sums in {held.Count(one => one.Laws > 0)} of {cases.Length} models. {held.Sum(one => one.ThroughEvents)} have no member that an event sets and hold through the whole course, the others ({held.Sum(one => one.BetweenEvents)}) between events. Nowhere does one move by more than {held.Max(one => one.Largest):E0} of the largest of its terms' sums ({Tolerance:E0} is the bound of the test)."));
        Assert.True(held.All(one => one.Failure is null), string.Join('\n', cases.Zip(held).Where(pair => pair.Second.Failure is not null).Select(pair => $"{pair.First.Id}: {pair.Second.Failure}")));
        Assert.True(held.Sum(one => one.Laws) > 1000);
    }

    private static Held Of(SemanticCase test)
    {
        var model = SbmlReader.Read(test.ModelFile);
        var laws = ConservationLaws.Of(StoichiometryMatrix.Of(model));
        if (laws.IsEmpty)
            return default;
        Observed[] members = [.. laws.SelectMany(law => law.Terms).Select(term => term.Species).Distinct().Select(id => new Observed(id, Measure.Amount))];
        var course = new Simulator(HybridModel.Compile(model, members)).Run(new SimulationOptions(test.Duration, test.Steps + 1), TestContext.Current.CancellationToken);
        if (!course.Outcome.IsComplete)
            return new Held(laws.Length, 0, 0, 0, "ended early");
        var set = model.Events.SelectMany(happening => happening.Assignments).Select(assignment => assignment.Variable).ToHashSet(StringComparer.Ordinal);
        var (through, between, largest, failure) = (0, 0, 0.0, (string?)null);
        foreach (var law in laws)
        {
            var (totals, size) = Totals(law, members, course.Rows);
            if (totals.Any(double.IsNaN))
                continue;
            var isSet = law.Terms.Any(term => set.Contains(term.Species));
            var moves = totals.Zip(totals.Skip(1), (one, next) => Math.Abs(next - one)).ToArray();
            if (isSet)
            {
                between++;
                if (moves.Count(move => move > Tolerance * size) > course.Outcome.Statistics.EventsFired)
                    failure ??= $"{law} moves between events";
                continue;
            }
            through++;
            var off = totals.Max(total => Math.Abs(total - totals[0])) / Math.Max(size, double.Epsilon);
            largest = Math.Max(largest, off);
            if (off > Tolerance)
                failure ??= FormattableString.Invariant($"{law} moves by {off:E2}");
        }
        return new Held(laws.Length, through, between, largest, failure);
    }

    private static (double[] Totals, double Size) Totals(ConservationLaw law, Observed[] members, ImmutableArray<double[]> rows)
    {
        var columns = law.Terms.ToDictionary(term => term.Species, term => Array.FindIndex(members, member => member.Id == term.Species));
        return ([.. rows.Select(row => law.Total(id => row[columns[id]]))], rows.Max(row => law.Terms.Sum(term => Math.Abs((double)term.Coefficient * row[columns[term.Species]]))));
    }
}
