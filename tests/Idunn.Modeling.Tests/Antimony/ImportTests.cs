using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class ImportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idunn-import-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private Model Read(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
        return AntimonyReader.Read(Path.Combine(folder, files[0].Name));
    }

    private const string Oscillator = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="oscli" name="An oscillator">
          <listOfCompartments><compartment id="c" size="2" spatialDimensions="2" constant="true"/></listOfCompartments>
          <listOfSpecies><species id="S" compartment="c" initialAmount="6" hasOnlySubstanceUnits="true" boundaryCondition="false" constant="false"/></listOfSpecies>
          <listOfParameters><parameter id="volume" value="4" constant="true"/></listOfParameters>
          <listOfReactions><reaction id="J" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="2" constant="true"/></listOfReactants>
            <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>volume</ci><ci>S</ci></apply></math></kineticLaw></reaction></listOfReactions>
        </model></sbml>
        """;

    [Fact]
    public void An_SBML_model_is_a_submodel_like_any_other()
    {
        var model = Read(("main.ant", "import \"oscli.xml\"\nmodel *whole()\n B: oscli()\n B.volume is k\n k = 3\nend"), ("oscli.xml", Oscillator));
        Assert.Equal("k * B.S", ExprPrinter.Print(model.Reactions.Single().Rate!));
        Assert.Equal(2, model.Reactions.Single().Reactants.Single().Coefficient);
        Assert.Equal(2, model.Compartments.Single().Dimensions);
        var species = model.Species.Single();
        Assert.True(species.IsAmount);
        Assert.Equal("6", ExprPrinter.Print(species.Initial!));
        Assert.Equal("3", ExprPrinter.Print(model.Parameters.Single().Initial!));
    }

    [Fact]
    public void What_is_wrong_with_an_imported_SBML_file_is_said_of_that_file()
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => Read(("main.ant", "import \"a.xml\"\nx = 1"), ("a.xml", "<html></html>"))).Findings);
        Assert.Equal(("IDN152", "a.xml"), (finding.Code, Path.GetFileName(finding.Location.File)));
    }

    [Fact]
    public void What_an_imported_file_says_outside_of_models_counts_as_if_it_stood_here()
    {
        var model = Read(("main.ant", "import \"constants.ant\"\nA -> B; k*A"), ("constants.ant", "k = 0.5"));
        Assert.Equal("0.5", ExprPrinter.Print(model.Parameters.Single().Initial!));
    }

    [Fact]
    public void One_file_may_be_imported_on_two_ways()
    {
        var model = Read(("main.ant", "import \"a.ant\"\nimport \"b.ant\"\nmodel *m\n P: a()\n Q: b()\nend"), ("a.ant", "import \"c.ant\"\nmodel a\n C: c()\nend"), ("b.ant", "import \"c.ant\"\nmodel b\n C: c()\nend"), ("c.ant", "model c\n x = 1\nend"));
        Assert.Equal(["P.C.x", "Q.C.x"], model.Parameters.Select(parameter => parameter.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_that_import_each_other_are_refused_with_their_circle()
    {
        var finding = Assert.Throws<FindingsException>(() => Read(("a.ant", "import \"b.ant\"\nmodel m\n x = 1\nend"), ("b.ant", "import \"a.ant\""))).Findings[0];
        Assert.Equal("'a.ant' imports this file again: a.ant → b.ant → a.ant.", finding.Message);
    }

    [Fact]
    public void A_chain_of_imports_without_measure_is_refused()
    {
        for (var i = 1; i <= 300; i++)
            File.WriteAllText(Path.Combine(folder, $"f{i}.ant"), $"import \"f{i + 1}.ant\"\n");
        Assert.Contains("deep", Assert.Single(Assert.Throws<FindingsException>(() => Read(("f0.ant", "import \"f1.ant\"\nx = 1"))).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirected_import_is_refused_rather_than_read_from_the_wrong_place()
        => Assert.Contains(".antimony", Assert.Single(Assert.Throws<FindingsException>(() => Read(("main.ant", "import \"a.ant\"\nx = 1"), ("a.ant", "y = 1"), (".antimony", "a.ant\tother/a.ant"))).Findings).Message, StringComparison.Ordinal);
}
