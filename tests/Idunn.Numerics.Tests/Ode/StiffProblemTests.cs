using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class StiffProblemTests(ITestOutputHelper log)
{
    [Fact]
    public void Rober_meets_its_published_end_values() => Meets(StiffProblem.Rober, absoluteShare: 1e-10, 1e-5, 1e-7, 1e-9);

    [Fact]
    public void Hires_meets_its_published_end_values() => Meets(StiffProblem.Hires, absoluteShare: 1e-4, 1e-5, 1e-7, 1e-9);

    [Fact]
    public void Pollution_meets_its_published_end_values() => Meets(StiffProblem.Pollution, absoluteShare: 1e-14, 1e-5, 1e-7, 1e-9);

    [Fact]
    public void E5_meets_its_published_end_values() => Meets(StiffProblem.E5, absoluteShare: 1e-22, 1e-4, 1e-5, 1e-6);

    [Fact]
    public void Orego_meets_its_published_end_values() => Meets(StiffProblem.Orego, absoluteShare: 1e-3, 1e-5, 1e-7, 1e-9);

    [Theory, InlineData("NDF"), InlineData("BDF")]
    public void Formulas_of_variable_order_meet_published_end_values(string name)
    {
        var method = name == "NDF" ? Ndf.Variable : Ndf.Backward;
        Meets(StiffProblem.Rober, 1e-10, method, 300, 1e-5, 1e-6, 1e-8);
        Meets(StiffProblem.Hires, 1e-4, method, 300, 1e-5, 1e-7, 1e-9);
        Meets(StiffProblem.Pollution, 1e-8, method, 300, 1e-5, 1e-7, 1e-9);
        Meets(StiffProblem.Orego, 1e-3, method, 300, 1e-5, 1e-7, 1e-9);
    }

    /// <summary>At each tolerance the largest relative error of the end values stays near it, and a tighter tolerance gives a smaller error.</summary>
    private void Meets(StiffProblem problem, double absoluteShare, params double[] tolerances) => Meets(problem, absoluteShare, Rodas5P.Tableau, 100, tolerances);

    private void Meets(StiffProblem problem, double absoluteShare, OdeMethod method, double margin, params double[] tolerances)
    {
        var previous = double.PositiveInfinity;
        foreach (var tolerance in tolerances)
        {
            var run = Run.Of(problem.System, problem.Initial, problem.End, Run.At(tolerance, tolerance * absoluteShare) with { Method = method });
            Assert.Equal(Ending.Completed, run.Outcome.Ending);
            var error = problem.Published.Select((published, i) => Math.Abs(published) < 1e-30 ? 0 : Math.Abs(run.Last[i] / published - 1)).Max();
            log.WriteLine(FormattableString.Invariant($"{method.Name} {problem.Name} {tolerance:E0}: {error:E2} {run.Outcome.Statistics}"));
            Assert.True(error < margin * tolerance, FormattableString.Invariant($"{problem.Name} at {tolerance:E0}: relative error {error:E2}"));
            Assert.True(error < previous, FormattableString.Invariant($"{problem.Name} at {tolerance:E0}: {error:E2} is not below {previous:E2}"));
            previous = error;
        }
    }
}
