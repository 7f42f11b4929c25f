using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Studies.Analysis.Published;

/// <summary>Holds published rows against predictions.</summary>
public static class Verdicts
{
    /// <summary>A predicted interval wider than this, high over low, says little when it covers a number.</summary>
    public const double WideFold = 10;

    /// <param name="arm">Arm that the row is held against; null when the study has none.</param>
    /// <param name="predicted">5–95 % of the prediction in the row's unit, with uncertainty when the cohort has draws; null when nothing was computed.</param>
    /// <param name="extrapolated">Median share of the area that lies beyond the last measurable value; NaN when the measure needs none.</param>
    /// <param name="isParameter">True for ids of the model's parameters.</param>
    public static PublishedComparison Of(PublishedRow row, string? arm, Spread? predicted, double extrapolated, Predicate<string> isParameter)
    {
        var inputs = row.UsedBy.Where(id => isParameter(id)).ToImmutableArray();
        var (verdict, reason) = Judge(row, arm, predicted, inputs);
        var fold = predicted is { Low: > 0 } ? predicted.High / predicted.Low : double.NaN;
        if (extrapolated > 0.2) reason = Also(reason, string.Create(CultureInfo.InvariantCulture, $"{extrapolated:P0} of the predicted area is extrapolated beyond the last measurable value."));
        if (verdict is Comparison.Agrees && !(fold <= WideFold)) reason = Also(reason, Wide(predicted!, fold));
        var isNumber = row.Kind == PublishedKind.Quantity;
        return new(
            row.Id, row.What, arm ?? "", Text(row), isNumber ? row.Lower : double.NaN, isNumber ? row.Upper : double.NaN, row.Unit,
            predicted is { Count: > 0 } ? predicted : null, row.Kind == PublishedKind.Direction ? $"Held when the median is {Bounds(row)}." : "", verdict, Also(reason, row.Note),
            row.Reference, row.Locator, row.CheckedAgainst, fold);
    }

    /// <summary>Of a row whose times no arm reaches.</summary>
    public static PublishedComparison TooShort(PublishedRow row) =>
        Of(row with { Kind = PublishedKind.OutOfScope }, null, null, double.NaN, _ => false) with { Reason = "The arm that it belongs to does not cover the time or the age that it speaks of." };

    private static (Comparison, string) Judge(PublishedRow row, string? arm, Spread? predicted, ImmutableArray<string> inputs)
    {
        if (row.Kind == PublishedKind.OutOfScope) return (Comparison.OutOfScope, "");
        if (row.Kind == PublishedKind.None) return (Comparison.NoNumber, inputs.IsEmpty ? "" : $"It informed {string.Join(", ", inputs)}.");
        if (arm is null)
            return (Comparison.OutOfScope, NoArm(row));
        if (!inputs.IsEmpty) return (Comparison.Input, $"The number went into {string.Join(", ", inputs)}.");
        if (predicted is not { Count: > 0 }) return (Failed(row), "The quantity does not exist in the simulated time courses.");
        var missing = predicted.Undefined > 0 ? string.Create(CultureInfo.InvariantCulture, $"It exists in {predicted.Count} of {predicted.Count + predicted.Undefined} simulated subjects.") : "";
        if (row.Kind == PublishedKind.Direction) return (IsWithin(row, predicted.Median) ? Comparison.DirectionAgrees : Comparison.DirectionDisagrees, missing);
        return (Overlaps(row, predicted) ? Comparison.Agrees : Comparison.Disagrees, missing);
    }

    private static string NoArm(PublishedRow row)
    {
        var (above, below) = (Words(row.Route, row.Protocols), row.Over.Length == 0 ? "" : $" and one {Words(row.Over, row.OverProtocols)}");
        return $"No arm of this study is {row.Population} {above}{below}.";

        static string Words(string route, ImmutableArray<string> protocols) =>
            (route == PublishedRow.NoDose ? "without vesicles" : $"with a dose by the {route} route") + (protocols.IsEmpty ? "" : $" under the protocol {string.Join(" and ", protocols)}");
    }

    private static Comparison Failed(PublishedRow row) => row.Kind == PublishedKind.Direction ? Comparison.DirectionDisagrees : Comparison.Disagrees;

    // A bound that is missing is open.
    private static bool IsWithin(PublishedRow row, double value) => !(value < row.Lower) && !(value > row.Upper);

    private static bool Overlaps(PublishedRow row, Spread predicted) => !(predicted.High < row.Lower) && !(predicted.Low > row.Upper);

    private static string Wide(Spread predicted, double fold) => predicted.Low > 0
        ? string.Create(CultureInfo.InvariantCulture, $"The predicted interval is {fold:G2}-fold wide: agreement with so wide a prediction teaches little.")
        : "The predicted interval reaches down to zero: agreement with so wide a prediction teaches little.";

    private static string Text(PublishedRow row)
    {
        var number = row.Kind == PublishedKind.Quantity ? $"{Bounds(row)}{(row.Unit is "" or "1" ? "" : " " + row.Unit)}" : "";
        return number.Length == 0 ? row.Statement : row.Statement.Length == 0 ? number : $"{number} ({row.Statement})";
    }

    private static string Bounds(PublishedRow row)
    {
        var unit = row.Kind == PublishedKind.Direction && row.Unit is not ("" or "1") ? " " + row.Unit : "";
        return (double.IsNaN(row.Lower), double.IsNaN(row.Upper)) switch
        {
            (false, true) => $"at least {Number(row.Lower)}{unit}",
            (true, false) => $"at most {Number(row.Upper)}{unit}",
            _ when row.Lower == row.Upper => Number(row.Lower) + unit,
            _ => $"{Number(row.Lower)}–{Number(row.Upper)}{unit}",
        };
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Also(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";
}
