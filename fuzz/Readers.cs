using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Sbml;
using Idunn.Studies.Inputs;

namespace Fuzz;

/// <summary>One target for each reader: it takes any bytes, and either gives what it read or findings.</summary>
internal static class Readers
{
    /// <summary>A file that is not there, in a folder that is not there: imports find nothing.</summary>
    private const string Place = "nowhere/input";

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["antimony"] = Refusing(bytes => AntimonyReader.Parse(Text(bytes), Place)),
        ["sbml"] = Refusing(bytes => SbmlReader.Parse(Text(bytes), Place)),
        ["parameters"] = Refusing(bytes => ParameterTableReader.Parse(Text(bytes), Place)),
        ["study"] = Refusing(bytes => StudyReader.Parse(Place, Text(bytes), [])),
        ["expression"] = Refusing(bytes => ExprPrinter.Print(ExprParser.Parse(Text(bytes), new SourceLocation(Place, 1, 1)))),
    };

    private static Action<byte[]> Refusing(Action<byte[]> read) => bytes =>
    {
        try
        {
            read(bytes);
        }
        catch (FindingsException)
        {
            // Refused in words: what a reader is for.
        }
    };

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
