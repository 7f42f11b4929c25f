using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Execution;

/// <summary>The error that a run says it made is the one it made. One compartment has its solution on paper: dose · exp(−t·clearance/volume).</summary>
public sealed class AccuracyTests
{
    [Fact]
    public void The_error_in_the_manifest_is_that_of_the_run_and_within_the_target()
    {
        using var project = new TinyProject(size: 100, draws: 20);
        var accuracy = StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("run"), Threads = 1, HasReport = false }, null, TestContext.Current.CancellationToken).Manifest.Accuracy!;
        Assert.Equal(1e-6, accuracy.Target);
        Assert.InRange(accuracy.Error!.Value, 0, accuracy.Target);
        Assert.True(accuracy.StepTolerance > accuracy.Target);
        Assert.True(accuracy.LargestError >= accuracy.Error);
        Assert.Equal((7, 7), (accuracy.PilotSubjects, accuracy.AuditedSubjects));
        Assert.InRange(accuracy.Error.Value / ErrorOnPaper(project.Path("run")), 0.4, 2.5);
    }

    [Fact]
    public void Threads_and_resuming_change_nothing_of_it()
    {
        using var project = new TinyProject(size: 40, draws: 0);
        var whole = StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("whole"), Threads = 1, HasReport = false }, null, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Directory = project.Path("parts"), Threads = 2, HasReport = false };
        StudyRunner.Run(project.Plan(), options, progress => { if (progress.Done >= 30) stop.Cancel(); }, stop.Token);
        var resumed = StudyRunner.Run(project.Plan(), options, null, TestContext.Current.CancellationToken);
        Assert.Equal(whole.Manifest.Accuracy, resumed.Manifest.Accuracy);
        Assert.Equal(File.ReadAllBytes(project.Path("whole", "manifest.json")), File.ReadAllBytes(project.Path("parts", "manifest.json")));
    }

    [Fact]
    public void A_small_study_takes_the_target_for_its_steps_and_is_audited_all_the_same()
    {
        using var project = new TinyProject(size: 5, draws: 0);
        var accuracy = StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("run"), Threads = 1, HasReport = false }, null, TestContext.Current.CancellationToken).Manifest.Accuracy!;
        Assert.Equal((accuracy.Target, 0, 1), (accuracy.StepTolerance, accuracy.PilotSubjects, accuracy.AuditedSubjects));
        Assert.InRange(accuracy.Error!.Value, 0, accuracy.Target);
    }

    /// <summary>The same measure over every subject of the run, against the solution on paper. Of five readouts two decay; the others are exact.</summary>
    private static double ErrorOnPaper(string run)
    {
        var (sum, count) = (0.0, 0);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(run, "tables", "timecourse"), "*.parquet"))
        {
            var subjects = ParquetFile.Read(Path.Combine(run, "tables", "subjects", Path.GetFileName(file)));
            var rates = subjects.Numbers("clearance").Zip(subjects.Numbers("volume"), (clearance, volume) => clearance / volume).ToArray();
            var first = subjects.Integers(SubjectColumns.Subject)[0];
            var doses = subjects.Numbers(SubjectColumns.Dose);
            var table = ParquetFile.Read(file);
            var (owners, times, blood) = (table.Integers(SubjectColumns.Subject), table.Numbers(TimeCourseColumns.Time), table.Numbers("blood"));
            for (var row = 0; row < blood.Length; row++)
            {
                var exact = doses[owners[row] - first] * Math.Exp(-rates[owners[row] - first] * times[row]);
                var error = Math.Abs(blood[row] - exact) / (Math.Abs(exact) + 1e-3 * 2e6);
                (sum, count) = (sum + 2 * error * error, count + 5);
            }
        }
        return Math.Sqrt(sum / count);
    }
}
