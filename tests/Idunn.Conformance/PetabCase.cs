using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Conformance;

/// <summary>One case of the PEtab test suite: the problem and what it has to come to.</summary>
internal sealed record PetabCase(string Id, string Problem, ImmutableDictionary<string, string> Expected, ImmutableDictionary<string, double> LogPriors, ImmutableArray<double> Simulations)
{
    public static ImmutableArray<PetabCase> All(string suite) =>
        [.. new[] { "v1", "v2" }.SelectMany(version => Directory.GetDirectories(Path.Combine(suite, version)).Order(StringComparer.Ordinal).Select(folder => Read(version, folder)))];

    public double this[string name] => double.Parse(Expected[name], NumberStyles.Float, CultureInfo.InvariantCulture);

    private static PetabCase Read(string version, string folder)
    {
        var number = Path.GetFileName(folder);
        var lines = File.ReadAllLines(Path.Combine(folder, $"_{number}_solution.yaml")).Where(line => line.Contains(": ", StringComparison.Ordinal)).ToArray();
        static ImmutableDictionary<string, string> Pairs(IEnumerable<string> lines) => lines.Select(line => line.Trim().Split(": ", 2)).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
        var table = File.ReadAllLines(Path.Combine(folder, "_simulations.tsv")).Where(line => line.Length > 0).Select(line => line.Split('\t')).ToArray();
        var column = Array.IndexOf(table[0], "simulation");
        return new PetabCase(
            $"{version} {number}", Path.Combine(folder, $"_{number}.yaml"), Pairs(lines.Where(line => line[0] != ' ')),
            Pairs(lines.Where(line => line[0] == ' ')).ToImmutableDictionary(pair => pair.Key, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture)),
            [.. table.Skip(1).Select(row => double.Parse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture))]);
    }
}
