using Idunn.Modeling;
using Idunn.Modeling.Checking;

namespace Idunn.Commands;

/// <summary>The folder of models, parameters, populations and observations that belongs to a file.</summary>
internal static class ScienceFolder
{
    /// <summary>The nearest folder <c>science</c> beside or above the file, else beside or above the current folder.</summary>
    /// <exception cref="FindingsException">There is none.</exception>
    public static string For(string file)
    {
        foreach (var start in new[] { Path.GetDirectoryName(Path.GetFullPath(file)), Directory.GetCurrentDirectory() })
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                if (Directory.Exists(Path.Combine(folder, "science", "models")))
                    return Path.Combine(folder, "science");
        throw new FindingsException(new Finding(
            Severity.Error, "IDN506", "There is no folder 'science' with models beside or above this file, nor above the current folder.",
            "Keep studies in a project that has one: science/models, science/parameters, science/populations, science/observations.", new SourceLocation(file, 0, 0)));
    }
}
