using Idunn.Studies.Attribution;
using Idunn.Studies.Storage;

namespace Fuzz;

/// <summary>The files of a run, which may come from another computer: manifest, attribution, and a part of a table. A text is read as each of them, for it does not say what it is.</summary>
internal static class RunFolder
{
    public static void Read(byte[] bytes)
    {
        var file = TemporaryFolder.Write("run", bytes);
        Manifest.Read(file);
        AttributionFile.Read(file);
        try
        {
            ParquetFile.Read(file);
        }
        catch (InvalidDataException)
        {
            // Damaged, which is said in words.
        }
    }
}
