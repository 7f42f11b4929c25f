using System.Globalization;

namespace Idunn.EndToEnd;

public sealed class SimulateTests : IDisposable
{
    private const string Decay = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">
          <model id="decay">
            <listOfCompartments><compartment id="cell" size="2" constant="true" spatialDimensions="3"/></listOfCompartments>
            <listOfSpecies><species id="S" compartment="cell" initialConcentration="3" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/></listOfSpecies>
            <listOfParameters><parameter id="k" value="0.5" constant="true"/></listOfParameters>
            <listOfReactions><reaction id="loss" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
              <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>cell</ci><ci>k</ci><ci>S</ci></apply></math></kineticLaw></reaction></listOfReactions>
          </model>
        </sbml>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("idunn-simulate-").FullName;

    [Fact]
    public void An_SBML_model_becomes_a_table_of_its_course()
    {
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        var ended = Shell.Run(folder, "simulate", "decay.xml", "--until", "4", "--points", "5");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("time\tS", lines[0]);
        Assert.Equal(6, lines.Length);
        for (var row = 1; row < lines.Length; row++)
        {
            var cells = lines[row].Split('\t').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(row - 1, cells[0]);
            Assert.Equal(3 * Math.Exp(-0.5 * cells[0]), cells[1], 1e-7);
        }
    }

    [Fact]
    public void Every_method_gives_the_same_course_and_others_are_refused()
    {
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        foreach (var method in (string[])["auto", "rodas5p", "ndf", "bdf", "tsit5"])
        {
            var ended = Shell.Run(folder, "simulate", "decay.xml", "--until", "4", "--points", "2", "--method", method);
            Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
            Assert.Equal(3 * Math.Exp(-2), double.Parse(ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split('\t')[1], CultureInfo.InvariantCulture), 1e-6);
        }
        Assert.NotEqual(0, Shell.Run(folder, "simulate", "decay.xml", "--method", "euler").ExitCode);
    }

    [Fact]
    public void An_Antimony_model_gives_the_same_and_may_go_to_a_file()
    {
        File.WriteAllText(Path.Combine(folder, "decay.ant"), "model decay\n  compartment cell = 2;\n  species S in cell = 3;\n  k = 0.5;\n  loss: S => ; cell * k * S;\nend\n");
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        var ended = Shell.Run(folder, "simulate", "decay.ant", "--until", "4", "--points", "5", "--out", "table.tsv");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(Shell.Run(folder, "simulate", "decay.xml", "--until", "4", "--points", "5").Output, File.ReadAllText(Path.Combine(folder, "table.tsv")));
    }

    [Theory]
    [InlineData("There is no file 'deca.xml'", "simulate", "deca.xml")]
    [InlineData("--points must be at least 2", "simulate", "decay.xml", "--points", "1")]
    [InlineData("--until must be above 0", "simulate", "decay.xml", "--until", "-3")]
    [InlineData("neither SBML", "simulate", "decay.csv")]
    [InlineData("IDN152", "simulate", "page.xml")]
    [InlineData("no value at the start: S", "simulate", "open.xml")]
    public void What_cannot_be_simulated_is_refused_in_words(string said, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        File.WriteAllText(Path.Combine(folder, "decay.csv"), "a,b\n");
        File.WriteAllText(Path.Combine(folder, "page.xml"), "<html><body>Not found</body></html>");
        File.WriteAllText(Path.Combine(folder, "open.xml"), Decay.Replace(" initialConcentration=\"3\"", "", StringComparison.Ordinal));
        var ended = Shell.Run(folder, arguments);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(said, ended.Error + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checked_SBML_file_is_told_what_is_wrong_and_where()
    {
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        Assert.Equal("no findings\n", Shell.Run(folder, "check", "decay.xml").Output);
        File.WriteAllText(Path.Combine(folder, "wrong.xml"), Decay.Replace("<ci>k</ci>", "<ci>kk</ci>", StringComparison.Ordinal));
        var ended = Shell.Run(folder, "check", "wrong.xml");
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("'kk'", ended.Output, StringComparison.Ordinal);
        Assert.Contains("wrong.xml:", ended.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, true);
}
