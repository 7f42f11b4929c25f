using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>Antimony Reference, Module conversion factors: <c>A.y * f is x</c> and <c>A.y is x / f</c> say that x is f times y.</summary>
public sealed class ConversionFactorTests
{
    private const string Part = """
        model part()
          species y;
          J: -> z; k*y
          y' = 2*y
          y = 5
          r := rateOf(y)
          E: at (y > 3): y = 1
        end

        """;

    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    [Theory]
    [InlineData("A.y * f is x")]
    [InlineData("A.y is x / f")]
    public void Formulas_of_the_submodel_divide_and_what_it_assigns_is_multiplied(string synchronisation)
    {
        var model = Parse(Part + $"model whole()\n A: part()\n {synchronisation}\n f = 1000\n z2 = x\nend");
        Assert.Equal("A.k * (x / f)", ExprPrinter.Print(model.Reactions.Single().Rate!));
        Assert.Equal("2 * (x / f) * f", ExprPrinter.Print(model.RateRules.Single(rule => rule.Variable == "x").Formula));
        Assert.Equal("5 * f", ExprPrinter.Print(model.Species.Single(species => species.Id == "x").Initial!));
        Assert.Equal("rateOf(x) / f", ExprPrinter.Print(model.AssignmentRules.Single().Formula));
        Assert.Equal("x / f > 3", ExprPrinter.Print(model.Events.Single().Trigger));
        Assert.Equal("1 * f", ExprPrinter.Print(model.Events.Single().Assignments.Single().Formula));
        Assert.Equal("x", ExprPrinter.Print(model.Parameters.Single(parameter => parameter.Id == "z2").Initial!));
    }

    [Fact]
    public void Factors_of_several_levels_multiply()
    {
        var model = Parse("model inner\n a := 3*y\nend\nmodel middle\n B: inner()\n B.y * c is y2\n c = 2\nend\nmodel *whole\n A: middle()\n A.y2 * d is x\n d = 7\n x = 1\nend");
        Assert.Equal("3 * (x / A.c / d)", ExprPrinter.Print(model.AssignmentRules.Single().Formula));
    }

    /// <summary>A decay in minutes and millimoles inside a model of hours and moles is the decay itself, in other numbers.</summary>
    [Fact]
    public void A_submodel_in_other_units_takes_the_same_course()
    {
        var model = Parse("model decay\n y' = -0.03*y + 0.001*time\nend\nmodel *whole\n A: decay(), timeconv=hours\n A.y * moles is x\n x = 0.25\n hours = 0.0166666666666666667\n moles = 0.001\nend");
        var direct = Parse("model m\n y' = -0.03*y + 0.001*time\n y = 250\nend");
        var (ours, theirs) = (Course(model, "x", 1), Course(direct, "y", 60));
        for (var i = 0; i < ours.Length; i++)
            Assert.Equal(1, ours[i] * 1000 / theirs[i], 1e-6);
    }

    private static double[] Course(Model model, string id, double until)
        => [.. new Simulator(HybridModel.Compile(model, [new Observed(id, Measure.Symbol)])).Run(new SimulationOptions(until, 7)).Rows.Select(row => row[^1])];
}
