using System.Globalization;
using System.Text;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports;

/// <summary>Numbers as the report prints them: invariant, three significant digits, powers of ten as 1.2 × 10⁹; spaces within a number do not break.</summary>
public static class Numbers
{
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public const double DaysPerYear = 365.25;

    /// <summary>Whether a study that lasts so many days tells its times in years: above four of them.</summary>
    public static bool IsToldInYears(double days) => days > 4 * DaysPerYear;

    /// <summary>Not a number.</summary>
    public const string Missing = "–";

    /// <summary>Three significant digits; plain from 0.001 up to 99,999, a power of ten outside.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return Missing;
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        if (value == 0) return "0";
        var (mantissa, exponent) = Scientific(Math.Abs(value));
        var text = exponent is >= -3 and <= 4 ? Plain(mantissa, exponent) : $"{Mantissa(mantissa)}\u00A0×\u00A0{Power(exponent)}";
        return value < 0 ? "−" + text : text;
    }

    /// <summary>Low to high, with a common power of ten written once.</summary>
    public static string Range(double low, double high, Words words)
    {
        if (double.IsNaN(low) || double.IsNaN(high)) return Missing;
        var (first, second) = (Format(low), Format(high));
        if (first == second) return first;
        if (low < 0 || high < 0) return words["{0} to {1}", first, second];
        var cut = first.IndexOf("\u00A0×\u00A0", StringComparison.Ordinal);
        return cut > 0 && second.EndsWith(first[cut..], StringComparison.Ordinal) ? $"{first[..cut]}–{second}" : $"{first}–{second}";
    }

    /// <summary>Median with the 5–95 % range in brackets.</summary>
    public static string Interval(double median, double low, double high, Words words) => words["{0} ({1})", Format(median), Range(low, high, words)];

    /// <summary>A power of ten as axes carry it: 0.01, 10, 1,000, then 10⁵.</summary>
    public static string Decade(int exponent) => exponent is >= -3 and <= 4 ? Plain(1, exponent) : Power(exponent);

    /// <summary>10 with a raised exponent.</summary>
    public static string Power(int exponent)
    {
        var text = new StringBuilder("10");
        if (exponent < 0) text.Append('⁻');
        foreach (var digit in Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)) text.Append(Superscripts[digit - '0']);
        return text.ToString();
    }

    /// <summary>A time in the unit in which people say it: 30 s, 10 min, 24 h, 7 d.</summary>
    public static string Duration(double days, Words words)
    {
        var seconds = Math.Abs(days) * 86400;
        return seconds switch
        {
            0 => "0",
            < 59.5 => words["{0}\u00A0s", Format(days * 86400)],
            < 3570 => words["{0}\u00A0min", Format(days * 1440)],
            < 172799 => words["{0}\u00A0h", Format(days * 24)],
            _ => words["{0}\u00A0d", Format(days)],
        };
    }

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Mantissa rounded to three digits, in [1, 10), and its exponent.</summary>
    static (double Mantissa, int Exponent) Scientific(double value)
    {
        var text = value.ToString("E2", CultureInfo.InvariantCulture);
        var split = text.IndexOf('E', StringComparison.Ordinal);
        return (double.Parse(text.AsSpan(0, split), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(split + 1), CultureInfo.InvariantCulture));
    }

    static string Mantissa(double mantissa) => mantissa.ToString("0.##", CultureInfo.InvariantCulture);

    static string Plain(double mantissa, int exponent)
    {
        var value = (decimal)mantissa;
        for (var i = 0; i < Math.Abs(exponent); i++) value = exponent > 0 ? value * 10 : value / 10;
        return value.ToString("#,0.#######", CultureInfo.InvariantCulture);
    }
}
