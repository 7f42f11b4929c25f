using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>What the pairs of the conformance suite do not show.</summary>
public sealed class WholeLanguageTests
{
    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    /// <summary>SBML Level 3 package comp, section 3.8: with the factors T and X a submodel's time is t/T, its rates are X/T times as large, its delays last T times as long.</summary>
    [Fact]
    public void Time_and_extent_of_a_submodel_are_converted_into_those_of_the_whole()
    {
        var model = Parse("""
            model part()
              J: A -> B; k*A
              x' = time
              y := J
              E: at 2 after (x > 1): y0 = delay(x, 3)
            end
            model whole()
              P: part(), timeconv=60, extentconv=f
              f = 1000
            end
            """);
        Assert.Equal("P.k * P.A * f / 60", ExprPrinter.Print(model.Reactions.Single().Rate!));
        Assert.Equal("time / 60 / 60", ExprPrinter.Print(model.RateRules.Single().Formula));
        Assert.Equal("P.J * 60 / f", ExprPrinter.Print(model.AssignmentRules.Single().Formula));
        Assert.Equal("2 * 60", ExprPrinter.Print(model.Events.Single().Delay!));
        Assert.Equal("delay(P.x, 3 * 60)", ExprPrinter.Print(model.Events.Single().Assignments.Single().Formula));
    }

    [Fact]
    public void Fewer_arguments_than_ports_leave_the_last_ports_as_they_are()
    {
        var model = Parse("model part(a, b)\n a = 1; b = 2\nend\nmodel whole()\n A: part(x)\n x = 5\nend");
        Assert.Equal(["A.b", "x"], model.Parameters.Select(parameter => parameter.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_constraint_of_three_terms_is_both_comparisons()
        => Assert.Equal("-10 <= x && x <= 10", ExprPrinter.Print(Parse("-10 <= x <= 10").Constraints.Single().Condition));

    [Fact]
    public void Terms_and_annotations_are_kept()
    {
        var model = Parse("a = 3\na.sboTerm = SBO:0000025\na hasPart \"urn:x\", \"urn:y\"\na notes \"a note\"");
        var annotation = Assert.Single(model.Parameters).Annotation;
        Assert.Equal(25, annotation.SboTerm);
        Assert.Equal("a note", annotation.Notes);
        Assert.Equal(["urn:x", "urn:y"], annotation.References.Single().Resources);
    }

    [Fact]
    public void A_part_that_is_called_like_an_attribute_is_the_part()
    {
        var model = Parse("model inner\n mean = 1\nend\nmodel outer\n A: inner()\n A.mean = 2\nend");
        Assert.Equal(2, ((NumberExpr)model.Parameters.Single(parameter => parameter.Id == "A.mean").Initial!).Value);
    }

    [Fact]
    public void A_named_stoichiometry_that_varies_keeps_its_name()
    {
        var term = Parse("J: n A -> ; k\nn := 2*t0\nt0 = 1").Reactions.Single().Reactants.Single();
        Assert.Equal(("n", 1.0), (term.Variable, term.Coefficient));
    }
}
