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
    public static XElement? Of(RunResults run) => run.Claims.IsEmpty ? null : Parts.Section("claims", run.Words["Claims that this study decides"],
        El("p", run.Words["From the draws of this run. "], El("code", "idunn claims"), run.Words[" runs them with the priors of the assumed effects halved and doubled, and solves for what would have to be true."]),
        run.Claims.Select(verdict => El("div.group", El("h3", run.Words.Of(verdict.Claim.Statement)), Content(verdict, run.References, run.Words))));

    public static XElement Whole(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words) =>
        El("section.claim", At("id", verdict.Claim.Id), El("h2", words.Of(verdict.Claim.Statement)), Content(verdict, references, words));

    /// <summary>The verdict as a sign and a word.</summary>
    public static XElement Badge(Standing standing, Words words) =>
        El("span.verdict." + standing.ToString().ToLowerInvariant(), $"{VerdictText.Sign(standing)} {VerdictText.Word(standing, words)}");

    static IEnumerable<object?> Content(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words)
    {
        var claim = verdict.Claim;
        yield return El("p", Badge(verdict.Standing, words), El("span.note", $" · {claim.Id} · {(claim.Reference.Length == 0 ? words["general knowledge"] : references.GetValueOrDefault(claim.Reference, claim.Reference))}{(claim.Locator.Length == 0 ? "" : $" · {words.Name(claim.Locator)}")}"));
        if (claim.Reason.English.Length > 0) yield return El("p", words.Of(claim.Reason));
        if (claim.Test is { } test)
        {
            yield return El("p", El("b", words["It holds when"]), " ", words["{0}.", test.Criteria.Select((criterion, i) => Criterion(criterion, verdict, i, words)).Aggregate((all, next) => words["{0}, and {1}", all, next])],
                " ", El("span.note", words["{0} ({1})", test.Because, words["study {0}", test.Study]]));
            yield return Probabilities(verdict, test, words);
            foreach (var undecided in Undecided(verdict, words)) yield return undecided;
            yield return Requirements(verdict, test, words);
        }
        if (claim.Missing.English.Length > 0) yield return El("p", El("b", words["Missing:"]), " ", words.Of(claim.Missing));
        if (claim.SettledBy.English.Length > 0) yield return El("p", El("b", words["What would settle it:"]), " ", words.Of(claim.SettledBy));
        if (claim.Test is not null) yield return El("p.note", verdict.Evidence.IsEmpty ? words["No published number with a stated error weighed the draws."] : $"{words["Weighed by:"]} {string.Join(", ", verdict.Evidence)}");
    }

    static string Criterion(Criterion criterion, ClaimVerdict verdict, int i, Words words)
    {
        var number = verdict.Hypotheses.Select(under => under.Numbers[i]).FirstOrDefault();
        return words["“{0}” is {1}", words.Of(number?.Name ?? criterion.Endpoint), VerdictText.Bounds(criterion, number?.Unit ?? "", words)];
    }

    static XElement Probabilities(ClaimVerdict verdict, ClaimTest test, Words words) => Parts.Table(
        "probabilities", words.Each("Hypothesis", "Probability that it holds", "Picture", "Deciding number, median and 5–95 %", "Who owns the uncertainty"),
        verdict.Hypotheses.Select(under => new object?[] { El("b", Title(under, words)), Probability(under, words), Picture(under, words), Numbers(under, test, words), Owners(under, words) }));

    internal static string Title(HypothesisVerdict under, Words words) => under.Hypothesis.Length == 0 ? words["alike under every hypothesis"]
        : words.Of(under.Title);

    static IEnumerable<object?> Probability(HypothesisVerdict under, Words words)
    {
        if (under.Standing == Standing.Contradicted)
            yield return El("span", Badge(under.Standing, words), El("span.detail", words["the closest draw is {0} standard deviations from the published numbers", Reports.Numbers.Format(under.Misfit)]));
        yield return El("b", VerdictText.Probability(under.Probability, under.Draws, words));
        yield return El("span.detail", VerdictText.Basis(under, words));
        if (!double.IsNaN(under.Halved)) yield return El("span.detail", words["prior halved {0}, doubled {1}", VerdictText.Percent(under.Halved), VerdictText.Percent(under.Doubled)]);
        if (under.RelativeEvidence < 1) yield return El("span.detail", words["explains the published numbers {0} times less well than the best hypothesis", Reports.Numbers.Format(1 / under.RelativeEvidence)]);
    }

    /// <summary>Said once where it is the same under every hypothesis.</summary>
    static IEnumerable<XElement> Undecided(ClaimVerdict verdict, Words words)
    {
        foreach (var group in verdict.Hypotheses.Where(under => under.Undecided > 0).GroupBy(under => under.Undecided))
        {
            var text = words["{0} of {1} draws do not decide: the number does not exist there, because the subject died or a level was never crossed.", group.Key, group.First().Draws + group.Key];
            yield return El("p.note", group.Count() == verdict.Hypotheses.Length ? text : words["{0}: {1}", string.Join(words.Comma, group.Select(under => Title(under, words))), text]);
        }
    }

    static IEnumerable<object?> Numbers(HypothesisVerdict under, ClaimTest test, Words words) => under.Numbers.Select((number, i) =>
    {
        var (unit, factor) = VerdictText.Scale(number.Unit, test.Criteria[i].Bound, words);
        // Beside a bound of a quarter, a billionth is the error of the integration.
        double Shown(double value) => Math.Abs(value) < NegligibleShare * Math.Abs(test.Criteria[i].Bound) ? 0 : value * factor;
        var (median, range) = (Reports.Numbers.Format(Shown(number.Median)), Reports.Numbers.Range(Shown(number.Low), Shown(number.High), words));
        return El("div.number", under.Numbers.Length > 1 ? El("span.detail", words.Of(number.Name)) : null, El("b", median), median == range ? null : El("span.range", words[" ({0})", range]), unit.Length == 0 ? null : " " + unit);
    });

    static XElement? Owners(HypothesisVerdict under, Words words) => under.IsInert ? null : under.Owners.IsEmpty
        ? El("span.detail", under.IsStill ? words["hardly moves in any draw"] : words["no single parameter, as far as so few draws tell"])
        : El("ul", under.Owners.Select(owner => El("li", words["{0}: {1}", owner.Name, VerdictText.Percent(owner.Share)], owner.IsAssumption ? El("span.tag", words["assumption"]) : null)));

    /// <summary>A row for each lever, a column for each hypothesis that has any use for it.</summary>
    static IEnumerable<XElement> Requirements(ClaimVerdict verdict, ClaimTest test, Words words)
    {
        var under = verdict.Hypotheses.Where(one => !one.Requirements.IsEmpty).ToImmutableArray();
        if (under.IsEmpty) yield break;
        yield return El("h3", words["What would have to be true"]);
        yield return El("p.note", words["Solved one at a time in a typical subject without chance: assumed effects at the medians of their priors, everything else at its table value. So this can hold where the probability above is small, and the other way round. ● inside, ○ outside the range."]);
        string[] heads = [words["One quantity alone would have to be"], .. under.Select(one => Title(one, words))];
        yield return Parts.Table("levers", heads, under[0].Requirements.Select((first, i) => (object?[])[Lever(first, words), .. under.Select(one => Need(one, one.Requirements[i], test, words))]));
    }

    static object?[] Lever(Requirement requirement, Words words) =>
    [
        El("b", words.Of(requirement.Name)),
        requirement.Range == LeverRange.None ? null : El("span.detail",
            $"{(requirement.Range == LeverRange.Measured ? words["measured range"] : words["assumed range"])} {Parts.WithUnit(Reports.Numbers.Range(requirement.Low, requirement.High, words), words.Name(requirement.Unit))}"),
    ];

    static object?[] Need(HypothesisVerdict under, Requirement requirement, ClaimTest test, Words words) =>
    [
        El(requirement.DoesNothing || double.IsNaN(requirement.Value) ? "span.muted" : "b", VerdictText.Needed(requirement, Best(under, requirement, test, words), words)),
        VerdictText.RangeOf(requirement, words) is { Length: > 0 } range ? El("span.detail", range) : null,
    ];

    /// <summary>How near the number comes whose criterion is never met; empty when each is met by itself.</summary>
    static string Best(HypothesisVerdict under, Requirement requirement, ClaimTest test, Words words)
    {
        if (double.IsNaN(requirement.Reached) || under.Numbers.FirstOrDefault(number => number.Endpoint == requirement.Unmet) is not { } number) return "";
        var (unit, factor) = VerdictText.Scale(number.Unit, test.Criteria[under.Numbers.IndexOf(number)].Bound, words);
        return words["{0} at best {1}", number.Name, Parts.WithUnit(Reports.Numbers.Format(requirement.Reached * factor), unit)];
    }

    /// <summary>A line from 0 to 100 %: the dot is the probability, the bar spans what halving and doubling the prior make of it.</summary>
    static XElement? Picture(HypothesisVerdict under, Words words)
    {
        if (double.IsNaN(under.Probability)) return null;
        const double left = 10, width = 180;
        string At100(double share) => (left + (width * share)).ToString("0.#", CultureInfo.InvariantCulture);
        double[] all = [.. new[] { under.Probability, under.Halved, under.Doubled }.Where(double.IsFinite)];
        return El("svg", At("viewBox", "0 0 200 36"), At("role", "img"), At("aria-label", $"{words["Probability that it holds"]} {VerdictText.Percent(under.Probability)}"),
            Line(At100(0), At100(1), "12", "#b8c0c7", "1"), Line(At100(0.5), At100(0.5), "12", "#b8c0c7", "1"), Line(At100(all.Min()), At100(all.Max()), "12", "#8a96a1", "6"),
            El("circle", At("cx", At100(under.Probability)), At("cy", "12"), At("r", "5.5"), At("fill", under.IsPriorOnly ? "#ffffff" : "#1d2329"), At("stroke", "#1d2329"), At("stroke-width", "2")),
            Label(At100(0), "start", "0"), Label(At100(0.5), "middle", "50 %"), Label(At100(1), "end", "100 %"));
    }

    static XElement Line(string from, string to, string y, string colour, string width) => El("line", At("x1", from), At("x2", to), At("y1", y), At("y2", y), At("stroke", colour), At("stroke-width", width));

    static XElement Label(string x, string anchor, string text) => El("text", At("x", x), At("y", "33"), At("font-size", "12"), At("text-anchor", anchor), At("fill", "#56616b"), text);
}
