using System.IO.Compression;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;
using Idunn.Modeling.SedMl;

namespace Idunn.Modeling.Tests.Omex;

public sealed class OmexTests
{
    private const string Manifest = """
        <omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest"><content location="." format="http://identifiers.org/combine.specifications/omex"/>
        <content location="./run.sedml" format="http://identifiers.org/combine.specifications/sed-ml.level-1.version-4" master="true"/><content location="./model.xml" format="http://identifiers.org/combine.specifications/sbml"/></omexManifest>
        """;

    private const string Sbml = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="decay">
        <listOfCompartments><compartment id="c" size="1" constant="true" spatialDimensions="3"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/></listOfSpecies>
        <listOfParameters><parameter id="k" value="0.5" constant="true"/><parameter id="p" value="1" constant="true"/></listOfParameters>
        <listOfReactions><reaction id="loss" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
        <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><apply><times/><ci>k</ci><ci>S</ci></apply><ci>p</ci></apply></math></kineticLaw></reaction></listOfReactions></model></sbml>
        """;

    private const string Path = "/sbml:sbml/sbml:model";

    private static string Sed(string simulation, string task, string changes = "", string reported = "task1") => $"""
        <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" level="1" version="4">
        <listOfModels><model id="m" language="urn:sedml:language:sbml" source="model.xml"><listOfChanges>{changes}</listOfChanges></model></listOfModels>
        <listOfSimulations>{simulation}</listOfSimulations><listOfTasks><task id="task0" modelReference="m" simulationReference="sim"/>{task}</listOfTasks>
        <listOfDataGenerators>
        <dataGenerator id="t"><listOfVariables><variable id="v" symbol="urn:sedml:symbol:time" taskReference="{reported}"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v</ci></math></dataGenerator>
        <dataGenerator id="twice"><listOfVariables><variable id="v" target="{Path}/sbml:listOfSpecies/sbml:species[@id='S']" taskReference="{reported}"/></listOfVariables><listOfParameters><parameter id="two" value="2"/></listOfParameters>
        <math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>two</ci><ci>v</ci></apply></math></dataGenerator></listOfDataGenerators>
        <listOfOutputs><report id="r"><listOfDataSets><dataSet id="a" label="time" dataReference="t"/><dataSet id="b" label="2S" dataReference="twice"/></listOfDataSets></report></listOfOutputs></sedML>
        """;

    private const string Course = """<uniformTimeCourse id="sim" initialTime="0" outputStartTime="1" outputEndTime="3" numberOfSteps="2"><algorithm kisaoID="KISAO:0000019"/></uniformTimeCourse>""";

    private static MemoryStream Zip(params (string Name, string Text)[] entries)
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        memory.Position = 0;
        return memory;
    }

    private static ExperimentReport Run(string sed, string sbml = Sbml)
    {
        using var archive = OmexArchive.Open(Zip(("manifest.xml", Manifest), ("run.sedml", sed), ("model.xml", sbml)), "a.omex");
        return Experiment.Run(archive, archive.Runnable.Single().Location, TestContext.Current.CancellationToken).Reports.Single();
    }

    private static double Exact(double start, double t, double p = 1, double k = 0.5) => p / k + (start - p / k) * Math.Exp(-k * t);

    [Fact]
    public void A_time_course_is_told_from_its_output_start_on()
    {
        var report = Run(Sed(Course, "", reported: "task0"));
        Assert.Equal([1, 2, 3], report.Columns[0].Data.Lines.Single());
        Assert.All(report.Columns[1].Data.Lines.Single().Zip([1.0, 2, 3]), pair => Assert.Equal(2 * Exact(3, pair.Second), pair.First, 1e-7));
    }

    [Fact]
    public void Changes_of_the_model_are_made_before_it_is_simulated()
    {
        var report = Run(Sed(Course, "", $"""
            <changeAttribute target="{Path}/sbml:listOfParameters/sbml:parameter[@id='p']/@value" newValue="2"/>
            <computeChange target="{Path}/sbml:listOfSpecies/sbml:species[@id='S']"><listOfVariables><variable id="q" target="{Path}/sbml:listOfParameters/sbml:parameter[@id='p']"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><plus/><ci>q</ci><cn>5</cn></apply></math></computeChange>
            """, "task0"));
        Assert.Equal(2 * Exact(7, 3, 2), report.Columns[1].Data.Lines.Single()[2], 1e-6);
    }

    /// <summary>JWS Online writes such targets; its models are of Level 2.</summary>
    [Fact]
    public void A_local_parameter_of_Level_2_is_found_by_the_words_of_Level_3_and_none_of_the_model_is_taken_for_it()
    {
        var level2 = Sbml.Replace("</math></kineticLaw>", "</math><listOfParameters><parameter id=\"p\" value=\"5\"/></listOfParameters></kineticLaw>", StringComparison.Ordinal).Replace("level3/version2/core\" level=\"3\" version=\"2\"", "level2/version4\" level=\"2\" version=\"4\"", StringComparison.Ordinal);
        var local = $"{Path}/sbml:listOfReactions/sbml:reaction[@id='loss']/sbml:kineticLaw/sbml:listOfLocalParameters/sbml:localParameter[@id='p']/@value";
        Assert.Equal(2 * Exact(3, 3, 2), Run(Sed(Course, "", $"<changeAttribute target=\"{local}\" newValue=\"2\"/>", "task0"), level2).Columns[1].Data.Lines.Single()[2], 1e-6);
        Assert.Throws<FindingsException>(() => Run(Sed(Course, "", $"<changeAttribute target=\"{Path}/sbml:listOfLocalParameters/sbml:localParameter[@id='p']/@value\" newValue=\"2\"/>", "task0"), level2));
    }

    private static string Repeat(bool resets, string range) => $"""
        <repeatedTask id="task1" range="x" resetModel="{(resets ? "true" : "false")}"><listOfRanges>{range}</listOfRanges><listOfChanges><setValue modelReference="m" target="{Path}/sbml:listOfParameters/sbml:parameter[@id='p']"><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>x</ci></math></setValue></listOfChanges>
        <listOfSubTasks><subTask task="task0" order="1"/></listOfSubTasks></repeatedTask>
        """;

    [Fact]
    public void A_scan_of_steady_states_is_one_line()
    {
        var report = Run(Sed("""<steadyState id="sim"/>""", Repeat(true, """<uniformRange id="x" start="1" end="100" numberOfSteps="2" type="log"/>""")));
        Assert.All(report.Columns[1].Data.Lines.Single().Zip([4.0, 40, 400]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Single_steps_go_on_from_each_other_and_time_with_them()
    {
        var report = Run(Sed("""<oneStep id="sim" step="1"/>""", Repeat(false, """<vectorRange id="x"><value>1</value><value>0</value></vectorRange>""")));
        Assert.Equal([0, 1, 1, 2], report.Columns[0].Data.Lines.Single());
        Assert.Equal(2 * Exact(Exact(3, 1), 1, 0), report.Columns[1].Data.Lines.Single()[3], 1e-6);
    }

    [Fact]
    public void Repeated_courses_start_anew_where_the_model_is_reset()
    {
        var report = Run(Sed(Course, Repeat(true, """<vectorRange id="x"><value>1</value><value>0</value></vectorRange>""")));
        Assert.Equal(2, report.Columns[1].Data.Lines.Length);
        Assert.Equal(2 * Exact(3, 3, 0), report.Columns[1].Data.Lines[1][2], 1e-6);
    }

    [Fact]
    public void A_scan_compiles_once_and_each_point_is_what_it_was_by_itself()
    {
        var report = Run(Sed(Course, Repeat(true, """<uniformRange id="x" start="0" end="3" numberOfSteps="30" type="linear"/>""")));
        Assert.Equal(31, report.Columns[1].Data.Lines.Length);
        for (var i = 0; i <= 30; i++)
            Assert.Equal(2 * Exact(3, 3, 0.1 * i), report.Columns[1].Data.Lines[i][2], 1e-6);
    }

    [Fact]
    public void A_value_set_from_the_model_s_own_is_read_anew_at_each_point()
    {
        // p doubles with each step, S goes on from where it is.
        const string doubling = $"""
            <repeatedTask id="task1" range="x" resetModel="false"><listOfRanges><vectorRange id="x"><value>1</value><value>2</value><value>3</value></vectorRange></listOfRanges>
            <listOfChanges><setValue modelReference="m" target="{Path}/sbml:listOfParameters/sbml:parameter[@id='p']"><listOfVariables><variable id="q" modelReference="m" target="{Path}/sbml:listOfParameters/sbml:parameter[@id='p']"/></listOfVariables>
            <math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><cn>2</cn><ci>q</ci></apply></math></setValue></listOfChanges><listOfSubTasks><subTask task="task0" order="1"/></listOfSubTasks></repeatedTask>
            """;
        var report = Run(Sed("""<oneStep id="sim" step="1"/>""", doubling));
        Assert.Equal(2 * Exact(Exact(Exact(3, 1, 2), 1, 4), 1, 8), report.Columns[1].Data.Lines.Single()[5], 1e-6);
    }

    private const string Largest = """<apply><csymbol encoding="text" definitionURL="http://sed-ml.org/#max"/><ci>v</ci></apply>""";

    [Fact]
    public void The_largest_of_a_course_is_one_number_for_all_of_its_points()
    {
        var report = Run(Sed(Course, "", reported: "task0").Replace("<apply><times/><ci>two</ci><ci>v</ci></apply>", $"<apply><divide/><ci>v</ci>{Largest}</apply>", StringComparison.Ordinal));
        Assert.All(report.Columns[1].Data.Lines.Single().Zip([1.0, 2, 3]), pair => Assert.Equal(Exact(3, pair.Second) / Exact(3, 1), pair.First, 1e-7));
        var byTerm = Run(Sed(Course, "", reported: "task0").Replace("@id='S']\" taskReference", "@id='S']\" dimensionTerm=\"KISAO:0000828\" taskReference", StringComparison.Ordinal));
        Assert.Equal(2 * Exact(3, 1), byTerm.Columns[1].Data.Lines.Single().Single(), 1e-7);
    }

    [Fact]
    public void Surfaces_become_a_table_and_that_is_said()
    {
        var sed = Sed(Course, "", reported: "task0").Replace("</listOfOutputs>", """<plot3D id="p3"><listOfSurfaces><surface id="f" xDataReference="t" yDataReference="t" zDataReference="twice"/></listOfSurfaces></plot3D></listOfOutputs>""", StringComparison.Ordinal);
        using var archive = OmexArchive.Open(Zip(("manifest.xml", Manifest), ("run.sedml", sed), ("model.xml", Sbml)), "a.omex");
        var result = Experiment.Run(archive, "run.sedml", TestContext.Current.CancellationToken);
        Assert.Equal(["f, x", "f, y", "f, z"], result.Reports[1].Columns.Select(column => column.Label));
        Assert.Contains(result.Remarks, remark => remark.StartsWith("p3:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_in_another_folder_of_the_archive_is_found_and_one_outside_of_it_is_not()
    {
        ExperimentResult Run(string source)
        {
            var manifest = Manifest.Replace("./run.sedml", "./experiments/run.sedml", StringComparison.Ordinal);
            using var archive = OmexArchive.Open(Zip(("manifest.xml", manifest), ("experiments/run.sedml", Sed(Course, "", reported: "task0").Replace("source=\"model.xml\"", $"source=\"{source}\"", StringComparison.Ordinal)), ("models/model.xml", Sbml)), "a.omex");
            return Experiment.Run(archive, "experiments/run.sedml", TestContext.Current.CancellationToken);
        }
        Assert.Equal(3, Run("../models/model.xml").Reports.Single().Columns[0].Data.Lines.Single().Length);
        Assert.Equal("IDN166", Assert.Throws<FindingsException>(() => Run("../../models/model.xml")).Findings.Single().Code);
        Assert.Equal("IDN166", Assert.Throws<FindingsException>(() => Run("/models/model.xml")).Findings.Single().Code);
    }

    [Fact]
    public void An_archive_of_SED_ML_s_own_kind_needs_no_manifest()
    {
        using var archive = OmexArchive.Open(Zip(("model.xml", Sbml), ("run.sedx.xml", Sed(Course, "", reported: "task0"))), "run.sedx");
        Assert.Equal("run.sedx.xml", archive.Runnable.Single().Location);
        Assert.Equal(3, Experiment.Run(archive, "run.sedx.xml", TestContext.Current.CancellationToken).Reports.Single().Columns[0].Data.Lines.Single().Length);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("c:outside.txt")]
    [InlineData("a\\outside.txt")]
    public void A_path_that_leaves_the_archive_is_refused(string name) => Assert.Equal("IDN166", Refusal(Zip(("manifest.xml", Manifest), (name, "x"))));

    [Fact]
    public void Two_entries_of_one_name_are_refused() => Assert.Equal("IDN166", Refusal(Zip(("manifest.xml", Manifest), ("A.txt", "x"), ("a.txt", "y"))));

    [Fact]
    public void A_link_is_refused()
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("link").ExternalAttributes = unchecked((int)0xA1FF0000);
        memory.Position = 0;
        Assert.Equal("IDN166", Refusal(memory));
    }

    [Fact]
    public void A_bomb_is_refused_while_it_is_unpacked() => Assert.Equal("IDN167", Refusal(Zip(("manifest.xml", Manifest + new string(' ', 20_000_000)))));

    [Fact]
    public void An_entity_bomb_is_refused() => Assert.Equal("IDN151", Refusal(Zip(("manifest.xml", "<!DOCTYPE a [<!ENTITY b \"bb\">]><omexManifest>&b;</omexManifest>"))));

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        Assert.Equal("IDN165", Refusal(new MemoryStream("no zip"u8.ToArray())));
        Assert.Equal("IDN165", Refusal(Zip(("model.xml", Sbml))));
    }

    [Theory]
    [InlineData("IDN162", "source=\"model.xml\"", "source=\"https://example.org/model.xml\"")]
    [InlineData("IDN166", "source=\"model.xml\"", "source=\"../model.xml\"")]
    [InlineData("IDN165", "source=\"model.xml\"", "source=\"other.xml\"")]
    [InlineData("IDN161", "dataReference=\"t\"", "dataReference=\"u\"")]
    [InlineData("IDN161", "simulationReference=\"sim\"", "simulationReference=\"sum\"")]
    [InlineData("IDN162", "<listOfOutputs>", "<listOfOutputs><waterfallPlot id=\"w\"/>")]
    [InlineData("IDN128", "[@id='S']", "[@id='Q']")]
    public void What_a_file_asks_for_and_cannot_have_is_a_finding(string code, string from, string to)
    {
        var refused = Assert.Throws<FindingsException>(() => Run(Sed(Course, "", reported: "task0").Replace(from, to, StringComparison.Ordinal)));
        Assert.Equal(code, refused.Findings[0].Code);
    }

    private static string Refusal(MemoryStream stream) => Assert.Throws<FindingsException>(() => OmexArchive.Open(stream, "a.omex").Dispose()).Findings.Single().Code;
}
