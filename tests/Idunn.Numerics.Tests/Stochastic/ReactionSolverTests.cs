using Idunn.Numerics.Random;
using Idunn.Numerics.Stochastic;

namespace Idunn.Numerics.Tests.Stochastic;

public class ReactionSolverTests
{
    public static TheoryData<ReactionMethod> Methods => [.. Enum.GetValues<ReactionMethod>()];

    private static ReactionChance Chance(int subject) => new(Networks.Seed, (ulong)subject, 3);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Courses_are_the_same_to_the_bit_in_any_order_on_any_threads(ReactionMethod method)
    {
        double[] times = [.. Enumerable.Range(0, 21).Select(k => (double)k)];
        var problem = new ReactionProblem(0, 20, new double[] { 1, 0, 0, 400 }, new([new(7.5, 3, 50)], [new(3, 9, 2, 1.5)]), times);
        var (forward, threaded) = (new double[200][], new double[200][]);
        var solver = new ReactionSolver(Networks.Gene(), new() { Method = method });
        for (var i = 0; i < 200; i++)
            forward[i] = Course(solver, i);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => threaded[199 - i] = Course(new ReactionSolver(Networks.Gene(), new() { Method = method }), 199 - i));
        for (var i = 0; i < 200; i++)
            Assert.Equal(forward[i], threaded[i]);

        double[] Course(ReactionSolver solver, int subject)
        {
            var course = new List<double>();
            Assert.True(solver.Run(problem, Chance(subject), (_, _, x) => course.AddRange(x)).IsComplete);
            return [.. course];
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Looking_more_often_changes_nothing_about_exact_courses_nor_does_it_break_conservation(ReactionMethod method)
    {
        double[] often = [.. Enumerable.Range(0, 1001).Select(k => 0.02 * k)];
        for (var subject = 0; subject < 50; subject++)
        {
            double seldom = 0, last = 0;
            var solver = new ReactionSolver(Networks.Dimerisation(0.002, 0.1), new() { Method = method });
            Assert.True(solver.Run(Networks.Problem(20, [500, 3], 20), Chance(subject), (_, _, x) => seldom = x[0]).IsComplete);
            Assert.True(solver.Run(Networks.Problem(20, [500, 3], often), Chance(subject), (_, _, x) =>
            {
                Assert.Equal(506, x[0] + 2 * x[1]);
                Assert.True(x[0] >= 0 && x[1] >= 0);
                last = x[0];
            }).IsComplete);
            if (method != ReactionMethod.TauLeaping)
                Assert.Equal(seldom, last);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_an_infusion_brings_arrives_as_a_Poisson_process(ReactionMethod method)
    {
        var problem = new ReactionProblem(0, 10, new double[] { 0 }, new([], [new(2, 5, 0, 4), new(4, 8, 0, 2)]), new double[] { 10 });
        var ends = Networks.Ends(() => new MassActionReactions(1), new() { Method = method }, problem, 20_000);
        Assert.InRange(Goodness.OfFit(ends, k => Math.Exp(Poisson.LogProbability(k, 20))), -3.1, 3.1);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_bolus_counts_from_its_instant_on(ReactionMethod method)
    {
        var problem = new ReactionProblem(0, 4, new double[] { 2 }, new([new(1, 0, 5), new(3, 0, 1)], []), new double[] { 0.5, 1, 2, 3, 4 });
        var seen = new double[5];
        new ReactionSolver(new MassActionReactions(1), new() { Method = method }).Run(problem, Chance(0), (i, _, x) => seen[i] = x[0]);
        Assert.Equal([2, 7, 7, 8, 8], seen);
    }

    /// <summary>Common random numbers, reaction by reaction: an arm with 2 % more births is less than half as far from its control as another subject would be.</summary>
    [Fact]
    public void Arms_stay_coupled_in_the_next_reaction_method()
    {
        var problem = Networks.Problem(20, [0], 20);
        var options = new ReactionOptions { Method = ReactionMethod.NextReaction };
        var control = Networks.Ends(() => Networks.ImmigrationDeath(50, 0.5), options, problem, 2000);
        var treated = Networks.Ends(() => Networks.ImmigrationDeath(51, 0.5), options, problem, 2000);
        var coupled = Networks.Variance([.. treated.Zip(control, (a, b) => a - b)]);
        Assert.InRange(coupled, 0, 0.5 * (Networks.Variance(treated) + Networks.Variance(control)));
        Assert.Equal(2, treated.Average() - control.Average(), 4 * Math.Sqrt(coupled / 2000));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_allocate_nothing(ReactionMethod method)
    {
        var solver = new ReactionSolver(Networks.ImmigrationDeath(200, 1), new() { Method = method, MaxSteps = 1L << 30 });
        solver.Run(Networks.Problem(1, [200]), Chance(0));
        var (brief, lengthy) = (Enumerable.Range(0, 3).Min(_ => Allocated(1)), Enumerable.Range(0, 3).Min(_ => Allocated(60)));
        Assert.Equal(brief, lengthy);

        long Allocated(double end)
        {
            var problem = Networks.Problem(end, [200]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(solver.Run(problem, Chance(1)).IsComplete);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void What_fails_is_an_outcome_that_names_who_failed()
    {
        // A drain that does not look whether there is anything left.
        var drain = new MassActionReactions(1, Networks.Of(5, [], [(0, -1)]));
        var outcome = Solve(drain, ReactionMethod.Direct, [3]);
        Assert.Equal((ReactionEnding.NegativeCount, "reaction 0"), (outcome.Ending, outcome.Culprit));
        Assert.Equal(outcome.Ending, Solve(drain, ReactionMethod.NextReaction, [3]).Ending);
        Assert.Equal(outcome.Ending, Solve(drain, ReactionMethod.TauLeaping, [3]).Ending);
        Assert.Equal(outcome.Ending, Solve(drain, ReactionMethod.TauLeaping, [2000]).Ending);
        Assert.Equal(ReactionEnding.NegativePropensity, Solve(Networks.ImmigrationDeath(-1, 1), ReactionMethod.Direct, [0]).Ending);
        Assert.Equal(ReactionEnding.NotFinite, Solve(Networks.ImmigrationDeath(double.NaN, 1), ReactionMethod.NextReaction, [0]).Ending);
        Assert.Equal(ReactionEnding.StepLimit, Solve(Networks.BirthDeath(50, 0), ReactionMethod.Direct, [1]).Ending);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(ReactionEnding.Cancelled, new ReactionSolver(Networks.ImmigrationDeath(1e5, 1), new()).Solve(Networks.Problem(1e3, [0]), Chance(0), (_, _, _) => { }, stop.Token).Ending);

        static ReactionOutcome Solve(ReactionSystem system, ReactionMethod method, double[] initial) =>
            new ReactionSolver(system, new() { Method = method, MaxSteps = 100_000 }).Run(Networks.Problem(1e3, initial), Chance(0));
    }

    [Fact]
    public void Problems_that_make_no_sense_are_refused()
    {
        var solver = new ReactionSolver(Networks.ImmigrationDeath(1, 1), new());
        Refused(Networks.Problem(1, [0.5]));
        Refused(Networks.Problem(1, [-1]));
        Refused(Networks.Problem(1, [1, 2]));
        Refused(Networks.Problem(-1, [1]));
        Refused(Networks.Problem(1, [1], 2));
        Refused(new ReactionProblem(0, 1, new double[] { 1 }, new([new(0.5, 0, 1.5)], []), default));
        Refused(new ReactionProblem(0, 1, new double[] { 1 }, new([], [new(0, 1, 0, -1)]), default));
        Assert.Throws<ArgumentException>(() => solver.Run(Networks.Problem(1, [1]), new ReactionChance(1, 1, ReactionChance.Limit)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReactionSolver(Networks.ImmigrationDeath(1, 1), new() { Epsilon = 0 }));
        Assert.Throws<ArgumentException>(() => new ReactionNetwork(1, [[new(1, 1)]], [[]]));
        Assert.Throws<ArgumentException>(() => new ReactionNetwork(2, [[new(1, 1), new(1, 1)]], [[]]));

        void Refused(ReactionProblem problem) => Assert.ThrowsAny<ArgumentException>(() => solver.Run(problem, Chance(0)));
    }

    [Fact]
    public void Dependencies_are_those_of_the_reactions_that_read_what_is_changed()
    {
        var network = Networks.Gene().Network;
        Assert.Equal([0, 1, 2, 5], network.Dependents(0));
        Assert.Equal([3, 4], network.Dependents(2));
        Assert.Equal([0, 5], network.Dependents(3));
        Assert.Equal([0, 5], network.Readers(3));
        Assert.Equal([0, 3], network.Reads(0));
    }
}
