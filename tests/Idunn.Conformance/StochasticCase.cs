using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Conformance;

/// <summary>One stochastic case of the SBML Test Suite: expected means and standard deviations, and how far those of n runs may be off.</summary>
/// <param name="Amounts">Outputs that are amounts, whatever their symbols mean.</param>
/// <param name="Times">Of the rows.</param>
/// <param name="Columns">Quantity and whether its standard deviation is meant, in the order of <paramref name="Rows"/>.</param>
/// <param name="Rows">By time and column.</param>
/// <param name="MeanRange">Bound of |Z|, Z = √n (mean − μ)/σ.</param>
/// <param name="DeviationRange">Bound of |Y|, Y = √(n/2) (s²/σ² − 1).</param>
internal sealed record StochasticCase(
    string Id, string ModelFile, ImmutableHashSet<string> Amounts, double[] Times, ImmutableArray<(string Quantity, bool IsDeviation)> Columns, double[][] Rows, double MeanRange, double DeviationRange)
{
    public static ImmutableArray<StochasticCase> All(string suite) => [.. Directory.GetDirectories(Path.Combine(suite, "stochastic")).Order(StringComparer.Ordinal).Select(Read)];

    private static StochasticCase Read(string folder)
    {
        var id = Path.GetFileName(folder);
        var settings = File.ReadAllLines(Path.Combine(folder, id + "-settings.txt")).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        var lines = File.ReadAllLines(Path.Combine(folder, id + "-results.csv")).Where(line => line.Trim().Length > 0).ToArray();
        var rows = lines.Skip(1).Select(line => line.Split(',').Select(Number).ToArray()).ToArray();
        double Range(string name) => settings.TryGetValue(name, out var range) ? Number(range.Trim('(', ')').Split(',')[1]) : double.PositiveInfinity;
        return new StochasticCase(
            id, Directory.GetFiles(folder, id + "-sbml-*.xml").Single(), [.. settings["amount"].Split(',', StringSplitOptions.TrimEntries)], [.. rows.Select(row => row[0])],
            [.. lines[0].Split(',').Skip(1).Select(name => name.Trim()).Select(name => (name[..name.LastIndexOf('-')], name.EndsWith("-sd", StringComparison.Ordinal)))],
            [.. rows.Select(row => row[1..])], Range("meanRange"), Range("sdRange"));
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
