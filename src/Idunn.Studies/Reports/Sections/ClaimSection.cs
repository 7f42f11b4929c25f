using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Claims;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>One claim: its verdict, the probability under each hypothesis, who owns the uncertainty, what would have to be true, what is missing.</summary>
static class ClaimSection
{
    static readonly string[] heads = ["Hypothesis", "Probability that it holds", "Picture", "Deciding number, 5–95 %", "Who owns the uncertainty", "What would have to be true"];

    /// <summary>The claims that a study decides.</summary>
    public static XElement? Of(RunResults run) => run.Claims.IsEmpty ? null : Parts.Section("claims", "Claims that this study decides",
        El("p", "From the draws of this run. “idunn claims” runs them with the priors of the assumed effects halved and doubled, and solves for what would have to be true."),
        run.Claims.Select(verdict => Block(verdict, run.References, "en")));

    public static XElement Whole(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, string language) =>
        El("section", At("id", verdict.Claim.Id), El("h2", verdict.Claim.Statement.In(language)), Content(verdict, references, language));

    static XElement Block(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, string language) =>
        El("div.group", El("h3", verdict.Claim.Statement.In(language)), Content(verdict, references, language));

    static IEnumerable<object?> Content(ClaimVerdict verdict, IReadOnlyDictionary<string, string> references, string language)
    {
        var claim = verdict.Claim;
        yield return El("p", El("span.verdict." + verdict.Standing.ToString().ToLowerInvariant(), VerdictText.Word(verdict.Standing, language)), $" · {claim.Id}",
            claim.Reference.Length == 0 ? null : $" · {references.GetValueOrDefault(claim.Reference, claim.Reference)}");
        if (claim.Reason.English.Length > 0) yield return El("p", claim.Reason.In(language));
        if (claim.Test is { } test)
            yield return El("p.note", $"Decided by “{test.Endpoint}” of the study {test.Study}: it holds {Bounds(test, verdict.Unit)}. {test.Because.In(language)}");
        if (!verdict.Hypotheses.IsEmpty) yield return Parts.Table("claims", heads, verdict.Hypotheses.Select(under => Row(under, claim, verdict.Unit)));
        if (claim.Missing.English.Length > 0) yield return El("p", El("b", "Missing: "), claim.Missing.In(language));
        if (claim.SettledBy.English.Length > 0) yield return El("p", El("b", "What would settle it: "), claim.SettledBy.In(language));
        yield return El("p.note", verdict.Evidence.IsEmpty ? "No published number with a stated error weighed the draws." : $"Weighed by: {string.Join(", ", verdict.Evidence)}.");
    }

    static string Bounds(ClaimTest test, string unit)
    {
        string Number(double value) => Parts.WithUnit(Numbers.Format(value), unit);
        return (double.IsNaN(test.AtLeast), double.IsNaN(test.AtMost)) switch
        {
            (false, true) => $"from {Number(test.AtLeast)} upwards",
            (true, false) => $"up to {Number(test.AtMost)}",
            _ => $"between {Numbers.Format(test.AtLeast)} and {Number(test.AtMost)}",
        };
    }

    static object?[] Row(HypothesisVerdict under, Claim claim, string unit) =>
    [
        under.Hypothesis.Length == 0 ? "hangs on none" : El("b", under.Title.Length > 0 ? under.Title : under.Hypothesis),
        new object?[]
        {
            El("b", VerdictText.Probability(under.Probability, under.Draws)),
            El("span.detail", under.IsPriorOnly ? "prior only" : string.Create(CultureInfo.InvariantCulture, $"weighed by data, {under.EffectiveDraws:F0} effective draws")),
            double.IsNaN(under.Halved) ? null : El("span.detail", $"prior halved {VerdictText.Percent(under.Halved)}, doubled {VerdictText.Percent(under.Doubled)}"),
        },
        Picture(under),
        new object?[] { Parts.Interval(under.Median, under.Low, under.High), unit is "" or "1" ? null : " " + unit },
        under.Owners.IsEmpty ? "no single parameter" : El("ul", under.Owners.Select(owner => El("li", $"{owner.Name}: {VerdictText.Percent(owner.Share)}{(owner.IsAssumption ? " (assumption)" : "")}"))),
        under.Requirements.IsEmpty ? null : El("ul", under.Requirements.Select(requirement => El("li", VerdictText.Sentence(requirement)))),
    ];

    /// <summary>A line from 0 to 100 %: the dot is the probability, the bar spans what halving and doubling the prior make of it.</summary>
    static XElement? Picture(HypothesisVerdict under)
    {
        if (double.IsNaN(under.Probability)) return null;
        const double left = 8, width = 184;
        string At100(double share) => (left + (width * share)).ToString("0.#", CultureInfo.InvariantCulture);
        double[] all = [.. new[] { under.Probability, under.Halved, under.Doubled }.Where(double.IsFinite)];
        return El("svg", At("viewBox", "0 0 200 34"), At("role", "img"), At("aria-label", $"probability {VerdictText.Percent(under.Probability)}"),
            Line(At100(0), At100(1), "14", "#b8c0c7", "1"), Line(At100(all.Min()), At100(all.Max()), "14", "#56616b", "6"),
            El("circle", At("cx", At100(under.Probability)), At("cy", "14"), At("r", "5.5"), At("fill", "#1d2329")),
            Label("8", "start", "0"), Label(At100(0.5), "middle", "50 %"), Label("192", "end", "100 %"));
    }

    static XElement Line(string from, string to, string y, string colour, string width) => El("line", At("x1", from), At("x2", to), At("y1", y), At("y2", y), At("stroke", colour), At("stroke-width", width));

    static XElement Label(string x, string anchor, string text) => El("text", At("x", x), At("y", "31"), At("font-size", "10"), At("text-anchor", anchor), At("fill", "#56616b"), text);
}
