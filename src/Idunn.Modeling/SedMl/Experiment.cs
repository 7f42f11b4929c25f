using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;

namespace Idunn.Modeling.SedMl;

/// <summary>Values of a data generator: a line for each trace of its task.</summary>
public sealed record ExperimentData(string Name, ImmutableArray<ImmutableArray<double>> Lines)
{
    /// <summary>True when it is of data alone, and of no simulation.</summary>
    public bool IsMeasured { get; init; }
}

/// <summary>A table that a SED-ML file asks for.</summary>
public sealed record ExperimentReport(string Id, string Name, ImmutableArray<(string Label, ExperimentData Data)> Columns);

/// <param name="IsPoints">What was measured, or has a style without a line: nothing joins it.</param>
public sealed record ExperimentCurve(string Name, ExperimentData X, ExperimentData Y, bool IsPoints = false);

/// <summary>A plot that a SED-ML file asks for.</summary>
public sealed record ExperimentPlot(string Id, string Name, bool IsLogX, bool IsLogY, ImmutableArray<ExperimentCurve> Curves);

/// <summary>What a SED-ML file came to.</summary>
/// <param name="Remarks">Where something was done in another way than it was asked for.</param>
public sealed record ExperimentResult(ImmutableArray<ExperimentReport> Reports, ImmutableArray<ExperimentPlot> Plots, ImmutableArray<string> Remarks);

/// <summary>Runs what a SED-ML file describes: its models with their changes, its tasks, and from them the data of its reports and plots.</summary>
public static class Experiment
{
    /// <summary>Runs a SED-ML file of an archive.</summary>
    /// <exception cref="FindingsException">The archive, the file or a model is refused, or a simulation came to nothing.</exception>
    public static ExperimentResult Run(OmexArchive archive, string location, CancellationToken cancellation = default)
    {
        var folder = location.LastIndexOf('/') is >= 0 and var slash ? location[..slash] : "";
        using var stream = archive.Read(location);
        return Run(stream, location, (source, place) => archive.Read(OmexArchive.Resolved(folder, source) ?? throw Outside(source, place)), cancellation);
    }

    /// <summary>Runs a SED-ML file on the disk; models are looked up beside it and below.</summary>
    /// <exception cref="FindingsException">The file or a model is refused, or a simulation came to nothing.</exception>
    public static ExperimentResult Run(string file, CancellationToken cancellation = default)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        using var stream = File.OpenRead(file);
        return Run(stream, file, (source, place) =>
        {
            var path = Path.Combine(folder, OmexArchive.Normalized(source) ?? throw Outside(source, place));
            return File.Exists(path) ? File.OpenRead(path) : throw SedMlModels.Wrong(place, $"There is no file '{source}'.");
        }, cancellation);
    }

    private static FindingsException Outside(string source, SourceLocation place) => new(FindingCodes.ArchivePath.At(place, $"The file '{source}' would lie outside of the archive, or of the folder of the SED-ML file.", "Put it beside the SED-ML file."));

    private static ExperimentResult Run(Stream stream, string file, Func<string, SourceLocation, Stream> open, CancellationToken cancellation)
    {
        var document = SedMlReader.Read(stream, file);
        var remarks = document.Remarks.ToList();
        var models = new SedMlModels(document, open);
        var data = new ExperimentValues(document, new TaskRunner(document, models, remarks, cancellation), new MeasuredData(document, open));
        ImmutableArray<ExperimentReport> reports = [.. document.Reports.Select(report => new ExperimentReport(report.Id, report.Name, [.. report.DataSets.Select(set => (set.Label, data.Of(set.Data, report.Location)))]))];
        ImmutableArray<ExperimentPlot> plots =
        [
            .. document.Plots.Select(plot => new ExperimentPlot(plot.Id, plot.Name, plot.IsLogX, plot.IsLogY, [.. plot.Curves.Select(curve => Curve(curve.Name, data.Of(curve.X, plot.Location), data.Of(curve.Y, plot.Location), curve.IsPoints, plot.Location))])),
        ];
        return new(reports, plots, [.. remarks]);
    }

    /// <summary>Points that were measured at other places than those they are drawn over would be a false picture.</summary>
    private static ExperimentCurve Curve(string name, ExperimentData x, ExperimentData y, bool isPoints, SourceLocation place) =>
        (!x.IsMeasured && !y.IsMeasured) || x.Lines[0].Length == y.Lines[0].Length
            ? new(name.Length > 0 ? name : y.Name, x, y, isPoints || y.IsMeasured)
            : throw SedMlModels.Wrong(place, $"'{y.Name}' has {y.Lines[0].Length} numbers, and '{x.Name}', over which they are drawn, has {x.Lines[0].Length}.");
}
