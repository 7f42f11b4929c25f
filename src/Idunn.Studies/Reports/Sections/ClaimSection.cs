using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Claims;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>One claim: its verdict, the probability under each hypothesis, who owns the uncertainty, what would have to be true, what is missing.</summary>
static class ClaimSection
{
    static readonly string[] heads = ["Hypothesis", "Probability that it holds", "Picture", "Deciding number, 5–95 %", "Who owns the uncertainty", "What would have to be true"];

    /// <summary>The claims that a study decides.</summary>
    public static XElement? Of(RunResults run) => run.Claims.IsEmpty ? null : Parts.Section("claims", run.Words["Claims that this study decides"],
        El("p", run.Words["From the draws of this run. “idunn claims” runs them with the priors of the assumed effects halved and doubled, and solves for what would have to be true."]),
        run.Claims.Select(verdict => Block(verdict, run.References, run.Words)));

    public static XElement Whole(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words) =>
        El("section", At("id", verdict.Claim.Id), El("h2", words.Of(verdict.Claim.Statement)), Content(verdict, references, words));

    static XElement Block(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words) =>
        El("div.group", El("h3", words.Of(verdict.Claim.Statement)), Content(verdict, references, words));

    static IEnumerable<object?> Content(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, Words words)
    {
        var claim = verdict.Claim;
        yield return El("p", El("span.verdict." + verdict.Standing.ToString().ToLowerInvariant(), VerdictText.Word(verdict.Standing, words)), $" · {claim.Id}",
            claim.Reference.Length == 0 ? null : $" · {references.GetValueOrDefault(claim.Reference, claim.Reference)}");
        if (claim.Reason.English.Length > 0) yield return El("p", words.Of(claim.Reason));
        if (claim.Test is { } test)
            yield return El("p.note", words["Decided by “{0}” of the study {1}: it holds {2}.", test.Endpoint, test.Study, Bounds(test, verdict.Unit, words)] + words.Space + words.Of(test.Because));
        if (!verdict.Hypotheses.IsEmpty) yield return Parts.Table(words, "claims", heads, verdict.Hypotheses.Select(under => Row(under, claim, verdict.Unit, words)));
        if (claim.Missing.English.Length > 0) yield return El("p", El("b", words["Missing: "]), words.Of(claim.Missing));
        if (claim.SettledBy.English.Length > 0) yield return El("p", El("b", words["What would settle it: "]), words.Of(claim.SettledBy));
        yield return El("p.note", verdict.Evidence.IsEmpty ? words["No published number with a stated error weighed the draws."] : words["Weighed by: {0}.", string.Join(words.Comma, verdict.Evidence)]);
    }

    static string Bounds(ClaimTest test, string unit, Words words)
    {
        string Number(double value) => Parts.WithUnit(Numbers.Format(value), words.Name(unit));
        return (double.IsNaN(test.AtLeast), double.IsNaN(test.AtMost)) switch
        {
            (false, true) => words["from {0} upwards", Number(test.AtLeast)],
            (true, false) => words["up to {0}", Number(test.AtMost)],
            _ => words["between {0} and {1}", Numbers.Format(test.AtLeast), Number(test.AtMost)],
        };
    }

    static object?[] Row(HypothesisVerdict under, Claim claim, string unit, Words words) =>
    [
        under.Hypothesis.Length == 0 ? words["hangs on none"] : El("b", under.Title.IsEmpty ? under.Hypothesis : words.Of(under.Title)),
        new object?[]
        {
            El("b", VerdictText.Probability(under.Probability, under.Draws, words)),
            El("span.detail", under.IsPriorOnly ? words["prior only"] : words["weighed by data, {0:F0} effective draws", under.EffectiveDraws]),
            double.IsNaN(under.Halved) ? null : El("span.detail", words["prior halved {0}, doubled {1}", VerdictText.Percent(under.Halved), VerdictText.Percent(under.Doubled)]),
        },
        Picture(under, words),
        new object?[] { Parts.Interval(words, under.Median, under.Low, under.High), unit is "" or "1" ? null : " " + words.Name(unit) },
        under.Owners.IsEmpty ? words["no single parameter"] : El("ul", under.Owners.Select(owner => El("li", owner.IsAssumption ? words["{0}: {1} (assumption)", owner.Name, VerdictText.Percent(owner.Share)] : words["{0}: {1}", owner.Name, VerdictText.Percent(owner.Share)]))),
        under.Requirements.IsEmpty ? null : El("ul", under.Requirements.Select(requirement => El("li", VerdictText.Sentence(requirement, words)))),
    ];

    /// <summary>A line from 0 to 100 %: the dot is the probability, the bar spans what halving and doubling the prior make of it.</summary>
    static XElement? Picture(HypothesisVerdict under, Words words)
    {
        if (double.IsNaN(under.Probability)) return null;
        const double left = 8, width = 184;
        string At100(double share) => (left + (width * share)).ToString("0.#", CultureInfo.InvariantCulture);
        double[] all = [.. new[] { under.Probability, under.Halved, under.Doubled }.Where(double.IsFinite)];
        return El("svg", At("viewBox", "0 0 200 34"), At("role", "img"), At("aria-label", words["probability {0}", VerdictText.Percent(under.Probability)]),
            Line(At100(0), At100(1), "14", "#b8c0c7", "1"), Line(At100(all.Min()), At100(all.Max()), "14", "#56616b", "6"),
            El("circle", At("cx", At100(under.Probability)), At("cy", "14"), At("r", "5.5"), At("fill", "#1d2329")),
            Label("8", "start", "0"), Label(At100(0.5), "middle", "50 %"), Label("192", "end", "100 %"));
    }

    static XElement Line(string from, string to, string y, string colour, string width) => El("line", At("x1", from), At("x2", to), At("y1", y), At("y2", y), At("stroke", colour), At("stroke-width", width));

    static XElement Label(string x, string anchor, string text) => El("text", At("x", x), At("y", "31"), At("font-size", "10"), At("text-anchor", anchor), At("fill", "#56616b"), text);
}
