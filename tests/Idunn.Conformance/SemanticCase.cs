using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Idunn.Conformance;

/// <summary>One case of the SBML Test Suite: model, settings, expected results, and what it is about.</summary>
internal sealed record SemanticCase(string Id, string ModelFile, ImmutableArray<string> Tags, bool IsTimeCourse, double Duration, int Steps, ImmutableArray<string> Variables, double Absolute, double Relative, ImmutableHashSet<string> Amounts, ImmutableHashSet<string> Concentrations, string ResultsFile)
{
    /// <summary>The suite's tag for events among which chance decides.</summary>
    public const string Random = "RandomEventExecution";

    public bool IsRandom => Tags.Contains(Random);

    public static ImmutableArray<SemanticCase> All(string suite) => [.. Directory.GetDirectories(Path.Combine(suite, "semantic")).Order(StringComparer.Ordinal).Select(Read)];

    private static SemanticCase Read(string folder)
    {
        var id = Path.GetFileName(folder);
        var settings = File.ReadAllLines(Path.Combine(folder, id + "-settings.txt")).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        var about = File.ReadAllText(Path.Combine(folder, id + "-model.m"));
        string[] Field(string name) => Regex.Match(about, name + @":(.*)") is { Success: true } match ? List(match.Groups[1].Value) : [];
        return new SemanticCase(
            id, Directory.GetFiles(folder, id + "-sbml-*.xml").Single(), [.. Field("componentTags").Concat(Field("testTags"))], Field("testType").Contains("TimeCourse"),
            Number(settings["duration"]), (int)Number(settings["steps"]), [.. List(settings["variables"])], Number(settings["absolute"]), Number(settings["relative"]),
            [.. List(settings["amount"])], [.. List(settings["concentration"])], Path.Combine(folder, id + "-results.csv"));
    }

    /// <summary>Expected values by row and variable, and the header.</summary>
    public (string[] Columns, double[][] Rows) Expected()
    {
        var lines = File.ReadAllLines(ResultsFile).Where(line => line.Trim().Length > 0).ToArray();
        return ([.. lines[0].Split(',').Skip(1).Select(name => name.Trim().Trim('"'))], [.. lines.Skip(1).Select(line => line.Split(',').Select(Number).ToArray())]);
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string text) => text.Trim().ToUpperInvariant() switch
    {
        "" => 0,
        "INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        "NAN" => double.NaN,
        var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
