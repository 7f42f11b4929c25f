namespace Idunn.Studies.Planning;

/// <summary>Output times: dense after each dose, where vesicles move in minutes, and even over the whole.</summary>
internal static class OutputGrid
{
    /// <summary>Times at most, but for those that are wanted.</summary>
    public const int LargestSize = 600;

    private const int EvenPoints = 60;

    // Doses at either end of a long schedule that keep all their times.
    private const int WholeDoses = 3;

    // Times after a dose, in days: minutes, then hours, then days.
    private static readonly double[] AfterDose =
        [.. new[] { 1.0, 2, 3, 5, 7, 10, 15, 20, 30, 45 }.Select(minutes => minutes / 1440), .. new[] { 1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24 }.Select(hours => hours / 24), 2, 3, 5, 7];

    /// <summary>Ascending distinct times from 0 to <paramref name="end"/>, both included, in days.</summary>
    /// <param name="doses">Times of all doses, ascending.</param>
    /// <param name="wanted">Times that must be among them; those outside the simulation are left out.</param>
    public static double[] Create(IReadOnlyList<double> doses, double end, IEnumerable<double> wanted)
    {
        var times = new List<double>(wanted.Where(time => time >= 0 && time <= end)) { 0, end };
        var places = LargestSize - 2;
        var isOuter = new Func<int, bool>(i => i < WholeDoses || i >= doses.Count - WholeDoses);
        // A long schedule keeps its first and last doses whole; of those between it keeps what fits.
        AddSpread([.. Enumerable.Range(0, doses.Count).Where(isOuter).SelectMany(After)]);
        AddSpread([.. Enumerable.Range(1, EvenPoints - 1).Select(i => end * i / EvenPoints)]);
        AddSpread([.. doses]);
        AddSpread([.. Enumerable.Range(0, doses.Count).Where(i => !isOuter(i)).SelectMany(After)]);
        times.Sort();
        return Distinct(times);

        IEnumerable<double> After(int dose)
        {
            var next = dose + 1 < doses.Count ? doses[dose + 1] : end;
            return AfterDose.Select(after => doses[dose] + after).Where(time => time < next).Prepend(doses[dose]);
        }

        // All of them, or as many as there are places for, evenly picked.
        void AddSpread(double[] more)
        {
            var count = Math.Min(more.Length, places);
            for (var k = 0; k < count; k++)
                times.Add(more[(int)((long)k * more.Length / count)]);
            places -= count;
        }
    }

    /// <summary>Times closer than a hundredth of a second are one.</summary>
    private static double[] Distinct(List<double> times)
    {
        var result = new List<double>();
        foreach (var time in times)
            if (result.Count == 0 || time - result[^1] > 1e-7)
                result.Add(time);
        result[^1] = times[^1];
        return [.. result];
    }
}
