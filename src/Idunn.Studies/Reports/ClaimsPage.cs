using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Claims;
using Idunn.Studies.Reports.Sections;
using Idunn.Studies.Storage;
using static Idunn.Studies.Reports.Markup;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports;

/// <summary>The verdicts on all claims as one page that opens offline.</summary>
public static class ClaimsPage
{
    /// <param name="references">Bibliography key to a printable reference.</param>
    public static void Write(ImmutableArray<ClaimVerdict> verdicts, IReadOnlyDictionary<string, string> references, int draws, Words words, string path)
    {
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(Page(verdicts, references, draws, words)) + "\n");
        AtomicFile.Write(path, stream => stream.Write(html), AtomicFile.Create);
    }

    /// <summary>The page as a tree.</summary>
    public static XElement Page(ImmutableArray<ClaimVerdict> verdicts, IReadOnlyDictionary<string, string> references, int draws, Words words) => El("html", At("lang", words.Language),
        El("head",
            El("meta", At("charset", "utf-8")),
            El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
            El("title", $"{words["Claim"]} · Idunn"),
            El("style", ReportWriter.Style(words))),
        El("body", Header(verdicts, draws, words), El("main", Overview(verdicts, words), verdicts.Select(verdict => ClaimSection.Whole(verdict, references, words)))));

    static XElement Header(ImmutableArray<ClaimVerdict> verdicts, int draws, Words words) => El("header",
        El("p.kicker", $"Idunn {ToolVersion.Current.Split('+')[0]}"),
        El("h1", words["What published claims come to"]),
        El("p.question", words["{0} claims, each under every rival hypothesis of how vesicles act, over {1} draws of all that is uncertain.", verdicts.Length, draws]),
        El("p.context", words["A probability marked “prior only” is that of the assumptions: no published number moved the parameters that decide. It is shown with the priors of the assumed effects halved and doubled (within the bounds of their tables), and the verdict is then “undetermined”, whatever the probability. This is a computation, not medical advice."]));

    /// <summary>Every claim in a line, with the probability under each hypothesis.</summary>
    static XElement? Overview(ImmutableArray<ClaimVerdict> verdicts, Words words)
    {
        if (verdicts.Length < 2) return null;
        var named = verdicts.SelectMany(verdict => verdict.Hypotheses).Where(under => under.Hypothesis.Length > 0).DistinctBy(under => under.Hypothesis).ToList();
        string[] hypotheses = [.. named.Select(under => under.Hypothesis)];
        string[] heads =
        [
            words["Claim"], words["Verdict"],
            .. named.Select(under => ClaimSection.Title(under, words)),
        ];
        return El("section", At("id", "overview"), El("h2", words["At a glance"]),
            Parts.Table("overview", heads, verdicts.Select(verdict => (object?[])
            [
                new object[] { El("a", At("href", "#" + verdict.Claim.Id), words.Of(verdict.Claim.Statement)), El("span.detail", verdict.Claim.Id) },
                ClaimSection.Badge(verdict.Standing, words),
                .. hypotheses.Select(name => Cell(verdict, name, words)),
            ])),
            VerdictText.Marks(verdicts, words).Select(mark => El("p.note", mark.Sign + mark.Meaning)));
    }

    /// <summary>What is alike under every hypothesis stands under each.</summary>
    static string? Cell(ClaimVerdict verdict, string hypothesis, Words words)
    {
        if (verdict.Hypotheses.FirstOrDefault(under => under.Hypothesis == hypothesis || under.Hypothesis.Length == 0) is not { } found) return null;
        return found.Standing == Standing.Contradicted ? VerdictText.Word(found.Standing, words) : VerdictText.Percent(found.Probability) + VerdictText.Mark(found);
    }
}
