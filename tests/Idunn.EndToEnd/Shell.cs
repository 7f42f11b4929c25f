using System.Diagnostics;

namespace Idunn.EndToEnd;

/// <summary>What a process left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>Starts programs as a user's shell would.</summary>
internal static class Shell
{
    /// <summary>The built executable.</summary>
    public static string Idunn { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "idunn.exe" : "idunn");

    public static Ended Run(string folder, params string[] arguments) => Wait(Start(Idunn, folder, arguments));

    public static Process Start(string program, string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static Ended Wait(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, output, error.Result);
        }
    }
}
