using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>(Multiplier · Kind)^Exponent, one <c>&lt;unit&gt;</c> of SBML.</summary>
/// <param name="Kind">A base unit of SBML.</param>
internal readonly record struct UnitFactor(string Kind, double Exponent, double Multiplier);

/// <summary>
/// Unit expressions as products of SBML's base units. What SBML names is kept (a litre stays a litre); other units come by way of the SI. Counted things are items.
/// The grammar is that of <see cref="UnitParser"/>.
/// </summary>
internal static class UnitFactors
{
    /// <summary>SBML Level 3 Version 2, Table 2.</summary>
    public static ImmutableHashSet<string> Kinds { get; } =
    [
        "ampere", "avogadro", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item", "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux",
        "metre", "mole", "newton", "ohm", "pascal", "radian", "second", "siemens", "sievert", "steradian", "tesla", "volt", "watt", "weber",
    ];

    private static readonly Dictionary<string, string> Bases = new(StringComparer.Ordinal)
    {
        ["length"] = "metre", ["mass"] = "kilogram", ["time"] = "second", ["current"] = "ampere", ["temperature"] = "kelvin", ["substance"] = "mole",
    };

    /// <summary>The product, or null when the text is no unit that is known.</summary>
    /// <param name="declared">Units of the model that may stand in the expression.</param>
    public static ImmutableArray<UnitFactor>? Of(string text, IReadOnlyDictionary<string, ImmutableArray<UnitFactor>> declared)
    {
        // More than that is no unit to the parser either; nothing is written of it.
        if (DeepestOf(text) > UnitParser.DeepestNesting)
            return null;
        var position = 0;
        var factors = Product(text, ref position, declared);
        return factors is null || position < text.Length ? null : Joined(factors);
    }

    private static List<UnitFactor>? Product(string text, ref int position, IReadOnlyDictionary<string, ImmutableArray<UnitFactor>> declared)
    {
        var product = new List<UnitFactor>();
        var isDivided = false;
        for (SkipSpace(text, ref position); position < text.Length && text[position] != ')'; SkipSpace(text, ref position))
        {
            if (text[position] is '*' or '·' or '⋅' or '×' or '/')
            {
                isDivided = text[position++] == '/';
                SkipSpace(text, ref position);
            }
            // Behind a slash a number and the name after it are one factor: copies/2 days.
            var isNumber = isDivided && position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.');
            if (Power(text, ref position, declared) is not { } factor)
                return null;
            product.AddRange(isDivided ? factor.Select(part => part with { Exponent = -part.Exponent }) : factor);
            SkipSpace(text, ref position);
            isDivided = isNumber && position < text.Length && (char.IsLetter(text[position]) || text[position] == '_');
        }
        return product;
    }

    private static IEnumerable<UnitFactor>? Power(string text, ref int position, IReadOnlyDictionary<string, ImmutableArray<UnitFactor>> declared)
    {
        if (position >= text.Length)
            return null;
        IEnumerable<UnitFactor>? root;
        if (text[position] == '(')
        {
            position++;
            root = Product(text, ref position, declared);
            if (position >= text.Length || text[position++] != ')')
                return null;
        }
        else
            root = char.IsAsciiDigit(text[position]) || text[position] == '.' ? Scale(text, ref position) : Named(text, ref position, declared);
        SkipSpace(text, ref position);
        if (root is null || Exponent(text, ref position) is not { } exponent)
            return null;
        // A product of one number and one unit is one factor, and its power keeps both together.
        return exponent == 1 ? root : Joined([.. root]).Select(part => part with { Exponent = part.Exponent * exponent });
    }

    private static double? Exponent(string text, ref int position)
    {
        if (position >= text.Length || (text[position] != '^' && !Superscripts.Contains(text[position])))
            return 1;
        if (text[position] != '^')
        {
            var start = position;
            while (position < text.Length && Superscripts.Contains(text[position]))
                position++;
            return Parsed(string.Concat(text[start..position].Select(c => "0123456789-"[Superscripts.IndexOf(c, StringComparison.Ordinal)])));
        }
        position++;
        SkipSpace(text, ref position);
        var isGrouped = position < text.Length && text[position] == '(';
        var from = isGrouped ? ++position : position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] is '.' or '-' or 'e' or 'E' or '+'))
            position++;
        var value = Parsed(text[from..position]);
        if (isGrouped && (position >= text.Length || text[position++] != ')'))
            return null;
        return value;
    }

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

    private static double? Parsed(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static UnitFactor[]? Scale(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
            position++;
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            var end = position + 1;
            if (end < text.Length && text[end] is '+' or '-')
                end++;
            if (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                position = end;
                while (position < text.Length && char.IsAsciiDigit(text[position]))
                    position++;
            }
        }
        return Parsed(text[start..position]) is { } value and > 0 ? [new UnitFactor("dimensionless", 1, value)] : null;
    }

    private static IEnumerable<UnitFactor>? Named(string text, ref int position, IReadOnlyDictionary<string, ImmutableArray<UnitFactor>> declared)
    {
        var start = position;
        while (position < text.Length && (char.IsLetter(text[position]) || text[position] is '_' or '%' || (position > start && char.IsAsciiDigit(text[position]))))
            position++;
        var name = text[start..position];
        if (declared.TryGetValue(name, out var known))
            return known;
        if (Kinds.Contains(name))
            return [new UnitFactor(name, 1, 1)];
        return UnitTable.BuiltIn.TryGet(name, out var unit) ? Factors(unit) : null;
    }

    /// <summary>The number goes to the first base unit that can carry it; a cubic metre is a thousand litres.</summary>
    private static List<UnitFactor> Factors(Unit unit)
    {
        var parts = new List<UnitFactor>();
        var scale = unit.Factor;
        foreach (var (name, exponent) in unit.Dimension.Powers)
        {
            var isVolume = name == "length" && exponent is 3 or -3;
            if (isVolume)
                scale *= exponent > 0 ? 1e3 : 1e-3;
            parts.Add(isVolume ? new UnitFactor("litre", exponent / 3, 1) : new UnitFactor(Bases.GetValueOrDefault(name, "item"), exponent, 1));
        }
        var carrier = parts.FindIndex(part => part.Exponent == 1);
        if (carrier >= 0)
            parts[carrier] = parts[carrier] with { Multiplier = Rounded(scale) };
        else if (scale != 1 || parts.Count == 0)
            parts.Insert(0, new UnitFactor("dimensionless", 1, Rounded(scale)));
        return parts;
    }

    /// <summary>1E-06, where a quotient of two rounded numbers is 1.0000000000000002E-06.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Numbers go to the unit behind them, what cancels goes, and nothing is left as <c>dimensionless</c>.</summary>
    private static ImmutableArray<UnitFactor> Joined(List<UnitFactor> factors)
    {
        var joined = new List<UnitFactor>();
        var scale = 1.0;
        foreach (var factor in factors)
        {
            if (factor.Kind == "dimensionless")
                scale *= Math.Pow(factor.Multiplier, factor.Exponent);
            else if (joined.FindIndex(other => other.Kind == factor.Kind && other.Multiplier == factor.Multiplier) is >= 0 and var same)
                joined[same] = joined[same] with { Exponent = joined[same].Exponent + factor.Exponent };
            else if (joined.FindIndex(other => other.Kind == factor.Kind && other.Exponent == -factor.Exponent) is >= 0 and var inverse)
            {
                scale *= Math.Pow(joined[inverse].Multiplier / factor.Multiplier, joined[inverse].Exponent);
                joined.RemoveAt(inverse);
            }
            else
                joined.Add(factor);
        }
        joined.RemoveAll(factor => factor.Exponent == 0);
        if (scale != 1 || joined.Count == 0)
        {
            var carrier = joined.FindIndex(factor => factor.Exponent == 1);
            if (carrier >= 0)
                joined[carrier] = joined[carrier] with { Multiplier = Rounded(joined[carrier].Multiplier * scale) };
            else
                joined.Insert(0, new UnitFactor("dimensionless", 1, Rounded(scale)));
        }
        return [.. joined];
    }

    private static int DeepestOf(string text)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in text)
            deepest = Math.Max(deepest, depth += c == '(' ? 1 : c == ')' ? -1 : 0);
        return deepest;
    }

    private static void SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }
}
