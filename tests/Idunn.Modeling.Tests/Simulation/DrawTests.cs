using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.SteadyStates;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Tests.Simulation;

/// <summary>Random draws in formulas: once at the start, and each time an event does something.</summary>
public sealed class DrawTests
{
    private const uint Purpose = 0x44524157;

    private const string Ticking = "model m\n var x, n, t\n x = 0; n = 0; t = 0; t' = 1\n at t >= 1: x = normal(3, 2), n = n + uniform(0, 1), t = 0\nend";

    [Fact]
    public void A_draw_is_the_number_of_its_seed_run_address_and_count()
    {
        var course = Run("model m\n x = uniform(0, 1); y = uniform(2, 4)\n var z; z = 0\n at time >= 1.5, t0 = false: z = uniform(0, 1)\nend", ["x", "y", "z"], 2, seed: 3, subject: 5);
        Assert.Equal([Philox.Uniform(3, 5, Purpose, 0), 2 + 2 * Philox.Uniform(3, 5, Purpose + 1, 0), Philox.Uniform(3, 5, Purpose + 2, 0)], course.Rows[^1]);
        var times = Run(Ticking, ["n"], 3.5, seed: 3, subject: 5);
        Assert.Equal(Enumerable.Range(0, 3).Sum(count => Philox.Uniform(3, 5, Purpose + 1, (uint)count)), times.Rows[^1][0], 1e-15);
    }

    [Fact]
    public void What_is_drawn_at_the_start_is_drawn_once_and_all_that_follows_from_it_agrees()
    {
        var course = Run("model m\n k = normal(1, 0.5); double = 2 * k\n var x; x = k; x' = k\n y := x + double\nend", ["k", "double", "x", "y"], 1);
        var k = course.Rows[0][0];
        Assert.NotEqual(1, k);
        Assert.Equal([k, 2 * k, k, 3 * k], course.Rows[0]);
        Assert.Equal(2 * k, course.Rows[^1][2], 1e-12);
    }

    [Fact]
    public void Each_place_draws_for_itself_and_an_argument_is_drawn_once()
    {
        const string text = """
            function square(a)
              a * a
            end
            function fresh(a)
              a * uniform(0, 1)
            end
            model m
              difference = normal(0, 1) - normal(0, 1)
              positive = square(normal(0, 1))
              other = fresh(1) - fresh(1)
              nested = square(square(normal(0, 1)) * normal(0, 1))
            end
            """;
        for (var subject = 0UL; subject < 50; subject++)
        {
            var row = Run(text, ["difference", "positive", "other", "nested"], 1, subject: subject).Rows[0];
            Assert.NotEqual(0, row[0]);
            Assert.True(row[1] > 0 && row[3] > 0);
            Assert.NotEqual(0, row[2]);
        }
    }

    [Fact]
    public void In_SBML_too_each_call_of_a_function_draws_anew_and_an_argument_once()
    {
        const string normal = "<apply><csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/distrib/normal\">normal</csymbol><cn>0</cn><cn>1</cn></apply>";
        string Function(string id, string body) => $"<functionDefinition id=\"{id}\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><lambda><bvar><ci>a</ci></bvar>{body}</lambda></math></functionDefinition>";
        string Assigned(string id, string body) => $"<initialAssignment symbol=\"{id}\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\">{body}</math></initialAssignment>";
        var model = SbmlReader.Parse(
            "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" xmlns:distrib=\"http://www.sbml.org/sbml/level3/version1/distrib/version1\" distrib:required=\"true\" level=\"3\" version=\"2\"><model id=\"m\">"
            + $"<listOfFunctionDefinitions>{Function("square", "<apply><times/><ci>a</ci><ci>a</ci></apply>")}{Function("fresh", $"<apply><times/><ci>a</ci>{normal}</apply>")}</listOfFunctionDefinitions>"
            + "<listOfParameters><parameter id=\"x\" constant=\"true\"/><parameter id=\"y\" constant=\"true\"/></listOfParameters>"
            + $"<listOfInitialAssignments>{Assigned("x", $"<apply><ci>square</ci>{normal}</apply>")}{Assigned("y", "<apply><minus/><apply><ci>fresh</ci><cn>1</cn></apply><apply><ci>fresh</ci><cn>1</cn></apply></apply>")}</listOfInitialAssignments></model></sbml>", "m.xml");
        var compiled = HybridModel.Compile(model, [new("x"), new("y")]);
        for (var subject = 0UL; subject < 50; subject++)
        {
            var row = new Simulator(compiled).Run(new SimulationOptions(1, 2) { Subject = subject }, TestContext.Current.CancellationToken).Rows[0];
            Assert.True(row[0] > 0);
            Assert.NotEqual(0, row[1]);
        }
        // Written out the argument would be two draws, which no text can say to be one.
        var exception = Assert.Throws<FindingsException>(() => SbmlWriter.Text(model));
        Assert.Equal("IDN132", exception.Findings[0].Code);
        Assert.Equal("IDN132", Assert.Throws<FindingsException>(() => AntimonyWriter.Write(model)).Findings[0].Code);
    }

    [Fact]
    public void Runs_have_the_same_bits_in_any_order_on_any_thread_and_by_any_method()
    {
        var model = HybridModel.Compile(AntimonyReader.Parse(Ticking, "m.ant"), [new("x"), new("n")]);
        double[] Last(ulong subject, Simulator simulator, OdeMethod? method = null) => [.. simulator.Run(new SimulationOptions(4.5, 10) { Seed = 7, Subject = subject, Method = method }, TestContext.Current.CancellationToken).Rows.SelectMany(row => row)];
        var one = new Simulator(model);
        var forwards = Enumerable.Range(0, 20).Select(subject => Last((ulong)subject, one)).ToArray();
        var backwards = new double[20][];
        Parallel.For(0, 20, i => backwards[19 - i] = Last((ulong)(19 - i), new Simulator(model)));
        for (var subject = 0; subject < 20; subject++)
        {
            Assert.Equal(forwards[subject], backwards[subject]);
            Assert.Equal(forwards[subject], Last((ulong)subject, one, OdeMethods.Find("ndf")));
        }
        Assert.NotEqual(forwards[0], forwards[1]);
    }

    [Fact]
    public void Courses_of_equations_and_of_single_reactions_draw_the_same()
    {
        const string text = "model m\n compartment C = 1\n substanceOnly species S in C\n k = uniform(1, 2); S = poisson(40)\n R: S => ; k * S\n at S < 10: k2 = normal(5, 1), S = S + binomial(30, 0.5)\n var k2; k2 = 0\nend";
        var model = AntimonyReader.Parse(text, "m.ant");
        for (var subject = 0UL; subject < 10; subject++)
        {
            var options = new SimulationOptions(3, 4) { Seed = 11, Subject = subject };
            var (equations, reactions) = (new Simulator(HybridModel.Compile(model, [new("k"), new("S"), new("k2")])).Run(options, TestContext.Current.CancellationToken), ReactionCourse.Run(model, ["k", "S", "k2"], options, ReactionMethod.Direct, TestContext.Current.CancellationToken));
            Assert.Equal(equations.Rows[0], reactions.Rows[0]);
            Assert.True(reactions.Outcome.IsComplete);
        }
    }

    [Fact]
    public void What_single_reactions_count_is_drawn_as_a_count_or_refused()
    {
        var model = AntimonyReader.Parse("model m\n compartment C = 1\n substanceOnly species S in C\n S = uniform(10, 20)\n R: S => ; S\nend", "m.ant");
        var exception = Assert.Throws<FindingsException>(() => ReactionCourse.Run(model, ["S"], new SimulationOptions(1, 2), ReactionMethod.Direct, TestContext.Current.CancellationToken));
        Assert.Equal("IDN143", exception.Findings[0].Code);
    }

    [Fact]
    public void An_event_waits_as_long_as_was_drawn_when_it_was_triggered_and_priorities_may_be_drawn()
    {
        var waited = Run("model m\n var x; x = 0\n at 0.5 after time >= 1: x = 1\n at exponential(2) after time >= 1, fromTrigger=false: w = time\n var w; w = 0\nend", ["w"], 50, subject: 4);
        Assert.Equal(1 - Math.Log(1 - Philox.Uniform(1, 4, Purpose, 0)) / 2, waited.Rows[^1][0], 1e-9);
        const string race = "model m\n var first; first = 0\n A: at time >= 1, priority = uniform(0, 1), fromTrigger = false: first = piecewise(1, first == 0, first)\n B: at time >= 1, priority = uniform(0, 1), fromTrigger = false: first = piecewise(2, first == 0, first)\nend";
        var winners = Enumerable.Range(0, 40).Select(subject => Run(race, ["first"], 2, subject: (ulong)subject).Rows[^1][0]).ToArray();
        for (var subject = 0; subject < winners.Length; subject++)
            Assert.Equal(Philox.Uniform(1, (ulong)subject, Purpose, 0) > Philox.Uniform(1, (ulong)subject, Purpose + 1, 0) ? 1 : 2, winners[subject]);
        Assert.Contains(1, winners);
        Assert.Contains(2, winners);
    }

    [Theory]
    [InlineData("x := normal(0, 1)", "m.ant:2:7")]
    [InlineData("var x; x = 0; x' = normal(0, 1)", "m.ant:2:21")]
    [InlineData("species A; A = 1; A -> ; uniform(0, 1) * A", "m.ant:2:27")]
    [InlineData("var x; x = 0; at uniform(0, 1) > 0.5: x = 1", "m.ant:2:19")]
    public void A_draw_that_would_have_to_be_made_all_the_time_is_refused_where_it_stands(string statements, string place)
    {
        var model = AntimonyReader.Parse($"model m\n {statements}\nend", "m.ant");
        var finding = Assert.Throws<FindingsException>(() => HybridModel.Compile(model)).Findings.Single(finding => finding.Code == "IDN132");
        Assert.Equal(place, finding.Location.ToString());
        Assert.Contains(ModelChecker.Check(model, [], new HashSet<string>(), null), finding => finding.Code == "IDN132");
    }

    [Fact]
    public void Cohorts_and_steady_states_draw_nothing_and_say_so()
    {
        var model = AntimonyReader.Parse("model m\n k = normal(1, 0.1)\n var x; x = 1; x' = -k * x\nend", "m.ant");
        Assert.Equal("IDN132", Assert.Throws<FindingsException>(() => CompiledModel.Compile(model, ["x"])).Findings[0].Code);
        Assert.Contains("at random", SteadyStateFinder.Find(model, cancellation: TestContext.Current.CancellationToken).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(StartValues.Of(model, [new("k")])[0]));
    }

    [Fact]
    public void What_is_no_distribution_ends_the_run_and_names_what_it_would_have_set()
    {
        var outcome = Run("model m\n var x, s; x = 0; s = -1; x' = 0\n at time >= 1: x = normal(0, s)\nend", ["x"], 2).Outcome;
        Assert.Equal(Ending.NotFinite, outcome.Ending);
        Assert.Equal("x", outcome.Culprit);
    }

    [Theory]
    [InlineData("x = normal(0)", "normal takes 2 arguments, or 4 with bounds, not 1.")]
    [InlineData("x = uniform(0, 1, 2)", "uniform takes 2 arguments, not 3.")]
    [InlineData("x = bernoulli(0.1, 0, 1)", "bernoulli takes 1 argument, not 3.")]
    [InlineData("x = cauchy(1, 0, 1)", "cauchy takes 1 or 2 arguments, or 4 with bounds, not 3.")]
    public void A_draw_with_other_arguments_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FindingsException>(() => AntimonyReader.Parse(text, "m.ant")).Findings[0].Message);

    [Fact]
    public void Draws_are_written_and_read_again_as_the_same_draws()
    {
        const string text = "model m\n a = normal(1, 2); b = normal(1, 2, 0, 3); c = laplace(2); d = gamma(2, 3, 1, 9)\n var x, t; x = 0; t = 0; t' = 1\n at 0.1 * uniform(0, 1) after t >= 1: x = poisson(3) + cauchy(1, 2), t = 0\nend";
        Observed[] observed = [new("a"), new("b"), new("c"), new("d"), new("x")];
        var model = AntimonyReader.Parse(text, "m.ant");
        double[] Course(Model read) => [.. new Simulator(HybridModel.Compile(read, observed)).Run(new SimulationOptions(5, 11) { Subject = 3 }, TestContext.Current.CancellationToken).Rows.SelectMany(row => row)];
        var expected = Course(model);
        var sbml = SbmlWriter.Text(model);
        Assert.Contains("distrib:required=\"true\"", sbml, StringComparison.Ordinal);
        Assert.Equal(expected, Course(SbmlReader.Parse(sbml, "m.xml")));
        Assert.Equal(sbml, SbmlWriter.Text(SbmlReader.Parse(sbml, "m.xml")));
        Assert.Equal(expected, Course(AntimonyReader.Parse(AntimonyWriter.Write(model), "m.ant")));
    }

    private static TimeCourse Run(string text, string[] ids, double until, ulong seed = 1, ulong subject = 0) =>
        new Simulator(HybridModel.Compile(AntimonyReader.Parse(text, "m.ant"), [.. ids.Select(id => new Observed(id))])).Run(new SimulationOptions(until, 8) { Seed = seed, Subject = subject }, TestContext.Current.CancellationToken);
}
