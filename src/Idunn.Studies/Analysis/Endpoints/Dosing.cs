using Idunn.Numerics.Ode;

namespace Idunn.Studies.Analysis.Endpoints;

/// <summary>What one subject was given, as endpoints need it. Times in the model's unit.</summary>
/// <param name="First">Time of the first dose; NaN when there was none.</param>
/// <param name="FirstAmount">Amount of the first dose.</param>
/// <param name="FirstDuration">Duration of the first dose; 0 for a bolus.</param>
/// <param name="Next">Time of the second dose; infinite when there was none.</param>
/// <param name="Total">Amount of all doses.</param>
public readonly record struct Dosing(double First, double FirstAmount, double FirstDuration, double Next, double Total)
{
    /// <param name="routes">States that products are given into; other inputs, such as treatments and counters, are no doses.</param>
    public static Dosing Of(InputSchedule inputs, IReadOnlyCollection<int> routes)
    {
        var doses = inputs.Boluses.Where(bolus => routes.Contains(bolus.State)).Select(bolus => (Start: bolus.Time, Duration: 0.0, bolus.Amount))
            .Concat(inputs.Infusions.Where(infusion => routes.Contains(infusion.State))
                .Select(infusion => (infusion.Start, Duration: infusion.End - infusion.Start, Amount: infusion.Rate * (infusion.End - infusion.Start))))
            .OrderBy(dose => dose.Start)
            .ToArray();
        if (doses.Length == 0) return new(double.NaN, 0, 0, double.PositiveInfinity, 0);
        var first = doses[0];
        var together = doses.TakeWhile(dose => dose.Start == first.Start).ToArray();
        return new(
            first.Start, together.Sum(dose => dose.Amount), first.Duration,
            together.Length < doses.Length ? doses[together.Length].Start : double.PositiveInfinity,
            doses.Sum(dose => dose.Amount));
    }
}
