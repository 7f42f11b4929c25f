using System.Globalization;
using System.IO.Compression;
using Idunn.Modeling.Omex;
using Idunn.Modeling.SedMl;
using Idunn.Studies.Archives;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Archives;

/// <summary>A study exported, and its archive run as a stranger's.</summary>
internal static class ArchiveRun
{
    public static MemoryStream Bytes(StudyPlan plan, Science science)
    {
        var stream = new MemoryStream();
        StudyArchive.Of(plan, science, TestContext.Current.CancellationToken).Write(stream);
        stream.Position = 0;
        return stream;
    }

    public static ExperimentResult Result(MemoryStream bytes)
    {
        using var archive = OmexArchive.Open(new MemoryStream(bytes.ToArray()), "exported.omex");
        return Experiment.Run(archive, archive.Runnable.Single().Location, TestContext.Current.CancellationToken);
    }

    public static string Text(MemoryStream bytes, string location)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()));
        using var reader = new StreamReader(zip.GetEntry(location)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Largest difference between a report's columns and the study's own typical subject at the report's times, relative to the largest value that the column has.</summary>
    public static (double Error, string Where) Difference(StudyPlan plan, ArmPlan arm, ExperimentReport report)
    {
        double[] times = [.. report.Columns[0].Data.Lines.Single()];
        // Rounding must not put the last time behind the end.
        for (var i = 0; i < times.Length; i++) times[i] = Math.Min(times[i], arm.End);
        var (rows, outcome) = new TypicalCourse(plan, arm).Observed(times, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsComplete, $"{arm.Arm.Id}: {outcome}");
        var (worst, where) = (0.0, "");
        foreach (var (label, data) in report.Columns.Skip(1))
        {
            var column = plan.Compiled.ObservedIds.IndexOf(label);
            var values = data.Lines.Single();
            var scale = rows.Max(row => Math.Abs(row[column]));
            for (var i = 0; i < times.Length; i++)
                if (Math.Abs(values[i] - rows[i][column]) / (scale == 0 ? 1 : scale) is var error && !(error <= worst))
                    (worst, where) = (error, string.Create(CultureInfo.InvariantCulture, $"{arm.Arm.Id}, {label} at {times[i]}: {values[i]} in place of {rows[i][column]}"));
        }
        return (worst, where);
    }
}
