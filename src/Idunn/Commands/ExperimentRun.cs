using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;
using Idunn.Modeling.SedMl;
using Idunn.Studies.Reports.Drawing;
using Idunn.Terminal;

namespace Idunn.Commands;

/// <summary>What idunn run does with a COMBINE archive or a SED-ML file: runs it, leaves a table for each report and plot and a picture for each plot.</summary>
internal static class ExperimentRun
{
    public static bool IsExperiment(string file) => IsArchive(file) || Path.GetExtension(file).Equals(".sedml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Plots beyond which the terminal is not told of more: pictures and tables hold all of them.</summary>
    private const int MostTextPlots = 6;

    private static bool IsArchive(string file) => Path.GetExtension(file).ToUpperInvariant() is ".OMEX" or ".SEDX";

    /// <param name="folder">Null: runs/NAME in the current folder.</param>
    public static int Run(string file, string? folder, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"error: There is no file '{file}'. Correct the path.");
            return ExitCode.Refused;
        }
        folder ??= Path.Combine("runs", FileName(Path.GetFileNameWithoutExtension(file)));
        try
        {
            if (IsArchive(file)) RunArchive(file, folder, cancellation);
            else Leave(Experiment.Run(file, cancellation), folder);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return ExitCode.Cancelled;
        }
        return ExitCode.Success;
    }

    private static void RunArchive(string file, string folder, CancellationToken cancellation)
    {
        using var archive = OmexArchive.Open(file);
        var runnable = archive.Runnable;
        if (runnable.IsEmpty) throw new FindingsException(FindingCodes.Archive.At(new(file, 0, 0), "The manifest of the archive lists no SED-ML file to run.", "Add one, or simulate its model: idunn simulate."));
        foreach (var content in runnable)
            Leave(Experiment.Run(archive, content.Location, cancellation), runnable.Length == 1 ? folder : Path.Combine(folder, FileName(content.Location)));
    }

    private static void Leave(ExperimentResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string Free(string id, string extension)
        {
            var name = FileName(id);
            for (var k = 2; !written.Add(name + extension); k++) name = $"{FileName(id)}-{k}";
            return Path.Combine(folder, name + extension);
        }
        foreach (var remark in result.Remarks) Console.Out.WriteLine($"note: {remark}");
        for (var i = 0; i < result.Plots.Length; i++)
        {
            var plot = result.Plots[i];
            var panel = Panel(plot);
            if (i < MostTextPlots) Show(plot.Name, panel);
            File.WriteAllBytes(Free(plot.Id, ".png"), PngPicture.Encode(LinePlot.Draw(plot.Id, plot.Name, [panel])));
            File.WriteAllLines(Free(plot.Id, ".tsv"), panel.Lines.SelectMany(line => line.X.Select((x, i) => $"{line.Name}\t{Number(x)}\t{Number(line.Y[i])}")).Prepend("curve\tx\ty"));
        }
        if (result.Plots.Length > MostTextPlots) Console.Out.WriteLine($"\n{result.Plots.Length - MostTextPlots} more plots are in pictures and tables.");
        foreach (var report in result.Reports) File.WriteAllLines(Free(report.Id, ".tsv"), Rows(report));
        Console.Out.WriteLine();
        foreach (var name in written.Order(StringComparer.Ordinal)) Console.Out.WriteLine(Path.Combine(folder, name));
        if (written.Count == 0) Console.Out.WriteLine("The file asks for no report and no plot.");
    }

    private static void Show(string name, PlotPanel panel)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(name);
        TextPlot.Write(Console.Out, panel);
        if (panel.Lines.Length > TextPlot.MostLines) Console.Out.WriteLine($"{panel.Lines.Length - TextPlot.MostLines} more lines are in the picture and the table.");
    }

    private static PlotPanel Panel(ExperimentPlot plot)
    {
        var lines = ImmutableArray.CreateBuilder<PlotLine>();
        foreach (var (name, x, y, isPoints) in plot.Curves)
            for (var i = 0; i < Math.Max(x.Lines.Length, y.Lines.Length); i++)
            {
                var (across, up) = (x.Lines[Math.Min(i, x.Lines.Length - 1)], y.Lines[Math.Min(i, y.Lines.Length - 1)]);
                var length = Math.Min(across.Length, up.Length);
                lines.Add(new(Math.Max(x.Lines.Length, y.Lines.Length) > 1 ? $"{name}, {i + 1}" : name, across[..length], up[..length]) { IsPoints = isPoints });
            }
        string Said(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.OrdinalIgnoreCase).Take(3));
        return new(plot.Name, Said(plot.Curves.Select(curve => curve.X.Name)), Said(plot.Curves.Select(curve => curve.Y.Name)), lines.ToImmutable()) { IsLogAcross = plot.IsLogX, IsLogUp = plot.IsLogY };
    }

    /// <summary>A column for each data set; where they hold several lines, those stand one under the other with their number first. Short columns end early.</summary>
    private static IEnumerable<string> Rows(ExperimentReport report)
    {
        var lines = report.Columns.Select(column => column.Data.Lines.Length).DefaultIfEmpty(0).Max();
        var numbers = lines > 1;
        yield return string.Join('\t', report.Columns.Select(column => column.Label.Replace('\t', ' ').Replace('\n', ' ')).Prepend("line").Skip(numbers ? 0 : 1));
        for (var line = 0; line < lines; line++)
        {
            ImmutableArray<double>[] cells = [.. report.Columns.Select(column => column.Data.Lines.Length == 1 ? column.Data.Lines[0] : line < column.Data.Lines.Length ? column.Data.Lines[line] : [])];
            for (var row = 0; row < cells.Max(column => column.Length); row++)
                yield return string.Join('\t', cells.Select(column => row < column.Length ? Number(column[row]) : "").Prepend((line + 1).ToString(CultureInfo.InvariantCulture)).Skip(numbers ? 0 : 1));
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A name from a file of others becomes a name of ours: letters, digits, hyphens and underscores.</summary>
    private static string FileName(string id) => new string([.. id.Take(80).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')]) is { Length: > 0 } name ? name : "_";
}
