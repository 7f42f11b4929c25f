using System.Globalization;
using System.IO.Compression;

namespace Idunn.EndToEnd;

/// <summary>COMBINE archives and SED-ML files, written and run as a user does.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const string Manifest = """
        <omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest"><content location="." format="http://identifiers.org/combine.specifications/omex"/>
        <content location="./run.sedml" format="http://identifiers.org/combine.specifications/sed-ml.level-1.version-4" master="true"/><content location="./decay.xml" format="http://identifiers.org/combine.specifications/sbml"/></omexManifest>
        """;

    private const string Decay = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="decay">
        <listOfParameters><parameter id="x" value="3" constant="false"/><parameter id="k" value="0.5" constant="true"/></listOfParameters>
        <listOfRules><rateRule variable="x"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><apply><times/><ci>k</ci><ci>x</ci></apply></apply></math></rateRule></listOfRules>
        </model></sbml>
        """;

    private const string SedMl = """
        <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" level="1" version="4">
        <listOfSimulations><uniformTimeCourse id="sim" initialTime="0" outputStartTime="0" outputEndTime="4" numberOfSteps="4"><algorithm kisaoID="KISAO:0000019"/></uniformTimeCourse></listOfSimulations>
        <listOfModels><model id="m" language="urn:sedml:language:sbml" source="decay.xml"/></listOfModels>
        <listOfTasks><task id="task" modelReference="m" simulationReference="sim"/></listOfTasks>
        <listOfDataGenerators>
        <dataGenerator id="t" name="time"><listOfVariables><variable id="v" symbol="urn:sedml:symbol:time" taskReference="task"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v</ci></math></dataGenerator>
        <dataGenerator id="x" name="x"><listOfVariables><variable id="w" target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='x']" taskReference="task"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>w</ci></math></dataGenerator>
        </listOfDataGenerators>
        <listOfOutputs><report id="table"><listOfDataSets><dataSet id="a" label="time" dataReference="t"/><dataSet id="b" label="x" dataReference="x"/></listOfDataSets></report>
        <plot2D id="picture" name="Decay"><listOfCurves><curve id="c" type="points" xDataReference="t" yDataReference="x"/></listOfCurves></plot2D></listOfOutputs></sedML>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("idunn-archive-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    private string Place(params string[] parts) => Path.Combine([folder, .. parts]);

    private void Archive(string name, params (string Name, string Text)[] entries)
    {
        using var zip = ZipFile.Open(Place(name), ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }
    }

    private static double[][] Table(string file) => [.. File.ReadLines(file).Skip(1).Select(line => line.Split('\t').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    [Fact]
    public void An_archive_leaves_its_table_and_its_picture_and_a_SED_ML_file_beside_its_model_the_same()
    {
        Archive("decay.omex", ("manifest.xml", Manifest), ("run.sedml", SedMl), ("decay.xml", Decay));
        var ended = Shell.Run(folder, "run", "decay.omex");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var rows = Table(Place("runs", "decay", "table.tsv"));
        Assert.Equal([0, 1, 2, 3, 4], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(3 * Math.Exp(-0.5 * row[0]), row[1], 1e-7));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Place("runs", "decay", "picture.png"))[..4]);
        Assert.Contains("runs/decay/table.tsv", ended.Output.Replace('\\', '/'), StringComparison.Ordinal);

        File.WriteAllText(Place("alone.sedml"), SedMl);
        File.WriteAllText(Place("decay.xml"), Decay);
        Assert.Equal(0, Shell.Run(folder, "run", "alone.sedml", "--out", "by-file").ExitCode);
        Assert.Equal(File.ReadAllText(Place("runs", "decay", "table.tsv")), File.ReadAllText(Place("by-file", "table.tsv")));
    }

    [Fact]
    public void What_cannot_be_run_is_refused_in_one_line_and_leaves_nothing()
    {
        Archive("decay.omex", ("manifest.xml", Manifest), ("run.sedml", SedMl), ("decay.xml", Decay));
        var bytes = File.ReadAllBytes(Place("decay.omex"));
        File.WriteAllBytes(Place("cut.omex"), bytes[..(bytes.Length / 2)]);
        File.WriteAllText(Place("text.omex"), "This is no archive.");
        Archive("outside.omex", ("manifest.xml", Manifest), ("../outside.txt", "x"));
        Archive("bomb.omex", ("manifest.xml", Manifest), ("run.sedml", SedMl), ("decay.xml", Decay + new string(' ', 40_000_000)));
        Archive("bare.omex", ("decay.xml", Decay));
        Archive("empty.omex", ("manifest.xml", Manifest.Replace("sed-ml.level-1.version-4", "sbml", StringComparison.Ordinal)), ("run.sedml", SedMl), ("decay.xml", Decay));
        File.WriteAllText(Place("lost.sedml"), SedMl.Replace("decay.xml", "missing.xml", StringComparison.Ordinal));
        File.WriteAllText(Place("away.sedml"), SedMl.Replace("decay.xml", "../decay.xml", StringComparison.Ordinal));
        File.WriteAllText(Place("broken.sedml"), SedMl[..400]);
        foreach (var (file, said) in new[]
        {
            ("decya.omex", "There is no file 'decya.omex'"), ("cut.omex", "IDN165"), ("text.omex", "IDN165"), ("outside.omex", "IDN166"), ("bomb.omex", "IDN167"), ("bare.omex", "IDN165"), ("empty.omex", "IDN165"),
            ("lost.sedml", "There is no file 'missing.xml'"), ("away.sedml", "IDN166"), ("broken.sedml", "IDN151"),
        })
        {
            var ended = Shell.Run(folder, "run", file);
            Assert.Equal(1, ended.ExitCode);
            Assert.Contains(said, ended.Error, StringComparison.Ordinal);
            Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(Place("runs")));
        Assert.False(File.Exists(Path.Combine(folder, "..", "outside.txt")));
    }

    [Fact]
    public void A_study_goes_out_as_an_archive_that_runs_and_that_holds_the_study()
    {
        Project();
        var ended = Shell.Run(folder, "export", "studies/one.yaml", "--omex");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("note: Cohorts: the study simulates 5 subjects that differ and 0 draws", ended.Output, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(Place("one.omex"));
        Assert.Equal(0, Shell.Run(folder, "export", "studies/one.yaml", "--omex", "--out", "again.omex").ExitCode);
        Assert.Equal(bytes, File.ReadAllBytes(Place("again.omex")));

        Assert.Equal(0, Shell.Run(folder, "run", "one.omex", "--out", "courses").ExitCode);
        var rows = Table(Place("courses", "vein.tsv"));
        // Clearance over volume is 4 per day, and at time 0 the dose is in.
        Assert.All(rows, row => Assert.Equal(1e6 * Math.Exp(-4 * row[0]), row[1], 1e6 * 1e-7));
        Assert.Equal(2, rows[^1][0], 1e-12);

        ZipFile.ExtractToDirectory(Place("one.omex"), Place("unpacked"));
        Assert.Equal(0, Shell.Run(folder, "run", "unpacked/inputs/studies/one.yaml", "--out", "whole").ExitCode);
        Assert.True(File.Exists(Place("whole", "report.html")));
    }

    [Theory]
    [InlineData("add --omex", "export", "studies/one.yaml")]
    [InlineData("There is no study 'studies/on.yaml'", "export", "studies/on.yaml", "--omex")]
    [InlineData("ends in .omex", "export", "studies/one.yaml", "--omex", "--out", "one.zip")]
    [InlineData("is a folder", "export", "studies/one.yaml", "--omex", "--out", "studies")]
    [InlineData("IDN", "export", "studies/wrong.yaml", "--omex")]
    public void What_cannot_be_exported_is_refused_in_words(string said, params string[] arguments)
    {
        Project();
        File.WriteAllText(Place("studies", "wrong.yaml"), File.ReadAllText(Place("studies", "one.yaml")).Replace("model: one", "model: two", StringComparison.Ordinal));
        var ended = Shell.Run(folder, arguments);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.omex"));
    }

    [Fact]
    public void Help_says_how_a_study_is_exported() => Assert.Contains("idunn export studies/where-do-vesicles-go.yaml --omex --out vesicles.omex", Shell.Run(folder, "export", "--help").Output.ReplaceLineEndings(" ").Replace("   ", "", StringComparison.Ordinal), StringComparison.Ordinal);

    /// <summary>One compartment with first-order elimination.</summary>
    private void Project()
    {
        void Write(string file, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Place(file))!);
            File.WriteAllText(Place(file), text);
        }
        Write("science/references.bib", "@article{somebody-2020, title = {Something}, author = {Somebody}, year = {2020}}\n");
        Write("science/models/one.ant", """
            model *one()
              unit substance = item; unit time = 86400 second; unit particle = item; unit mL = 1e-3 litre; unit day = 86400 second; unit mL_per_day = mL / day; unit particle_per_mL = particle / mL;
              compartment body = 1;
              substanceOnly species blood in body = 0; blood has particle; blood is "Blood";
              volume has mL; clearance has mL_per_day;
              concentration := blood / volume; concentration has particle_per_mL;
              elimination: blood -> ; clearance * concentration;
            end
            """);
        Write("science/models/one.yaml", "title: One compartment\nantimony: one.ant\nparameters: [one.tsv]\nroutes: { intravenous: blood }\nlimits: [It is a test.]\n");
        Write("science/populations/mouse.yaml", "title: Mouse\nparameters: []\nvariability:\n  volume: { cv: 0.2, status: assumption, note: For the test }\n");
        Write("science/parameters/one.tsv", "parameterId\tparameterName\tnominalValue\tlowerBound\tupperBound\testimate\tpriorDistribution\tpriorParameters\tunit\tstatus\treference\tlocator\tmethod\tspecies\ttissue\tconversion\tcuratedOn\tnote\n"
            + "volume\tVolume\t3\t\t\tfalse\t\t\tmL\tassumption\t\t\t\t\t\t\t\tFor the test\nclearance\tClearance\t12\t\t\tfalse\t\t\tmL/d\tassumption\t\t\t\t\t\t\t\tFor the test\n");
        Write("studies/one.yaml", """
            question: What does one compartment do?
            contextOfUse: tests
            model: one
            products: { vesicles: { name: Vesicles } }
            arms:
              vein: { doses: [{ give: vesicles, route: intravenous, amount: 1e6 particles, at: 0 h }] }
            cohort: { population: mouse, size: 5, seed: 7 }
            until: 2 d
            readouts: [blood]
            """);
    }
}
