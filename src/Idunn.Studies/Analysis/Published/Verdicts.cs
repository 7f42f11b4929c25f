using System.Collections.Immutable;
using System.Globalization;
using Idunn.Studies.Wording;

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
    /// <param name="words">The language of reasons.</param>
    public static PublishedComparison Of(PublishedRow row, string? arm, Spread? predicted, double extrapolated, Predicate<string> isParameter, Words words)
    {
        var inputs = row.UsedBy.Where(id => isParameter(id)).ToImmutableArray();
        var (verdict, reason) = Judge(row, arm, predicted, inputs, words);
        var fold = predicted is { Low: > 0 } ? predicted.High / predicted.Low : double.NaN;
        if (extrapolated > 0.2) reason = Also(reason, words["{0} of the predicted area is extrapolated beyond the last measurable value.", extrapolated.ToString("P0", CultureInfo.InvariantCulture)], words);
        if (verdict is Comparison.Agrees && !(fold <= WideFold)) reason = Also(reason, Wide(predicted!, fold, words), words);
        var isNumber = row.Kind == PublishedKind.Quantity;
        return new(
            row.Id, words.Name(row.What), arm ?? "", Text(row, words), isNumber ? row.Lower : double.NaN, isNumber ? row.Upper : double.NaN, words.Name(row.Unit),
            predicted is { Count: > 0 } ? predicted : null, row.Kind == PublishedKind.Direction ? words["Held when the median is {0}.", Bounds(row, words)] : "", verdict, Also(reason, words.Name(row.Note), words),
            row.Reference, row.Locator, row.CheckedAgainst, fold);
    }

    /// <summary>Of a row whose times no arm reaches.</summary>
    public static PublishedComparison TooShort(PublishedRow row, Words words) =>
        Of(row with { Kind = PublishedKind.OutOfScope }, null, null, double.NaN, _ => false, words) with { Reason = words["The arm that it belongs to does not cover the time or the age that it speaks of."] };

    private static (Comparison, string) Judge(PublishedRow row, string? arm, Spread? predicted, ImmutableArray<string> inputs, Words words)
    {
        if (row.Kind == PublishedKind.OutOfScope) return (Comparison.OutOfScope, "");
        if (row.Kind == PublishedKind.None) return (Comparison.NoNumber, inputs.IsEmpty ? "" : words["It informed {0}.", string.Join(words.Comma, inputs)]);
        if (arm is null)
            return (Comparison.OutOfScope, NoArm(row, words));
        if (!inputs.IsEmpty) return (Comparison.Input, words["The number went into {0}.", string.Join(words.Comma, inputs)]);
        if (predicted is not { Count: > 0 }) return (Failed(row), words["The quantity does not exist in the simulated time courses."]);
        var missing = predicted.Undefined > 0 ? words["It exists in {0} of {1} simulated subjects.", predicted.Count, predicted.Count + predicted.Undefined] : "";
        if (row.Kind == PublishedKind.Direction) return (IsWithin(row, predicted.Median) ? Comparison.DirectionAgrees : Comparison.DirectionDisagrees, missing);
        return (Overlaps(row, predicted) ? Comparison.Agrees : Comparison.Disagrees, missing);
    }

    private static string NoArm(PublishedRow row, Words words)
    {
        var above = Under(row.Route, row.Protocols);
        return row.Over.Length == 0
            ? words["No arm of this study is {0} {1}.", words.Name(row.Population), above]
            : words["No arm of this study is {0} {1} and one {2}.", words.Name(row.Population), above, Under(row.Over, row.OverProtocols)];

        string Under(string route, ImmutableArray<string> protocols)
        {
            var dose = route == PublishedRow.NoDose ? words["without vesicles"] : words["with a dose by the {0} route", words.Name(route)];
            return protocols.IsEmpty ? dose : words["{0} under the protocol {1}", dose, string.Join(words[" and "], protocols)];
        }
    }

    private static Comparison Failed(PublishedRow row) => row.Kind == PublishedKind.Direction ? Comparison.DirectionDisagrees : Comparison.Disagrees;

    // A bound that is missing is open.
    private static bool IsWithin(PublishedRow row, double value) => !(value < row.Lower) && !(value > row.Upper);

    private static bool Overlaps(PublishedRow row, Spread predicted) => !(predicted.High < row.Lower) && !(predicted.Low > row.Upper);

    private static string Wide(Spread predicted, double fold, Words words) => predicted.Low > 0
        ? words["The predicted interval is {0:G2}-fold wide: agreement with so wide a prediction teaches little.", fold]
        : words["The predicted interval reaches down to zero: agreement with so wide a prediction teaches little."];

    private static string Text(PublishedRow row, Words words)
    {
        var number = row.Kind == PublishedKind.Quantity ? $"{Bounds(row, words)}{(row.Unit is "" or "1" ? "" : " " + words.Name(row.Unit))}" : "";
        var statement = words.Name(row.Statement);
        return number.Length == 0 ? statement : statement.Length == 0 ? number : $"{number} ({statement})";
    }

    private static string Bounds(PublishedRow row, Words words)
    {
        var unit = row.Kind == PublishedKind.Direction && row.Unit is not ("" or "1") ? " " + words.Name(row.Unit) : "";
        return (double.IsNaN(row.Lower), double.IsNaN(row.Upper)) switch
        {
            (false, true) => words["at least {0}", Number(row.Lower) + unit],
            (true, false) => words["at most {0}", Number(row.Upper) + unit],
            _ when row.Lower == row.Upper => Number(row.Lower) + unit,
            _ => $"{Number(row.Lower)}–{Number(row.Upper)}{unit}",
        };
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Also(string first, string second, Words words) => first.Length == 0 ? second : second.Length == 0 ? first : first + words.Space + second;
}
