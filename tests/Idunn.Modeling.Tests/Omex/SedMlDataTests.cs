using System.Globalization;
using System.IO.Compression;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;
using Idunn.Modeling.SedMl;

namespace Idunn.Modeling.Tests.Omex;

/// <summary>Data beside simulations, as SED-ML Level 1 Version 4 has them in section 2.2.6 and in its formats: tables with commas or tabs, and NuML.</summary>
public sealed class SedMlDataTests
{
    private const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m"><listOfParameters><parameter id="x" value="2" constant="false"/></listOfParameters></model></sbml>
        """;

    private const string Table = "# from a plate\ntime, S1, \"S2, total\", note\n0, 10.0, 0.0, 1\n\n0.1, 9.9, 0.1, 2\n# in between\n0.2, NA, \"0.2\", 3\n";

    private const string Markup = """
        <numl xmlns="http://www.numl.org/numl/level1/version1" level="1" version="1"><ontologyTerms/><resultComponents><resultComponent id="one"><dimensionDescription>
        <compositeDescription indexType="double" id="time" name="Time"><compositeDescription indexType="string" id="SpeciesIds"><atomicDescription valueType="double" name="c"/></compositeDescription></compositeDescription></dimensionDescription>
        <dimension><compositeValue indexValue="0"><compositeValue indexValue="S1"><atomicValue>10</atomicValue></compositeValue><compositeValue indexValue="S2"><atomicValue>0</atomicValue></compositeValue></compositeValue>
        <compositeValue indexValue="2.5"><compositeValue indexValue="S1"><atomicValue> 9.5e0 </atomicValue></compositeValue><compositeValue indexValue="S2"><atomicValue>NaN</atomicValue></compositeValue></compositeValue></dimension></resultComponent>
        <resultComponent id="two"><dimension><atomicValue>7</atomicValue></dimension></resultComponent></resultComponents></numl>
        """;

    private const string RowsAndColumns = """<compositeDescription indexType="integer" name="Index"><compositeDescription indexType="string" name="ColumnIds"><atomicDescription valueType="double" name="Values"/></compositeDescription></compositeDescription>""";

    private static string Slice(string reference, string rest) => $"""<slice reference="{reference}" {rest}/>""";

    private static string Column(string name) => $"""<listOfSlices>{Slice("ColumnIds", $"value=\"{name}\"")}</listOfSlices>""";

    /// <summary>The data source "d" in a generator of its own, beside a simulation of x, and both in a plot.</summary>
    private static ExperimentResult Run(string source, string file = "data.csv", string format = "format=\"urn:sedml:format:csv\"", string dimensions = RowsAndColumns, string content = Table, string attributes = "", string variable = "", string math = "<ci>v</ci>", string more = "")
    {
        var sed = $"""
            <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" level="1" version="4">
            <listOfDataDescriptions><dataDescription id="data" source="{file}" {format}><dimensionDescription>{dimensions}</dimensionDescription><listOfDataSources><dataSource id="d" {attributes}>{source}</dataSource>{more}</listOfDataSources></dataDescription>
            <dataDescription id="unused" source="https://example.org/never.h5" format="urn:sedml:format:hdf5"><listOfDataSources><dataSource id="never"/></listOfDataSources></dataDescription></listOfDataDescriptions>
            <listOfStyles><style id="dots"><line type="none"/><marker type="circle"/></style></listOfStyles><listOfModels><model id="m" language="urn:sedml:language:sbml" source="model.xml"/></listOfModels>
            <listOfSimulations><uniformTimeCourse id="s" initialTime="0" outputStartTime="0" outputEndTime="4" numberOfSteps="4"><algorithm kisaoID="KISAO:0000019"/></uniformTimeCourse></listOfSimulations><listOfTasks><task id="t" modelReference="m" simulationReference="s"/></listOfTasks>
            <listOfDataGenerators><dataGenerator id="g" name="measured"><listOfVariables><variable id="v" target="#d" modelReference="m" {variable}/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML">{math}</math></dataGenerator>
            <dataGenerator id="x"><listOfVariables><variable id="v" target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='x']" taskReference="t"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v</ci></math></dataGenerator></listOfDataGenerators>
            <listOfOutputs><report id="r"><listOfDataSets><dataSet id="a" label="measured" dataReference="g"/><dataSet id="b" label="x" dataReference="x"/></listOfDataSets></report>
            <plot2D id="p"><listOfCurves><curve id="c1" type="points" xDataReference="x" yDataReference="x"/><curve id="c2" type="points" xDataReference="g" yDataReference="g"/><curve id="c3" type="points" style="dots" xDataReference="x" yDataReference="x"/></listOfCurves></plot2D></listOfOutputs></sedML>
            """;
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in new[] { ("manifest.xml", """<omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest"><content location="./run.sedml" format="http://identifiers.org/combine.specifications/sed-ml" master="true"/></omexManifest>"""), ("run.sedml", sed), ("model.xml", Model), ("data.csv", content) })
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        memory.Position = 0;
        using var archive = OmexArchive.Open(memory, "a.omex");
        return Experiment.Run(archive, "run.sedml", TestContext.Current.CancellationToken);
    }

    private static double[] Numbers(ExperimentResult result) => [.. result.Reports.Single().Columns[0].Data.Lines.Single()];

    private static double[] Expected(string numbers) => [.. numbers.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    [Theory]
    [InlineData("time", "0 0.1 0.2")]
    [InlineData("S1", "10 9.9 NaN")]
    [InlineData("S2, total", "0 0.1 0.2")]
    public void A_column_of_a_table_stands_beside_what_is_simulated(string column, string expected)
    {
        var result = Run(Column(column));
        Assert.Equal(Expected(expected), Numbers(result));
        Assert.Equal([2, 2, 2, 2, 2], result.Reports.Single().Columns[1].Data.Lines.Single());
        // All are of the type "points", as any curve that is no bar; what is measured is not joined, and what has a style without a line.
        Assert.Equal([false, true, true], result.Plots.Single().Curves.Select(curve => curve.IsPoints));
    }

    [Fact]
    public void A_table_with_tabs_has_commas_in_its_cells() =>
        Assert.Equal(Expected("1 2.5 NaN"), Numbers(Run(Column("a, b"), format: "format=\"urn:sedml:format:tsv\"", content: "t\ta, b\r\n0\t1\r\n1\t2.5\r\n2\t\r\n")));

    [Fact]
    public void Rows_have_numbers_from_zero_and_slices_cut_further()
    {
        Assert.Equal(Expected("0 1 2"), Numbers(Run("", attributes: "indexSet=\"Index\"")));
        Assert.Equal([9.9], Numbers(Run($"<listOfSlices>{Slice("ColumnIds", "value=\"S1\"")}{Slice("Index", "value=\"1\"")}</listOfSlices>")));
        Assert.Equal(Expected("0.1 0.2"), Numbers(Run($"<listOfSlices>{Slice("ColumnIds", "value=\"time\"")}{Slice("Index", "startIndex=\"1\"")}</listOfSlices>")));
        Assert.Equal(Expected("0 0.1"), Numbers(Run($"<listOfSlices>{Slice("ColumnIds", "value=\"time\"")}{Slice("Index", "startIndex=\"0\" endIndex=\"1\"")}</listOfSlices>")));
    }

    [Fact]
    public void A_quoted_cell_may_hold_line_breaks_and_quotation_marks() =>
        Assert.Equal([4], Numbers(Run(Column("a &quot;b&quot;&#10;c"), content: "x,\"a \"\"b\"\"\nc\"\n3,\" 4 \"\n")));

    [Theory]
    [InlineData("S1", "10 9.5")]
    [InlineData("S2", "0 NaN")]
    public void The_first_component_of_NuML_is_read_by_its_own_dimensions(string species, string expected)
    {
        // Without a format it is NuML; the dimensions that the file says are the ones that count.
        Assert.Equal(Expected(expected), Numbers(Run($"<listOfSlices>{Slice("SpeciesIds", $"value=\"{species}\"")}</listOfSlices>", format: "", dimensions: "", content: Markup)));
        Assert.Equal(Expected("0 2.5"), Numbers(Run("", format: "format=\"urn:sedml:format:numl\"", dimensions: "", content: Markup, attributes: "indexSet=\"time\"")));
        Assert.Equal([9.5], Numbers(Run($"<listOfSlices>{Slice("Time", "value=\"2.50\"")}{Slice("SpeciesIds", "value=\"S1\"")}</listOfSlices>", format: "", dimensions: "", content: Markup)));
    }

    [Fact]
    public void Formulas_and_summaries_of_data_are_computed_and_what_is_missing_stays_missing()
    {
        Assert.Equal(Expected("20 19.8 NaN"), Numbers(Run(Column("S1"), math: "<apply><times/><cn>2</cn><ci>v</ci></apply>")));
        Assert.Equal([10], Numbers(Run(Column("S1"), variable: "dimensionTerm=\"KISAO:0000828\"")));
        Assert.Equal([double.NaN], Numbers(Run(Column("S1"), variable: "dimensionTerm=\"KISAO:0000830\"")));
    }

    [Theory]
    [InlineData("IDN161", "no index 'S3'", "S3", "data.csv", "", Table)]
    [InlineData("IDN165", "data.tsv", "S1", "data.tsv", "", Table)]
    [InlineData("IDN162", "on the network", "S1", "https://example.org/data.csv", "", Table)]
    [InlineData("IDN162", "hdf5", "S1", "data.csv", "format=\"urn:sedml:format:hdf5\"", Table)]
    [InlineData("IDN161", "data.csv:3:1: error IDN161: The row has 1 cells, and there are 2 columns.", "S1", "data.csv", "", "S1,b\n1,2\n3\n")]
    [InlineData("IDN161", "data.csv:2:1: error IDN161: 'much' in the column 'S1' is no number.", "S1", "data.csv", "", "S1,b\nmuch,2\n")]
    [InlineData("IDN161", "there twice", "S1", "data.csv", "", "S1,S1\n1,2\n")]
    [InlineData("IDN161", "not closed", "S1", "data.csv", "", "S1,b\n1,\"2\n")]
    [InlineData("IDN161", "more text", "S1", "data.csv", "", "S1,b\n\"1\"2,3\n")]
    [InlineData("IDN161", "no header", "S1", "data.csv", "", "# nothing\n")]
    [InlineData("IDN161", "no index 'S1'", "S1", "data.csv", "", "S1\n")]
    public void What_cannot_be_read_is_refused_where_it_stands(string code, string message, string column, string file, string format, string content)
    {
        var refusal = Assert.Throws<FindingsException>(() => Run(Column(column), file, format.Length > 0 ? format : "format=\"urn:sedml:format:csv\"", content: content));
        var finding = Assert.Single(refusal.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(message, finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs along several dimensions", "", "")]
    [InlineData("are texts", "", "indexSet=\"ColumnIds\"")]
    [InlineData("no dimension 'Rows'", "", "indexSet=\"Rows\"")]
    public void A_source_that_is_no_row_of_numbers_is_refused(string message, string source, string attributes) =>
        Assert.Contains(message, Assert.Throws<FindingsException>(() => Run(source, attributes: attributes)).Findings.Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<numl><resultComponents><resultComponent><dimensionDescription><compositeDescription id=\"a\" indexType=\"double\"/></dimensionDescription><dimension><atomicValue>1</atomicValue></dimension></resultComponent></resultComponents></numl>", "does not fit the 1 dimensions")]
    [InlineData("<numl><resultComponents><resultComponent><dimension><tuple><atomicValue>1</atomicValue></tuple></dimension></resultComponent></resultComponents></numl>", "Tuples")]
    [InlineData("<sbml/>", "outermost element is <sbml>")]
    [InlineData("time,S1\n0,1\n", "not well-formed")]
    public void What_is_no_NuML_is_refused(string content, string message) =>
        Assert.Contains(message, Assert.Throws<FindingsException>(() => Run("", format: "", dimensions: "", content: content)).Findings.Single().Message, StringComparison.Ordinal);
}
