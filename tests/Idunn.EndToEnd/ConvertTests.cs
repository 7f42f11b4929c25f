namespace Idunn.EndToEnd;

public sealed class ConvertTests : IDisposable
{
    private const string Decay = "model decay\n  unit time = 3600 second;\n  compartment cell = 2;\n  species S in cell = 3;\n  k = 0.5;\n  loss: S => ; cell * k * S;\nend\n";

    private readonly string folder = Directory.CreateTempSubdirectory("idunn-convert-").FullName;

    [Fact]
    public void An_Antimony_model_becomes_SBML_with_the_same_course_and_that_converts_to_itself()
    {
        File.WriteAllText(Path.Combine(folder, "decay.ant"), Decay);
        var ended = Shell.Run(folder, "convert", "decay.ant", "decay.xml");
        Assert.Equal((0, "decay.xml: 1 compartments, 1 species, 1 parameters, 1 reactions, 0 rules, 0 events\n", ""), (ended.ExitCode, ended.Output.ReplaceLineEndings("\n"), ended.Error));
        Assert.Equal(Shell.Run(folder, "simulate", "decay.ant", "--until", "4").Output, Shell.Run(folder, "simulate", "decay.xml", "--until", "4").Output);
        Shell.Run(folder, "convert", "decay.xml", "again.ant");
        Assert.Equal(Shell.Run(folder, "simulate", "decay.ant", "--until", "4").Output, Shell.Run(folder, "simulate", "again.ant", "--until", "4").Output);
        Assert.Equal(0, Shell.Run(folder, "convert", "decay.xml", "again.sbml").ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "decay.xml")), File.ReadAllBytes(Path.Combine(folder, "again.sbml")));
    }

    [Theory]
    [InlineData("There is no file 'deca.ant'", "deca.ant", "decay.xml")]
    [InlineData("is the model itself, which is not overwritten", "decay.xml", "./decay.xml")]
    [InlineData("says no format", "decay.ant", "decay.csv")]
    [InlineData("is a folder", "decay.ant", ".")]
    [InlineData("wrong.ant:2:", "wrong.ant", "out.xml")]
    public void What_cannot_be_converted_is_refused_in_words_and_nothing_is_written(string said, string from, string to)
    {
        File.WriteAllText(Path.Combine(folder, "decay.ant"), Decay);
        File.WriteAllText(Path.Combine(folder, "decay.xml"), "<sbml/>");
        File.WriteAllText(Path.Combine(folder, "wrong.ant"), "model wrong\n  x = (1 + ;\nend\n");
        var before = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))).ToArray();
        var ended = Shell.Run(folder, "convert", from, to);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))));
    }

    public void Dispose() => Directory.Delete(folder, true);
}
