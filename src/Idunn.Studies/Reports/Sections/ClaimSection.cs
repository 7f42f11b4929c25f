using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Claims;
using static Idunn.Studies.Reports.Markup;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Sections;

/// <summary>One claim: its verdict, the probability under each hypothesis, who owns the uncertainty, what would have to be true, what is missing.</summary>
static class ClaimSection
{
    const double NegligibleShare = 1e-3;

    /// <summary>The claims that a study decides.</summary>
    public static XElement? Of(RunResults run) => run.Claims.IsEmpty ? null : Parts.Section("claims", run.Words.Of(ClaimWords.OfThisStudy),
        El("p", run.Words.Of(ClaimWords.FromThisRun)),
        run.Claims.Select(verdict => El("div.group", El("h3", run.Words.Of(verdict.Claim.Statement)), Content(verdict, run.References, run.Words))));

    public static XElement Whole(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words) =>
        El("section.claim", At("id", verdict.Claim.Id), El("h2", words.Of(verdict.Claim.Statement)), Content(verdict, references, words));

    /// <summary>The verdict as a sign and a word.</summary>
    public static XElement Badge(Standing standing, Words words) =>
        El("span.verdict." + standing.ToString().ToLowerInvariant(), $"{VerdictText.Sign(standing)} {VerdictText.Word(standing, words)}");

    static IEnumerable<object?> Content(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words)
    {
        var claim = verdict.Claim;
        yield return El("p", Badge(verdict.Standing, words), El("span.note", $" · {claim.Id} · {(claim.Reference.Length == 0 ? words.Of(ClaimWords.GeneralKnowledge) : references.GetValueOrDefault(claim.Reference, claim.Reference))}{(claim.Locator.Length == 0 ? "" : $" · {claim.Locator}")}"));
        if (claim.Reason.English.Length > 0) yield return El("p", words.Of(claim.Reason));
        if (claim.Test is { } test)
        {
            yield return El("p", El("b", words.Of(ClaimWords.HoldsWhen)), " ", string.Join(words.Of(ClaimWords.And), test.Criteria.Select((criterion, i) => Criterion(criterion, verdict, i, words))), words.Of(ClaimWords.Stop),
                " ", El("span.note", $"{words.Of(test.Because)} ({string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.OfStudy), test.Study)})"));
            yield return Probabilities(verdict, test, words);
            foreach (var undecided in Undecided(verdict, words)) yield return undecided;
            yield return Requirements(verdict, words);
        }
        if (claim.Missing.English.Length > 0) yield return El("p", El("b", words.Of(ClaimWords.Missing)), " ", words.Of(claim.Missing));
        if (claim.SettledBy.English.Length > 0) yield return El("p", El("b", words.Of(ClaimWords.Settles)), " ", words.Of(claim.SettledBy));
        if (claim.Test is not null) yield return El("p.note", verdict.Evidence.IsEmpty ? words.Of(ClaimWords.NoEvidence) : $"{words.Of(ClaimWords.WeighedBy)} {string.Join(", ", verdict.Evidence)}");
    }

    static string Criterion(Criterion criterion, ClaimVerdict verdict, int i, Words words)
    {
        var number = verdict.Hypotheses.Select(under => under.Numbers[i]).FirstOrDefault();
        return string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.Is), words.Of(number?.Name ?? criterion.Endpoint), VerdictText.Bounds(criterion, number?.Unit ?? "", words));
    }

    static XElement Probabilities(ClaimVerdict verdict, ClaimTest test, Words words) => Parts.Table(
        words, "probabilities", [.. new[] { ClaimWords.Hypothesis, ClaimWords.Probability, ClaimWords.Picture, ClaimWords.Number, ClaimWords.Owners }.Select(head => words.Of(head))],
        verdict.Hypotheses.Select(under => new object?[] { El("b", Title(under, words)), Probability(under, words), Picture(under, words), Numbers(under, test, words), Owners(under, words) }));

    internal static string Title(HypothesisVerdict under, Words words) => under.Hypothesis.Length == 0 ? words.Of(ClaimWords.AnyHypothesis)
        : words.Of(under.Title);

    static IEnumerable<object?> Probability(HypothesisVerdict under, Words words)
    {
        if (under.Standing == Standing.Contradicted)
            yield return El("span", Badge(under.Standing, words), El("span.detail", string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.Misfit), Reports.Numbers.Format(under.Misfit))));
        yield return El("b", VerdictText.Probability(under.Probability, under.Draws, words));
        yield return El("span.detail", VerdictText.Basis(under, words));
        if (!double.IsNaN(under.Halved)) yield return El("span.detail", string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.Scaled), VerdictText.Percent(under.Halved), VerdictText.Percent(under.Doubled)));
        if (under.RelativeEvidence < 1) yield return El("span.detail", string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.Evidence), Reports.Numbers.Format(1 / under.RelativeEvidence)));
    }

    /// <summary>Said once where it is the same under every hypothesis.</summary>
    static IEnumerable<XElement> Undecided(ClaimVerdict verdict, Words words)
    {
        foreach (var group in verdict.Hypotheses.Where(under => under.Undecided > 0).GroupBy(under => under.Undecided))
        {
            var text = string.Format(CultureInfo.InvariantCulture, words.Of(ClaimWords.Undecided), group.Key, group.First().Draws + group.Key);
            yield return El("p.note", group.Count() == verdict.Hypotheses.Length ? text : $"{string.Join(words.Of(ClaimWords.Comma), group.Select(under => Title(under, words)))}{words.Of(ClaimWords.Colon)}{text}");
        }
    }

    static IEnumerable<object?> Numbers(HypothesisVerdict under, ClaimTest test, Words words) => under.Numbers.Select((number, i) =>
    {
        var (unit, factor) = VerdictText.Scale(number.Unit, test.Criteria[i].Bound, words);
        // Beside a bound of a quarter, a billionth is the error of the integration.
        double Shown(double value) => Math.Abs(value) < NegligibleShare * Math.Abs(test.Criteria[i].Bound) ? 0 : value * factor;
        var (median, range) = (Reports.Numbers.Format(Shown(number.Median)), Reports.Numbers.Range(Shown(number.Low), Shown(number.High), words));
        return El("div.number", under.Numbers.Length > 1 ? El("span.detail", words.Of(number.Name)) : null, El("b", median), median == range ? null : El("span.range", $" ({range})"), unit.Length == 0 ? null : " " + unit);
    });

    static XElement? Owners(HypothesisVerdict under, Words words) => under.IsInert ? null : under.Owners.IsEmpty
        ? El("span.detail", words.Of(under.IsStill ? ClaimWords.HardlyMoves : ClaimWords.NoOwner))
        : El("ul", under.Owners.Select(owner => El("li", $"{owner.Name}: {VerdictText.Percent(owner.Share)}", owner.IsAssumption ? El("span.tag", words.Of(ClaimWords.Assumption)) : null)));

    /// <summary>A row for each lever, a column for each hypothesis that has any use for it.</summary>
    static IEnumerable<XElement> Requirements(ClaimVerdict verdict, Words words)
    {
        var under = verdict.Hypotheses.Where(one => !one.Requirements.IsEmpty).ToImmutableArray();
        if (under.IsEmpty) yield break;
        yield return El("h3", words.Of(ClaimWords.WouldHaveToBeTrue));
        yield return El("p.note", words.Of(ClaimWords.HowSolved));
        string[] heads = [words.Of(ClaimWords.Lever), .. under.Select(one => Title(one, words))];
        yield return Parts.Table(words, "levers", heads, under[0].Requirements.Select((first, i) => (object?[])[Lever(first, words), .. under.Select(one => Need(one.Requirements[i], words))]));
    }

    static object?[] Lever(Requirement requirement, Words words) =>
    [
        El("b", ClaimWords.Levers.TryGetValue(requirement.Lever, out var name) ? words.Of(name) : requirement.Name),
        requirement.Range == LeverRange.None ? null : El("span.detail",
            $"{words.Of(requirement.Range == LeverRange.Measured ? ClaimWords.MeasuredRange : ClaimWords.AssumedRange)} {Parts.WithUnit(Reports.Numbers.Range(requirement.Low, requirement.High, words), requirement.Unit)}"),
    ];

    static object?[] Need(Requirement requirement, Words words) =>
    [
        requirement.DoesNothing || double.IsNaN(requirement.Value) ? El("span.muted", VerdictText.Needed(requirement, words)) : El("b", VerdictText.Needed(requirement, words)),
        VerdictText.RangeOf(requirement, words) is { Length: > 0 } range ? El("span.detail", range) : null,
    ];

    /// <summary>A line from 0 to 100 %: the dot is the probability, the bar spans what halving and doubling the prior make of it.</summary>
    static XElement? Picture(HypothesisVerdict under, Words words)
    {
        if (double.IsNaN(under.Probability)) return null;
        const double left = 10, width = 180;
        string At100(double share) => (left + (width * share)).ToString("0.#", CultureInfo.InvariantCulture);
        double[] all = [.. new[] { under.Probability, under.Halved, under.Doubled }.Where(double.IsFinite)];
        return El("svg", At("viewBox", "0 0 200 36"), At("role", "img"), At("aria-label", $"{words.Of(ClaimWords.Probability)} {VerdictText.Percent(under.Probability)}"),
            Line(At100(0), At100(1), "12", "#b8c0c7", "1"), Line(At100(0.5), At100(0.5), "12", "#b8c0c7", "1"), Line(At100(all.Min()), At100(all.Max()), "12", "#8a96a1", "6"),
            El("circle", At("cx", At100(under.Probability)), At("cy", "12"), At("r", "5.5"), At("fill", under.IsPriorOnly ? "#ffffff" : "#1d2329"), At("stroke", "#1d2329"), At("stroke-width", "2")),
            Label(At100(0), "start", "0"), Label(At100(0.5), "middle", "50 %"), Label(At100(1), "end", "100 %"));
    }

    static XElement Line(string from, string to, string y, string colour, string width) => El("line", At("x1", from), At("x2", to), At("y1", y), At("y2", y), At("stroke", colour), At("stroke-width", width));

    static XElement Label(string x, string anchor, string text) => El("text", At("x", x), At("y", "33"), At("font-size", "12"), At("text-anchor", anchor), At("fill", "#56616b"), text);
}
