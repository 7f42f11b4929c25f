using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Claims;
using Idunn.Studies.Reports.Sections;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports;

/// <summary>The verdicts on all claims as one page that opens offline.</summary>
public static class ClaimsPage
{
    /// <param name="references">Bibliography key to a printable reference.</param>
    public static void Write(ImmutableArray<ClaimVerdict> verdicts, IReadOnlyDictionary<string, string> references, int draws, Words words, string path)
    {
        var page = El("html", At("lang", words.Language),
            El("head",
                El("meta", At("charset", "utf-8")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("title", words["Claims · Idunn"]),
                El("style", ReportWriter.Style(words))),
            El("body", Header(verdicts, draws, words), El("main", verdicts.Select(verdict => ClaimSection.Whole(verdict, references, words)))));
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(page) + "\n");
        AtomicFile.Write(path, stream => stream.Write(html), AtomicFile.Create);
    }

    static XElement Header(ImmutableArray<ClaimVerdict> verdicts, int draws, Words words) => El("header",
        El("p.kicker", $"Idunn {ToolVersion.Current.Split('+')[0]}"),
        El("h1", words["What published claims come to"]),
        El("p.question", words["{0} claims, each under every rival hypothesis of how vesicles act, over {1} draws of all that is uncertain.", verdicts.Length, draws]),
        El("p.context", words["A probability marked “prior only” is that of the assumptions: no published number moved the parameters that decide. It is shown with the priors of the assumed effects halved and doubled, and the verdict is then “undetermined”, whatever the probability. This is a computation, not medical advice."]),
        El("ul.short", verdicts.GroupBy(verdict => verdict.Standing).OrderBy(group => group.Key).Select(group => El("li", words["{0} {1}: {2}.", words.Count(group.Count(), "{0} claim is", "{0} claims are"), VerdictText.Word(group.Key, words), string.Join(words.Comma, group.Select(verdict => verdict.Claim.Id))]))));
}
