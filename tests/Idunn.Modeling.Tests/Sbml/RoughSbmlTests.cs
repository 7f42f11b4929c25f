using System.Text;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;
using static Idunn.Modeling.Tests.Sbml.SbmlText;

namespace Idunn.Modeling.Tests.Sbml;

/// <summary>Files as they come by mail: each is read, or refused in one line that says where.</summary>
public sealed class RoughSbmlTests
{
    private const string Good = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\"><listOfParameters><parameter id=\"x\" name=\"Größe\" value=\"2\" constant=\"true\"/></listOfParameters></model></sbml>";

    public static TheoryData<string, byte[], string?> Files => new()
    {
        { "UTF-8", Bytes(Good), null },
        { "UTF-8 with a byte order mark", [0xEF, 0xBB, 0xBF, .. Bytes(Good)], null },
        { "UTF-16, little end first", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)], null },
        { "UTF-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Good)], null },
        { "UTF-16 that says so", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + Good)], null },
        { "UTF-16 that says UTF-8", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Good)], null },
        { "UTF-16 with half a letter", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good.Replace("Größe", "a", StringComparison.Ordinal)), 0x00, 0xD8, 0x41, 0x00], "1:" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + Good), null },
        { "Latin-1 that says so", Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Good), null },
        { "Windows-1252 that says so", Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"windows-1252\"?>" + Good), "1:" },
        { "Latin-1 that says nothing", Encoding.Latin1.GetBytes(Good), "1:" },
        { "an encoding that nobody knows", Bytes("<?xml version=\"1.0\" encoding=\"klingon\"?>" + Good), "1:" },
        { "two byte order marks", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Bytes(Good)], "1:" },
        { "lines before the declaration", Bytes("\n\n<?xml version=\"1.0\"?>" + Good), "3:" },
        { "XML 1.1", Bytes("<?xml version=\"1.1\"?>" + Good), "1:" },
        { "nothing", [], "1:" },
        { "a mark and nothing", [0xEF, 0xBB, 0xBF], "1:" },
        { "an archive", [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0xFF, 0xFE, 0, 1], "1:" },
        { "a file of zeros", new byte[4096], "1:" },
        { "half a file", Bytes(Good[..(Good.Length / 2)]), "1:" },
        { "something behind the end", Bytes(Good + "\n<p>Downloaded from a database</p>"), "2:" },
        { "JSON", Bytes("{\"error\": \"not found\"}"), "1:" },
        { "a web page", Bytes("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>404</title></head></html>"), "1:" },
        { "a web page without a type", Bytes("<html>\n<head><meta charset=\"utf-8\"><title>404</title></head></html>"), "2:" },
        { "a well-formed web page", Bytes("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Please log in.</p></body></html>"), "1:" },
        { "an entity of web pages", Bytes(Good.Replace("Größe", "&nbsp;x", StringComparison.Ordinal)), "1:" },
        { "a control character", Bytes(Good.Replace("Größe", "a\u0001b", StringComparison.Ordinal)), "1:" },
        { "a prefix that is not declared", Bytes(Good.Replace("<model", "<comp:model", StringComparison.Ordinal)), "1:" },
        { "one attribute twice", Bytes(Good.Replace("id=\"x\"", "id=\"x\" id=\"y\"", StringComparison.Ordinal)), "1:" },
        { "CellML", Bytes("<model xmlns=\"http://www.cellml.org/cellml/1.1#\" name=\"m\"/>"), "1:" },
        { "Level 1", Bytes("<sbml xmlns=\"http://www.sbml.org/sbml/level1\" level=\"1\" version=\"2\"><model/></sbml>"), "1:" },
        { "a number with a comma", Bytes(Good.Replace("value=\"2\"", "value=\"2,5\"", StringComparison.Ordinal)), "1:" },
        { "no namespace", Bytes(Good.Replace(" xmlns=\"http://www.sbml.org/sbml/level3/version2/core\"", "", StringComparison.Ordinal)), null },
    };

    /// <param name="place">Line at which it is refused; null: it is read.</param>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_or_refused_in_one_line_with_its_place(string what, byte[] content, string? place)
    {
        var file = Path.Combine(Path.GetTempPath(), $"Modell «Größe» 濃度 {Environment.ProcessId} {Guid.NewGuid():N}.xml");
        File.WriteAllBytes(file, content);
        try
        {
            var model = SbmlReader.Read(file);
            Assert.True(place is null, what + " is read.");
            Assert.Equal("Größe", Assert.Single(model.Parameters).Name);
        }
        catch (FindingsException exception)
        {
            Assert.True(place is not null, $"{what}: {exception.Message}");
            var finding = Assert.Single(exception.Findings);
            Assert.Equal($"{file}:{place}", string.Concat(finding.ToString().Take(file.Length + 1 + place!.Length)));
            Assert.DoesNotContain('\n', finding.ToString());
            Assert.True(finding.Location.Column > 0, finding.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>All of this was read once, as if it were not there: the model then means something else than its author thinks.</summary>
    [Theory]
    [InlineData("<parameter id=\"k\" valve=\"2\" constant=\"true\"/>", "IDN154", "'valve'", "'value'")]
    [InlineData("<parameter id=\"k\" Constant=\"true\"/>", "IDN154", "'Constant'", "'constant'")]
    [InlineData("<parameter id=\"k.1\" constant=\"true\"/>", "IDN154", "'k.1'", "letters")]
    [InlineData("<parameter id=\"1k\" constant=\"true\"/>", "IDN154", "'1k'", "digit first")]
    [InlineData("<parameter id=\"größe\" constant=\"true\"/>", "IDN154", "'größe'", "name")]
    [InlineData("<param id=\"k\" constant=\"true\"/>", "IDN158", "<param>", "Remove it")]
    [InlineData("<parameters id=\"k\" constant=\"true\"/>", "IDN158", "<parameters>", "'parameter'")]
    [InlineData("k = 2", "IDN158", "'k = 2'", "Remove it")]
    public void What_SBML_does_not_know_is_refused_and_the_nearest_word_named(string parameter, string code, string what, string remedy)
    {
        var finding = Assert.Single(Refusal(Level3($"<listOfParameters>{parameter}</listOfParameters>")));
        Assert.Equal(code, finding.Code);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.ToString(), StringComparison.Ordinal);
        Assert.True(finding.Location.Line > 0);
    }

    [Theory]
    [InlineData("<listOfSpecies><species id=\"S\" compartment=\"d\" hasOnlySubstanceUnits=\"false\" boundaryCondition=\"false\" constant=\"false\"/></listOfSpecies>", "IDN110", "compartment 'd'")]
    [InlineData("<listOfReactions><reaction id=\"R\" reversible=\"false\"><listOfReactants><speciesReference species=\"S\" constant=\"true\"/></listOfReactants></reaction></listOfReactions>", "IDN110", "species 'S'")]
    [InlineData("<listOfReactions><reaction id=\"R\" reversible=\"false\"><listOfModifiers><modifierSpeciesReference species=\"S\"/></listOfModifiers></reaction></listOfReactions>", "IDN110", "species 'S'")]
    [InlineData("<listOfParameters><parameter id=\"k\" constant=\"true\"/><parameter id=\"k\" constant=\"true\"/></listOfParameters>", "IDN106", "'k'")]
    [InlineData("<listOfInitialAssignments><initialAssignment symbol=\"k\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><cn>1</cn></math></initialAssignment></listOfInitialAssignments>", "IDN110", "quantity 'k'")]
    [InlineData("<listOfUnitDefinitions><unitDefinition id=\"u\"><listOfUnits><unit kind=\"mole\" exponent=\"one\" scale=\"0\" multiplier=\"1\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>", "IDN154", "\"one\"")]
    public void A_reference_to_nothing_is_refused(string elements, string code, string what)
    {
        var finding = Assert.Single(Refusal(Level3(elements)));
        Assert.Equal(code, finding.Code);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<apply><times/>2<ci>x</ci></apply>")]
    [InlineData("<apply><times><ci>x</ci></times><ci>x</ci></apply>")]
    [InlineData("<apply><plus/><degree><cn>3</cn></degree><ci>x</ci></apply>")]
    [InlineData("<apply><log/><logbase><cn>2</cn><cn>3</cn></logbase><ci>x</ci></apply>")]
    [InlineData("<ci>x<sup>2</sup></ci>")]
    [InlineData("<cn>1<b>2</b></cn>")]
    [InlineData("<piecewise>1<otherwise><cn>2</cn></otherwise></piecewise>")]
    [InlineData("<piecewise><otherwise><cn>1</cn></otherwise><otherwise><cn>2</cn></otherwise></piecewise>")]
    [InlineData("<csymbol encoding=\"text\" definitionURL=\"http://example.org/time\">t</csymbol>")]
    [InlineData("<apply><apply><times/><ci>x</ci></apply></apply>")]
    public void A_part_of_a_formula_that_would_be_overlooked_is_refused(string formula) => Assert.Equal("IDN155", Assert.Single(Refusal(Level3(Rate(formula)))).Code);

    [Fact]
    public void A_namespace_that_is_not_that_of_the_level_is_refused() =>
        Assert.Contains("level3/version2/core", Assert.Single(Refusal(Good.Replace("level3/version2/core", "level3/version3/core", StringComparison.Ordinal))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_kind_of_uncertainty_that_nobody_knows_is_refused_and_the_nearest_named()
    {
        const string distrib = "http://www.sbml.org/sbml/level3/version1/distrib/version1";
        var text = Level3($"<listOfParameters><parameter id=\"k\" constant=\"true\"><listOfUncertainties xmlns=\"{distrib}\"><uncertainty><uncertParameter type=\"standardDevation\" value=\"1\"/></uncertainty></listOfUncertainties></parameter></listOfParameters>");
        Assert.Contains("'standardDeviation'", Assert.Single(Refusal(text)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_")]
    [InlineData("__")]
    [InlineData("_1")]
    [InlineData("e")]
    [InlineData("E1")]
    [InlineData("pi")]
    [InlineData("time")]
    [InlineData("t")]
    [InlineData("sin")]
    [InlineData("piecewise")]
    [InlineData("normal")]
    [InlineData("gamma")]
    [InlineData("and")]
    [InlineData("in")]
    [InlineData("has")]
    [InlineData("species")]
    [InlineData("compartment")]
    [InlineData("model")]
    [InlineData("end")]
    [InlineData("true")]
    [InlineData("NaN")]
    [InlineData("INF")]
    [InlineData("infinity")]
    [InlineData("avogadro")]
    [InlineData("default_compartment")]
    [InlineData("class")]
    [InlineData("A__B")]
    [InlineData("x_")]
    [InlineData("CON")]
    public void An_unusual_but_legal_id_means_what_any_other_does_and_survives_both_languages(string id)
    {
        var model = SbmlReader.Parse(Level3(
            $"<listOfParameters><parameter id=\"{id}\" value=\"1\" constant=\"false\"/><parameter id=\"k\" value=\"0.5\" constant=\"true\"/></listOfParameters>"
            + $"<listOfRules><rateRule variable=\"{id}\">{Math(Apply("<times/>", "<cn>-1</cn>", "<ci>k</ci>", $"<ci>{id}</ci>"))}</rateRule></listOfRules>"
            + $"<listOfEvents><event id=\"event_of_{id}\" useValuesFromTriggerTime=\"true\"><trigger initialValue=\"true\" persistent=\"true\">{Math(Apply("<gt/>", "<csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/time\">time</csymbol>", "<cn>1</cn>"))}</trigger>"
            + $"<listOfEventAssignments><eventAssignment variable=\"{id}\">{Math(Apply("<plus/>", $"<ci>{id}</ci>", "<cn>1</cn>"))}</eventAssignment></listOfEventAssignments></event></listOfEvents>"), "m.xml");
        var expected = System.Math.Exp(-1) + System.Math.Exp(-0.5);
        foreach (var read in new[] { model, SbmlReader.Parse(SbmlWriter.Text(model), "m.xml"), AntimonyReader.Parse(AntimonyWriter.Write(model), "m.ant") })
        {
            var variable = Assert.Single(read.RateRules).Variable;
            Assert.Equal(expected, new Simulator(HybridModel.Compile(read, [new(variable)])).Run(new SimulationOptions(2, 2), TestContext.Current.CancellationToken).Rows[^1][0], 1e-7);
        }
    }

    [Fact]
    public void Ids_may_be_very_long_and_names_may_be_anything()
    {
        var id = new string('a', 20_000);
        var name = string.Concat(Enumerable.Repeat("Größe 濃度 🧬 \u200F\u0627 «» ' & < ", 200));
        var model = SbmlReader.Parse(Level3($"<listOfParameters><parameter id=\"{id}\" name=\"{System.Security.SecurityElement.Escape(name)}\" value=\"1\" constant=\"true\"/></listOfParameters>"), "m.xml");
        foreach (var read in new[] { model, SbmlReader.Parse(SbmlWriter.Text(model), "m.xml"), AntimonyReader.Parse(AntimonyWriter.Write(model), "m.ant") })
            Assert.Equal((id, name.Trim()), (Assert.Single(read.Parameters).Id, read.Parameters[0].Name!.Trim()));
    }

    [Fact]
    public void A_chain_of_two_thousand_species_is_read_analysed_simulated_and_written()
    {
        const int count = 2000;
        string Species(int i) => $"<species id=\"S{i}\" compartment=\"c\" initialAmount=\"{(i == 0 ? 1 : 0)}\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/>";
        string Reaction(int i) => $"<reaction id=\"R{i}\" reversible=\"false\"><listOfReactants><speciesReference species=\"S{i}\" stoichiometry=\"1\" constant=\"true\"/></listOfReactants><listOfProducts><speciesReference species=\"S{i + 1}\" stoichiometry=\"1\" constant=\"true\"/></listOfProducts>"
            + $"<kineticLaw>{Math(Apply("<times/>", "<cn>1000</cn>", $"<ci>S{i}</ci>"))}</kineticLaw></reaction>";
        var model = SbmlReader.Parse(Level3(
            "<listOfCompartments><compartment id=\"c\" size=\"1\" constant=\"true\"/></listOfCompartments>"
            + $"<listOfSpecies>{string.Concat(Enumerable.Range(0, count).Select(Species))}</listOfSpecies><listOfReactions>{string.Concat(Enumerable.Range(0, count - 1).Select(Reaction))}</listOfReactions>"), "m.xml");
        Assert.Equal(count, Assert.Single(ConservationLaws.Of(StoichiometryMatrix.Of(model))).Terms.Length);
        var course = new Simulator(HybridModel.Compile(model)).Run(new SimulationOptions(1, 2), TestContext.Current.CancellationToken);
        Assert.True(course.Outcome.IsComplete);
        Assert.Equal(1, course.Rows[^1].Sum(), 1e-9);
        // Those of the chain that have happened by t are a Poisson number of mean 1000 t.
        Assert.Equal(1 / System.Math.Sqrt(2 * System.Math.PI * 1000), course.Rows[^1][1000], 1e-5);
        Assert.Equal(count, SbmlReader.Parse(SbmlWriter.Text(model), "m.xml").Species.Length);
    }

    [Fact]
    public void A_piecewise_of_thousands_of_pieces_and_one_of_hundreds_inside_each_other_are_read_simulated_and_written()
    {
        string Below(int i) => Apply("<lt/>", "<csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/time\">t</csymbol>", $"<cn>{i + 1}</cn>");
        var wide = $"<piecewise>{string.Concat(Enumerable.Range(0, 5000).Select(i => $"<piece><cn>{i}</cn>{Below(i)}</piece>"))}<otherwise><cn>-1</cn></otherwise></piecewise>";
        var deep = string.Concat(Enumerable.Range(0, 200).Select(i => $"<piecewise><piece><cn>{i}</cn>{Below(i)}</piece><otherwise>")) + "<cn>-1</cn>" + string.Concat(Enumerable.Repeat("</otherwise></piecewise>", 200));
        foreach (var formula in new[] { wide, deep })
        {
            var model = SbmlReader.Parse(Level3($"<listOfParameters><parameter id=\"y\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"y\">{Math(formula)}</assignmentRule></listOfRules>"), "m.xml");
            foreach (var read in new[] { model, SbmlReader.Parse(SbmlWriter.Text(model), "m.xml"), AntimonyReader.Parse(AntimonyWriter.Write(model), "m.ant") })
                Assert.Equal([.. Enumerable.Range(0, 101).Select(i => i + 0.0)], new Simulator(HybridModel.Compile(read, [new("y")])).Run(new SimulationOptions(100, 101), TestContext.Current.CancellationToken).Rows.Select(row => row[0]));
        }
    }

    [Fact]
    public void A_model_without_units_is_simulated_and_each_formula_with_a_unit_that_nobody_defined_is_named()
    {
        var text = Level3("<listOfCompartments><compartment id=\"c\" size=\"2\" constant=\"true\"/></listOfCompartments><listOfSpecies><species id=\"A\" compartment=\"c\" initialConcentration=\"3\" substanceUnits=\"nobody\" hasOnlySubstanceUnits=\"false\" boundaryCondition=\"false\" constant=\"false\"/></listOfSpecies>"
            + $"<listOfReactions><reaction id=\"r\" reversible=\"false\"><listOfReactants><speciesReference species=\"A\" stoichiometry=\"1\" constant=\"true\"/></listOfReactants><kineticLaw>{Math(Apply("<times/>", "<cn>2</cn>", "<ci>A</ci>"))}</kineticLaw></reaction></listOfReactions>");
        var model = SbmlReader.Parse(text, "m.xml");
        Assert.Equal(3 * System.Math.Exp(-1), new Simulator(HybridModel.Compile(model)).Run(new SimulationOptions(1, 2), TestContext.Current.CancellationToken).Rows[^1][0], 1e-7);
        var finding = Assert.Single(ModelChecker.Check(model, [], new HashSet<string>(), null), finding => finding.Code == "IDN201");
        Assert.True(finding.Location.Line == 1 && finding.Location.Column > 100);
    }

    private static byte[] Bytes(string text) => new UTF8Encoding(false).GetBytes(text);

    private static IReadOnlyList<Finding> Refusal(string text) => Assert.Throws<FindingsException>(() => SbmlReader.Parse(text, "rough.xml")).Findings;
}
