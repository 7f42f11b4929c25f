using CsCheck;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Structure;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Random mass-action networks with doses, infusions and an event: a subject's bits are its own, and what reactions cannot change does not change.</summary>
public sealed class RandomNetworkTests
{
    private const string Seed = "0000KOIkUZS3";

    private static readonly int[] Widths = [1, 2, 4, 8];

    private static readonly OdeMethod[] Methods = [Rodas5P.Tableau, Tsit5.Tableau, Ndf.Variable, Ndf.Backward];

    [Fact]
    public void Every_tier_and_every_width_give_the_same_bits_by_one_method()
    {
        var fired = 0L;
        RandomModels.MassActionWithEvents.Sample(
            model =>
            {
                var (code, tiered) = (CompiledModel.Compile(model, []), CompiledModel.Compile(model, [], CompilationTier.Tiered));
                var members = Members(code, 11);
                foreach (var method in Methods)
                {
                    var options = new OdeOptions { Method = method };
                    var expected = Ensemble.Interpret(model, members, options);
                    fired += expected.Sum(course => course.Outcome.Statistics.EventsFired);
                    foreach (var width in Widths.Where(width => width <= method.MostLanes))
                    {
                        AssertSame(expected, Ensemble.Run(code, width, members, options));
                        AssertSame(expected, Ensemble.Run(tiered, width, members, options));
                    }
                }
            },
            iter: 12, seed: Seed, threads: 1);
        Assert.True(fired > 100);
    }

    /// <summary>Hard ones are ten thousand times as fast, and dosed every quarter of an hour: they take other steps, which a lane may not pass on to whom it takes next, nor to the lane beside it.</summary>
    [Fact]
    public void A_subject_gets_the_same_bits_whoever_was_in_its_lane_before_it_and_is_beside_it() => RandomModels.MassActionWithEvents.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, []);
            var easy = Members(compiled, 1)[0];
            var hard = new Member(
                [.. compiled.ParameterDefaults.Select(value => 1e4 * value)], 2, [0.1, 1.1], new InputSchedule([.. Enumerable.Range(0, 8).Select(k => new Bolus(0.25 * k, k % 2, 3))], []));
            foreach (var method in Methods)
            {
                var options = new OdeOptions { Method = method };
                var alone = Ensemble.Run(compiled, 1, [easy], options);
                foreach (var width in Widths.Where(width => width <= method.MostLanes))
                    foreach (var place in (int[])[0, 1, width, 2 * width + 1])
                    {
                        Member[] members = [.. Enumerable.Repeat(hard, 2 * width + 2)];
                        members[place] = easy;
                        AssertSame(alone, [Ensemble.Run(compiled, width, members, options)[place]]);
                    }
            }
        },
        iter: 6, seed: Seed, threads: 1);

    [Fact]
    public void A_permutation_of_the_subjects_permutes_the_results() => RandomModels.MassActionWithEvents.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, []);
            var members = Members(compiled, 13);
            foreach (var method in Methods)
            {
                var (options, width) = (new OdeOptions { Method = method }, Math.Min(8, method.MostLanes));
                var courses = Ensemble.Run(compiled, width, members, options);
                Gen.Shuffle(Enumerable.Range(0, members.Length).ToArray()).Sample(
                    order => AssertSame([.. order.Select(i => courses[i])], Ensemble.Run(compiled, width, [.. order.Select(i => members[i])], options)), iter: 3, seed: Seed, threads: 1);
            }
        },
        iter: 8, seed: Seed, threads: 1);

    /// <summary>Each law of the basis, not only the total, holds from one change from outside to the next, whatever the method: the methods' formulas are linear in what they add.</summary>
    [Fact]
    public void Every_conservation_law_of_the_network_holds_from_dose_to_dose()
    {
        var laws = 0;
        RandomModels.MassActionWithEvents.Sample(
            model =>
            {
                // Without its event, which only the total survives.
                var closed = model with { Events = [] };
                var compiled = CompiledModel.Compile(closed, []);
                var members = Members(compiled, 5);
                var found = ConservationLaws.Of(StoichiometryMatrix.Of(closed));
                laws += found.Length;
                foreach (var method in Methods)
                {
                    var courses = Ensemble.Run(compiled, Math.Min(8, method.MostLanes), members, new OdeOptions { Method = method });
                    foreach (var (member, course) in members.Zip(courses))
                        foreach (var (t, y) in member.Outputs.Zip(course.Outputs))
                            foreach (var law in found)
                            {
                                var (now, size) = (law.Total(id => y![compiled.IndexOfState(id)]), 1 + law.Terms.Sum(term => Math.Abs((double)term.Coefficient * y![compiled.IndexOfState(term.Species)])));
                                var given = law.Total(id => Given(member.Inputs, compiled.IndexOfState(id), t)) + law.Total(id => compiled.InitialState()[compiled.IndexOfState(id)]);
                                Assert.True(Math.Abs(now - given) <= 1e-9 * size, FormattableString.Invariant($"{method.Name}, t = {t}: {law} is {now}, not {given}"));
                            }
                }
            },
            iter: 25, seed: Seed, threads: 1);
        // Each network keeps its total at least; what else it keeps is chance, for only the first is drawn from the seed.
        Assert.True(laws >= 25, $"Only {laws} laws were looked at.");
    }

    /// <summary>What doses and infusions brought of a state up to a time, with what is given at it.</summary>
    private static double Given(InputSchedule inputs, int state, double t) =>
        inputs.Boluses.Where(bolus => bolus.State == state && bolus.Time <= t).Sum(bolus => bolus.Amount)
        + inputs.Infusions.Where(infusion => infusion.State == state).Sum(infusion => infusion.Rate * Math.Max(0, Math.Min(t, infusion.End) - infusion.Start));

    private static Member[] Members(CompiledModel model, int count) => [.. Enumerable.Range(0, count).Select(i => new Member(
        [.. model.ParameterDefaults.Select((value, k) => value * (1 + 0.1 * ((7 * i + k) % 5)))], 3 + i % 3, [0.3, 1, 1.5, 2.7, 3],
        i % 4 == 3 ? InputSchedule.None : new InputSchedule([new Bolus(0.5, 0, 2), new Bolus(1 + 0.1 * i, 0, 3), new Bolus(1.5, 2, 1)], [new Infusion(0.4, 2.2, 1, 0.5 + 0.1 * i)])))];

    private static void AssertSame(Course[] expected, Course[] actual) => Assert.Equal(expected.Select(course => course.Bits), actual.Select(course => course.Bits));
}
