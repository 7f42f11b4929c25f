using System.Globalization;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts in words.</summary>
public static class VerdictText
{
    /// <param name="language">en, or zh-Hant.</param>
    public static string Word(Standing standing, string language) => (standing, language == "zh-Hant") switch
    {
        (Standing.Supported, false) => "supported",
        (Standing.Refuted, false) => "refuted",
        (Standing.Open, false) => "open",
        (Standing.Undetermined, false) => "undetermined",
        (_, false) => "not tested",
        (Standing.Supported, true) => "獲支持",
        (Standing.Refuted, true) => "被否定",
        (Standing.Open, true) => "尚無定論",
        (Standing.Undetermined, true) => "無法判定",
        (_, true) => "未檢驗",
    };

    /// <summary>12 %, never more digits than the draws carry; "none of 200" and "all of 200" at the ends.</summary>
    public static string Probability(double probability, int draws) => probability switch
    {
        double.NaN => "–",
        0 => string.Create(CultureInfo.InvariantCulture, $"0 % (none of {draws})"),
        1 => string.Create(CultureInfo.InvariantCulture, $"100 % (all of {draws})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * probability:0.#} %"),
    };

    public static string Percent(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>A requirement in a sentence.</summary>
    public static string Sentence(Requirement requirement)
    {
        var unit = requirement.Unit is "" or "1" ? "" : " " + requirement.Unit;
        if (double.IsNaN(requirement.Value)) return $"{requirement.Name}: no value of this alone does";
        var range = requirement.IsInside switch
        {
            true => $"; inside the range {requirement.Range}{unit}",
            false => $"; outside the range {requirement.Range}{unit}",
            null => "; no measured range",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{requirement.Name}: {requirement.Value:G3}{unit} (here {requirement.Usual:G3}){range}");
    }
}
