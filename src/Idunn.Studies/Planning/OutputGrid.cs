namespace Idunn.Studies.Planning;

/// <summary>Output times: dense after each dose, where vesicles move in minutes, and even over the whole.</summary>
internal static class OutputGrid
{
    private const int LargestSize = 600;
    private const int EvenPoints = 60;

    // Times after a dose, in days: minutes, then hours, then days.
    private static readonly double[] AfterDose =
        [.. new[] { 1.0, 2, 3, 5, 7, 10, 15, 20, 30, 45 }.Select(minutes => minutes / 1440), .. new[] { 1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24 }.Select(hours => hours / 24), 2, 3, 5, 7];

    /// <summary>Ascending distinct times from 0 to <paramref name="end"/>, both included, in days.</summary>
    /// <param name="doses">Times of all doses, ascending.</param>
    /// <param name="wanted">Times that must be among them.</param>
    public static double[] Create(IReadOnlyList<double> doses, double end, IEnumerable<double> wanted)
    {
        var times = new SortedSet<double>(wanted.Where(time => time >= 0 && time <= end)) { 0, end };
        for (var i = 1; i < EvenPoints; i++)
            times.Add(end * i / EvenPoints);
        // A long schedule keeps its first and last doses whole; those between keep what fits.
        var stride = 1 + (doses.Count * AfterDose.Length / LargestSize);
        for (var i = 0; i < doses.Count; i++)
        {
            times.Add(doses[i]);
            var next = i + 1 < doses.Count ? doses[i + 1] : end;
            var isThinned = stride > 1 && i > 0 && i < doses.Count - 1;
            for (var k = 0; k < AfterDose.Length; k += isThinned ? stride : 1)
                if (doses[i] + AfterDose[k] < next)
                    times.Add(doses[i] + AfterDose[k]);
        }
        return Distinct(times);
    }

    /// <summary>Times closer than a hundredth of a second are one.</summary>
    private static double[] Distinct(SortedSet<double> times)
    {
        var result = new List<double>();
        foreach (var time in times)
            if (result.Count == 0 || time - result[^1] > 1e-7)
                result.Add(time);
        result[^1] = times.Max;
        return [.. result];
    }
}
