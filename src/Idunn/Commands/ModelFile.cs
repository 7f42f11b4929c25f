using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Sbml;

namespace Idunn.Commands;

/// <summary>A model of the user's own, by its file.</summary>
internal static class ModelFile
{
    public const string Description = "An SBML file (.xml, .sbml) or an Antimony file (.ant, .txt) in which every quantity has a value";

    /// <summary>Null when there is no such file or its kind is not known; the terminal was told why.</summary>
    /// <exception cref="Modeling.Checking.FindingsException">The model is refused.</exception>
    public static Model? Read(string file)
    {
        if (!File.Exists(file))
            Console.Error.WriteLine($"error: There is no file '{file}'. Correct the path.");
        else if (Path.GetExtension(file).ToUpperInvariant() is ".XML" or ".SBML")
            return SbmlReader.Read(file);
        else if (Path.GetExtension(file).ToUpperInvariant() is ".ANT" or ".TXT")
            return AntimonyReader.Read(file);
        else
            Console.Error.WriteLine($"error: '{file}' is neither SBML (.xml, .sbml) nor Antimony (.ant, .txt). Name it so.");
        return null;
    }
}
