using System.Text;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Sbml;
using Idunn.Studies.Inputs;

namespace Fuzz;

/// <summary>
/// One target for each reader of files that strangers may have written. It takes any bytes, and either gives what it read, with which then is done what commands do with it, or findings; any
/// other exception is a finding of the fuzzer. So is a model that was written and does not mean the same when it is read again.
/// </summary>
internal static class Readers
{
    /// <summary>A file that is not there, in a folder that is not there: imports find nothing.</summary>
    public const string Place = "nowhere/input";

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["antimony"] = bytes => Refusing(() => ModelUse.Try(AntimonyReader.Parse(Text(bytes), Place))),
        ["sbml"] = bytes => Refusing(() => ModelUse.Try(SbmlReader.Parse(Text(bytes), Place))),
        ["mathml"] = bytes => Refusing(() => ModelUse.Try(SbmlReader.Parse(SbmlText.Around(Text(bytes)), Place))),
        ["expression"] = bytes => Refusing(() => Formulas.Antimony(Text(bytes))),
        ["petab-math"] = bytes => Refusing(() => Formulas.Petab(Text(bytes))),
        ["parameters"] = bytes => Refusing(() => ModelUse.Check(ParameterTableReader.Parse(Text(bytes), Place))),
        ["petab-problem"] = bytes => PetabFileReader.Parse(Place, Text(bytes), []),
        ["petab-tables"] = bytes => Refusing(() => PetabFolder.Simulate(Text(bytes))),
        ["sedml"] = bytes => Refusing(() => Archives.RunSedMl(bytes)),
        ["sedml-data"] = Archives.ReadData,
        ["omex"] = bytes => Refusing(() => Archives.Run(bytes)),
        ["manifest"] = bytes => Refusing(() => Archives.ReadManifest(bytes)),
        ["study"] = bytes => StudyReader.Parse(Place, Text(bytes), []),
        ["science"] = bytes => Refusing(() => ScienceFolder.Read(bytes)),
        ["science-tables"] = bytes => ScienceFolder.ReadTables(Text(bytes)),
        ["run"] = RunFolder.Read,
    };

    /// <summary>Runs what may refuse its input in words: what a reader is for.</summary>
    public static void Refusing(Action read)
    {
        try
        {
            read();
        }
        catch (FindingsException)
        {
        }
    }

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
