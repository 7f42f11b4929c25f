using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Units;

/// <summary>
/// Reads unit expressions as people and tables write them: <c>mL/d</c>, <c>uL/g/min</c>, <c>particles/ug</c>, <c>1/d</c>, <c>d^-1</c>, <c>cm²</c>,
/// <c>1e-3 litre</c>, <c>kg m^2/s^2</c>, <c>%</c>, and nothing or <c>1</c> for a pure number. A slash divides by the one factor behind it; a number and the name behind it are one factor: <c>copies/2 days</c>.
/// </summary>
public static class UnitParser
{
    /// <summary>No quantity has a higher power of length, mass or time; units built on units could reach infinity.</summary>
    private const int HighestPower = 1000;

    /// <summary>Brackets inside each other, beyond which a unit is refused rather than run out of stack.</summary>
    internal const int DeepestNesting = 50;

    /// <exception cref="FormatException">With the reason and a suggestion.</exception>
    public static Unit Parse(string text, UnitTable? names = null)
        => TryParse(text, names, out var unit, out var problem) ? unit : throw new FormatException(problem);

    /// <param name="problem">Why not, in a sentence, with a suggestion.</param>
    public static bool TryParse(string text, UnitTable? names, [NotNullWhen(true)] out Unit? unit, [NotNullWhen(false)] out string? problem)
    {
        var scanner = new Scanner(WithoutSuperscripts(text), names ?? UnitTable.BuiltIn);
        unit = scanner.ReadProduct();
        if (unit is not null && !scanner.IsAtEnd)
            scanner.Problem ??= $"'{scanner.Rest}' is left over in the unit '{text}'.";
        if (unit is not null && !(unit.Factor is > 0 and < double.PositiveInfinity && unit.Dimension.Powers.All(power => Math.Abs(power.Exponent) <= HighestPower)))
            scanner.Problem ??= $"'{text}' is beyond all measure: its size is no number above 0, or a power in it is above {HighestPower}.";
        problem = scanner.Problem;
        if (problem is not null)
            unit = null;
        return problem is null;
    }

    private static string WithoutSuperscripts(string text)
    {
        const string superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
        var plain = new StringBuilder(text.Length + 2);
        var inside = false;
        foreach (var c in text)
        {
            var digit = superscripts.IndexOf(c, StringComparison.Ordinal);
            if (digit >= 0 && !inside)
                plain.Append('^');
            inside = digit >= 0;
            plain.Append(digit < 0 ? c : digit == 10 ? '-' : (char)('0' + digit));
        }
        return plain.ToString();
    }

    private sealed class Scanner(string text, UnitTable names)
    {
        private int position, depth;

        public string? Problem { get; set; }

        public string Rest => text[position..];

        public bool IsAtEnd
        {
            get
            {
                while (position < text.Length && char.IsWhiteSpace(text[position]))
                    position++;
                return position == text.Length;
            }
        }

        /// <summary>product = factor { ("*" | "·" | "/" | nothing) factor }.</summary>
        public Unit? ReadProduct()
        {
            if (IsAtEnd)
                return Unit.One;
            var product = ReadFactor();
            while (product is not null && !IsAtEnd && text[position] != ')')
            {
                var operation = text[position];
                if (operation is '*' or '·' or '⋅' or '×' or '/')
                    position++;
                var isNumber = operation == '/' && !IsAtEnd && (char.IsAsciiDigit(text[position]) || text[position] == '.');
                if (ReadFactor() is not { } factor)
                    return null;
                if (isNumber && !IsAtEnd && (char.IsLetter(text[position]) || text[position] == '_'))
                {
                    if (ReadFactor() is not { } named)
                        return null;
                    factor *= named;
                }
                product = operation == '/' ? product / factor : product * factor;
            }
            return product;
        }

        private Unit? ReadFactor()
        {
            if (IsAtEnd)
                return Fail($"the unit '{text}' ends too early.");
            var primary = text[position] switch
            {
                '(' => ReadGroup(),
                >= '0' and <= '9' or '.' => ReadNumber(),
                _ => ReadName(),
            };
            if (primary is null || IsAtEnd || text[position] != '^')
                return primary;
            position++;
            return ReadExponent() is { } exponent ? primary.Power(exponent) : Fail($"'^' needs a number behind it in the unit '{text}'.");
        }

        private Unit? ReadGroup()
        {
            position++;
            if (++depth > DeepestNesting)
                return Fail("there are too many brackets inside each other in the unit.");
            var inside = ReadProduct();
            depth--;
            if (inside is null)
                return null;
            if (IsAtEnd || text[position] != ')')
                return Fail($"a ')' is missing in the unit '{text}'.");
            position++;
            return inside;
        }

        private Unit? ReadNumber() => ReadDigits() is { } factor and > 0 ? new Unit(factor, Dimension.None) : Fail($"'{Rest}' does not start with a positive number in the unit '{text}'.");

        private double? ReadExponent()
        {
            _ = IsAtEnd;
            var isGrouped = Take('(');
            var sign = Take('-') ? -1 : 1;
            var value = sign * ReadDigits();
            return isGrouped && !Take(')') ? null : value;
        }

        private bool Take(char c)
        {
            if (position >= text.Length || text[position] != c)
                return false;
            position++;
            return true;
        }

        private double? ReadDigits()
        {
            var end = position;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
                end++;
            var exponent = end;
            if (exponent < text.Length && text[exponent] is 'e' or 'E')
            {
                exponent++;
                if (exponent < text.Length && text[exponent] is '+' or '-')
                    exponent++;
                if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
                {
                    end = exponent;
                    while (end < text.Length && char.IsAsciiDigit(text[end]))
                        end++;
                }
            }
            if (!double.TryParse(text.AsSpan(position, end - position), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return null;
            position = end;
            return value;
        }

        private Unit? ReadName()
        {
            var start = position;
            while (position < text.Length && (char.IsLetter(text[position]) || text[position] is '_' or '%' || (position > start && char.IsAsciiDigit(text[position]))))
                position++;
            if (position == start)
                return Fail($"'{text[start]}' cannot stand in a unit ('{text}').");
            var name = text[start..position];
            return names.TryGet(name, out var unit) ? unit : Fail($"'{name}' is not a known unit. {Spelling.Advice(name, names.KnownNames, "Write it in known units, or declare it in the model: unit " + name + " = …")}");
        }

        private Unit? Fail(string problem)
        {
            Problem ??= problem;
            return null;
        }
    }
}
