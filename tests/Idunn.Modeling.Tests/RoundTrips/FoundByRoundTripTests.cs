using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>What random models once showed to come back different, each in its smallest form.</summary>
public sealed class FoundByRoundTripTests
{
    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    private static string Complaint(string text) => Assert.Throws<FindingsException>(() => Parse(text)).Findings.Single().ToString();

    [Fact]
    public void The_sign_of_a_number_stands_inside_of_its_power()
    {
        var x = new SymbolExpr("x");
        Assert.Equal("(-0)^x", ExprPrinter.Print(new BinaryExpr(BinaryOperator.Power, new NumberExpr(-0.0), x)));
        Assert.Equal("x^-2", ExprPrinter.Print(new BinaryExpr(BinaryOperator.Power, x, new NumberExpr(-2))));
        Assert.Equal("x^-0", ExprPrinter.Print(new BinaryExpr(BinaryOperator.Power, x, new NumberExpr(-0.0))));
    }

    [Fact]
    public void What_is_no_finite_number_has_no_unit_that_could_be_read() => Assert.Equal("-infinity", ExprPrinter.Print(new NumberExpr(double.NegativeInfinity, "mole")));

    [Theory]
    [InlineData("model_ = 1\nmodel_ is \"a name\"\nmodel_ notes \"about it\"\nmodel_.sboTerm = 4")]
    [InlineData("model_ = 1\nmodule_ is \"a name\"")]
    [InlineData("time_ = 1\ntime_ has second")]
    [InlineData("volume_ = litre\nlitre = 3")]
    [InlineData("end__ = 1\nend_ = 2")]
    [InlineData("geneProduct = 1\ngeneProduct is \"a name\"\ngeneProduct has mole")]
    [InlineData("model *annotate()\n x = 1\nend\nannotate is \"a name\"")]
    [InlineData("a = b\nb = 2\nc := b\na2 := c")]
    [InlineData("x = 1\nx.distribution = 3\ny = 2\ny.distribution = x")]
    [InlineData("x = 1\nx.mean = 3\ny.mean = ;")]
    [InlineData("substanceOnly species S in C\nC = 2\nS = -1/C")]
    [InlineData("J: n A -> m A; k*A\nn = -2\nm = -2")]
    [InlineData("unit timeUnit_ = 3 second\nx has timeUnit_")]
    public void A_text_comes_back_from_both_formats(string text)
    {
        var model = Parse(text);
        Assert.Null(RoundTrip.ThroughAntimony(model));
        Assert.Null(RoundTrip.ThroughBoth(model));
    }

    [Fact]
    public void An_escaped_word_is_an_id_and_not_the_word()
    {
        var model = Parse("model_ = 1\nmodel_ is \"a name\"\ntime_ = 1\ntime_ has second\nvolume_ = litre\nend__ = 2");
        Assert.Null(model.Name);
        Assert.Null(model.TimeUnit);
        Assert.Equal("a name", model.Parameters.Single(parameter => parameter.Id == "model").Name);
        Assert.Equal("second", model.Parameters.Single(parameter => parameter.Id == "time").Unit);
        Assert.Equal("litre", ExprPrinter.Print(model.Parameters.Single(parameter => parameter.Id == "volume").Initial!));
        Assert.Contains(model.Parameters, parameter => parameter.Id == "end_");
    }

    [Fact]
    public void A_unit_that_is_called_timeUnit_is_not_the_unit_of_time()
    {
        var model = Parse("x has mole") with { Units = [new UnitDefinition("timeUnit", "2.5 item", SourceLocation.None)], TimeUnit = "second" };
        Assert.Null(RoundTrip.ThroughAntimony(model));
    }

    [Theory]
    [InlineData("a \"b\"`", "a \"b\"'")]
    [InlineData("`a``", "`a``")]
    [InlineData("```\n", "'\n")]
    public void Backquotes_at_the_end_of_a_text_do_not_end_it(string name, string read)
    {
        var model = Parse("x = 1");
        var named = model with { Parameters = [model.Parameters[0] with { Name = name }] };
        Assert.Equal(read, AntimonyReader.Parse(AntimonyWriter.Write(named), "written.ant").Parameters.Single().Name);
    }

    [Fact]
    public void A_negative_number_with_a_unit_gives_none_to_a_quantity_that_has_none()
    {
        var model = Parse("x = 1");
        var negative = model with { Parameters = [model.Parameters[0] with { Initial = new UnaryExpr(UnaryOperator.Negate, new NumberExpr(3, "mole")) }] };
        Assert.Null(RoundTrip.ThroughAntimony(negative));
    }

    [Fact]
    public void An_amount_below_zero_is_an_amount_however_its_sign_is_written()
    {
        var model = Parse("substanceOnly species S in C; C = 2; S = 1/C");
        var negative = model with { Species = [model.Species[0] with { Initial = new UnaryExpr(UnaryOperator.Negate, new NumberExpr(-3)) }] };
        Assert.Null(RoundTrip.ThroughAntimony(negative));
    }

    [Fact]
    public void The_default_compartment_cannot_be_a_parameter() =>
        Assert.Equal("model.ant:1:15: error IDN108: 'default_compartment' is used as a compartment and as a parameter. Rename one of them.", Complaint("const formula default_compartment\nspecies S = 1"));

    [Fact]
    public void A_conversion_factor_that_only_stands_there_is_a_parameter() =>
        Assert.Contains(Parse("model a()\n x' = 1\nend\nmodel b()\n A: a(), timeconv=k\nend").Parameters, parameter => parameter.Id == "k");

    [Fact]
    public void What_was_deleted_leaves_no_trace()
    {
        var model = Parse("model a()\n x = 1\n x.stdev = y\n species S in c\n S = 1\nend\nmodel b()\n A: a()\n delete A.y\n delete A.c\nend");
        Assert.Empty(model.Parameters.Single().Annotation.Uncertainties);
        Assert.Equal("default_compartment", model.Species.Single().Compartment);
        Assert.Null(RoundTrip.ThroughAntimony(model));
    }

    [Fact]
    public void A_stoichiometry_that_is_a_species_changes_with_it()
    {
        var model = Parse("J: n S -> ; 1\nK: n -> ; 1\nn = 3\nS = 1");
        Assert.Equal("n", model.Reactions[0].Reactants[0].Variable);
    }

    [Fact]
    public void SBML_names_a_reference_to_a_stoichiometry_once_and_its_second_writing_is_the_same()
    {
        var model = Parse("J: n S -> ; 1\nK: n S -> ; 1\nvar n = 3\nx = -infinity");
        var written = SbmlWriter.Text(model with { Parameters = [.. model.Parameters.Select(parameter => parameter.Id == "x" ? parameter with { Initial = new NumberExpr(double.NaN, "mole") } : parameter)] });
        Assert.Contains("\"n_of_S\"", written, StringComparison.Ordinal);
        Assert.Contains("id=\"x\" value=\"NaN\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_quantities_of_one_id_are_refused_in_SBML() =>
        Assert.Equal(FindingCodes.Duplicate.Code, Assert.Throws<FindingsException>(() => SbmlReader.Parse("""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model><listOfCompartments><compartment id="c" size="1" units="litre" constant="true"/></listOfCompartments>
            <listOfParameters><parameter id="c" value="1" units="second" constant="true"/></listOfParameters></model></sbml>
            """, "m.xml")).Findings.Single().Code);

    [Fact]
    public void A_symbol_called_time_that_nothing_defines_is_not_the_time_of_an_SBML_model() =>
        Assert.Contains("The model has no quantity 'time'", Assert.Throws<FindingsException>(() => SbmlReader.Parse("""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model><listOfParameters><parameter id="c" constant="false"/></listOfParameters>
            <listOfRules><assignmentRule variable="c"><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>time</ci></math></assignmentRule></listOfRules></model></sbml>
            """, "m.xml")).Findings.Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("A.u is u", "unit u = mole")]
    [InlineData("A.u is B.u", "")]
    [InlineData("A.u is v", "unit v = mole")]
    [InlineData("v is A.u", "unit v = mole")]
    public void Units_of_submodels_are_synchronised_as_units_and_leave_no_parameter(string synchronisation, string unit)
    {
        var model = Parse($"model a()\n unit u = mole\n x = 3 u\n u is \"the unit\"\n u identity \"urn:u\"\nend\nmodel *b()\n A: a()\n B: a()\n {unit}\n {synchronisation}\nend");
        Assert.Equal(["A.x", "B.x"], model.Parameters.Select(parameter => parameter.Id));
        Assert.Equal("the unit", model.Units.Single(definition => definition.Id == "u").Name);
        Assert.Null(RoundTrip.ThroughAntimony(model));
    }

    [Theory]
    [InlineData("unit v = litre\n A.u is v", "model.ant:7:2: error IDN106: 'u' is declared as 'mole' at model.ant:2:7, and 'v' as 'litre' at model.ant:6:7: they are not one unit. Give both one definition.")]
    [InlineData("v = 3\n A.u is v", "model.ant:7:2: error IDN108: 'A.u' is a unit, and 'v' is none. Declare it: unit name = definition.")]
    [InlineData("v = 3\n delete A.u", "model.ant:7:9: error IDN102: 'A.u' is a unit, and units are not deleted. Remove this line: a unit that nothing has does no harm.")]
    public void Units_that_are_not_one_are_refused(string statements, string message) => Assert.Equal(message, Complaint($"model a()\n unit u = mole\nend\nmodel *b()\n A: a()\n {statements}\nend"));
}
