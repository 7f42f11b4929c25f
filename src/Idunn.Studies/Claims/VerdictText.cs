using System.Globalization;
using Idunn.Studies.Reports;
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
        Standing.Contradicted => words["contradicted by data"],
        Standing.Undetermined => words["undetermined"],
        _ => words["not tested"],
    };

    /// <summary>A sign beside the word, so that verdicts can be told apart at a glance and without colour.</summary>
    public static string Sign(Standing standing) => standing switch
    {
        Standing.Supported => "✓",
        Standing.Refuted => "✗",
        Standing.Open => "◐",
        Standing.Contradicted => "≠",
        Standing.Undetermined => "?",
        _ => "–",
    };

    /// <summary>12 %: a few hundred draws carry no more digits; "none of 200" and "all of 200" at the ends.</summary>
    public static string Probability(double probability, int draws, Words words) => probability switch
    {
        double.NaN => Numbers.Missing,
        0 => words["{0} ({1})", "0\u00A0%", words["none of {0}", draws]],
        1 => words["{0} ({1})", "100\u00A0%", words["all of {0}", draws]],
        _ => Percent(probability),
    };

    /// <summary>Whole per cents; "&lt; 1 %" and "&gt; 99 %" where rounding would claim certainty.</summary>
    public static string Percent(double share) => share switch
    {
        double.NaN => Numbers.Missing,
        > 0 and < 0.01 => "< 1\u00A0%",
        > 0.99 and < 1 => "> 99\u00A0%",
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}\u00A0%"),
    };

    /// <summary>Days as years where the bound is longer than one.</summary>
    public static (string Unit, double Factor) Scale(string unit, double bound, Words words) =>
        unit == "d" && Math.Abs(bound) >= Numbers.DaysPerYear ? (words["years"], 1 / Numbers.DaysPerYear) : (unit is "1" ? "" : words.Name(unit), 1);

    /// <summary>"at least 1.5", in the unit that is read most easily.</summary>
    public static string Bounds(Criterion criterion, string unit, Words words)
    {
        var (shown, factor) = Scale(unit, criterion.Bound, words);
        string Number(double value) => shown.Length == 0 ? Numbers.Format(value * factor) : $"{Numbers.Format(value * factor)}\u00A0{shown}";
        return (double.IsNaN(criterion.AtLeast), double.IsNaN(criterion.AtMost)) switch
        {
            (false, true) => words["at least {0}", Number(criterion.AtLeast)],
            (true, false) => words["at most {0}", Number(criterion.AtMost)],
            _ => words["between {0} and {1}", Numbers.Format(criterion.AtLeast * factor), Number(criterion.AtMost)],
        };
    }

    /// <summary>What a lever would have to be, without its name.</summary>
    /// <param name="best">How near the number of <see cref="Requirement.Unmet"/> comes, or empty.</param>
    public static string Needed(Requirement requirement, string best, Words words)
    {
        string WithUnit(double value) => requirement.Unit is "" or "1" ? Numbers.Format(value) : $"{Numbers.Format(value)}\u00A0{words.Name(requirement.Unit)}";
        if (requirement.DoesNothing) return words["does nothing here"];
        if (double.IsNaN(requirement.Value))
        {
            var none = double.IsInfinity(requirement.Limit) ? words["no value is enough"] : words["no value up to {0} is enough", Numbers.Format(requirement.Limit)];
            return best.Length == 0 ? none : words["{0} ({1})", none, best];
        }
        if (requirement.HoldsAlready) return words["holds as it is ({0})", WithUnit(requirement.Value)];
        return requirement.Usual == 0 ? WithUnit(requirement.Value) : words["{0}, now {1}", WithUnit(requirement.Value), Numbers.Format(requirement.Usual)];
    }

    /// <summary>Whether that lies inside the range of its row; empty when there is none.</summary>
    public static string RangeOf(Requirement requirement, Words words)
    {
        if (requirement.HoldsAlready || requirement.IsInside is not { } isInside) return "";
        return (isInside, requirement.Range) switch
        {
            (true, LeverRange.Measured) => words["● inside the measured range"],
            (false, LeverRange.Measured) => words["○ outside the measured range"],
            (true, _) => words["● inside the assumed range"],
            (false, _) => words["○ outside the assumed range"],
        };
    }

    /// <summary>The sign behind a probability in a table: prior only, by construction, or weighed by data.</summary>
    public static string Mark(HypothesisVerdict verdict) => verdict.Standing == Standing.Contradicted ? "" : verdict.IsInert ? " =" : verdict.IsPriorOnly ? " *" : "";

    /// <summary>What the signs mean that stand behind the probabilities of some verdicts.</summary>
    public static IEnumerable<(string Sign, string Meaning)> Marks(IEnumerable<ClaimVerdict> verdicts, Words words)
    {
        var marks = verdicts.SelectMany(verdict => verdict.Hypotheses).Select(Mark).ToHashSet(StringComparer.Ordinal);
        if (marks.Contains(" *")) yield return ("* ", words["prior only: no published number moved what decides it; the probability is that of the assumptions, shown with the priors of effects halved and doubled."]);
        if (marks.Contains(" =")) yield return ("= ", words["by construction: vesicles do nothing under this hypothesis; it is there for comparison."]);
    }

    /// <summary>How a probability came about.</summary>
    public static string Basis(HypothesisVerdict verdict, Words words)
    {
        if (verdict.IsInert) return words["by construction"];
        if (verdict.IsPriorOnly) return words["prior only"];
        var count = verdict.EffectiveDraws.ToString("F0", CultureInfo.InvariantCulture);
        return verdict.HasEnoughDraws
            ? words["weighed by data, {0} effective draws", count]
            : words["weighed by data, but only {0} effective draws: give more with --draws", count];
    }
}
