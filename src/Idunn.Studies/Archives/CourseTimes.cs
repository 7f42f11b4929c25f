using System.Collections.Immutable;

namespace Idunn.Studies.Archives;

/// <summary>SED-ML knows times at equal distances only: one course over the whole of an arm, and one over the hours after the first dose, where vesicles move in minutes.</summary>
internal static class CourseTimes
{
    private const int MostSteps = 500;
    private const double Minute = 1.0 / 1440, Hour = 1.0 / 24, Month = 365.25 / 12;

    /// <summary>Steps in which people count, in days.</summary>
    private static readonly ImmutableArray<double> RoundSteps =
    [
        .. new[] { 1.0, 2, 5, 10, 15, 20, 30 }.Select(minutes => minutes * Minute), .. new[] { 1.0, 2, 3, 4, 6, 8, 12 }.Select(hours => hours * Hour), 1, 2, 5, 7, 10, 14, 28, .. new[] { 1.0, 2, 3, 6, 12 }.Select(months => months * Month),
    ];

    /// <summary>Number of steps from 0 to the end: the finest round step that divides it into no more than 500, else 500.</summary>
    public static int Whole(double endInDays) => RoundSteps.Select(step => endInDays / step).Where(steps => steps <= MostSteps && steps >= 1 && Math.Abs(steps - Math.Round(steps)) < 1e-9 * steps).Select(steps => (int)Math.Round(steps)).DefaultIfEmpty(MostSteps).First();

    /// <summary>The day after the first dose, or what there is of it before the second or the end, in steps of ten minutes; null where the whole course is as fine.</summary>
    /// <param name="doses">Ascending, in days.</param>
    public static (double From, double To, int Steps)? AfterFirstDose(IReadOnlyList<double> doses, double endInDays)
    {
        const double step = 10 * Minute;
        if (doses.Count == 0 || !(doses[0] < endInDays))
            return null;
        var next = doses.FirstOrDefault(dose => dose > doses[0], endInDays);
        var steps = (int)(Math.Min(1, Math.Min(next, endInDays) - doses[0]) / step + 1e-9);
        return steps < 2 || endInDays / Whole(endInDays) <= step * 1.001 ? null : (doses[0], doses[0] + steps * step, steps);
    }
}
