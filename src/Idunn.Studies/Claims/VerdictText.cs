using System.Globalization;
using Idunn.Studies.Reports;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts in words.</summary>
public static class VerdictText
{
    private const double DaysPerYear = 365.25;

    private static readonly Phrase PriorOnly = new(
        "prior only: no published number moved what decides it; the probability is that of the assumptions, shown with the priors of effects halved and doubled.",
        "僅反映先驗假設：沒有任何已發表的數據影響決定性的參數；此機率只是假設的結果，並列出效應先驗減半與加倍時的數值。");

    private static readonly Phrase ByConstruction = new("by construction: vesicles do nothing under this hypothesis; it is there for comparison.", "由設定決定：此假說下囊泡沒有任何作用，僅供對照。");

    public static string Word(Standing standing, Words words) => words.Of(standing switch
    {
        Standing.Supported => new Phrase("supported", "獲得支持"),
        Standing.Refuted => new("refuted", "遭否定"),
        Standing.Open => new("open", "尚無定論"),
        Standing.Contradicted => new("contradicted by data", "與數據不符"),
        Standing.Undetermined => new("undetermined", "無法判定"),
        _ => new("not tested", "未檢驗"),
    });

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
        0 => $"0\u00A0% ({In($"none of {draws}", $"{draws} 組皆不成立", words)})",
        1 => $"100\u00A0% ({In($"all of {draws}", $"{draws} 組皆成立", words)})",
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
        unit == "d" && Math.Abs(bound) >= DaysPerYear ? (In("years", "年", words), 1 / DaysPerYear) : (unit is "1" ? "" : unit, 1);

    /// <summary>"at least 1.5", in the unit that is read most easily.</summary>
    public static string Bounds(Criterion criterion, string unit, Words words)
    {
        var (shown, factor) = Scale(unit, criterion.Bound, words);
        string Number(double value) => shown.Length == 0 ? Numbers.Format(value * factor) : $"{Numbers.Format(value * factor)}\u00A0{shown}";
        return (double.IsNaN(criterion.AtLeast), double.IsNaN(criterion.AtMost)) switch
        {
            (false, true) => In($"at least {Number(criterion.AtLeast)}", $"至少 {Number(criterion.AtLeast)}", words),
            (true, false) => In($"at most {Number(criterion.AtMost)}", $"至多 {Number(criterion.AtMost)}", words),
            _ => In($"between {Numbers.Format(criterion.AtLeast * factor)} and {Number(criterion.AtMost)}", $"介於 {Numbers.Format(criterion.AtLeast * factor)} 與 {Number(criterion.AtMost)} 之間", words),
        };
    }

    /// <summary>What a lever would have to be, without its name.</summary>
    public static string Needed(Requirement requirement, Words words)
    {
        string WithUnit(double value) => requirement.Unit is "" or "1" ? Numbers.Format(value) : $"{Numbers.Format(value)}\u00A0{requirement.Unit}";
        if (requirement.DoesNothing) return In("does nothing here", "此處不起作用", words);
        if (double.IsNaN(requirement.Value))
        {
            var limit = double.IsInfinity(requirement.Limit) ? ("", "") : ($" up to {Numbers.Format(requirement.Limit)}", $"（上限 {Numbers.Format(requirement.Limit)}）");
            var best = double.IsNaN(requirement.Reached) ? ("", "") : ($" ({requirement.Unmet} at best {Numbers.Format(requirement.Reached)})", $"（{requirement.Unmet} 最佳為 {Numbers.Format(requirement.Reached)}）");
            return In($"no value{limit.Item1} is enough{best.Item1}", $"任何數值{limit.Item2}皆不足{best.Item2}", words);
        }
        if (requirement.HoldsAlready) return In($"holds as it is ({WithUnit(requirement.Value)})", $"現值即成立（{WithUnit(requirement.Value)}）", words);
        var usual = requirement.Usual == 0 ? "" : In($", now {Numbers.Format(requirement.Usual)}", $"，目前為 {Numbers.Format(requirement.Usual)}", words);
        return WithUnit(requirement.Value) + usual;
    }

    /// <summary>Whether that lies inside the range of its row; empty when there is none.</summary>
    public static string RangeOf(Requirement requirement, Words words)
    {
        if (requirement.HoldsAlready || requirement.IsInside is not { } isInside) return "";
        return (isInside, requirement.Range) switch
        {
            (true, LeverRange.Measured) => In("● inside the measured range", "● 在實測範圍之內", words),
            (false, LeverRange.Measured) => In("○ outside the measured range", "○ 超出實測範圍", words),
            (true, _) => In("● inside the assumed range", "● 在假設範圍之內", words),
            (false, _) => In("○ outside the assumed range", "○ 超出假設範圍", words),
        };
    }

    /// <summary>The sign behind a probability in a table: prior only, by construction, or weighed by data.</summary>
    public static string Mark(HypothesisVerdict verdict) => verdict.Standing == Standing.Contradicted ? "" : verdict.IsInert ? " =" : verdict.IsPriorOnly ? " *" : "";

    /// <summary>What the signs mean that stand behind the probabilities of some verdicts.</summary>
    public static IEnumerable<(string Sign, Phrase Meaning)> Marks(IEnumerable<ClaimVerdict> verdicts)
    {
        var marks = verdicts.SelectMany(verdict => verdict.Hypotheses).Select(Mark).ToHashSet(StringComparer.Ordinal);
        if (marks.Contains(" *")) yield return ("* ", PriorOnly);
        if (marks.Contains(" =")) yield return ("= ", ByConstruction);
    }

    /// <summary>How a probability came about.</summary>
    public static string Basis(HypothesisVerdict verdict, Words words)
    {
        if (verdict.IsInert) return In("by construction", "由設定決定", words);
        if (verdict.IsPriorOnly) return In("prior only", "僅反映先驗假設", words);
        var count = verdict.EffectiveDraws.ToString("F0", CultureInfo.InvariantCulture);
        return verdict.HasEnoughDraws
            ? In($"weighed by data, {count} effective draws", $"經數據加權，有效抽樣 {count} 組", words)
            : In($"weighed by data, but only {count} effective draws: give more with --draws", $"經數據加權，但有效抽樣僅 {count} 組：請以 --draws 增加", words);
    }

    internal static string In(string english, string chinese, Words words) => words.Of(new Phrase(english, chinese));
}
