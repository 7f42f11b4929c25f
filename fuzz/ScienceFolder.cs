using Idunn.Modeling;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Fuzz;

/// <summary>The files of a science folder; each text is read as every kind of them, for it does not say what it is.</summary>
internal static class ScienceFolder
{
    private const string Name = "input";

    public static void Read(byte[] bytes)
    {
        foreach (var folder in new[] { "models", "populations", "protocols", "claims" })
            TemporaryFolder.Write(Path.Combine(folder, Name + ".yaml"), bytes);
        var science = new Science(TemporaryFolder.Path);
        science.Card(Name, SourceLocation.None, []);
        science.Population(Name, SourceLocation.None, [])?.For("model");
        science.Protocol(Name, SourceLocation.None, []);
        science.Claim(Name, []);
    }

    /// <summary>Observations, bibliographies and translations: text files that are no YAML.</summary>
    public static void ReadTables(string text)
    {
        PublishedTable.Parse("table", Readers.Place, text, []);
        Bibliography.Parse(text);
        Readers.Refusing(() => Words.Table(text, Readers.Place));
    }
}
