using System.Text;
using System.Text.RegularExpressions;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Studies.Attribution;

namespace Idunn.Studies.Storage;

/// <summary>
/// The folder of one run: report.html, figures/, tables/timecourse and tables/subjects in parts, attribution.json where the study asks for it, manifest.json, timings.json. A part counts when it stands under
/// its final name. A folder that exists is resumed or recognised as finished when its manifest has the same key, and otherwise refused untouched.
/// </summary>
public sealed partial class RunDirectory : IDisposable
{
    public const string TimeCourse = "timecourse";
    public const string Subjects = "subjects";

    private readonly FileOpener open;
    private FileStream? turn;

    private RunDirectory(string path, RunStatus? found, FileOpener open)
    {
        Path = path;
        Found = found;
        this.open = open;
    }

    /// <summary>As given: relative paths stay relative.</summary>
    public string Path { get; }

    /// <summary>What was there when it was opened; null: nothing.</summary>
    public RunStatus? Found { get; private set; }

    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>Where a run goes when the user names no folder: runs/STUDY/HASH under <paramref name="root"/>.</summary>
    public static string DefaultPath(string root, Manifest planned) => System.IO.Path.Combine(root, "runs", planned.Study, planned.Key[..10]);

    /// <summary>Opens the folder for the run that <paramref name="planned"/> describes. A finished run is opened for reading only.</summary>
    /// <exception cref="FindingsException">IDN501 not a run; IDN502 a run of other inputs; IDN503 another process is writing to it.</exception>
    public static RunDirectory Open(string path, Manifest planned, FileOpener? open = null)
    {
        var directory = new RunDirectory(path, Inspect(path, planned), open ?? AtomicFile.Create);
        if (directory.Found == RunStatus.Complete) return directory;
        directory.TakeTurn();
        directory.Found = Inspect(path, planned);
        if (directory.Found == RunStatus.Complete) return directory;
        foreach (var table in new[] { TimeCourse, Subjects }) Directory.CreateDirectory(System.IO.Path.Combine(path, "tables", table));
        foreach (var left in Directory.EnumerateFiles(path, "*" + AtomicFile.TemporaryEnding, SearchOption.AllDirectories)) File.Delete(left);
        return directory;
    }

    /// <summary>The folder of a finished run, for reading.</summary>
    public static RunDirectory Finished(string path) => new(path, RunStatus.Complete, AtomicFile.Create);

    private static RunStatus? Inspect(string path, Manifest planned)
    {
        if (File.Exists(path))
            throw Refusal(RunCodes.NotOurs, $"'{path}' is a file, not a folder.", "Give another folder with --out.", path);
        if (!Directory.Exists(path)) return null;
        var manifestPath = System.IO.Path.Combine(path, "manifest.json");
        if (!File.Exists(manifestPath))
        {
            return Entries(path).FirstOrDefault(entry => !IsTransient(entry)) is not { } stranger
                ? null
                : throw Refusal(RunCodes.NotOurs, $"The folder '{path}' exists and is not a run of Idunn (it holds '{stranger}' and no manifest.json).", "Nothing was changed. Give another folder with --out.", path);
        }
        if (Manifest.Read(manifestPath) is not { } manifest)
            throw Refusal(RunCodes.NotOurs, $"The folder '{path}' is not a run of this version of Idunn (its manifest.json is not in format {Manifest.CurrentFormat}).", "Nothing was changed. Give another folder with --out.", manifestPath);
        if (manifest.Key != planned.Key)
            throw Refusal(RunCodes.OtherInputs, $"The folder '{path}' holds a run of other inputs ({Difference(manifest, planned)}).", "Nothing was changed. Give another folder with --out, or none to get one by content.", manifestPath);
        if (manifest.Status == RunStatus.Partial && Entries(path).FirstOrDefault(entry => !IsOurs(entry)) is { } foreign)
            throw Refusal(RunCodes.NotOurs, $"The folder '{path}' holds a partial run and something else: '{foreign}'.", "Nothing was changed. Move that away to resume the run, or give another folder with --out.", path);
        return manifest.Status;
    }

    private static FindingsException Refusal(string code, string message, string action, string path) =>
        new(new Finding(Severity.Error, code, message, action, new SourceLocation(path, 0, 0)));

    /// <summary>Files below the folder, relative, with forward slashes; hidden ones left out.</summary>
    private static IEnumerable<string> Entries(string path) =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith('.'))
            .Order(StringComparer.Ordinal);

    private static bool IsTransient(string entry) => entry is "run.lock" || (entry.EndsWith(AtomicFile.TemporaryEnding, StringComparison.Ordinal) && IsOurs(entry));

    private static bool IsOurs(string entry) => OurNames().IsMatch(entry);

    [GeneratedRegex(@"^(run\.lock|(manifest\.json|timings\.json|attribution\.json|report(\.zh-Hant)?\.html|figures(\.zh-Hant)?/[^/]+\.(svg|png)|tables/(timecourse|subjects)(\.csv|/part-\d{5,}\.parquet))(\.tmp)?)$")]
    private static partial Regex OurNames();

    private static string Difference(Manifest found, Manifest planned)
    {
        foreach (var (file, hash) in planned.Inputs)
            if (found.Inputs.GetValueOrDefault(file) != hash)
                return found.Inputs.ContainsKey(file) ? $"{file} has changed since" : $"{file} was not among them";
        if (found.Inputs.Keys.FirstOrDefault(file => !planned.Inputs.ContainsKey(file)) is { } gone) return $"{gone} was among them";
        if (found.Version != planned.Version) return $"version {found.Version}, this is {planned.Version}";
        return found.Seed != planned.Seed ? FormattableString.Invariant($"seed {found.Seed}, now {planned.Seed}") : "other cohort sizes or seeds";
    }

    private void TakeTurn()
    {
        Directory.CreateDirectory(Path);
        try
        {
            turn = new FileStream(System.IO.Path.Combine(Path, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(Path, "run.lock")))
        {
            throw Refusal(RunCodes.InUse, $"Another process is writing to '{Path}'.", "Wait for it, or give another folder with --out.", Path);
        }
    }

    private string PartPath(string table, int part) => System.IO.Path.Combine(Path, "tables", table, FormattableString.Invariant($"part-{part:D5}.parquet"));

    /// <summary>True when both tables of the part are there.</summary>
    public bool HasPart(int part) => File.Exists(PartPath(TimeCourse, part)) && File.Exists(PartPath(Subjects, part));

    /// <exception cref="IOException">Nothing was written, or only the time course, which does not count alone.</exception>
    public void WritePart(int part, Table timeCourse, Table subjects)
    {
        WriteFile(PartPath(TimeCourse, part), ParquetFile.Write(timeCourse));
        WriteFile(PartPath(Subjects, part), ParquetFile.Write(subjects));
    }

    private void WriteFile(string path, byte[] bytes) => AtomicFile.Write(path, stream => stream.Write(bytes), open);

    /// <param name="wanted">Which columns; null: all.</param>
    /// <exception cref="InvalidDataException">The part is damaged.</exception>
    public Table ReadPart(string table, int part, Predicate<string>? wanted = null) => ParquetFile.Read(PartPath(table, part), wanted);

    public void WriteManifest(Manifest manifest) => AtomicFile.Write(System.IO.Path.Combine(Path, "manifest.json"), manifest.Write, open);

    public void WriteTimings(Timings timings) => AtomicFile.Write(System.IO.Path.Combine(Path, "timings.json"), timings.Write, open);

    public void WriteAttribution(AttributionResult result) => AtomicFile.Write(System.IO.Path.Combine(Path, AttributionFile.Name), stream => AttributionFile.Write(stream, result), open);

    /// <summary>Null when it was not computed yet.</summary>
    public AttributionResult? ReadAttribution() => AttributionFile.Read(System.IO.Path.Combine(Path, AttributionFile.Name));

    public Manifest ReadManifest() =>
        Manifest.Read(System.IO.Path.Combine(Path, "manifest.json")) ?? throw new InvalidDataException($"{Path}: manifest.json is damaged.");

    /// <summary>Writes tables/TABLE.csv from the table's parts, in their order.</summary>
    public void WriteCsv(string table, IEnumerable<int> parts) => AtomicFile.Write(
        System.IO.Path.Combine(Path, "tables", table + ".csv"),
        stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            var isFirst = true;
            foreach (var part in parts)
            {
                var rows = ReadPart(table, part);
                if (isFirst) CsvFile.WriteHeader(writer, rows);
                isFirst = false;
                CsvFile.WriteRows(writer, rows);
            }
        },
        open);

    /// <summary>Lets another process have the folder.</summary>
    public void Dispose() => turn?.Dispose();
}
