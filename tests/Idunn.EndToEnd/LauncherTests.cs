using Idunn.Studies.Tests;

namespace Idunn.EndToEnd;

/// <summary>The launcher ./idunn with a stand-in for the SDK, so that no test builds the program.</summary>
public sealed class LauncherTests
{
    private static string Launcher { get; } = FindLauncher();

    private static string FindLauncher()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Idunn.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "idunn");
    }

    /// <summary>A checkout with the launcher and one source, and a <c>dotnet</c> that keeps a record of what it was asked.</summary>
    private static TemporaryFolder Checkout(string sdk, string publish = "exit 0", string build = "exit 1")
    {
        var folder = new TemporaryFolder();
        folder.Write("house/src/Idunn/Program.cs", "");
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" }) folder.Write("house/" + file, "");
        File.Copy(Launcher, folder.File("house", "idunn"));
        folder.Write("bin/dotnet", $"#!/bin/sh\ncase \"$1\" in\n--list-sdks) echo '{sdk} [/sdk]' ;;\npublish) echo \"$*\" >> '{folder.File("record")}'; {publish} ;;\nbuild) {build} ;;\n*) echo \"ran in $(pwd) with: $*\" ;;\nesac\n");
        foreach (var program in new[] { folder.File("house", "idunn"), folder.File("bin", "dotnet") }) MakeExecutable(program);
        Directory.CreateDirectory(folder.File("elsewhere"));
        return folder;
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Ended Run(TemporaryFolder folder, params string[] arguments) => Shell.Wait(Shell.Start(
        "/bin/sh", folder.File("elsewhere"), [folder.File("house", "idunn"), .. arguments],
        new Dictionary<string, string> { ["PATH"] = $"{folder.File("bin")}:/usr/bin:/bin" }));

    private static int Builds(TemporaryFolder folder) => File.Exists(folder.File("record")) ? File.ReadAllLines(folder.File("record")).Length : 0;

    [Fact]
    public void Arguments_and_current_folder_are_passed_through()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("10.0.100");
        var ended = Run(folder, "run", "a b.yaml");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains($"ran in {folder.File("elsewhere")} with:", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("idunn.dll run a b.yaml", ended.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_builds_once_and_again_only_when_a_source_changed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("10.0.100");
        Run(folder);
        Run(folder);
        Assert.Equal(1, Builds(folder));
        File.SetLastWriteTimeUtc(folder.File("house", "src", "Idunn", "Program.cs"), DateTime.UtcNow.AddSeconds(10));
        Run(folder);
        Assert.Equal(2, Builds(folder));
    }

    [Fact]
    public void It_compiles_ahead_of_time_for_the_machine_at_hand()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("10.0.100");
        Assert.Empty(Run(folder).Error.Replace("Building Idunn ...", "", StringComparison.Ordinal).Trim());
        Assert.Contains("-p:PublishReadyToRun=true", File.ReadAllText(folder.File("record")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_ahead_of_time_compiler_cannot_be_had_it_builds_without_and_says_so()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("10.0.100", "echo 'error NU1101: Unable to find package'; exit 1", "exit 0");
        var ended = Run(folder, "run", "a.yaml");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("starts more slowly", ended.Error, StringComparison.Ordinal);
        Assert.Contains("NU1101", File.ReadAllText(folder.File("house", "artifacts", "idunn", "publish.log")), StringComparison.Ordinal);
        Assert.EndsWith("idunn.dll run a.yaml", ended.Output.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("Building", Run(folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_right_sdk_it_says_which_one_to_install()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("8.0.404");
        var ended = Run(folder, "--version");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(".NET 10 SDK", ended.Error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, Builds(folder));
    }

    [Fact]
    public void Build_that_fails_shows_its_messages_and_is_tried_again()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = Checkout("10.0.100", "exit 1", "echo 'error CS1002: ; expected'; exit 1");
        var ended = Run(folder);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("error CS1002", ended.Error, StringComparison.Ordinal);
        Run(folder);
        Assert.Equal(2, Builds(folder));
    }
}
