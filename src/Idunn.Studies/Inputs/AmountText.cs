using System.Globalization;
using Idunn.Modeling.Units;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Inputs;

/// <summary>Amounts as people write them: a number, a space, a unit.</summary>
public static class AmountText
{
    /// <summary>The same form as a regular expression, for editors.</summary>
    public const string Pattern = @"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*\S.*$";

    /// <summary>Reads an amount and checks its unit and its sign; a wrong one is reported and becomes NaN.</summary>
    public static Amount Read(Node node, AmountKind kind, Reading reading)
    {
        var nothing = new Amount(double.NaN, "", node.Location);
        var example = $"Write a number and a unit, such as {string.Join(" or ", kind.Examples)}.";
        if (node is not ScalarNode scalar || !TrySplit(scalar.Text.Trim(), out var value, out var unit))
        {
            reading.Error(StudyCodes.WrongForm, $"{reading.Path} must be {kind.Name}, not {node.Kind}.", example, node.Location);
            return nothing;
        }
        if (UnitProblem(unit, kind) is { } problem)
        {
            reading.Error(StudyCodes.WrongUnit, $"{reading.Path} is '{scalar.Text}': {problem}", example, node.Location);
            return nothing;
        }
        if (double.IsFinite(value) && (value > 0 || (value == 0 && kind.AllowsZero)))
            return new(value, unit, node.Location);
        reading.Error(StudyCodes.OutOfRange, $"{reading.Path} is '{scalar.Text}': {kind.Name} must be finite and {(kind.AllowsZero ? "not negative" : "above zero")}.", example, node.Location);
        return nothing;
    }

    private const int LongestNumber = 100;

    /// <summary>The longest number at the front, and the rest. <c>inf</c> and <c>nan</c> count as numbers, so that the message can say what is wrong with them.</summary>
    private static bool TrySplit(string text, out double value, out string unit)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var first = space < 0 ? text : text[..space];
        for (var length = Math.Min(first.Length, LongestNumber); length > 0; length--)
            if (double.TryParse(first.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            {
                unit = text[length..].Trim();
                return true;
            }
        (value, unit) = (double.NaN, "");
        return false;
    }

    private static string? UnitProblem(string unit, AmountKind kind)
    {
        if (unit.Length == 0)
            return "the unit is missing.";
        if (!UnitParser.TryParse(unit, null, out var parsed, out var problem))
            return problem;
        return kind.Units.Any(wanted => parsed.IsCompatibleWith(UnitParser.Parse(wanted)))
            ? null
            : $"'{unit}' measures {parsed.Dimension}, not {kind.Name} ({string.Join(", ", kind.Units)}).";
    }
}
