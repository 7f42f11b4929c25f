using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Tests.Simulation;

/// <summary>Rates that jump while the state is nothing yet: a drug that is added. Whatever step crosses the jump has an error above the tolerance of nothing.</summary>
public sealed class JumpTests
{
    private static SymbolExpr Symbol(string name) => new SymbolExpr(name);

    /// <summary>x' = rate from a time on, before it 0; y' = x − y.</summary>
    private static Model Added(double rate, double time, double start)
    {
        var after = new BinaryExpr(BinaryOperator.GreaterOrEqual, new TimeExpr(), new NumberExpr(time));
        Parameter Variable(string id) => new() { Id = id, Initial = new NumberExpr(start), Location = SourceLocation.None };
        return new Model
        {
            Id = "m", Location = SourceLocation.None, Parameters = [Variable("x"), Variable("y")],
            RateRules =
            [
                new RateRule("x", new CallExpr("piecewise", [new NumberExpr(rate), after, new NumberExpr(0)]), SourceLocation.None),
                new RateRule("y", new BinaryExpr(BinaryOperator.Subtract, Symbol("x"), Symbol("y")), SourceLocation.None),
            ],
        };
    }

    [Theory]
    [InlineData(1e-3, 30)]
    [InlineData(1, 30)]
    [InlineData(1e3, 30)]
    [InlineData(1e7, 1800)]
    [InlineData(1e7, 1799.99)]
    public void A_rate_that_jumps_up_from_a_state_of_nothing_is_followed_from_the_jump_on(double rate, double time)
    {
        var course = new Simulator(HybridModel.Compile(Added(rate, time, 0), [new Observed("x"), new Observed("y")])).Run(SimulationOptions.At([time - 1, time, time + 0.5, time + 2]), TestContext.Current.CancellationToken);
        Assert.Equal(Ending.Completed, course.Outcome.Ending);
        Assert.Equal([0, 0], course.Rows[0]);
        foreach (var (row, t) in new[] { (2, 0.5), (3, 2.0) })
        {
            Assert.Equal(rate * t, course.Rows[row][0], 1e-7 * rate);
            // y = rate (t − 1 + e^−t)
            Assert.Equal(rate * (t - 1 + Math.Exp(-t)), course.Rows[row][1], 1e-7 * rate);
        }
    }

    [Fact]
    public void What_diverges_is_still_said_to_end_and_not_stepped_over()
    {
        // x' = x² from 1 at 0 is 1/(1 − t); a comparison that never changes keeps the search for changes awake.
        var model = Added(1, 50, 1);
        model = model with { RateRules = [model.RateRules[0] with { Formula = new CallExpr("piecewise", [new NumberExpr(1), ((CallExpr)model.RateRules[0].Formula).Arguments[1], new BinaryExpr(BinaryOperator.Multiply, Symbol("x"), Symbol("x"))]) }, model.RateRules[1]] };
        var course = new Simulator(HybridModel.Compile(model, [new Observed("x")])).Run(SimulationOptions.At([0, 2]), TestContext.Current.CancellationToken);
        Assert.NotEqual(Ending.Completed, course.Outcome.Ending);
        Assert.Equal(1, course.Outcome.Time, 6);
    }
}
