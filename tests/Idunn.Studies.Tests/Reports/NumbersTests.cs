using Idunn.Studies.Reports;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Reports;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(0.5, "0.5")]
    [InlineData(43.04, "43")]
    [InlineData(999.6, "1,000")]
    [InlineData(12345, "12,300")]
    [InlineData(99949, "99,900")]
    [InlineData(99960, "1 × 10⁵")]
    [InlineData(0.00123456, "0.00123")]
    [InlineData(0.000999, "9.99 × 10⁻⁴")]
    [InlineData(1.2e9, "1.2 × 10⁹")]
    [InlineData(-2.5e-12, "−2.5 × 10⁻¹²")]
    [InlineData(1e10, "1 × 10¹⁰")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Numbers_carry_three_significant_digits_and_raised_powers(double value, string text) => Assert.Equal(text.Replace(' ', '\u00A0'), Numbers.Format(value));

    [Theory]
    [InlineData(1, 2.5, "1–2.5")]
    [InlineData(1.2e-6, 3.4e-6, "1.2–3.4 × 10⁻⁶")]
    [InlineData(1.2e-6, 3.4e-5, "1.2 × 10⁻⁶–3.4 × 10⁻⁵")]
    [InlineData(-1, 2, "−1 to 2")]
    [InlineData(7, 7, "7")]
    public void Ranges_write_a_common_power_once(double low, double high, string text) => Assert.Equal(text, Numbers.Range(low, high, Words.English).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(30.0 / 86400, "30 s")]
    [InlineData(10.0 / 1440, "10 min")]
    [InlineData(1.0 / 24, "1 h")]
    [InlineData(1, "24 h")]
    [InlineData(7, "7 d")]
    public void Times_are_said_in_the_unit_people_use(double days, string text) => Assert.Equal(text.Replace(' ', '\u00A0'), Numbers.Duration(days, Words.English));

    [Fact]
    public void A_formatted_number_is_within_half_a_percent_of_the_number() => CsCheck.Check.Sample(CsCheck.Gen.Double[-11, 11], exponent =>
    {
        var value = Math.Pow(10, exponent);
        var text = Numbers.Format(value).Replace(",", "", StringComparison.Ordinal);
        var parts = text.Split("\u00A0×\u00A010");
        var power = parts.Length == 1 ? 0 : int.Parse(string.Concat(parts[1].Select(c => c == '⁻' ? '-' : (char)('0' + "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c, StringComparison.Ordinal)))), System.Globalization.CultureInfo.InvariantCulture);
        var read = double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) * Math.Pow(10, power);
        Assert.InRange(read / value, 0.995, 1.005);
    });
}
