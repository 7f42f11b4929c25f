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
    /// <param name="counter">State that counts what is given, so that no dose is counted twice; −1 when there is none.</param>
    public static Dosing Of(InputSchedule inputs, int counter)
    {
        var doses = inputs.Boluses.Where(bolus => bolus.State != counter).Select(bolus => (Start: bolus.Time, Duration: 0.0, bolus.Amount))
            .Concat(inputs.Infusions.Where(infusion => infusion.State != counter)
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
