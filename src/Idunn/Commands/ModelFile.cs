using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Commands;

/// <summary>Files of single models: SBML or Antimony, by the name's ending, else by the content.</summary>
internal static class ModelFile
{
    public const string Description = "An SBML file (.xml, .sbml) or an Antimony file (.ant, .txt) in which every quantity has a value";

    public const string Endings = "SBML (.xml, .sbml) or Antimony (.ant, .txt)";

    /// <summary>The model, or null when it is missing or neither, which is said on the error stream.</summary>
    /// <exception cref="FindingsException">All that is wrong with the file.</exception>
    public static Model? Read(string file)
    {
        if (!File.Exists(file))
            Console.Error.WriteLine($"error: There is no file '{file}'. Correct the path.");
        else if (FormatOf(file) is { } format)
            return format == ModelFormat.Sbml ? SbmlReader.Read(file) : AntimonyReader.Read(file);
        else if (IsXml(file))
            return SbmlReader.Read(file);
        else
            Console.Error.WriteLine($"error: '{file}' is neither {Endings.Replace(" or ", " nor ", StringComparison.Ordinal)}. Name it so.");
        return null;
    }

    /// <summary>What the name's ending says; null when it says nothing.</summary>
    public static ModelFormat? FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".XML" or ".SBML" => ModelFormat.Sbml,
        ".ANT" or ".TXT" => ModelFormat.Antimony,
        _ => null,
    };

    private static bool IsXml(string file)
    {
        using var reader = new StreamReader(file);
        var start = new char[256];
        return new string(start, 0, reader.Read(start)).TrimStart().StartsWith("<?xml", StringComparison.Ordinal);
    }
}

internal enum ModelFormat { Sbml, Antimony }
