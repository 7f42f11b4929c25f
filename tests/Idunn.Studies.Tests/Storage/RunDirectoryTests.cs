using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Storage;

public sealed class RunDirectoryTests
{
    private static readonly Table Part = new([new IntegerColumn("subject", [0])]);

    private static Manifest Planned(string hash = "aa", RunStatus status = RunStatus.Partial)
    {
        ImmutableArray<ManifestArm> arms = [new("vein", "mouse", 10, 0, 1, 0, ImmutableSortedDictionary<string, int>.Empty)];
        var inputs = ImmutableSortedDictionary<string, string>.Empty.Add("studies/a.yaml", hash);
        return new()
        {
            Key = Manifest.KeyOf("0.1.0", inputs, arms, 50),
            Study = "a",
            Status = status,
            Version = "0.1.0",
            Runtime = ".NET 10",
            Packages = ImmutableSortedDictionary<string, string>.Empty,
            Seed = 1,
            Arms = arms,
            Inputs = inputs,
            PartSize = 50,
            Parts = 1,
            PartsDone = [],
            Units = ImmutableSortedDictionary<string, string>.Empty,
        };
    }

    private static string CodeOf(Action open) => Assert.Throws<FindingsException>(open).Findings[0].Code;

    /// <summary>Every file with its bytes.</summary>
    private static string[] Contents(string path) =>
        [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => file + Convert.ToHexString(File.ReadAllBytes(file)))];

    [Fact]
    public void New_folder_is_made()
    {
        using var folder = new TemporaryFolder();
        using var run = RunDirectory.Open(folder.File("runs", "a", "x"), Planned());
        Assert.Null(run.Found);
        Assert.False(run.HasPart(0));
    }

    [Fact]
    public void Empty_folder_is_taken()
    {
        using var folder = new TemporaryFolder();
        using var run = RunDirectory.Open(folder.Path, Planned());
        Assert.Null(run.Found);
    }

    [Fact]
    public void Folder_of_somebody_else_is_refused_untouched()
    {
        using var folder = new TemporaryFolder();
        folder.Write("thesis.txt", "do not lose");
        var before = Contents(folder.Path);
        var exception = Assert.Throws<FindingsException>(() => RunDirectory.Open(folder.Path, Planned()));
        Assert.Equal("IDN501", exception.Findings[0].Code);
        Assert.Contains("thesis.txt", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder.Path));
        Assert.Empty(Directory.EnumerateDirectories(folder.Path));
    }

    [Fact]
    public void File_in_place_of_the_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("IDN501", CodeOf(() => RunDirectory.Open(folder.Write("out", "x"), Planned())));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"name\":\"a web page\"}")]
    public void Manifest_of_another_tool_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("manifest.json", text);
        Assert.Equal("IDN501", CodeOf(() => RunDirectory.Open(folder.Path, Planned())));
    }

    [Fact]
    public void Run_of_other_inputs_is_refused_and_the_changed_file_named()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunDirectory.Open(folder.Path, Planned("aa"))) run.WriteManifest(Planned("aa"));
        var before = Contents(folder.Path);
        var exception = Assert.Throws<FindingsException>(() => RunDirectory.Open(folder.Path, Planned("bb")));
        Assert.Equal("IDN502", exception.Findings[0].Code);
        Assert.Contains("studies/a.yaml has changed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder.Path));
    }

    [Fact]
    public void Partial_run_of_the_same_inputs_is_resumed()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunDirectory.Open(folder.Path, Planned()))
        {
            run.WriteManifest(Planned());
            run.WritePart(0, Part, Part);
        }
        using var again = RunDirectory.Open(folder.Path, Planned());
        Assert.Equal(RunStatus.Partial, again.Found);
        Assert.True(again.HasPart(0));
    }

    [Fact]
    public void Partial_run_with_a_foreign_file_is_refused_untouched()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunDirectory.Open(folder.Path, Planned())) run.WriteManifest(Planned());
        folder.Write("tables/notes.md", "mine");
        var before = Contents(folder.Path);
        Assert.Equal("IDN501", CodeOf(() => RunDirectory.Open(folder.Path, Planned())));
        Assert.Equal(before, Contents(folder.Path));
    }

    [Fact]
    public void Finished_run_is_recognised_and_not_written_to()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunDirectory.Open(folder.Path, Planned())) run.WriteManifest(Planned(status: RunStatus.Complete));
        var before = Contents(folder.Path);
        using var again = RunDirectory.Open(folder.Path, Planned());
        Assert.Equal(RunStatus.Complete, again.Found);
        Assert.Equal(before, Contents(folder.Path));
    }

    [Fact]
    public void Two_writers_do_not_share_a_folder()
    {
        using var folder = new TemporaryFolder();
        using var first = RunDirectory.Open(folder.Path, Planned());
        first.WriteManifest(Planned());
        Assert.Equal("IDN503", CodeOf(() => RunDirectory.Open(folder.Path, Planned())));
    }

    [Fact]
    public void Part_that_fails_midway_leaves_nothing_that_counts()
    {
        using var folder = new TemporaryFolder();
        using var run = RunDirectory.Open(folder.Path, Planned(), path => path.Contains("subjects", StringComparison.Ordinal) ? new FullDisk(path, 10) : AtomicFile.Create(path));
        Assert.Throws<IOException>(() => run.WritePart(0, Part, Part));
        Assert.False(run.HasPart(0));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Left_over_temporary_files_are_cleared_on_resume()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunDirectory.Open(folder.Path, Planned())) run.WriteManifest(Planned());
        var left = folder.Write("tables/timecourse/part-00007.parquet.tmp", "half");
        using var again = RunDirectory.Open(folder.Path, Planned());
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Manifest_reads_back_as_written()
    {
        using var folder = new TemporaryFolder();
        using var run = RunDirectory.Open(folder.Path, Planned());
        run.WriteManifest(Planned() with { PartsDone = [0] });
        var read = run.ReadManifest();
        Assert.Equal(Planned().Key, read.Key);
        Assert.Equal([0], read.PartsDone);
        Assert.Equal("mouse", Assert.Single(read.Arms).Population);
    }

    [Fact]
    public void Key_changes_with_each_thing_that_decides_the_numbers()
    {
        var planned = Planned();
        string[] keys =
        [
            planned.Key,
            Manifest.KeyOf("0.1.1", planned.Inputs, planned.Arms, 50),
            Manifest.KeyOf("0.1.0", planned.Inputs.SetItem("studies/a.yaml", "bb"), planned.Arms, 50),
            Manifest.KeyOf("0.1.0", planned.Inputs, [planned.Arms[0] with { Seed = 2 }], 50),
            Manifest.KeyOf("0.1.0", planned.Inputs, [planned.Arms[0] with { Subjects = 11 }], 50),
            Manifest.KeyOf("0.1.0", planned.Inputs, [planned.Arms[0] with { Draws = 1 }], 50),
            Manifest.KeyOf("0.1.0", planned.Inputs, planned.Arms, 49),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
