using System.Text;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using static Idunn.Modeling.Tests.Sbml.SbmlText;

namespace Idunn.Modeling.Tests.Sbml;

/// <summary>Level 2, Versions 1 to 4, of which the test suites at hand hold no file: what their specifications say, by solutions known in closed form.</summary>
public sealed class SbmlLevelTests
{
    private const string Cell = "<listOfCompartments><compartment id=\"c\" size=\"2\"/></listOfCompartments>";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_reaction_without_stoichiometries_moves_one_to_one_by_its_local_parameter(int version)
    {
        // A' = −k·[A]·c with k = 0.5, so A = 3·e^(−t/2); a missing stoichiometry is 1 in Level 2, and the parameter of the law hides the one of the model.
        var text = Level2(version, Cell
            + "<listOfSpecies><species id=\"A\" compartment=\"c\" initialAmount=\"3\"/><species id=\"B\" compartment=\"c\" initialAmount=\"0\"/></listOfSpecies><listOfParameters><parameter id=\"k\" value=\"99\"/></listOfParameters>"
            + "<listOfReactions><reaction id=\"r\" reversible=\"false\"><listOfReactants><speciesReference species=\"A\"/></listOfReactants><listOfProducts><speciesReference species=\"B\"/></listOfProducts>"
            + $"<kineticLaw>{Math(Apply("<times/>", "<ci>k</ci>", "<ci>A</ci>", "<ci>c</ci>"))}<listOfParameters><parameter id=\"k\" value=\"0.5\"/></listOfParameters></kineticLaw></reaction></listOfReactions>");
        Assert.Equal([3 * System.Math.Exp(-1), 3 - 3 * System.Math.Exp(-1)], AtEnd(text, 2, new Observed("A", Measure.Amount), new Observed("B", Measure.Amount)), Near);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_stoichiometry_by_formula_holds_at_all_times(int version)
    {
        // B' = (2·time)·1, so B = t².
        var text = Level2(version, Cell + "<listOfSpecies><species id=\"B\" compartment=\"c\" initialAmount=\"0\" hasOnlySubstanceUnits=\"true\"/></listOfSpecies>"
            + $"<listOfReactions><reaction id=\"r\"><listOfProducts><speciesReference species=\"B\"><stoichiometryMath>{Math(Apply("<times/>", "<cn>2</cn>", "<csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/time\">t</csymbol>"))}</stoichiometryMath></speciesReference></listOfProducts>"
            + $"<kineticLaw>{Math("<cn>1</cn>")}</kineticLaw></reaction></listOfReactions>");
        Assert.Equal([9.0], AtEnd(text, 3, new Observed("B")), Near);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_delayed_event_takes_the_values_of_its_trigger_where_nothing_else_can_be_said(int version)
    {
        // x = 1 + t; the event is triggered at 1 (x = 2), acts at 3, and sets y to the x of its trigger.
        var text = Level2(version, "<listOfParameters><parameter id=\"x\" value=\"1\" constant=\"false\"/><parameter id=\"y\" value=\"0\" constant=\"false\"/></listOfParameters>"
            + $"<listOfRules><rateRule variable=\"x\">{Math("<cn>1</cn>")}</rateRule></listOfRules>"
            + $"<listOfEvents><event id=\"e\"><trigger>{Math(Apply("<geq/>", "<ci>x</ci>", "<cn>2</cn>"))}</trigger><delay>{Math("<cn>2</cn>")}</delay><listOfEventAssignments><eventAssignment variable=\"y\">{Math("<ci>x</ci>")}</eventAssignment></listOfEventAssignments></event></listOfEvents>");
        Assert.Equal([0.0], AtEnd(text, 2.9, new Observed("y")), Near);
        Assert.Equal([2.0], AtEnd(text, 3.1, new Observed("y")), Near);
    }

    [Fact]
    public void In_Level_2_Version_4_an_event_may_take_the_values_of_when_it_acts()
    {
        var text = Level2(4, "<listOfParameters><parameter id=\"x\" value=\"1\" constant=\"false\"/><parameter id=\"y\" value=\"0\" constant=\"false\"/></listOfParameters>"
            + $"<listOfRules><rateRule variable=\"x\">{Math("<cn>1</cn>")}</rateRule></listOfRules>"
            + $"<listOfEvents><event id=\"e\" useValuesFromTriggerTime=\"false\"><trigger>{Math(Apply("<geq/>", "<ci>x</ci>", "<cn>2</cn>"))}</trigger><delay>{Math("<cn>2</cn>")}</delay><listOfEventAssignments><eventAssignment variable=\"y\">{Math("<ci>x</ci>")}</eventAssignment></listOfEventAssignments></event></listOfEvents>");
        Assert.Equal([4.0], AtEnd(text, 3.1, new Observed("y")), Near);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_initial_assignment_counts_before_a_value(int version)
    {
        var text = Level2(version, $"<listOfParameters><parameter id=\"k\" value=\"7\"/><parameter id=\"x\" value=\"1\"/></listOfParameters><listOfInitialAssignments><initialAssignment symbol=\"x\">{Math(Apply("<times/>", "<cn>2</cn>", "<ci>k</ci>"))}</initialAssignment></listOfInitialAssignments>");
        Assert.Equal([14.0], AtEnd(text, 1, new Observed("x")), Near);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_fast_reaction_is_in_equilibrium_from_the_start(int version)
    {
        // 2·[A] = [B] with A + B = 3 amounts.
        var text = Level2(version, Cell + "<listOfSpecies><species id=\"A\" compartment=\"c\" initialAmount=\"3\"/><species id=\"B\" compartment=\"c\" initialAmount=\"0\"/></listOfSpecies>"
            + "<listOfReactions><reaction id=\"r\" fast=\"true\"><listOfReactants><speciesReference species=\"A\"/></listOfReactants><listOfProducts><speciesReference species=\"B\"/></listOfProducts>"
            + $"<kineticLaw>{Math(Apply("<minus/>", Apply("<times/>", "<cn>2</cn>", "<ci>A</ci>"), "<ci>B</ci>"))}</kineticLaw></reaction></listOfReactions>");
        Assert.Equal([1.0, 2.0], AtEnd(text, 1, new Observed("A", Measure.Amount), new Observed("B", Measure.Amount)), Near);
    }

    [Fact]
    public void UTF_16_and_a_byte_order_mark_and_names_beyond_ASCII_are_read()
    {
        var text = Level3(Rate("<ci>x</ci>")).Replace("id=\"x\"", "id=\"x\" name=\"Größe 濃度\"", StringComparison.Ordinal);
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var file = Path.Combine(Path.GetTempPath(), $"größe-{Environment.ProcessId}-{encoding.CodePage}.xml");
            File.WriteAllText(file, text, encoding);
            Assert.Equal("Größe 濃度", Assert.Single(SbmlReader.Read(file).Parameters).Name);
            File.Delete(file);
        }
    }

    [Fact]
    public void A_sum_of_a_hundred_thousand_terms_is_read()
    {
        var sum = Apply("<plus/>", Enumerable.Repeat("<ci>x</ci>", 100_000).ToArray());
        Assert.Equal([System.Math.Exp(-1)], AtEnd(Level3(Rate(Apply("<times/>", "<cn>-1e-5</cn>", sum))), 1, new Observed("x")), Near);
    }

    private static bool Near(double expected, double actual) => System.Math.Abs(expected - actual) <= 1e-6 * (1 + System.Math.Abs(expected));

    private static double[] AtEnd(string text, double until, params Observed[] observed)
    {
        var course = new Simulator(HybridModel.Compile(SbmlReader.Parse(text, "model.xml"), observed)).Run(new SimulationOptions(until, 2));
        Assert.True(course.Outcome.IsComplete);
        return course.Rows[^1];
    }
}
