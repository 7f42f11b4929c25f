using System.Diagnostics;
using System.Text.Json;
using Idunn.Studies.Tests.Execution;

namespace Idunn.EndToEnd;

public sealed class CommandLineTests
{
    [Fact]
    public void Run_leaves_a_report_and_says_where_and_a_second_run_says_that_it_is_finished()
    {
        using var project = new TinyProject(size: 4, draws: 2);
        var first = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--csv");
        Assert.Equal((0, ""), (first.ExitCode, Problems(first)));
        var report = first.Output.Split('\n').Single(line => line.StartsWith("Report: ", StringComparison.Ordinal))["Report: ".Length..];
        Assert.StartsWith(Path.Combine("runs", "tiny"), report, StringComparison.Ordinal);
        var folder = project.Path(Path.GetDirectoryName(report)!);
        foreach (var file in new[] { "report.html", "manifest.json", "timings.json", "tables/timecourse.csv", "tables/subjects.csv", "tables/timecourse/part-00000.parquet", "tables/subjects/part-00000.parquet" })
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Contains("vein", first.Output, StringComparison.Ordinal);

        var second = Shell.Run(project.Path(), "run", "studies/tiny.yaml");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("already finished", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public void A_processor_with_narrower_vectors_writes_the_same_numbers(string without)
    {
        using var project = new TinyProject();
        byte[] Tables(string folder, params (string, string)[] environment)
        {
            var ended = Shell.Wait(Shell.Start(Shell.Idunn, project.Path(), ["run", "studies/tiny.yaml", "--csv", "--out", folder], environment.ToDictionary(pair => pair.Item1, pair => pair.Item2)));
            Assert.Equal(0, ended.ExitCode);
            return [.. File.ReadAllBytes(project.Path(folder, "tables", "timecourse.csv")), .. File.ReadAllBytes(project.Path(folder, "tables", "subjects.csv"))];
        }
        Assert.Equal(Tables("all"), Tables("fewer", (without, "0")));
    }

    [Fact]
    public void In_chinese_the_table_the_progress_and_the_last_lines_are_chinese_and_stand_in_columns()
    {
        using var project = new TinyProject(size: 4, draws: 2);
        var first = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--language", "zh-Hant");
        Assert.Equal(0, first.ExitCode);
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("組別", lines[0], StringComparison.Ordinal);
        // A Chinese letter is two columns wide.
        Assert.Single(lines[..4].Select(line => line.Sum(letter => letter >= '\u2E80' ? 2 : 1)).Distinct());
        Assert.StartsWith("報告：", lines[^1], StringComparison.Ordinal);
        Assert.Contains("撰寫報告", first.Error, StringComparison.Ordinal);
        Assert.Contains("先前已完成", Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--language", "zh-Hant").Output, StringComparison.Ordinal);
    }

    /// <summary>Standard error without the lines of progress.</summary>
    private static string Problems(Ended ended) => string.Join('\n', ended.Error.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("tiny: ", StringComparison.Ordinal)));

    [Fact]
    public void Piped_progress_is_plain_lines()
    {
        using var project = new TinyProject(size: 2, draws: 0);
        var ended = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "here");
        Assert.Contains("tiny: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Error + ended.Output);
        Assert.DoesNotContain('\r', ended.Error + ended.Output);
    }

    [Fact]
    public void Options_change_the_cohort_and_the_manifest_says_so()
    {
        using var project = new TinyProject();
        Assert.Equal(0, Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "here", "--seed", "99", "--subjects", "3", "--draws", "0", "--threads", "2").ExitCode);
        using var manifest = JsonDocument.Parse(File.ReadAllText(project.Path("here", "manifest.json")));
        var arm = manifest.RootElement.GetProperty("arms")[0];
        Assert.Equal((3, 0, 99), (arm.GetProperty("subjects").GetInt32(), arm.GetProperty("draws").GetInt32(), arm.GetProperty("seed").GetInt32()));
        Assert.Equal(99, manifest.RootElement.GetProperty("seed").GetInt32());
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--subjects", "0")]
    [InlineData("--draws", "-1")]
    [InlineData("--seed", "x")]
    public void Impossible_option_is_refused_by_name(string option, string value)
    {
        using var project = new TinyProject();
        var ended = Shell.Run(project.Path(), "run", "studies/tiny.yaml", option, value);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(option, ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Path("runs")));
    }

    [Theory]
    [InlineData("run", "studies/tiny.yaml")]
    [InlineData("claims", "none")]
    public void Unknown_language_is_refused_with_the_known_ones(string command, string argument)
    {
        using var project = new TinyProject();
        var ended = Shell.Run(project.Path(), command, argument, "--language", "zh-Hans");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("There is no language 'zh-Hans'. Reports are written in: en, zh-Hant.", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Path("runs")));
    }

    [Fact]
    public void Report_in_chinese_is_named_and_stands_beside_the_english_one()
    {
        using var project = new TinyProject(size: 2, draws: 2);
        Assert.Equal(0, Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "here").ExitCode);
        var chinese = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "here", "--language", "zh-Hant");
        Assert.Equal((0, ""), (chinese.ExitCode, Problems(chinese)));
        Assert.Contains($"報告：{Path.Combine("here", "report.zh-Hant.html")}", chinese.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.Path("here", "report.html")) && File.Exists(project.Path("here", "report.zh-Hant.html")));
    }

    [Fact]
    public void Missing_study_is_refused_with_the_nearest_name()
    {
        using var project = new TinyProject();
        var ended = Shell.Run(project.Path(), "run", "studies/tinny.yaml");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("IDN400", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'tiny.yaml'?", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_somebody_else_is_refused_and_kept()
    {
        using var project = new TinyProject();
        Directory.CreateDirectory(project.Path("mine"));
        File.WriteAllText(project.Path("mine", "thesis.txt"), "do not lose");
        var ended = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "mine");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("IDN501", ended.Error, StringComparison.Ordinal);
        Assert.Equal([project.Path("mine", "thesis.txt")], Directory.EnumerateFileSystemEntries(project.Path("mine")));
    }

    [Fact]
    public void Arm_whose_subjects_all_fail_is_reported_with_reason_and_exit_code()
    {
        using var project = new TinyProject(size: 3, draws: 0, trouble: "1");
        var ended = Shell.Run(project.Path(), "run", "studies/tiny.yaml", "--out", "here");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("vein: 3 failed", ended.Output, StringComparison.Ordinal);
        Assert.Contains("wear", ended.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.Path("here", "report.html")));
    }

    [Fact]
    public void Interrupt_leaves_a_partial_run_that_the_same_command_finishes()
    {
        if (OperatingSystem.IsWindows()) return;
        using var project = new TinyProject(size: 4000, draws: 0);
        string[] command = ["run", "studies/tiny.yaml", "--out", "here"];
        var process = Shell.Start(Shell.Idunn, project.Path(), command);
        // Waits for a line, so that a busy machine need not start it while the run ends.
        using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", $"read line; kill -INT {process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)}"]) { RedirectStandardInput = true })!;
        var tables = project.Path("here", "tables", "subjects");
        while (!process.HasExited && !(Directory.Exists(tables) && Directory.EnumerateFiles(tables, "*.parquet").Any())) Thread.Sleep(5);
        kill.StandardInput.WriteLine();
        kill.WaitForExit();
        var interrupted = Shell.Wait(process);
        Assert.Equal(130, interrupted.ExitCode);
        Assert.Contains("The same command goes on from there", interrupted.Error, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"partial\"", File.ReadAllText(project.Path("here", "manifest.json")), StringComparison.OrdinalIgnoreCase);

        var finished = Shell.Run(project.Path(), command);
        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("\"status\": \"complete\"", File.ReadAllText(project.Path("here", "manifest.json")), StringComparison.OrdinalIgnoreCase);
        using var timings = JsonDocument.Parse(File.ReadAllText(project.Path("here", "timings.json")));
        Assert.InRange(timings.RootElement.GetProperty("subjects").GetInt32(), 1, 11_999);
    }

    [Fact]
    public void Check_of_a_sound_project_has_no_findings()
    {
        using var project = new TinyProject();
        var ended = Shell.Run(project.Path(), "check", "studies/tiny.yaml", "science");
        Assert.Equal((0, "no findings"), (ended.ExitCode, ended.Output.Trim()));
    }

    [Fact]
    public void Check_says_file_line_column_code_and_what_to_do()
    {
        using var project = new TinyProject();
        File.WriteAllText(project.StudyFile, File.ReadAllText(project.StudyFile).Replace("readouts: [blood,", "readouts: [blod,", StringComparison.Ordinal));
        var ended = Shell.Run(project.Path(), "check", "studies/tiny.yaml");
        Assert.Equal(1, ended.ExitCode);
        Assert.Matches(@"studies/tiny\.yaml:\d+:\d+: error IDN\d{3}: .*blod", ended.Output);
        Assert.Contains("'blood'", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ errors?, \d+ warnings?", ended.Output);
    }

    [Fact]
    public void Describe_writes_a_page_and_a_picture_for_each_module_and_says_where()
    {
        using var project = new TinyProject();
        var ended = Shell.Run(project.Path(), "describe", "one");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal([Path.Combine("docs", "science", "one.md"), Path.Combine("docs", "science", "one.svg")], ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("idunn describe one", File.ReadLines(project.Path("docs", "science", "one.md")).First(), StringComparison.Ordinal);

        Assert.Equal(0, Shell.Run(project.Path(), "describe", "one", "--module", "one.ant", "--out", "here").ExitCode);
        Assert.True(File.Exists(project.Path("here", "one.svg")));
        var unknown = Shell.Run(project.Path(), "describe", "oen");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("Did you mean 'one'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_is_json()
    {
        var ended = Shell.Run(AppContext.BaseDirectory, "schema");
        Assert.Equal(0, ended.ExitCode);
        using var schema = JsonDocument.Parse(ended.Output);
        Assert.True(schema.RootElement.GetProperty("properties").TryGetProperty("question", out _));
    }

    [Fact]
    public void Help_names_the_commands_and_the_version_is_printed()
    {
        var help = Shell.Run(AppContext.BaseDirectory, "--help").Output;
        foreach (var command in new[] { "run", "check", "describe", "schema", "--version" }) Assert.Contains(command, help, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", Shell.Run(AppContext.BaseDirectory, "--version").Output);
        Assert.Contains("--threads", Shell.Run(AppContext.BaseDirectory, "run", "--help").Output, StringComparison.Ordinal);
    }
}
