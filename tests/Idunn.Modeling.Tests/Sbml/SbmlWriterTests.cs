using System.Text;
using System.Xml.Linq;
using CsCheck;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Units;
using Idunn.Modeling.Tests.Compilation;
using static Idunn.Modeling.Tests.Sbml.SbmlText;

namespace Idunn.Modeling.Tests.Sbml;

public sealed class SbmlWriterTests
{
    private static readonly XNamespace Core = "http://www.sbml.org/sbml/level3/version2/core";

    /// <summary>Files of science/models that are models; the others are parts that only functions are in.</summary>
    public static TheoryData<string> ProjectModels => [.. Directory.GetFiles(Models(), "*.ant").Where(file => File.ReadLines(file).Any(line => line.StartsWith("model ", StringComparison.Ordinal))).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).OfType<string>()];

    [Theory]
    [MemberData(nameof(ProjectModels))]
    public void Every_model_of_the_project_means_the_same_when_it_was_written_and_read_again(string name)
    {
        var model = AntimonyReader.Read(Path.Combine(Models(), name + ".ant"));
        var text = SbmlWriter.Text(model);
        var again = SbmlReader.Parse(text, name + ".xml");
        Assert.Equal(MeaningOf.Lines(model), MeaningOf.Lines(again));
        Assert.Equal(text, SbmlWriter.Text(again));
        Assert.Equal(text, SbmlWriter.Text(AntimonyReader.Read(Path.Combine(Models(), name + ".ant"))));
    }

    [Theory]
    [MemberData(nameof(ProjectModels))]
    public void What_is_written_keeps_the_rules_of_the_schema_that_need_no_schema(string name)
    {
        var root = XElement.Parse(SbmlWriter.Text(AntimonyReader.Read(Path.Combine(Models(), name + ".ant"))));
        var model = root.Element(Core + "model")!;
        var units = model.Descendants(Core + "unitDefinition").Select(element => element.Attribute("id")!.Value).ToArray();
        var ids = model.DescendantsAndSelf().Where(element => element.Name != Core + "unitDefinition").Select(element => element.Attribute("id")?.Value).OfType<string>().ToArray();
        var metaIds = model.DescendantsAndSelf().Select(element => element.Attribute("metaid")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(units.Length, units.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(metaIds.Length, metaIds.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids.Concat(units), id => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", id));
        Assert.All(model.Descendants(MathNames + "ci"), symbol => Assert.Contains(symbol.Value, ids));
        Assert.All(model.Descendants(Core + "kineticLaw"), EverySpeciesIsDeclared);
        string[] lists = ["listOfUnitDefinitions", "listOfCompartments", "listOfSpecies", "listOfParameters", "listOfInitialAssignments", "listOfRules", "listOfConstraints", "listOfReactions", "listOfEvents"];
        var present = model.Elements().Select(element => element.Name.LocalName).Where(lists.Contains).ToArray();
        Assert.Equal(lists.Where(present.Contains), present);
        Assert.All(model.Elements().Where(element => lists.Contains(element.Name.LocalName)), list => Assert.NotEmpty(list.Elements()));

        void EverySpeciesIsDeclared(XElement law)
        {
            var species = model.Descendants(Core + "species").Select(element => element.Attribute("id")!.Value).ToHashSet(StringComparer.Ordinal);
            var declared = law.Parent!.Descendants().Select(element => element.Attribute("species")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
            Assert.Subset(declared, law.Descendants(MathNames + "ci").Select(symbol => symbol.Value).Where(species.Contains).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Ids_that_SBML_does_not_allow_get_others_and_stay_as_names_and_collisions_are_avoided()
    {
        var model = new Model
        {
            Id = "a__b", Location = SourceLocation.None,
            Parameters = [.. new[] { "a.b", "a__b", "α", "a.b.c", "2x" }.Select((id, i) => new Parameter { Id = id, Location = SourceLocation.None, Initial = new NumberExpr(i) })],
        };
        var element = XElement.Parse(SbmlWriter.Text(model)).Element(Core + "model")!;
        Assert.Equal("a__b_3", element.Attribute("id")!.Value);
        Assert.Equal(
            ["a__b_2|a.b|0", "a__b||1", "_u3B1|α|2", "a__b__c|a.b.c|3", "_2x|2x|4"],
            element.Descendants(Core + "parameter").Select(parameter => $"{parameter.Attribute("id")!.Value}|{parameter.Attribute("name")?.Value}|{parameter.Attribute("value")!.Value}"));
    }

    [Theory]
    [InlineData("1e-3 litre", "litre 1 0.001")]
    [InlineData("mL/day", "litre 1 0.001; second -1 86400")]
    [InlineData("1 / day", "second -1 86400")]
    [InlineData("nm^2", "metre 2 1E-09")]
    [InlineData("(0.1 metre)^3", "metre 3 0.1")]
    [InlineData("kg m²/s²", "kilogram 1 1; metre 2 1; second -2 1")]
    [InlineData("mg / kg", "dimensionless 1 1E-06")]
    [InlineData("year / day", "dimensionless 1 365.25")]
    [InlineData("copies / particle", "dimensionless 1 1")]
    [InlineData("%", "dimensionless 1 0.01")]
    [InlineData("copies/2 days", "item 1 0.5; second -1 86400")]
    [InlineData("copies/2 days^2 m", "item 1 0.5; second -2 86400; metre 1 1")]
    [InlineData("nM", "litre -1 1; mole 1 1E-09")]
    public void Units_are_written_as_products_of_the_base_units_of_SBML(string unit, string expected)
    {
        var model = new Model { Id = "m", Location = SourceLocation.None, Parameters = [new Parameter { Id = "x", Unit = unit, Location = SourceLocation.None }] };
        var element = XElement.Parse(SbmlWriter.Text(model));
        var named = element.Descendants(Core + "parameter").Single().Attribute("units")!.Value;
        var definition = element.Descendants(Core + "unitDefinition").SingleOrDefault(definition => definition.Attribute("id")!.Value == named);
        var written = definition is null ? named + " 1 1" : string.Join("; ", definition.Descendants(Core + "unit").Select(factor => $"{factor.Attribute("kind")!.Value} {factor.Attribute("exponent")!.Value} {factor.Attribute("multiplier")!.Value}"));
        Assert.Equal(expected, written);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>The writer has a grammar of units of its own, which keeps the litre a litre: it has to read the same as the other.</summary>
    [Fact]
    public void Any_unit_expression_is_the_same_unit_when_it_was_written_and_read_again()
    {
        var part = Gen.Select(OneOf("", "2 ", "0.5 ", "1e-3 ", "3"), OneOf("mL", "day", "mole", "m", "item", "kg", "(2 day)", "(mole/3 L)", "1"), OneOf("", "^2", "^-1", "^(3)", "²", "⁻¹"), (number, name, power) => number + name + power);
        Gen.Select(part, OneOf("/", " / ", "*", " ", "·"), part, OneOf("/", " ", " * "), part, (a, first, b, second, c) => a + first + b + second + c).Sample(text =>
        {
            if (!UnitParser.TryParse(text, null, out var unit, out _))
                return;
            var model = new Model { Id = "m", Location = SourceLocation.None, Parameters = [new Parameter { Id = "x", Unit = text, Location = SourceLocation.None }] };
            var again = SbmlReader.Parse(SbmlWriter.Text(model), "again.xml");
            var name = again.Parameters.Single().Unit!;
            var read = UnitParser.Parse(again.Units.FirstOrDefault(definition => definition.Id == name)?.Definition ?? name);
            Assert.Equal(unit.Dimension.ToString(), read.Dimension.ToString());
            Assert.Equal(1, read.Factor / unit.Factor, 1e-12);
        });
    }

    /// <summary>All that the record can hold.</summary>
    private static readonly string Everything = Level3(
        "<listOfUnitDefinitions><unitDefinition id=\"flow\"><listOfUnits><unit kind=\"litre\" exponent=\"1\" scale=\"-3\" multiplier=\"1\"/><unit kind=\"second\" exponent=\"-1\" scale=\"0\" multiplier=\"60\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>"
        + "<listOfCompartments><compartment id=\"c\" spatialDimensions=\"3\" size=\"2\" units=\"litre\" constant=\"false\"/><compartment id=\"area\" spatialDimensions=\"2\" size=\"1\" constant=\"true\"/><compartment id=\"point\" spatialDimensions=\"0\" constant=\"true\"/></listOfCompartments>"
        + "<listOfSpecies><species id=\"A\" compartment=\"c\" initialAmount=\"3\" substanceUnits=\"mole\" hasOnlySubstanceUnits=\"false\" boundaryCondition=\"false\" constant=\"false\" conversionFactor=\"f\"/>"
        + "<species id=\"B\" compartment=\"c\" initialConcentration=\"0.5\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"true\" constant=\"false\"/><species id=\"C\" compartment=\"point\" initialAmount=\"1\" hasOnlySubstanceUnits=\"false\" boundaryCondition=\"false\" constant=\"false\"/></listOfSpecies>"
        + "<listOfParameters><parameter id=\"f\" value=\"2\" constant=\"true\"/><parameter id=\"x\" value=\"INF\" units=\"flow\" constant=\"false\"/><parameter id=\"y\" constant=\"false\"/><parameter id=\"z\" constant=\"false\" value=\"0\"/><parameter id=\"w\" constant=\"false\" value=\"1\"/></listOfParameters>"
        + $"<listOfInitialAssignments><initialAssignment symbol=\"w\">{Math(Apply("<times/>", "<cn>2</cn>", "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/avogadro\">N</csymbol>"))}</initialAssignment></listOfInitialAssignments>"
        + $"<listOfRules><assignmentRule variable=\"y\">{Math(Apply("<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/delay\">delay</csymbol>", "<ci>A</ci>", "<cn>1</cn>"))}</assignmentRule>"
        + $"<rateRule variable=\"x\">{Math(Apply("<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/rateOf\">rateOf</csymbol>", "<ci>A</ci>"))}</rateRule>"
        + $"<algebraicRule>{Math(Apply("<minus/>", "<ci>z</ci>", "<piecewise><piece><cn>1</cn>" + Apply("<and/>", Apply("<lt/>", "<ci>A</ci>", "<cn>2</cn>"), "<true/>") + "</piece></piecewise>"))}</algebraicRule></listOfRules>"
        + $"<listOfConstraints><constraint>{Math(Apply("<geq/>", "<ci>A</ci>", "<cn>0</cn>"))}<message><p xmlns=\"http://www.w3.org/1999/xhtml\">A is an amount.</p></message></constraint></listOfConstraints>"
        + "<listOfReactions><reaction id=\"r\" reversible=\"true\"><listOfReactants><speciesReference id=\"n\" species=\"A\" stoichiometry=\"1.5\" constant=\"false\"/></listOfReactants><listOfProducts><speciesReference species=\"C\" stoichiometry=\"2\" constant=\"true\"/></listOfProducts>"
        + $"<listOfModifiers><modifierSpeciesReference species=\"B\"/></listOfModifiers><kineticLaw>{Math(Apply("<times/>", "<ci>k</ci>", "<ci>A</ci>", "<ci>B</ci>", Apply("<max/>", "<ci>n</ci>", "<cn type=\"e-notation\">1<sep/>-3</cn>", "<pi/>")))}<listOfLocalParameters><localParameter id=\"k\" value=\"0.25\"/></listOfLocalParameters></kineticLaw></reaction></listOfReactions>"
        + $"<listOfEvents><event id=\"e\" useValuesFromTriggerTime=\"false\"><trigger initialValue=\"false\" persistent=\"false\">{Math(Apply("<gt/>", "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/time\">t</csymbol>", "<cn>1</cn>"))}</trigger><priority>{Math("<cn>-3</cn>")}</priority><delay>{Math("<cn>0.5</cn>")}</delay>"
        + $"<listOfEventAssignments><eventAssignment variable=\"n\">{Math("<notanumber/>")}</eventAssignment><eventAssignment variable=\"c\">{Math("<cn>4</cn>")}</eventAssignment></listOfEventAssignments></event></listOfEvents>");

    [Fact]
    public void Any_formula_is_read_again_as_it_was_written_wherever_it_stands() =>
        RandomModels.AnyFormula(5).Array[5].Sample(formulas =>
        {
            Parameter Named(string id) => new() { Id = id, Location = SourceLocation.None, Initial = new NumberExpr(1) };
            var model = new Model
            {
                Id = "random", Location = SourceLocation.None,
                Parameters = [.. new[] { "x0", "x1", "x2", "x3", "p0", "p1", "p2" }.Select(Named), Named("rate"), Named("rule"), Named("start") with { Initial = formulas[0] }],
                RateRules = [new RateRule("rate", formulas[1], SourceLocation.None)],
                AssignmentRules = [new AssignmentRule("rule", formulas[2], SourceLocation.None)],
                Events = [new ModelEvent("e", null, formulas[3], formulas[4], null, true, true, true, [new EventAssignment("x0", formulas[4])], SourceLocation.None)],
                Constraints = [new Constraint(null, formulas[3], null, SourceLocation.None)],
            };
            var text = SbmlWriter.Text(model);
            var again = SbmlReader.Parse(text, "again.xml");
            Assert.Equal(MeaningOf.Lines(model), MeaningOf.Lines(again));
            Assert.Equal(text, SbmlWriter.Text(again));
        }, iter: 300);

    [Fact]
    public void All_that_a_model_can_hold_is_read_again_as_it_was()
    {
        var model = SbmlReader.Parse(Everything, "everything.xml");
        var text = SbmlWriter.Text(model);
        Assert.Equal(MeaningOf.Lines(model), MeaningOf.Lines(SbmlReader.Parse(text, "again.xml")));
        Assert.Contains("symbols/avogadro", text, StringComparison.Ordinal);
        Assert.Contains("symbols/rateOf", text, StringComparison.Ordinal);
        Assert.Contains("symbols/delay", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SBO_terms_MIRIAM_statements_and_notes_are_kept()
    {
        const string notes = "<notes><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>See <i>here</i>.</p></body></notes>";
        const string rdf = "<annotation><other xmlns=\"urn:other\"/><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:bqbiol=\"http://biomodels.net/biology-qualifiers/\" xmlns:bqmodel=\"http://biomodels.net/model-qualifiers/\">"
            + "<rdf:Description rdf:about=\"#one\"><bqbiol:isVersionOf><rdf:Bag><rdf:li rdf:resource=\"https://identifiers.org/a:1\"/><rdf:li rdf:resource=\"https://identifiers.org/a:2\"/></rdf:Bag></bqbiol:isVersionOf>"
            + "<bqmodel:isDescribedBy><rdf:Bag><rdf:li rdf:resource=\"https://identifiers.org/b:3\"/></rdf:Bag></bqmodel:isDescribedBy></rdf:Description><rdf:Description rdf:about=\"#another\"><bqbiol:is><rdf:Bag><rdf:li rdf:resource=\"urn:no\"/></rdf:Bag></bqbiol:is></rdf:Description></rdf:RDF></annotation>";
        var model = SbmlReader.Parse(Level3($"<listOfCompartments><compartment metaid=\"one\" id=\"c\" sboTerm=\"SBO:0000290\" constant=\"true\" size=\"1\">{notes}{rdf}</compartment></listOfCompartments>"), "m.xml");
        foreach (var read in new[] { model, SbmlReader.Parse(SbmlWriter.Text(model), "again.xml") })
        {
            var annotation = read.Compartments.Single().Annotation;
            Assert.Equal(290, annotation.SboTerm);
            Assert.Equal("<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>See <i>here</i>.</p></body>", annotation.Notes);
            Assert.Equal(["isVersionOf False https://identifiers.org/a:1 https://identifiers.org/a:2", "isDescribedBy True https://identifiers.org/b:3"], annotation.References.Select(reference => $"{reference.Qualifier} {reference.OfModel} {string.Join(' ', reference.Resources)}"));
        }
    }

    [Fact]
    public void What_is_said_of_rules_laws_roles_constraints_units_and_stoichiometries_is_kept_and_what_is_said_of_uncertainty()
    {
        var number = 100;
        string Said(string element) => $"<{element} metaid=\"meta{++number}\" sboTerm=\"SBO:0000{number}\">";
        string Notes(string what) => $"<notes><p xmlns=\"http://www.w3.org/1999/xhtml\">Of {what}.</p></notes><annotation><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:bqbiol=\"http://biomodels.net/biology-qualifiers/\">"
            + $"<rdf:Description rdf:about=\"#meta{number}\"><bqbiol:is><rdf:Bag><rdf:li rdf:resource=\"https://identifiers.org/test:{number}\"/></rdf:Bag></bqbiol:is></rdf:Description></rdf:RDF></annotation>";
        const string uncertain = "<distrib:listOfUncertainties><distrib:uncertainty distrib:id=\"u\" distrib:name=\"by hand\"><distrib:uncertParameter distrib:id=\"mm\" distrib:type=\"mean\" distrib:value=\"2.5\" distrib:units=\"second\"/><distrib:uncertParameter distrib:type=\"standardDeviation\" distrib:var=\"k\"/>"
            + "<distrib:uncertSpan distrib:type=\"range\" distrib:valueLower=\"-INF\" distrib:varUpper=\"k\"/><distrib:uncertParameter distrib:type=\"distribution\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><apply><csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/distrib/normal\">normal</csymbol><cn>2</cn><ci>k</ci></apply></math></distrib:uncertParameter>"
            + "<distrib:uncertParameter distrib:type=\"externalParameter\" distrib:definitionURL=\"https://example.org/law\"><distrib:listOfUncertParameters><distrib:uncertParameter distrib:type=\"externalParameter\" distrib:definitionURL=\"https://example.org/part\" distrib:value=\"3\"/></distrib:listOfUncertParameters></distrib:uncertParameter></distrib:uncertainty></distrib:listOfUncertainties>";
        string At(string element, string attribute) => element[..^1] + attribute + ">";
        var text = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" xmlns:distrib=\"http://www.sbml.org/sbml/level3/version1/distrib/version1\" distrib:required=\"true\" level=\"3\" version=\"2\"><model id=\"m\">"
            + $"<listOfUnitDefinitions>{At(Said("unitDefinition"), " id=\"flow\" name=\"flow of blood\"")}{Notes("a unit")}<listOfUnits><unit kind=\"litre\" exponent=\"1\" scale=\"0\" multiplier=\"1\"/><unit kind=\"second\" exponent=\"-1\" scale=\"0\" multiplier=\"1\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>"
            + "<listOfCompartments><compartment id=\"c\" size=\"1\" constant=\"true\"/></listOfCompartments>"
            + "<listOfSpecies><species id=\"A\" compartment=\"c\" initialAmount=\"1\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/><species id=\"E\" compartment=\"c\" initialAmount=\"1\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/></listOfSpecies>"
            + $"<listOfParameters><parameter id=\"k\" value=\"1\" constant=\"true\">{uncertain}</parameter><parameter id=\"x\" value=\"1\" units=\"flow\" constant=\"false\"/><parameter id=\"y\" value=\"1\" constant=\"false\"/><parameter id=\"z\" value=\"1\" constant=\"false\"/></listOfParameters>"
            + $"<listOfRules>{At(Said("assignmentRule"), " variable=\"x\"")}{Notes("a rule")}{Math("<ci>k</ci>")}</assignmentRule>{At(Said("rateRule"), " variable=\"y\"")}{Notes("a rate")}{Math("<ci>k</ci>")}</rateRule>{Said("algebraicRule")}{Notes("an equation")}{Math(Apply("<minus/>", "<ci>z</ci>", "<ci>x</ci>"))}</algebraicRule></listOfRules>"
            + $"<listOfConstraints>{Said("constraint")}{Notes("a constraint")}{Math(Apply("<gt/>", "<ci>A</ci>", "<cn>0</cn>"))}</constraint></listOfConstraints>"
            + $"<listOfReactions><reaction id=\"r\" reversible=\"false\"><listOfReactants>{At(Said("speciesReference"), " species=\"A\" stoichiometry=\"1\" constant=\"true\"")}{Notes("a part")}</speciesReference></listOfReactants>"
            + $"<listOfModifiers>{At(Said("modifierSpeciesReference"), " id=\"role\" name=\"the enzyme\" species=\"E\"")}{Notes("a role")}</modifierSpeciesReference></listOfModifiers>"
            + $"{Said("kineticLaw")}{Notes("a law")}{Math(Apply("<times/>", "<ci>j</ci>", "<ci>A</ci>"))}<listOfLocalParameters>{At(Said("localParameter"), " id=\"j\" value=\"1\"")}{Notes("a local number")}</localParameter></listOfLocalParameters></kineticLaw></reaction></listOfReactions>"
            + $"<listOfEvents>{At(Said("event"), " id=\"e\" useValuesFromTriggerTime=\"true\"")}{Notes("an event")}<trigger initialValue=\"true\" persistent=\"true\">{Math(Apply("<lt/>", "<ci>A</ci>", "<cn>0.5</cn>"))}</trigger>"
            + $"<listOfEventAssignments>{At(Said("eventAssignment"), " variable=\"y\"")}{Notes("an assignment")}{Math("<cn>1</cn>")}</eventAssignment></listOfEventAssignments></event></listOfEvents></model></sbml>";
        var model = SbmlReader.Parse(text, "m.xml");
        var written = SbmlWriter.Text(model);
        var lines = MeaningOf.Lines(model);
        Assert.Equal(lines, MeaningOf.Lines(SbmlReader.Parse(written, "again.xml")));
        Assert.Equal(written, SbmlWriter.Text(SbmlReader.Parse(written, "again.xml")));
        foreach (var what in new[] { "a unit", "a rule", "a rate", "an equation", "a constraint", "a part", "a role", "a law", "a local number", "an event", "an assignment" })
            Assert.Contains(lines, line => line.Contains($"Of {what}.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("u by hand mean mm  2__5 - - second  - False (), standardDeviation   k - - ", StringComparison.Ordinal) && line.Contains("range   - -infinity k", StringComparison.Ordinal) && line.Contains("normal(2, k)", StringComparison.Ordinal));
        for (var term = 101; term <= number; term++)
            Assert.Contains($"SBO:0000{term}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_functions_initial_assignments_triggers_delays_and_priorities_is_kept()
    {
        var number = 100;
        string Said(string element, string attributes, string what, string inside) => $"<{element}{attributes} metaid=\"meta{++number}\" sboTerm=\"SBO:0000{number}\"><notes><p xmlns=\"http://www.w3.org/1999/xhtml\">Of {what}.</p></notes><annotation><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:bqbiol=\"http://biomodels.net/biology-qualifiers/\">"
            + $"<rdf:Description rdf:about=\"#meta{number}\"><bqbiol:is><rdf:Bag><rdf:li rdf:resource=\"https://identifiers.org/test:{number}\"/></rdf:Bag></bqbiol:is></rdf:Description></rdf:RDF></annotation>{inside}</{element}>";
        string Lambda(string arguments, string body) => Math($"<lambda>{string.Concat(arguments.Select(name => $"<bvar><ci>{name}</ci></bvar>"))}{body}</lambda>");
        var text = Level3(
            "<listOfFunctionDefinitions>" + Said("functionDefinition", " id=\"half\" name=\"a half of it\"", "a function", Lambda("k", Apply("<divide/>", "<ci>k</ci>", "<cn>2</cn>")))
            + Said("functionDefinition", " id=\"quarter\"", "another function", Lambda("ab", Apply("<times/>", Apply("<ci>half</ci>", Apply("<ci>half</ci>", "<ci>a</ci>")), "<ci>b</ci>")))
            + $"<functionDefinition id=\"unsaid\">{Lambda("a", "<ci>a</ci>")}</functionDefinition>" + Said("functionDefinition", " id=\"broken\"", "a function that nothing calls", Lambda("a", Apply("<ci>nowhere</ci>", "<ci>a</ci>"))) + "</listOfFunctionDefinitions>"
            + "<listOfParameters><parameter id=\"k\" value=\"3\" constant=\"true\"/><parameter id=\"x\" constant=\"false\"/><parameter id=\"y\" constant=\"true\"/></listOfParameters>"
            + "<listOfInitialAssignments>" + Said("initialAssignment", " symbol=\"x\"", "a start", Math(Apply("<ci>quarter</ci>", "<ci>k</ci>", "<cn>8</cn>"))) + Said("initialAssignment", " symbol=\"y\"", "a number", Math("<cn>4</cn>")) + "</listOfInitialAssignments>"
            + "<listOfEvents><event id=\"e\" useValuesFromTriggerTime=\"true\">" + Said("trigger", " initialValue=\"true\" persistent=\"true\"", "a trigger", Math(Apply("<lt/>", "<ci>x</ci>", "<cn>0.5</cn>")))
            + Said("priority", "", "a priority", Math("<cn>2</cn>")) + Said("delay", "", "a delay", Math("<cn>1</cn>")) + $"<listOfEventAssignments><eventAssignment variable=\"x\">{Math("<cn>1</cn>")}</eventAssignment></listOfEventAssignments></event></listOfEvents>");
        var model = SbmlReader.Parse(text, "m.xml");
        var written = SbmlWriter.Text(model);
        var again = SbmlReader.Parse(written, "again.xml");
        var lines = MeaningOf.Lines(model);
        Assert.Equal(lines, MeaningOf.Lines(again));
        Assert.Equal(written, SbmlWriter.Text(again));
        foreach (var what in new[] { "a function", "another function", "a start", "a number", "a trigger", "a priority", "a delay" })
            Assert.Contains(lines, line => line.Contains($"Of {what}.", StringComparison.Ordinal) && line.Contains("https://identifiers.org/test:", StringComparison.Ordinal));
        // The argument k is no k of the model, and what a function calls is put in place.
        Assert.Equal(["half(k) = k / 2", "quarter(a, b) = a / 2 / 2 * b"], again.Functions.Select(function => $"{function.Id}({string.Join(", ", function.Arguments)}) = {ExprPrinter.Print(function.Body)}"));
        Assert.Equal(6, StartValues.Of(again, [new Observed("x")])[0]);
        Assert.Equal(4, StartValues.Of(again, [new Observed("y")])[0]);
    }

    [Theory]
    [InlineData("plain text, 5 < 6 & 日本語")]
    [InlineData("<not markup")]
    [InlineData("<p>markup of no namespace</p>")]
    public void Notes_that_are_text_stay_text(string notes)
    {
        var model = new Model { Id = "m", Location = SourceLocation.None, Annotation = new Annotation { Notes = notes } };
        Assert.Equal(notes, SbmlReader.Parse(SbmlWriter.Text(model), "m.xml").Annotation.Notes);
    }

    [Fact]
    public void A_fast_reaction_is_written_in_Version_1_and_refused_beside_what_only_Version_2_can_say()
    {
        string Text(string law) => Level3("<listOfCompartments><compartment id=\"c\" size=\"1\" constant=\"true\"/></listOfCompartments><listOfSpecies><species id=\"A\" compartment=\"c\" initialAmount=\"1\" hasOnlySubstanceUnits=\"true\" boundaryCondition=\"false\" constant=\"false\"/></listOfSpecies>"
            + $"<listOfReactions><reaction id=\"r\" reversible=\"true\" fast=\"true\"><listOfReactants><speciesReference species=\"A\" stoichiometry=\"1\" constant=\"true\"/></listOfReactants><kineticLaw>{Math(law)}</kineticLaw></reaction></listOfReactions>").Replace("version2", "version1", StringComparison.Ordinal).Replace("version=\"2\"", "version=\"1\"", StringComparison.Ordinal);
        var written = SbmlWriter.Text(SbmlReader.Parse(Text("<ci>A</ci>"), "fast.xml"));
        Assert.Contains("level3/version1/core\" level=\"3\" version=\"1\"", written, StringComparison.Ordinal);
        Assert.True(SbmlReader.Parse(written, "again.xml").Reactions.Single().IsFast);
        var refused = Assert.Throws<FindingsException>(() => SbmlWriter.Text(SbmlReader.Parse(Text(Apply("<max/>", "<ci>A</ci>", "<cn>1</cn>")), "both.xml")));
        Assert.Contains("'max'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stoichiometry_that_two_reactions_share_is_followed_by_rules()
    {
        // A' = −2n + n = −n with n = 3, over two units of time: A falls from 10 by 6.
        var participant = new Stoichiometry("A", 2) { Variable = "n" };
        var one = new NumberExpr(1);
        var model = new Model
        {
            Id = "m", Location = SourceLocation.None,
            Compartments = [new Compartment { Id = "c", IsConstant = true, Initial = one, Location = SourceLocation.None }],
            Species = [new Species { Id = "A", Compartment = "c", IsAmount = true, Initial = new NumberExpr(10), Location = SourceLocation.None }],
            Parameters = [new Parameter { Id = "n", IsConstant = true, Initial = new NumberExpr(3), Location = SourceLocation.None }],
            Reactions = [new Reaction("out", null, [participant], [], false, one, SourceLocation.None), new Reaction("in", null, [], [participant with { Coefficient = 1 }], false, one, SourceLocation.None)],
        };
        var again = SbmlReader.Parse(SbmlWriter.Text(model), "again.xml");
        Assert.All(new[] { model, again }, each => Assert.Equal(4, new Simulator(HybridModel.Compile(each, [new Observed("A")])).Run(new SimulationOptions(2, 2), TestContext.Current.CancellationToken).Rows[^1][0], 1e-6));
    }

    [Fact]
    public void A_sum_of_a_thousand_terms_is_not_a_thousand_levels_deep_and_adds_up_in_the_same_order()
    {
        var sum = Enumerable.Range(1, 1000).Select(i => (Expr)new NumberExpr(1.0 / i)).Aggregate((left, right) => new BinaryExpr(BinaryOperator.Add, left, right));
        var model = new Model { Id = "m", Location = SourceLocation.None, Parameters = [new Parameter { Id = "x", Location = SourceLocation.None, Initial = sum }] };
        var again = SbmlReader.Parse(SbmlWriter.Text(model), "m.xml").Parameters.Single().Initial!;
        Assert.Equal(ExprEvaluator.TryConstant(sum), ExprEvaluator.TryConstant(again));
    }

    [Fact]
    public void A_formula_deeper_than_files_may_be_is_refused_and_one_nearly_so_is_read_again()
    {
        Model Nested(int depth) => new()
        {
            Id = "m", Location = SourceLocation.None,
            Parameters = [new Parameter { Id = "x", Location = SourceLocation.None, Initial = Enumerable.Range(0, depth).Aggregate((Expr)new NumberExpr(2), (inner, _) => new CallExpr("piecewise", [inner, new NumberExpr(1), new NumberExpr(0)])) }],
        };
        Assert.Equal(2.0, ExprEvaluator.TryConstant(SbmlReader.Parse(SbmlWriter.Text(Nested(239)), "m.xml").Parameters.Single().Initial!));
        Assert.Contains("deep in each other", Assert.Throws<FindingsException>(() => SbmlWriter.Text(Nested(300))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_that_SBML_does_not_allow_in_a_place_and_species_that_a_rule_sets_are_written_so_that_the_file_is_valid()
    {
        var model = AntimonyReader.Parse("model m\n unit time = litre;\n unit uM = 1e-6 mole / litre;\n compartment c = 1; c has gram;\n species S in c = 1; S has uM; T in c; T := 2 * S;\n r: S -> T; S;\nend\n", "m.ant");
        var written = XElement.Parse(SbmlWriter.Text(model)).Element(Core + "model")!;
        Assert.Null(written.Attribute("timeUnits"));
        Assert.Null(written.Attribute("extentUnits"));
        var compartment = written.Descendants(Core + "compartment").Single();
        Assert.Equal(("gram", null), (compartment.Attribute("units")?.Value, compartment.Attribute("spatialDimensions")?.Value));
        Assert.Equal([(null, "false"), (null, "true")], written.Descendants(Core + "species").Select(species => (species.Attribute("substanceUnits")?.Value, species.Attribute("boundaryCondition")?.Value)));
    }

    [Fact]
    public void Level_2_names_units_by_what_they_measure()
    {
        var text = Level2(4, "<listOfUnitDefinitions><unitDefinition id=\"volume\"><listOfUnits><unit kind=\"litre\" scale=\"-3\"/></listOfUnits></unitDefinition></listOfUnitDefinitions>"
            + "<listOfCompartments><compartment id=\"c\" size=\"1\" units=\"volume\"/></listOfCompartments><listOfSpecies><species id=\"S\" compartment=\"c\" initialAmount=\"1\" substanceUnits=\"substance\"/></listOfSpecies><listOfParameters><parameter id=\"t\" value=\"1\" units=\"time\"/></listOfParameters>");
        var model = SbmlReader.Parse(text, "m.xml");
        Assert.Equal(["volume", "mole", "second"], model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Unit));
        Assert.Equal(MeaningOf.Lines(model), MeaningOf.Lines(SbmlReader.Parse(SbmlWriter.Text(model), "again.xml")));
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_left_out_of_names_and_there_is_no_byte_order_mark()
    {
        var model = new Model { Id = "m", Name = "a\u0001b \uD83E\uDDE0", Location = SourceLocation.None };
        var text = SbmlWriter.Text(model);
        Assert.Equal("ab \uD83E\uDDE0", SbmlReader.Parse(text, "m.xml").Name);
        Assert.Equal((byte)'<', Encoding.UTF8.GetBytes(text)[0]);
        Assert.DoesNotContain('\r', text);
    }

    private static readonly XNamespace MathNames = "http://www.w3.org/1998/Math/MathML";

    private static string Models() => Path.Combine(Science(), "models");

    internal static string Science()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Idunn.slnx")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return Path.Combine(folder, "science");
    }
}
