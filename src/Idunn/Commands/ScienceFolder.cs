using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Commands;

/// <summary>The folder of models, parameters, populations and observations that belongs to a file.</summary>
internal static class ScienceFolder
{
    /// <summary>The folder that holds science/ and studies/: the current one, or one above it.</summary>
    /// <exception cref="FindingsException">There is none.</exception>
    public static string Here() => Science.Find(Path.Combine(Directory.GetCurrentDirectory(), "x")) is { } folder
        ? Path.GetDirectoryName(Path.GetFullPath(folder))!
        : throw new FindingsException(new Finding(Severity.Error, RunCodes.NoScience, "There is no folder 'science' in or above the current folder.", "Go to the project's folder.", SourceLocation.None));

    /// <summary>The nearest folder <c>science</c> beside or above the file, else beside or above the current folder.</summary>
    /// <exception cref="FindingsException">There is none.</exception>
    public static Science For(string file) =>
        (Science.Find(file) ?? Science.Find(Path.Combine(Directory.GetCurrentDirectory(), "study"))) is { } folder
            ? new Science(folder)
            : throw new FindingsException(new Finding(
                Severity.Error, RunCodes.NoScience, "There is no folder 'science' beside or above this file, nor beside or above the current folder.",
                "Keep studies in a project that has one: science/models, science/parameters, science/populations, science/observations.", new SourceLocation(file, 0, 0)));
}
