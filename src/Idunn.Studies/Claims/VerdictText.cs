using System.Globalization;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts in words.</summary>
public static class VerdictText
{
    public static string Word(Standing standing, Words words) => standing switch
    {
        Standing.Supported => words["supported"],
        Standing.Refuted => words["refuted"],
        Standing.Open => words["open"],
        Standing.Undetermined => words["undetermined"],
        _ => words["not tested"],
    };

    /// <summary>12 %, never more digits than the draws carry; "none of 200" and "all of 200" at the ends.</summary>
    public static string Probability(double probability, int draws, Words words) => probability switch
    {
        double.NaN => "–",
        0 => words["0 % (none of {0})", draws],
        1 => words["100 % (all of {0})", draws],
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * probability:0.#} %"),
    };

    public static string Percent(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>A requirement in a sentence.</summary>
    public static string Sentence(Requirement requirement, Words words)
    {
        var unit = requirement.Unit is "" or "1" ? "" : " " + words.Name(requirement.Unit);
        if (double.IsNaN(requirement.Value)) return words["{0}: no value of this alone does", requirement.Name];
        var range = requirement.IsInside switch
        {
            true => words["inside the range {0}{1}", requirement.Range, unit],
            false => words["outside the range {0}{1}", requirement.Range, unit],
            null => words["no measured range"],
        };
        return words["{0}: {1:G3}{2} (here {3:G3}); {4}", requirement.Name, requirement.Value, unit, requirement.Usual, range];
    }
}
