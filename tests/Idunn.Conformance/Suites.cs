using System.Formats.Tar;
using System.IO.Compression;

namespace Idunn.Conformance;

/// <summary>Where other people's test suites are: the folder in IDUNN_CONFORMANCE, else <c>../shared/conformance</c> beside the checkout. Archives are unpacked into a folder that git ignores.</summary>
internal static class Suites
{
    public const string HowToGet = "The conformance suites are not here. Set IDUNN_CONFORMANCE to a folder with the suites sbml-test-suite, petab-test-suite and antimony-cases, as folders or as .tar.gz "
        + "(the SBML Test Suite: https://github.com/sbmlteam/sbml-test-suite/releases; the PEtab test suite: https://github.com/PEtab-dev/petab_test_suite).";

    private static readonly Lock Unpacking = new();

    public static string Repository { get; } = RepositoryAbove(AppContext.BaseDirectory);

    /// <summary>The folder of a suite; the test is skipped when there is none.</summary>
    public static string Folder(string suite)
    {
        if (Place() is { } place)
        {
            if (Directory.Exists(Path.Combine(place, suite)))
                return Path.Combine(place, suite);
            if (File.Exists(Path.Combine(place, suite + ".tar.gz")))
                return Unpacked(Path.Combine(place, suite + ".tar.gz"), suite);
        }
        Assert.Skip(HowToGet);
        return "";
    }

    private static string? Place() => Environment.GetEnvironmentVariable("IDUNN_CONFORMANCE") is { Length: > 0 } given ? given
        : Beside(Repository).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Beside(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
            yield return Path.Combine(parent, "shared", "conformance");
    }

    // Test classes run beside each other and ask for the same suite: one of them unpacks it, into a folder of its own that gets its name when it is whole, so that another run sees all of it or nothing.
    private static string Unpacked(string archive, string suite)
    {
        lock (Unpacking)
        {
            var folder = Path.Combine(Repository, "tests", "Idunn.Conformance", "suites");
            var target = Path.Combine(folder, suite);
            if (Directory.Exists(target))
                return target;
            var unfinished = Path.Combine(folder, $"{suite}-{Guid.NewGuid():N}");
            Directory.CreateDirectory(unfinished);
            using (var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
                TarFile.ExtractToDirectory(stream, unfinished, overwriteFiles: true);
            try
            {
                Directory.Move(Path.Combine(unfinished, suite), target);
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another process was first.
            }
            Directory.Delete(unfinished, true);
            return target;
        }
    }

    private static string RepositoryAbove(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Idunn.slnx")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }
}
