namespace Idunn.Benchmarks;

/// <summary>Files of the project that is measured.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params string[] relative) => Path.Combine([Root, .. relative]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (System.IO.File.Exists(Path.Combine(folder, "Idunn.slnx")))
                return folder;
        throw new DirectoryNotFoundException("Run the benchmarks from within the project.");
    }
}
