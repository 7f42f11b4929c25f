using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Claims;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>One claim: its verdict, the probability under each hypothesis, who owns the uncertainty, what would have to be true, what is missing.</summary>
static class ClaimSection
{
    /// <summary>The claims that a study decides.</summary>
    public static XElement? Of(RunResults run) => run.Claims.IsEmpty ? null : Parts.Section("claims", "Claims that this study decides",
        El("p", "From the draws of this run. “idunn claims” runs them with the priors of the assumed effects halved and doubled, and solves for what would have to be true."),
        run.Claims.Select(verdict => El("div.group", El("h3", verdict.Claim.Statement.In("en")), Content(verdict, run.References, "en"))));

    public static XElement Whole(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, string language) =>
        El("section.claim", At("id", verdict.Claim.Id), El("h2", verdict.Claim.Statement.In(language)), Content(verdict, references, language));

    /// <summary>The verdict as a sign and a word.</summary>
    public static XElement Badge(Standing standing, string language) =>
        El("span.verdict." + standing.ToString().ToLowerInvariant(), $"{VerdictText.Sign(standing)} {VerdictText.Word(standing, language)}");

    static IEnumerable<object?> Content(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, string language)
    {
        var claim = verdict.Claim;
        yield return El("p", Badge(verdict.Standing, language), El("span.note", $" · {claim.Id} · {(claim.Reference.Length == 0 ? ClaimWords.GeneralKnowledge.In(language) : references.GetValueOrDefault(claim.Reference, claim.Reference))}{(claim.Locator.Length == 0 ? "" : $" · {claim.Locator}")}"));
        if (claim.Reason.English.Length > 0) yield return El("p", claim.Reason.In(language));
        if (claim.Test is { } test)
        {
            yield return El("p", El("b", ClaimWords.HoldsWhen.In(language)), " ", string.Join(ClaimWords.And.In(language), test.Criteria.Select((criterion, i) => Criterion(criterion, verdict, i, language))), ClaimWords.Stop.In(language),
                " ", El("span.note", $"{test.Because.In(language)} ({string.Format(CultureInfo.InvariantCulture, ClaimWords.OfStudy.In(language), test.Study)})"));
            yield return Probabilities(verdict, test, language);
            foreach (var undecided in Undecided(verdict, language)) yield return undecided;
            yield return Requirements(verdict, language);
        }
        if (claim.Missing.English.Length > 0) yield return El("p", El("b", ClaimWords.Missing.In(language)), " ", claim.Missing.In(language));
        if (claim.SettledBy.English.Length > 0) yield return El("p", El("b", ClaimWords.Settles.In(language)), " ", claim.SettledBy.In(language));
        if (claim.Test is not null) yield return El("p.note", verdict.Evidence.IsEmpty ? ClaimWords.NoEvidence.In(language) : $"{ClaimWords.WeighedBy.In(language)} {string.Join(", ", verdict.Evidence)}");
    }

    static string Criterion(Criterion criterion, ClaimVerdict verdict, int i, string language)
    {
        var number = verdict.Hypotheses.Select(under => under.Numbers[i]).FirstOrDefault();
        return $"“{number?.Name ?? criterion.Endpoint}”{ClaimWords.Is.In(language)}{VerdictText.Bounds(criterion, number?.Unit ?? "", language)}";
    }

    static XElement Probabilities(ClaimVerdict verdict, ClaimTest test, string language) => Parts.Table(
        "probabilities", [.. new[] { ClaimWords.Hypothesis, ClaimWords.Probability, ClaimWords.Picture, ClaimWords.Number, ClaimWords.Owners }.Select(head => head.In(language))],
        verdict.Hypotheses.Select(under => new object?[] { El("b", Title(under, language)), Probability(under, language), Picture(under, language), Numbers(under, test, language), Owners(under, language) }));

    internal static string Title(HypothesisVerdict under, string language) => under.Hypothesis.Length == 0 ? ClaimWords.AnyHypothesis.In(language)
        : language == "zh-Hant" && ClaimWords.Hypotheses.TryGetValue(under.Hypothesis, out var chinese) ? chinese : under.Title;

    static IEnumerable<object?> Probability(HypothesisVerdict under, string language)
    {
        if (under.Standing == Standing.Contradicted)
            yield return El("span", Badge(under.Standing, language), El("span.detail", string.Format(CultureInfo.InvariantCulture, ClaimWords.Misfit.In(language), Reports.Numbers.Format(under.Misfit))));
        yield return El("b", VerdictText.Probability(under.Probability, under.Draws, language));
        yield return El("span.detail", VerdictText.Basis(under, language));
        if (!double.IsNaN(under.Halved)) yield return El("span.detail", string.Format(CultureInfo.InvariantCulture, ClaimWords.Scaled.In(language), VerdictText.Percent(under.Halved), VerdictText.Percent(under.Doubled)));
        if (under.RelativeEvidence < 1) yield return El("span.detail", string.Format(CultureInfo.InvariantCulture, ClaimWords.Evidence.In(language), Reports.Numbers.Format(1 / under.RelativeEvidence)));
    }

    /// <summary>Said once where it is the same under every hypothesis.</summary>
    static IEnumerable<XElement> Undecided(ClaimVerdict verdict, string language)
    {
        foreach (var group in verdict.Hypotheses.Where(under => under.Undecided > 0).GroupBy(under => under.Undecided))
        {
            var text = string.Format(CultureInfo.InvariantCulture, ClaimWords.Undecided.In(language), group.Key, group.First().Draws + group.Key);
            yield return El("p.note", group.Count() == verdict.Hypotheses.Length ? text : $"{string.Join(ClaimWords.Comma.In(language), group.Select(under => Title(under, language)))}{ClaimWords.Colon.In(language)}{text}");
        }
    }

    static IEnumerable<object?> Numbers(HypothesisVerdict under, ClaimTest test, string language) => under.Numbers.Select((number, i) =>
    {
        var (unit, factor) = VerdictText.Scale(number.Unit, test.Criteria[i].Bound, language);
        var (median, range) = (Reports.Numbers.Format(number.Median * factor), Reports.Numbers.Range(number.Low * factor, number.High * factor));
        return El("div.number", under.Numbers.Length > 1 ? El("span.detail", number.Name) : null, El("b", median), median == range ? null : El("span.range", $" ({range})"), unit.Length == 0 ? null : " " + unit);
    });

    static XElement? Owners(HypothesisVerdict under, string language) => under.IsInert ? null : under.Owners.IsEmpty
        ? El("span.detail", (under.IsStill ? ClaimWords.HardlyMoves : ClaimWords.NoOwner).In(language))
        : El("ul", under.Owners.Select(owner => El("li", $"{owner.Name}: {VerdictText.Percent(owner.Share)}", owner.IsAssumption ? El("span.tag", ClaimWords.Assumption.In(language)) : null)));

    /// <summary>A row for each lever, a column for each hypothesis that has any use for it.</summary>
    static IEnumerable<XElement> Requirements(ClaimVerdict verdict, string language)
    {
        var under = verdict.Hypotheses.Where(one => !one.Requirements.IsEmpty).ToImmutableArray();
        if (under.IsEmpty) yield break;
        yield return El("h3", ClaimWords.WouldHaveToBeTrue.In(language));
        yield return El("p.note", ClaimWords.HowSolved.In(language));
        string[] heads = [ClaimWords.Lever.In(language), .. under.Select(one => Title(one, language))];
        yield return Parts.Table("levers", heads, under[0].Requirements.Select((first, i) => (object?[])[Lever(first, language), .. under.Select(one => Need(one.Requirements[i], language))]));
    }

    static object?[] Lever(Requirement requirement, string language) =>
    [
        El("b", ClaimWords.Levers.TryGetValue(requirement.Lever, out var name) ? name.In(language) : requirement.Name),
        requirement.Range == LeverRange.None ? null : El("span.detail",
            $"{(requirement.Range == LeverRange.Measured ? ClaimWords.MeasuredRange : ClaimWords.AssumedRange).In(language)} {Parts.WithUnit(Reports.Numbers.Range(requirement.Low, requirement.High), requirement.Unit)}"),
    ];

    static object?[] Need(Requirement requirement, string language) =>
    [
        requirement.DoesNothing || double.IsNaN(requirement.Value) ? El("span.muted", VerdictText.Needed(requirement, language)) : El("b", VerdictText.Needed(requirement, language)),
        VerdictText.RangeOf(requirement, language) is { Length: > 0 } range ? El("span.detail", range) : null,
    ];

    /// <summary>A line from 0 to 100 %: the dot is the probability, the bar spans what halving and doubling the prior make of it.</summary>
    static XElement? Picture(HypothesisVerdict under, string language)
    {
        if (double.IsNaN(under.Probability)) return null;
        const double left = 10, width = 180;
        string At100(double share) => (left + (width * share)).ToString("0.#", CultureInfo.InvariantCulture);
        double[] all = [.. new[] { under.Probability, under.Halved, under.Doubled }.Where(double.IsFinite)];
        return El("svg", At("viewBox", "0 0 200 36"), At("role", "img"), At("aria-label", $"{ClaimWords.Probability.In(language)} {VerdictText.Percent(under.Probability)}"),
            Line(At100(0), At100(1), "12", "#b8c0c7", "1"), Line(At100(0.5), At100(0.5), "12", "#b8c0c7", "1"), Line(At100(all.Min()), At100(all.Max()), "12", "#8a96a1", "6"),
            El("circle", At("cx", At100(under.Probability)), At("cy", "12"), At("r", "5.5"), At("fill", under.IsPriorOnly ? "#ffffff" : "#1d2329"), At("stroke", "#1d2329"), At("stroke-width", "2")),
            Label(At100(0), "start", "0"), Label(At100(0.5), "middle", "50 %"), Label(At100(1), "end", "100 %"));
    }

    static XElement Line(string from, string to, string y, string colour, string width) => El("line", At("x1", from), At("x2", to), At("y1", y), At("y2", y), At("stroke", colour), At("stroke-width", width));

    static XElement Label(string x, string anchor, string text) => El("text", At("x", x), At("y", "33"), At("font-size", "12"), At("text-anchor", anchor), At("fill", "#56616b"), text);
}
