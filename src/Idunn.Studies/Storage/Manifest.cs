using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Idunn.Numerics.Ode;

namespace Idunn.Studies.Storage;

public enum RunStatus
{
    /// <summary>Some parts are missing: cancelled, failed, or still running. Running the study again goes on from here.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>Every part, the report and the figures are there.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,
}

/// <summary>One arm of a run.</summary>
/// <param name="Completed">Subjects (with draws) whose simulation reached the end.</param>
/// <param name="Failures">Reason to number of subjects.</param>
public sealed record ManifestArm(string Id, string Population, int Subjects, int Draws, ulong Seed, int Completed, ImmutableSortedDictionary<string, int> Failures)
{
    /// <summary>Subjects in whose steps pivots on the diagonal were not safe at times, so that partial pivoting took over.</summary>
    public int Pivoted { get; init; }

    /// <summary>Subjects whose course left its lane because no step was found there, and went on with partial pivoting or BDF.</summary>
    public int Evicted { get; init; }
}

/// <summary>
/// What a run directory holds and what went into it, manifest.json. No wall times and no paths of the machine stand here, so that a repeat gives the same bytes;
/// times are in timings.json.
/// </summary>
public sealed record Manifest
{
    public const string CurrentFormat = "idunn-run/1";

    public string Format { get; init; } = CurrentFormat;

    /// <summary>See <see cref="KeyOf"/>.</summary>
    public required string Key { get; init; }
    public required string Study { get; init; }
    public required RunStatus Status { get; init; }

    /// <summary>Version of Idunn.</summary>
    public required string Version { get; init; }

    /// <summary>.NET runtime that computed the parts.</summary>
    public required string Runtime { get; init; }
    public required ImmutableSortedDictionary<string, string> Packages { get; init; }
    public required ulong Seed { get; init; }
    public required ImmutableArray<ManifestArm> Arms { get; init; }

    /// <summary>Input file, relative to the project, to the SHA-256 of its bytes.</summary>
    public required ImmutableSortedDictionary<string, string> Inputs { get; init; }

    /// <summary>The method of integration.</summary>
    public string? Method { get; init; }

    /// <summary>Why that method was taken.</summary>
    public MethodReason? MethodReason { get; init; }

    /// <summary>How exactly the run integrated; null until it is measured.</summary>
    public Accuracy? Accuracy { get; init; }

    /// <summary>Largest number of subjects in a part.</summary>
    public required int PartSize { get; init; }
    public required int Parts { get; init; }

    /// <summary>Numbers of the parts that are there, ascending.</summary>
    public required ImmutableArray<int> PartsDone { get; init; }

    /// <summary>Column of the time-course table to its unit.</summary>
    public required ImmutableSortedDictionary<string, string> Units { get; init; }

    /// <summary>
    /// SHA-256 (hexadecimal) over everything that decides the numbers of a run: version, inputs, arms with sizes and seeds, and the cut into parts.
    /// Two runs with the same key give the same tables.
    /// </summary>
    public static string KeyOf(string version, IReadOnlyDictionary<string, string> inputs, IEnumerable<ManifestArm> arms, int partSize)
    {
        var text = new StringBuilder();
        text.Append(CurrentFormat).Append('\n').Append(version).Append('\n');
        foreach (var (file, hash) in inputs.OrderBy(input => input.Key, StringComparer.Ordinal)) text.Append(file).Append('\t').Append(hash).Append('\n');
        foreach (var arm in arms) text.Append(FormattableString.Invariant($"{arm.Id}\t{arm.Population}\t{arm.Subjects}\t{arm.Draws}\t{arm.Seed}\n"));
        text.Append(FormattableString.Invariant($"{partSize}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public void Write(Stream stream) => Json.Write(stream, this, Json.Default.Manifest);

    /// <returns>Null when the file is not a manifest of this format.</returns>
    public static Manifest? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(stream, Json.Default.Manifest);
            return manifest?.Format == CurrentFormat ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How long a run took, timings.json: the only file of a run that differs between repeats.</summary>
/// <param name="Threads">Threads that simulated.</param>
/// <param name="Subjects">Subjects (with draws) simulated by this process; a resumed run simulates only what was missing.</param>
public sealed record Timings(DateTimeOffset Started, double SimulationSeconds, double AnalysisSeconds, double ReportSeconds, int Threads, int Subjects, double SubjectsPerSecond)
{
    /// <summary>CPU time of the whole process while it simulated and stored; the model's own compilation came before, when the error was measured, and most of the runtime's falls into the first second.</summary>
    public double SimulationCpuSeconds { get; init; }

    /// <summary>Seconds, apart from those of the simulation, that went into picking the step tolerance and measuring the error.</summary>
    public double AccuracySeconds { get; init; }

    /// <summary>Of the seconds of the analysis, those spent on the study's attribution.</summary>
    public double AttributionSeconds { get; init; }

    /// <summary>Simulations of the study's attribution; 0: none, or it was there already.</summary>
    public int AttributionSimulations { get; init; }

    public void Write(Stream stream) => Json.Write(stream, this, Json.Default.Timings);
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Timings))]
internal sealed partial class Json : JsonSerializerContext
{
    public static void Write<T>(Stream stream, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }
}
