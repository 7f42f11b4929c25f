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

    [Fact]
    public void A_table_that_goes_to_a_file_leaves_room_for_a_plot_in_the_terminal_and_a_picture()
    {
        File.WriteAllText(Path.Combine(folder, "decay.ant"), "model decay()\n  unit time_unit = second; unit substance = item;\n  substanceOnly species S = 3, P = 0;\n  S => P; 0.5*S;\nend\n");
        var ended = Shell.Run(folder, "simulate", "decay.ant", "--until", "4", "--out", "table.tsv", "--plot", "decay.png");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("\nitem\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("time, second", ended.Output, StringComparison.Ordinal);
        Assert.Contains("* S   o P", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        // The first mark of S stands as high as 3 of the axis, the last one of P near it.
        Assert.StartsWith("3 ┤*", ended.Output.Split('\n').First(line => line.Contains('*', StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(folder, "decay.png"))[..4]);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("next-reaction")]
    [InlineData("tau-leaping")]
    public void Reactions_one_by_one_leave_whole_numbers_and_the_same_seed_gives_the_same_bytes(string method)
    {
        File.WriteAllText(Path.Combine(folder, "decay.ant"), "substanceOnly species S = 1000, P = 0;\nS => P; 0.5*S;\n");
        string Table(string seed) => Shell.Run(folder, "simulate", "decay.ant", "--until", "2", "--points", "3", "--method", method, "--seed", seed).Output;
        var rows = Table("7").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal((1000.0, Math.Floor(row[1])), (row[1] + row[2], row[1])));
        // Binomial with mean 1000/e and deviation 15; six of them are never left by chance.
        Assert.InRange(rows[2][1], 368 - 92, 368 + 92);
        Assert.Equal(Table("7"), Table("7"));
        Assert.NotEqual(Table("7"), Table("8"));
    }

    [Fact]
    public void What_is_shown_can_be_chosen()
    {
        File.WriteAllText(Path.Combine(folder, "decay.xml"), Decay);
        var ended = Shell.Run(folder, "simulate", "decay.xml", "--until", "4", "--points", "2", "--show", "loss", "k");
        Assert.Equal("time\tloss\tk\n0\t3\t0.5\n", ended.Output[..ended.Output.LastIndexOf("4\t", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("There is no file 'deca.xml'", "simulate", "deca.xml")]
    [InlineData("--points must be at least 2", "simulate", "decay.xml", "--points", "1")]
    [InlineData("--until must be above 0", "simulate", "decay.xml", "--until", "-3")]
    [InlineData("'euler' not recognized", "simulate", "decay.xml", "--method", "euler")]
    [InlineData("ends in .png or .svg", "simulate", "decay.xml", "--plot", "decay.jpg")]
    [InlineData("IDN128", "simulate", "decay.xml", "--show", "Q")]
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
