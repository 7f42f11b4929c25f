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

    public static void RunSedMl(byte[] sedml) => Run(Zip(("manifest.xml", Encoding.UTF8.GetBytes(Manifest)), ("run.sedml", sedml), ("model.xml", Encoding.UTF8.GetBytes(SbmlText.Model))));

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
