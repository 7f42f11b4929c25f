namespace Idunn.Studies.Tests.Inputs;

/// <summary>The files of the repository that tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new DirectoryNotFoundException("Idunn.slnx is not above the tests.") :
        File.Exists(Path.Combine(directory.FullName, "Idunn.slnx")) ? directory.FullName : Find(directory.Parent);
}
