using CsCheck;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>What a subject's course returns depends on the subject alone: not on lane, neighbours, width, order or thread, and the interpreter gives the same bits.</summary>
public sealed class EnsembleTests
{
    private static readonly int[] Widths = [1, 2, 4, 8];

    [Fact]
    public void Random_mass_action_networks_give_the_same_bits_in_the_interpreter_and_at_every_width() => RandomModels.MassAction.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, []);
            var members = Members(compiled, 11);
            var expected = Ensemble.Interpret(model, members);
            foreach (var width in Widths)
                AssertSame(expected, Ensemble.Run(compiled, width, members));
        },
        iter: 15, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Doses_events_interruptions_and_time_dependence_give_the_same_bits_in_the_interpreter_and_at_every_width()
    {
        var members = Eventful(21);
        var expected = Ensemble.Interpret(Clinic, members);
        Assert.Contains(expected, course => course.Outcome.Statistics.EventsFired > 1);
        Assert.Contains(expected, course => course.Outcome.Ending == Ending.Exited);
        foreach (var width in Widths)
            AssertSame(expected, Ensemble.Run(CompiledModel.Compile(Clinic, []), width, members));
    }

    [Fact]
    public void A_permutation_of_the_subjects_permutes_the_results()
    {
        var model = CompiledModel.Compile(Clinic, []);
        var members = Eventful(21);
        var courses = Ensemble.Run(model, 8, members);
        Gen.Shuffle(Enumerable.Range(0, members.Length).ToArray()).Sample(
            order => AssertSame([.. order.Select(i => courses[i])], Ensemble.Run(model, 8, [.. order.Select(i => members[i])])), iter: 20, seed: "0000KOIkUZS3", threads: 1);
    }

    [Fact]
    public void Two_threads_give_the_bits_of_one()
    {
        var model = CompiledModel.Compile(Clinic, []);
        var members = Eventful(20);
        var halves = new Course[2][];
        Parallel.For(0, 2, half => halves[half] = Ensemble.Run(model, 8, members[(10 * half)..(10 * half + 10)]));
        AssertSame(Ensemble.Run(model, 8, members), [.. halves[0], .. halves[1]]);
    }

    [Fact]
    public void Totals_of_closed_networks_are_conserved_in_every_lane() => RandomModels.MassAction.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, []);
            var total = compiled.InitialState().Sum();
            foreach (var course in Ensemble.Run(compiled, 8, Members(compiled, 9)))
                Assert.All(course.Outputs, output => Assert.InRange(output!.Sum() / total, 1 - 1e-10, 1 + 1e-10));
        },
        iter: 15, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void A_subject_that_fails_leaves_its_neighbours_alone()
    {
        // x' = x² ends at x = ∞ when t = 1/x₀; with k = 0 it never does.
        var model = CompiledModel.Compile(Model(Amount("x", 1.0), Constant("k", 1.0), Rate("x", "k" * ((Formula)"x" * "x"))), []);
        Member Of(double k) => new([k], 2, [0.5, 2], InputSchedule.None);
        Member[] members = [.. Enumerable.Range(0, 12).Select(i => Of(i % 3 == 0 ? 1 : 0.01 * i))];
        var together = Ensemble.Run(model, 8, members);
        Assert.All(together.Where((_, i) => i % 3 == 0), course => Assert.True(course.Outcome.IsFailure));
        Assert.All(together.Where((_, i) => i % 3 != 0), course => Assert.True(course.Outcome.IsComplete));
        for (var i = 0; i < members.Length; i++)
            AssertSame(Ensemble.Run(model, 1, [members[i]]), [together[i]]);
    }

    [Fact]
    public void A_subject_whose_diagonal_pivots_are_not_safe_is_solved_with_pivoting_and_counted_and_its_neighbours_do_not_notice()
    {
        // A pair coupled a hundred million times more strongly than its own decay: elimination along the diagonal would grow without bound. Its amplitude is zero, so steps stay long.
        var model = CompiledModel.Compile(
            Model(Amount("a", 0.0), Amount("b", 0.0), Amount("c", 1.0), Constant("k", 1.0), Rate("a", "k" * (Formula)"b"), Rate("b", -("k" * (Formula)"a")), Rate("c", -(Formula)"c")), []);
        Member Of(double k) => new([k], 5, [1, 5], InputSchedule.None);
        Member[] members = [.. Enumerable.Range(0, 10).Select(i => Of(i == 4 ? 1e9 : 1))];
        var together = Ensemble.Run(model, 8, members);
        Assert.True(together[4].Outcome.Statistics.PivotFallbacks > 5);
        Assert.Equal(Math.Exp(-5), together[4].Outputs[1]![2], 1e-6);
        foreach (var i in (int[])[3, 5, 9])
            Assert.Equal(0, together[i].Outcome.Statistics.PivotFallbacks);
        for (var i = 0; i < members.Length; i++)
            AssertSame(Ensemble.Run(model, 1, [members[i]]), [together[i]]);
    }

    [Fact]
    public void A_subject_that_finds_no_step_in_its_lane_goes_on_by_itself_to_the_same_bits_at_every_width()
    {
        // x' = −k·arcsin x from 1: the Jacobian is infinite where a Rosenbrock step begins, and finite where BDF asks for it.
        var model = Model(Amount("x", "x0"), Constant("x0", 1.0), Constant("k", 1.0), Rate("x", -("k" * Formula.Call("asin", (Formula)"x"))));
        var compiled = CompiledModel.Compile(model, []);
        Member[] members = [.. Enumerable.Range(0, 19).Select(i => new Member([i % 5 == 4 ? 1 : 0.5, 1 + 0.1 * i], 3, [0.5, 1, 3], i % 2 == 0 ? InputSchedule.None : new InputSchedule([new Bolus(2, 0, 0.5)], [])))];
        var expected = Ensemble.Interpret(model, members);
        for (var i = 0; i < members.Length; i++)
        {
            Assert.True(expected[i].Outcome.IsComplete);
            Assert.Equal(i % 5 == 4 ? 2 : 0, expected[i].Outcome.Statistics.Evictions);
        }
        foreach (var width in Widths)
            AssertSame(expected, Ensemble.Run(compiled, width, members));
    }

    [Fact]
    public void An_explicit_method_gives_the_same_bits_in_the_interpreter_and_at_every_width_also_for_subjects_that_leave_it()
    {
        var model = Model(Amount("x", 0.0), Amount("y", 1.0), Constant("k", 1.0), Rate("x", "k" * ((Formula)"y" - "x")), Rate("y", 0.3 * Formula.Call("sin", Formula.Time) - (Formula)"y"));
        var options = new OdeOptions { Method = Tsit5.Tableau };
        Member[] members = [.. Enumerable.Range(0, 13).Select(i => new Member([i % 4 == 1 ? 1e5 : 1 + i], 5, [0.5, 5], new InputSchedule([new Bolus(1, 0, 2)], [])))];
        var expected = Ensemble.Interpret(model, members, options);
        Assert.All(expected, (course, i) => Assert.Equal((i % 4 == 1, i % 4 == 1 ? 1 : 0), (course.Outcome.Statistics.MetStiffness, course.Outcome.Statistics.Evictions)));
        foreach (var width in Widths)
            AssertSame(expected, Ensemble.Run(CompiledModel.Compile(model, []), width, members, options));
    }

    [Fact]
    public void Random_mass_action_networks_give_the_same_bits_by_every_method_in_the_interpreter_and_as_machine_code() => RandomModels.MassAction.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, []);
            var members = Members(compiled, 5);
            foreach (var method in (OdeMethod[])[Ndf.Variable, Ndf.Backward, Tsit5.Tableau])
            {
                var options = new OdeOptions { Method = method };
                var expected = Ensemble.Interpret(model, members, options);
                foreach (var width in Widths.Where(width => width <= method.MostLanes))
                    AssertSame(expected, Ensemble.Run(compiled, width, members, options));
            }
        },
        iter: 15, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Machine_code_that_takes_over_in_the_middle_of_a_course_changes_no_bit() => RandomModels.MassAction.Sample(
        model =>
        {
            var members = Members(CompiledModel.Compile(model, [], CompilationTier.Interpreter), 1);
            foreach (var method in (OdeMethod[])[Rodas5P.Tableau, Ndf.Variable, Tsit5.Tableau])
            {
                var options = new OdeOptions { Method = method };
                var compiled = CompiledModel.Compile(model, [], CompilationTier.Tiered);
                var system = compiled.CreateSystem();
                system.SetParameters(members[0].Parameters);
                var initial = new double[system.Dimension];
                system.InitialState(initial);
                var outputs = new double[members[0].Outputs.Length][];
                // From the first output on the code is there; whatever ran before ran on what there was.
                var outcome = new OdeSolver(system, options).Solve(new OdeProblem(0, members[0].End, initial, InputSchedule.None, members[0].Outputs), (index, _, y) =>
                {
                    outputs[index] = y.ToArray();
                    compiled.MachineCode.Wait(TestContext.Current.CancellationToken);
                });
                AssertSame(Ensemble.Interpret(model, members, options), [new Course(outcome, outputs)]);
            }
        },
        iter: 15, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Steps_allocate_nothing()
    {
        var lanes = CompiledModel.Compile(Clinic, []).CreateLanes(8);
        var solver = new LaneSolver(lanes, new OdeOptions { MaxSteps = long.MaxValue });
        long Allocated(double end)
        {
            var cohort = new Silent(lanes, 24, end);
            var before = GC.GetAllocatedBytesForCurrentThread();
            solver.Solve(cohort, TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated(10);
        var few = Allocated(10);
        // No more, rather than as much: code that is compiled anew meanwhile may take less.
        Assert.InRange(Enumerable.Range(0, 3).Min(_ => Allocated(1000)), 0, few);
    }

    /// <summary>A drug with a saturable effect on a target that feeds back, with a daily rhythm; the target is reset when it grows too high.</summary>
    private static Model Clinic { get; } = Model(
        Amount("drug", 0.0), Amount("effect", 0.1), Amount("target", 1.0), Amount("risk", 0.0), Constant("k", 0.8), Constant("n", 1.7), Constant("limit", 1.4),
        Rate("drug", -("k" * (Formula)"drug")),
        Rate("effect", ((Formula)"drug" ^ "n") / (1.0 + ((Formula)"drug" ^ "n")) - 50.0 * (Formula)"effect"),
        Rate("target", 0.6 + 0.3 * Formula.Call("sin", 6.28 * Formula.Time) - 0.3 * (Formula)"target" * (1.0 + 40.0 * (Formula)"effect")),
        Rate("risk", 0.01 * (Formula)"risk"),
        When((Formula)"target" > "limit", ("target", 0.5 * (Formula)"target"), ("effect", "effect" + (Formula)0.01)));

    private static Member[] Eventful(int count) => [.. Enumerable.Range(0, count).Select(i => new Member(
        [0.8 + 0.05 * i, 1.7 - 0.02 * i, 1.4 + 0.03 * (i % 5)], 6 + i % 4, [0, 0.5, 1, 1.25, 3, 5 + i % 2],
        i % 3 == 0 ? InputSchedule.None : new InputSchedule([new Bolus(1, 0, 2), new Bolus(2 + 0.1 * i, 0, 3)], [new Infusion(0.5, 3.5, 0, 0.7 + i)]))
    {
        Interruption = i % 4 == 1 ? null : () => (t, y) =>
        {
            y[3] += 0.05 * (1 + i % 7);
            return y[3] > 1.5 ? Continuation.Exit("risk") : Continuation.Until(t + 0.4);
        },
    })];

    private static Member[] Members(CompiledModel model, int count) => [.. Enumerable.Range(0, count).Select(i => new Member(
        [.. model.ParameterDefaults.Select((value, k) => value * (1 + 0.1 * ((7 * i + k) % 5)))], 3 + i % 3, [0.3, 1, 2.7, 3], InputSchedule.None))];

    private static void AssertSame(Course[] expected, Course[] actual) => Assert.Equal(expected.Select(course => course.Bits), actual.Select(course => course.Bits));

    private sealed class Silent(ModelLanes lanes, int count, double end) : LaneCohort
    {
        private readonly OdeProblem[] problems = [.. Enumerable.Range(0, count).Select(i => new OdeProblem(0, end, new[] { 0, 0.1, 1.0 + 0.01 * i, 0 }, InputSchedule.None, new[] { 1.0 })
        {
            Interruption = (t, _) => Continuation.Until(t + 0.7),
        })];

        private int next;

        public override OdeProblem? Next(int lane) => next == problems.Length ? null : problems[next++];

        public override void Output(int lane, int index, double t, ReadOnlySpan<double> y) => Assert.Equal(lanes.Dimension, y.Length);

        public override void End(int lane, Outcome outcome)
        {
            if (!outcome.IsComplete)
                throw new InvalidOperationException(outcome.Ending.ToString());
        }
    }
}
