using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Claims;
using Idunn.Studies.Reports.Sections;
using Idunn.Studies.Storage;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports;

/// <summary>The verdicts on all claims as one page that opens offline.</summary>
public static class ClaimsPage
{
    /// <param name="references">Bibliography key to a printable reference.</param>
    /// <param name="language">en, or zh-Hant.</param>
    public static void Write(ImmutableArray<ClaimVerdict> verdicts, IReadOnlyDictionary<string, string> references, int draws, string language, string path)
    {
        var page = El("html", At("lang", language),
            El("head",
                El("meta", At("charset", "utf-8")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("title", "Claims · Idunn"),
                El("style", ReportWriter.Style())),
            El("body", Header(verdicts, draws), El("main", verdicts.Select(verdict => ClaimSection.Whole(verdict, references, language)))));
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(page) + "\n");
        AtomicFile.Write(path, stream => stream.Write(html), AtomicFile.Create);
    }

    static XElement Header(ImmutableArray<ClaimVerdict> verdicts, int draws) => El("header",
        El("p.kicker", $"Idunn {ToolVersion.Current.Split('+')[0]}"),
        El("h1", "What published claims come to"),
        El("p.question", string.Create(CultureInfo.InvariantCulture, $"{verdicts.Length} claims, each under every rival hypothesis of how vesicles act, over {draws} draws of all that is uncertain.")),
        El("p.context", "A probability marked “prior only” is that of the assumptions: no published number moved the parameters that decide. It is shown with the priors of the assumed effects halved and doubled, and the verdict is then “undetermined”, whatever the probability. This is a computation, not medical advice."),
        El("ul.short", verdicts.GroupBy(verdict => verdict.Standing).OrderBy(group => group.Key).Select(group => El("li", $"{Parts.Plural(group.Count(), "claim is", "claims are")} {VerdictText.Word(group.Key, "en")}: {string.Join(", ", group.Select(verdict => verdict.Claim.Id))}."))));
}
