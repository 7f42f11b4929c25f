using System.IO.Compression;
using System.Text;
using Idunn.Modeling.Omex;
using Idunn.Modeling.SedMl;

namespace Fuzz;

/// <summary>COMBINE archives: whole ones, and ones around a SED-ML file or a manifest that is made up.</summary>
internal static class Archives
{
    private const int Patience = 500;

    private const string Manifest = """
        <omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest"><content location="./run.sedml" format="http://identifiers.org/combine.specifications/sed-ml.level-1.version-4" master="true"/></omexManifest>
        """;

    public static void Run(byte[] bytes)
    {
        using var archive = OmexArchive.Open(new MemoryStream(bytes), Readers.Place);
        foreach (var content in archive.Contents)
            Readers.Refusing(() => archive.Read(content.Location));
        foreach (var content in archive.Runnable)
            Readers.Refusing(() => Run(archive, content.Location));
    }

    public static void RunSedMl(byte[] sedml) => Run(Zip(("manifest.xml", Encoding.UTF8.GetBytes(Manifest)), ("run.sedml", sedml), ("model.xml", Encoding.UTF8.GetBytes(SbmlText.Model)), ("data.csv", "time,S\n0,1\n1,NA\n"u8.ToArray())));

    /// <summary>The same bytes as a table with commas, a table with tabs, and NuML: a column, the indices of rows, and all that there is.</summary>
    public static void ReadData(byte[] data)
    {
        foreach (var format in new[] { "csv", "tsv", "numl" })
            foreach (var source in new[] { """<dataSource id="d"><listOfSlices><slice reference="ColumnIds" value="S"/></listOfSlices></dataSource>""", """<dataSource id="d" indexSet="Index"/>""", """<dataSource id="d"/>""" })
                Readers.Refusing(() => Run(Zip(("manifest.xml", Encoding.UTF8.GetBytes(Manifest)), ("run.sedml", Encoding.UTF8.GetBytes(OfData(format, source))), ("data", data))));
    }

    private static string OfData(string format, string source) => $"""
        <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" level="1" version="4"><listOfDataDescriptions><dataDescription id="data" source="data" format="urn:sedml:format:{format}"><dimensionDescription><compositeDescription indexType="integer" name="Index">
        <compositeDescription indexType="string" name="ColumnIds"><atomicDescription valueType="double" name="Values"/></compositeDescription></compositeDescription></dimensionDescription><listOfDataSources>{source}</listOfDataSources></dataDescription></listOfDataDescriptions>
        <listOfDataGenerators><dataGenerator id="g"><listOfVariables><variable id="v" target="#d"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v</ci></math></dataGenerator></listOfDataGenerators>
        <listOfOutputs><report id="r"><listOfDataSets><dataSet id="a" label="d" dataReference="g"/></listOfDataSets></report></listOfOutputs></sedML>
        """;

    public static void ReadManifest(byte[] manifest) => Run(Zip(("manifest.xml", manifest), ("model.xml", Encoding.UTF8.GetBytes(SbmlText.Model))));

    private static void Run(OmexArchive archive, string location)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Experiment.Run(archive, location, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // An experiment may take as long as it likes; that it can be stopped is what counts.
        }
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        return memory.ToArray();
    }
}
