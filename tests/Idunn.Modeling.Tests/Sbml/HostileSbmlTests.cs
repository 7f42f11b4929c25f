using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;
using static Idunn.Modeling.Tests.Sbml.SbmlText;

namespace Idunn.Modeling.Tests.Sbml;

public sealed class HostileSbmlTests
{
    [Theory]
    [InlineData("<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><sbml level=\"3\" version=\"2\">&b;</sbml>", "IDN151")]
    [InlineData("<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><sbml level=\"3\" version=\"2\">&x;</sbml>", "IDN151")]
    [InlineData("<!DOCTYPE html><html><body/></html>", "IDN151")]
    [InlineData("<html><body><p>Not found</p></body></html>", "IDN152")]
    [InlineData("<sbml level=\"1\" version=\"2\"/>", "IDN152")]
    [InlineData("<sbml level=\"3\" version=\"2\"><model>", "IDN151")]
    [InlineData("", "IDN151")]
    public void What_is_no_SBML_is_refused_in_one_line(string text, string code) => Assert.Equal(code, Assert.Single(Refusal(text)).Code);

    [Fact]
    public void Elements_nested_too_deeply_are_refused() =>
        Assert.Equal("IDN156", Assert.Single(Refusal(Level3(Rate(string.Concat(Enumerable.Repeat("<apply><minus/>", 3000)) + "<ci>x</ci>" + string.Concat(Enumerable.Repeat("</apply>", 3000)))))).Code);

    [Fact]
    public void A_function_that_calls_itself_by_way_of_another_is_refused()
    {
        var functions = Function("f", "a", Call("g", "<ci>a</ci>")) + Function("g", "a", Call("f", "<ci>a</ci>"));
        Assert.Contains(Refusal(WithFunctions(functions, Call("f", "<ci>x</ci>"))), finding => finding.Code == "IDN109" && finding.Message.Contains("f → g → f", StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_that_call_each_other_twice_are_refused_before_they_fill_the_memory()
    {
        var functions = Function("f0", "a", "<ci>a</ci>") + string.Concat(Enumerable.Range(1, 59).Select(i => Function($"f{i}", "a", Apply("<plus/>", Call($"f{i - 1}", "<ci>a</ci>"), Call($"f{i - 1}", "<ci>a</ci>")))));
        Assert.Equal("IDN156", Assert.Single(Refusal(WithFunctions(functions, Call("f59", "<ci>x</ci>")))).Code);
    }

    /// <summary>The doubled argument is one formula that stands in two places: few nodes to keep, 2⁵⁹ to compile.</summary>
    [Fact]
    public void Functions_that_double_their_argument_are_refused_before_they_take_for_ever()
    {
        var functions = Function("f0", "a", "<ci>a</ci>") + string.Concat(Enumerable.Range(1, 59).Select(i => Function($"f{i}", "a", Call($"f{i - 1}", Apply("<plus/>", "<ci>a</ci>", "<ci>a</ci>")))));
        Assert.Equal("IDN156", Assert.Single(Refusal(WithFunctions(functions, Call("f59", "<ci>x</ci>")))).Code);
    }

    [Fact]
    public void Functions_that_nest_their_argument_are_refused_before_the_stack_ends()
    {
        var deep = string.Concat(Enumerable.Repeat("<apply><minus/>", 400)) + "<ci>a</ci>" + string.Concat(Enumerable.Repeat("</apply>", 400));
        var functions = Function("f0", "a", "<ci>a</ci>") + string.Concat(Enumerable.Range(1, 90).Select(i => Function($"f{i}", "a", Call($"f{i - 1}", deep))));
        Assert.Equal("IDN156", Assert.Single(Refusal(WithFunctions(functions, Call("f90", "<ci>x</ci>")))).Code);
    }

    [Fact]
    public void An_element_with_more_attributes_than_anyone_writes_is_refused() =>
        Assert.Equal("IDN156", Assert.Single(Refusal($"<sbml level=\"3\" version=\"2\" {string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"a{i}=\"1\""))}><model/></sbml>")).Code);

    [Fact]
    public void A_port_that_means_itself_is_refused_before_the_stack_ends()
    {
        const string text = """
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true" level="3" version="2">
            <comp:listOfModelDefinitions><comp:modelDefinition id="a"><comp:listOfPorts><comp:port comp:id="p" comp:portRef="p"/></comp:listOfPorts></comp:modelDefinition></comp:listOfModelDefinitions>
            <model><comp:listOfSubmodels><comp:submodel comp:id="s" comp:modelRef="a"><comp:listOfDeletions><comp:deletion comp:portRef="p"/></comp:listOfDeletions></comp:submodel></comp:listOfSubmodels></model></sbml>
            """;
        Assert.Equal("IDN157", Assert.Single(Refusal(text)).Code);
    }

    [Fact]
    public void After_a_thousand_unknown_names_the_rest_is_not_looked_at()
    {
        var rules = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<assignmentRule variable=\"r{i}\">{SbmlText.Math($"<ci>s{i}</ci>")}</assignmentRule>"));
        var parameters = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<parameter id=\"p{i}\" value=\"1\" constant=\"true\"/>"));
        var model = SbmlReader.Parse(Level3($"<listOfParameters>{parameters}</listOfParameters><listOfRules>{rules}</listOfRules>"), "model.xml");
        Assert.Equal(1_000, Assert.Throws<FindingsException>(() => HybridModel.Compile(model)).Findings.Count);
    }

    [Theory]
    [InlineData("INF")]
    [InlineData("1e-300")]
    public void A_stoichiometry_that_is_none_is_refused_where_conserved_sums_are_looked_for(string coefficient)
    {
        var model = SbmlReader.Parse(Network([[coefficient, "1"]]), "model.xml");
        Assert.Equal("IDN154", Assert.Single(Assert.Throws<FindingsException>(() => ConservationLaws.Of(StoichiometryMatrix.Of(model))).Findings).Code);
    }

    [Fact]
    public void Stoichiometries_of_so_many_digits_that_fractions_grow_without_end_are_refused()
    {
        var model = SbmlReader.Parse(Network([.. Enumerable.Range(1, 120).Select(i => Enumerable.Range(1, 120).Select(j => (1 / System.Math.Sqrt(i * 131.0 + j * j)).ToString("R", System.Globalization.CultureInfo.InvariantCulture)).ToArray())]), "model.xml");
        Assert.Equal("IDN156", Assert.Single(Assert.Throws<FindingsException>(() => ConservationLaws.Of(StoichiometryMatrix.Of(model))).Findings).Code);
    }

    /// <summary>A tableau of them would have 20,000² entries.</summary>
    [Fact]
    public void Twenty_thousand_species_that_nothing_changes_are_each_conserved()
    {
        var species = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<species id=\"s{i}\" compartment=\"c\" initialAmount=\"1\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/>"));
        var model = SbmlReader.Parse(Level3($"<listOfCompartments><compartment id=\"c\" size=\"1\" spatialDimensions=\"3\" constant=\"true\"/></listOfCompartments><listOfSpecies>{species}</listOfSpecies>"), "model.xml");
        Assert.Equal(20_000, ConservationLaws.Of(StoichiometryMatrix.Of(model)).Length);
    }

    /// <summary>A reaction for each row, which takes of each species what stands there.</summary>
    private static string Network(string[][] stoichiometries) => Level3($"""
        <listOfCompartments><compartment id="c" size="1" spatialDimensions="3" constant="true"/></listOfCompartments>
        <listOfSpecies>{string.Concat(stoichiometries[0].Select((_, j) => $"<species id=\"s{j}\" compartment=\"c\" initialAmount=\"1\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/>"))}</listOfSpecies>
        <listOfReactions>{string.Concat(stoichiometries.Select((row, i) => $"<reaction id=\"r{i}\" reversible=\"false\"><listOfReactants>{string.Concat(row.Select((value, j) => $"<speciesReference species=\"s{j}\" stoichiometry=\"{value}\" constant=\"true\"/>"))}</listOfReactants></reaction>"))}</listOfReactions>
        """);

    [Fact]
    public void A_package_that_would_change_the_meaning_is_refused_by_name()
    {
        const string text = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" xmlns:q=\"http://www.sbml.org/sbml/level3/version1/qual/version1\" level=\"3\" version=\"2\" q:required=\"true\"><model/></sbml>";
        var finding = Assert.Single(Refusal(text));
        Assert.Equal(("IDN153", true), (finding.Code, finding.Message.Contains("'qual'", StringComparison.Ordinal)));
    }

    private static string WithFunctions(string functions, string rate) => Level3($"<listOfFunctionDefinitions>{functions}</listOfFunctionDefinitions>{Rate(rate)}");

    private static IReadOnlyList<Finding> Refusal(string text) => Assert.Throws<FindingsException>(() => SbmlReader.Parse(text, "model.xml")).Findings;
}
