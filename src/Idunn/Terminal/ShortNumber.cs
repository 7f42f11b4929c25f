using System.Globalization;

namespace Idunn.Terminal;

/// <summary>Numbers as a terminal shows them: five significant digits, a true minus sign.</summary>
internal static class ShortNumber
{
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "no value" : value > 0 ? "∞" : "−∞";
        var text = value.ToString("G5", CultureInfo.InvariantCulture);
        var cut = text.IndexOf('E', StringComparison.Ordinal);
        if (cut > 0)
            text = $"{text[..cut]}e{int.Parse(text.AsSpan(cut + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
        return text.Replace('-', '−');
    }
}
