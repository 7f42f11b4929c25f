using System.Security.Cryptography;
using System.Text.Json;
using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;
using Idunn.Studies.Tests.Storage;

namespace Idunn.Studies.Tests.Execution;

public sealed class StudyRunnerTests
{
    private static RunSummary Run(TinyProject project, string name, int threads = 1, bool csv = false) =>
        StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path(name), Threads = threads, Csv = csv }, null, CancellationToken.None);

    /// <summary>Every file but timings.json, with a hash of its bytes.</summary>
    private static string[] Contents(string path) =>
    [
        .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "timings.json")
            .Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(path, file) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
    ];

    private static Table All(string path, string table) => Directory.EnumerateFiles(Path.Combine(path, "tables", table), "*.parquet").Order(StringComparer.Ordinal)
        .Select(part => ParquetFile.Read(part))
        .Aggregate((first, second) => new Table([.. first.Columns.Zip(second.Columns, Joined)]));

    private static Column Joined(Column first, Column second) => (first, second) switch
    {
        (TextColumn a, TextColumn b) => a with { Values = [.. a.Values, .. b.Values] },
        (IntegerColumn a, IntegerColumn b) => a with { Values = [.. a.Values, .. b.Values] },
        (NumberColumn a, NumberColumn b) => a with { Values = [.. a.Values, .. b.Values] },
        _ => throw new InvalidOperationException("Parts differ in their columns."),
    };

    [Fact]
    public void Two_threads_give_the_bytes_of_one()
    {
        using var project = new TinyProject();
        Run(project, "one", threads: 1);
        Run(project, "two", threads: 2);
        Assert.Contains(Contents(project.Path("one")), file => file.StartsWith("report.html", StringComparison.Ordinal));
        Assert.Equal(Contents(project.Path("one")), Contents(project.Path("two")));
    }

    [Fact]
    public void Finished_run_asked_for_in_another_language_is_only_given_a_report_in_it()
    {
        using var project = new TinyProject(size: 4, draws: 2);
        Run(project, "one");
        var before = Contents(project.Path("one"));
        var stages = new List<RunStage>();
        var again = StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("one"), Threads = 1, Language = "zh-Hant" }, progress => stages.Add(progress.Stage), CancellationToken.None);
        Assert.Equal(RunStatus.Complete, again.Found);
        Assert.DoesNotContain(RunStage.Simulating, stages);
        var after = Contents(project.Path("one"));
        Assert.Equal(before, after.Except(after.Where(file => file.Contains(".zh-Hant", StringComparison.Ordinal))));
        Assert.Contains(after, file => file.StartsWith("report.zh-Hant.html", StringComparison.Ordinal));
        Assert.Contains("lang=\"zh-Hant\"", File.ReadAllText(project.Path("one", "report.zh-Hant.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Language_is_no_part_of_what_a_run_is()
    {
        using var project = new TinyProject(size: 4, draws: 2);
        Run(project, "english");
        StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("chinese"), Threads = 1, Language = "zh-Hant" }, null, CancellationToken.None);
        static IEnumerable<string> Numbers(string[] files) => files.Where(file => file.StartsWith("tables", StringComparison.Ordinal) || file.StartsWith("manifest", StringComparison.Ordinal));
        Assert.Equal(Numbers(Contents(project.Path("english"))), Numbers(Contents(project.Path("chinese"))));
    }

    [Fact]
    public void Partial_run_with_a_report_in_another_language_is_resumed()
    {
        using var project = new TinyProject();
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Directory = project.Path("parts"), Threads = 2, Language = "zh-Hant" };
        Assert.True(StudyRunner.Run(project.Plan(), options, progress => { if (progress.Done >= 23) stop.Cancel(); }, stop.Token).WasCancelled);
        Assert.True(File.Exists(project.Path("parts", "report.zh-Hant.html")));
        Assert.Equal(RunStatus.Complete, StudyRunner.Run(project.Plan(), options, null, CancellationToken.None).Manifest.Status);
    }

    [Fact]
    public void Cancelled_run_is_valid_and_resumes_to_the_bytes_of_an_uninterrupted_one()
    {
        using var project = new TinyProject();
        Run(project, "whole");
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Directory = project.Path("parts"), Threads = 2 };
        var cancelled = StudyRunner.Run(project.Plan(), options, progress => { if (progress.Done >= 23) stop.Cancel(); }, stop.Token);
        Assert.True(cancelled.WasCancelled);
        Assert.Equal(RunStatus.Partial, cancelled.Manifest.Status);
        Assert.InRange(cancelled.Manifest.PartsDone.Length, 1, cancelled.Manifest.Parts - 1);
        Assert.True(cancelled.Results!.IsPartial);
        Assert.True(File.Exists(project.Path("parts", "report.html")));

        RunProgress? first = null;
        var resumed = StudyRunner.Run(project.Plan(), options, progress => first ??= progress, CancellationToken.None);
        Assert.Equal(RunStatus.Partial, resumed.Found);
        Assert.True(first!.Resumed > 0);
        Assert.Equal(Contents(project.Path("whole")), Contents(project.Path("parts")));
    }

    [Fact]
    public void Run_cancelled_before_its_first_part_is_valid_and_resumable()
    {
        using var project = new TinyProject();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var options = new RunOptions { Directory = project.Path("run") };
        var cancelled = StudyRunner.Run(project.Plan(), options, null, stop.Token);
        Assert.True(cancelled.WasCancelled);
        Assert.Null(cancelled.Problem);
        Assert.Empty(cancelled.Manifest.PartsDone);
        Assert.Equal(RunStatus.Complete, Run(project, "run").Manifest.Status);
    }

    [Fact]
    public void Finished_run_says_so_and_is_not_touched()
    {
        using var project = new TinyProject();
        Run(project, "run");
        var before = Contents(project.Path("run"));
        var again = Run(project, "run");
        Assert.Equal(RunStatus.Complete, again.Found);
        Assert.True(again.EveryArmRan);
        Assert.Null(again.Timings);
        Assert.Equal(before, Contents(project.Path("run")));
    }

    [Fact]
    public void Run_of_a_changed_study_is_refused_untouched()
    {
        using var project = new TinyProject();
        Run(project, "run");
        var before = Contents(project.Path("run"));
        File.AppendAllText(project.StudyFile, "\n# a remark\n");
        var refused = Assert.Throws<FindingsException>(() => Run(project, "run"));
        Assert.Equal("IDN502", refused.Findings[0].Code);
        Assert.Contains("tiny.yaml has changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents(project.Path("run")));
    }

    [Theory]
    [InlineData("subjects", 5)]
    [InlineData("timecourse", 5)]
    [InlineData("report.html", 0)]
    [InlineData("manifest.json", 1)]
    public void Write_that_fails_midway_stops_the_run_and_leaves_it_resumable(string where, int good)
    {
        using var project = new TinyProject();
        Run(project, "whole");
        var writes = 0;
        var options = new RunOptions
        {
            Directory = project.Path("full"),
            Threads = 2,
            Open = path => path.Contains(where, StringComparison.Ordinal) && Interlocked.Increment(ref writes) > good ? new FullDisk(path, 100) : AtomicFile.Create(path),
        };
        var failed = StudyRunner.Run(project.Plan(), options, null, CancellationToken.None);
        Assert.Equal("IDN504", failed.Problem!.Code);
        Assert.Contains("No space left on device", failed.Problem.Message, StringComparison.Ordinal);
        Assert.Contains("run the same command again", failed.Problem.Action, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Partial, Manifest.Read(project.Path("full", "manifest.json"))!.Status);
        Assert.Empty(Directory.EnumerateFiles(project.Path("full"), "*.tmp", SearchOption.AllDirectories));

        Run(project, "full");
        Assert.Equal(Contents(project.Path("whole")), Contents(project.Path("full")));
    }

    [Fact]
    public void Damaged_part_is_reported_and_computed_anew_once_deleted()
    {
        using var project = new TinyProject();
        Run(project, "whole");
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Directory = project.Path("run"), Threads = 1 };
        StudyRunner.Run(project.Plan(), options, progress => { if (progress.Done >= 23) stop.Cancel(); }, stop.Token);
        var part = project.Path("run", "tables", "timecourse", "part-00002.parquet");
        File.WriteAllBytes(part, File.ReadAllBytes(part)[..^30]);
        var damaged = Run(project, "run");
        Assert.Equal("IDN505", damaged.Problem!.Code);
        Assert.Contains("part-00002.parquet", damaged.Problem.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Partial, damaged.Manifest.Status);
        File.Delete(part);
        Run(project, "run");
        Assert.Equal(Contents(project.Path("whole")), Contents(project.Path("run")));
    }

    [Fact]
    public void Subject_that_turns_not_a_number_is_stored_with_time_and_culprit()
    {
        using var project = new TinyProject(trouble: "0.08");
        var summary = Run(project, "run");
        var subjects = All(project.Path("run"), "subjects");
        var failed = Enumerable.Range(0, subjects.RowCount).Where(row => subjects.Texts("ending")[row] != "Completed").ToArray();
        Assert.InRange(failed.Length, 1, subjects.RowCount - 1);
        foreach (var row in failed)
        {
            Assert.Equal("wear", subjects.Texts("culprit")[row]);
            Assert.InRange(subjects.Numbers("time_d")[row], 1e-6, 2 - 1e-6);
            Assert.True(double.IsNaN(subjects.Numbers("blood-half-life")[row]));
        }
        Assert.Equal(90, subjects.RowCount);
        Assert.Equal(failed.Length, summary.Manifest.Arms.Sum(arm => arm.Failures.Values.Sum()));
        Assert.Contains("wear", summary.Manifest.Arms[0].Failures.Keys.First(), StringComparison.Ordinal);
        Assert.True(summary.EveryArmRan);
    }

    [Fact]
    public void Subjects_that_leave_their_lane_are_counted_in_the_table_the_manifest_and_the_report()
    {
        using var project = new TinyProject(isHard: true);
        var summary = Run(project, "one");
        var (subjects, course) = (All(project.Path("one"), "subjects"), All(project.Path("one"), "timecourse"));
        string Key(Table table, int row) => $"{table.Texts("arm")[row]} {table.Integers("draw")[row]} {table.Integers("subject")[row]}";
        var start = Enumerable.Range(0, course.RowCount).Where(row => course.Numbers("time_d")[row] == 0).ToDictionary(row => Key(course, row), row => course.Numbers("swing")[row]);
        var evicted = 0;
        for (var row = 0; row < subjects.RowCount; row++)
        {
            Assert.Equal("Completed", subjects.Texts("ending")[row]);
            var isHard = start[Key(subjects, row)] == 1;
            Assert.Equal(isHard ? 2 : 0, subjects.Integers("evicted")[row]);
            evicted += isHard ? 1 : 0;
        }
        Assert.InRange(evicted, 10, subjects.RowCount - 10);
        Assert.Equal(evicted, summary.Manifest.Arms.Sum(arm => arm.Evicted));
        Assert.Contains($"\"evicted\": {summary.Manifest.Arms[0].Evicted}", File.ReadAllText(project.Path("one", "manifest.json")), StringComparison.Ordinal);
        Assert.Contains($"For {evicted} subjects no step was found with it", File.ReadAllText(project.Path("one", "report.html")), StringComparison.Ordinal);
        Run(project, "two", threads: 2);
        Assert.Equal(Contents(project.Path("one")), Contents(project.Path("two")));
    }

    [Fact]
    public void Arm_without_a_subject_that_reached_the_end_did_not_run()
    {
        using var project = new TinyProject(trouble: "1", size: 3, draws: 0);
        var summary = Run(project, "run");
        Assert.Equal(RunStatus.Complete, summary.Manifest.Status);
        Assert.False(summary.EveryArmRan);
        Assert.True(File.Exists(project.Path("run", "report.html")));
    }

    [Fact]
    public void Time_course_of_a_failed_subject_is_kept_up_to_the_failure()
    {
        using var project = new TinyProject(trouble: "1", size: 3, draws: 0);
        Run(project, "run");
        var (subjects, course) = (All(project.Path("run"), "subjects"), All(project.Path("run"), "timecourse"));
        var own = Enumerable.Range(0, course.RowCount).Where(row => course.Texts("arm")[row] == "vein" && course.Integers("subject")[row] == 0).Select(row => course.Numbers("time_d")[row]).ToArray();
        Assert.NotEmpty(own);
        Assert.True(own[^1] <= subjects.Numbers("time_d")[0]);
        Assert.All(course.Numbers("wear"), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Csv_holds_what_Parquet_holds()
    {
        using var project = new TinyProject();
        Run(project, "run", csv: true);
        foreach (var table in new[] { "timecourse", "subjects" })
        {
            using var expected = new StringWriter();
            var rows = All(project.Path("run"), table);
            CsvFile.WriteHeader(expected, rows);
            CsvFile.WriteRows(expected, rows);
            Assert.Equal(expected.ToString(), File.ReadAllText(project.Path("run", "tables", table + ".csv")));
        }
    }

    [Fact]
    public void Zero_dose_is_the_untreated_arm_exactly()
    {
        using var project = new TinyProject(dose: "0 particles");
        Run(project, "run");
        var course = All(project.Path("run"), "timecourse");
        var last = Rows("vein");
        Assert.NotEmpty(last);
        Assert.Equal(Rows("untreated"), last);

        // The grid has more points after a dose: compare where both have one.
        List<string> Rows(string arm)
        {
            var common = new HashSet<double>(Times("vein"));
            common.IntersectWith(Times("untreated"));
            return [.. Enumerable.Range(0, course.RowCount).Where(row => course.Texts("arm")[row] == arm && common.Contains(course.Numbers("time_d")[row]))
                .Select(row => string.Join(' ', course.Columns.Skip(1).Select(column => column is NumberColumn number ? number.Values[row].ToString("R") : ((IntegerColumn)column).Values[row].ToString())))];
        }

        IEnumerable<double> Times(string arm) => Enumerable.Range(0, course.RowCount).Where(row => course.Texts("arm")[row] == arm).Select(row => course.Numbers("time_d")[row]);
    }

    [Fact]
    public void Endpoints_are_the_known_numbers_of_each_subject()
    {
        using var project = new TinyProject();
        var results = Run(project, "run").Results!;
        var subjects = All(project.Path("run"), "subjects");
        for (var row = 0; row < subjects.RowCount; row++)
        {
            if (subjects.Texts("arm")[row] != "vein") continue;
            var (clearance, volume) = (subjects.Numbers("clearance")[row], subjects.Numbers("volume")[row]);
            Assert.Equal(clearance, subjects.Numbers("clearance-seen")[row], 1e-4 * clearance);
            Assert.Equal(Math.Log(2) * volume / clearance, subjects.Numbers("blood-half-life")[row], 1e-4 * volume / clearance);
        }
        Assert.InRange(results.BalanceError, 0, 1e-10);
        Assert.Equal("mL/d", results.Endpoints.Single(endpoint => endpoint.Id == "clearance-seen").Unit);
    }

    [Fact]
    public void Comparison_of_arms_pairs_the_same_subject()
    {
        using var project = new TinyProject();
        var ratio = Run(project, "run").Results!.Endpoints.Single(endpoint => endpoint.Id == "twice-over-once");
        Assert.Equal(20, ratio.Variability.Count);
        Assert.Equal(10, ratio.Uncertainty!.Count);
        // A linear model: twice the dose is twice the area in every subject, though subjects differ.
        Assert.Equal(2, ratio.Variability.Low, 0.002);
        Assert.Equal(2, ratio.Variability.High, 0.002);
    }

    [Fact]
    public void Published_number_is_held_against_the_prediction_in_its_unit()
    {
        (string, string)[] row = [.. Tests.Analysis.PublishedTableTests.Good.Where(cell => cell.Item1 is not ("value" or "measure" or "readout" or "unit" or "from" or "to"))];
        var text = Tests.Analysis.PublishedTableTests.Row([.. row, ("readout", "concentration"), ("measure", "clearance"), ("value", "0.5"), ("unit", "mL/h")]);
        using var project = new TinyProject(published: text);
        var comparison = Assert.Single(Run(project, "run").Results!.Published);
        Assert.Equal(Comparison.Agrees, comparison.Verdict);
        Assert.InRange(comparison.Predicted!.Median, 0.35, 0.7);
        Assert.Equal(10, comparison.Predicted.Count);
    }

    [Fact]
    public void Published_row_of_an_unknown_readout_is_refused_with_its_place()
    {
        (string, string)[] row = [.. Tests.Analysis.PublishedTableTests.Good.Where(cell => cell.Item1 != "readout"), ("readout", "blod")];
        using var project = new TinyProject(published: Tests.Analysis.PublishedTableTests.Row(row));
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => Run(project, "run")).Findings);
        Assert.Equal("IDN521", finding.Code);
        Assert.Contains("Did you mean 'blood'?", finding.Action, StringComparison.Ordinal);
        Assert.EndsWith("observations.tsv", finding.Location.File, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Path("run")));
    }

    [Fact]
    public void Published_unit_that_does_not_fit_is_refused()
    {
        (string, string)[] row = [.. Tests.Analysis.PublishedTableTests.Good.Where(cell => cell.Item1 != "unit"), ("unit", "mL")];
        using var project = new TinyProject(published: Tests.Analysis.PublishedTableTests.Row(row));
        Assert.Equal("IDN522", Assert.Single(Assert.Throws<FindingsException>(() => Run(project, "run")).Findings).Code);
    }

    [Fact]
    public void Misspelt_parameter_that_took_a_number_is_refused()
    {
        using var project = new TinyProject(published: Tests.Analysis.PublishedTableTests.Row([.. Tests.Analysis.PublishedTableTests.Good, ("usedBy", "clearence")]));
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => Run(project, "run")).Findings);
        Assert.Equal("IDN523", finding.Code);
        Assert.Contains("Did you mean 'clearance'?", finding.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_that_took_a_number_makes_it_an_input()
    {
        using var project = new TinyProject(published: Tests.Analysis.PublishedTableTests.Row([.. Tests.Analysis.PublishedTableTests.Good, ("usedBy", "clearance")]));
        Assert.Equal(Comparison.Input, Assert.Single(Run(project, "run").Results!.Published).Verdict);
    }

    [Fact]
    public void Manifest_says_what_went_in_and_neither_when_nor_where()
    {
        using var project = new TinyProject();
        Run(project, "run");
        var text = File.ReadAllText(project.Path("run", "manifest.json"));
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        Assert.Equal("complete", root.GetProperty("status").GetString());
        Assert.Equal(7, root.GetProperty("seed").GetInt32());
        Assert.Equal("particle/mL", root.GetProperty("units").GetProperty("concentration").GetString());
        Assert.Equal("20/10/30", $"{root.GetProperty("arms")[0].GetProperty("subjects")}/{root.GetProperty("arms")[0].GetProperty("draws")}/{root.GetProperty("arms")[0].GetProperty("completed")}");
        var inputs = root.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input => input.Value.GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(project.StudyFile))), inputs["studies/tiny.yaml"]);
        Assert.Contains("science/models/one.ant", inputs.Keys);
        Assert.Contains("science/parameters/one.tsv", inputs.Keys);
        Assert.DoesNotContain(project.Path(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("econds", text, StringComparison.Ordinal);
        using var timings = JsonDocument.Parse(File.ReadAllText(project.Path("run", "timings.json")));
        Assert.Equal(90, timings.RootElement.GetProperty("subjects").GetInt32());
    }

    [Fact]
    public void Folder_of_a_run_is_named_by_its_content()
    {
        using var project = new TinyProject(size: 2, draws: 0);
        var summary = StudyRunner.Run(project.Plan(), new RunOptions { Root = project.Path(), Threads = 1 }, null, CancellationToken.None);
        Assert.Equal(project.Path("runs", "tiny", summary.Manifest.Key[..10]), summary.Directory);
    }
}
