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
                El("title", $"{ClaimWords.Claim.In(language)} · Idunn"),
                El("style", ReportWriter.Style())),
            El("body", Header(verdicts, draws, language), El("main", Overview(verdicts, language), verdicts.Select(verdict => ClaimSection.Whole(verdict, references, language)))));
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(page) + "\n");
        AtomicFile.Write(path, stream => stream.Write(html), AtomicFile.Create);
    }

    static XElement Header(ImmutableArray<ClaimVerdict> verdicts, int draws, string language) => El("header",
        El("p.kicker", $"Idunn {ToolVersion.Current.Split('+')[0]}"),
        El("h1", ClaimWords.Title.In(language)),
        El("p.question", string.Format(CultureInfo.InvariantCulture, ClaimWords.Lead.In(language), verdicts.Length, draws)),
        El("p.context", ClaimWords.Context.In(language)));

    /// <summary>Every claim in a line, with the probability under each hypothesis.</summary>
    static XElement? Overview(ImmutableArray<ClaimVerdict> verdicts, string language)
    {
        if (verdicts.Length < 2) return null;
        var named = verdicts.SelectMany(verdict => verdict.Hypotheses).Where(under => under.Hypothesis.Length > 0).DistinctBy(under => under.Hypothesis).ToList();
        string[] hypotheses = [.. named.Select(under => under.Hypothesis)];
        string[] heads =
        [
            ClaimWords.Claim.In(language), ClaimWords.Verdict.In(language),
            .. named.Select(under => ClaimSection.Title(under, language)),
        ];
        return El("section", At("id", "overview"), El("h2", ClaimWords.Overview.In(language)),
            Parts.Table("overview", heads, verdicts.Select(verdict => (object?[])
            [
                new object[] { El("a", At("href", "#" + verdict.Claim.Id), verdict.Claim.Statement.In(language)), El("span.detail", verdict.Claim.Id) },
                ClaimSection.Badge(verdict.Standing, language),
                .. hypotheses.Select(name => Cell(verdict, name, language)),
            ])),
            VerdictText.Marks(verdicts).Select(mark => El("p.note", mark.Sign + mark.Meaning.In(language))));
    }

    /// <summary>What is alike under every hypothesis stands under each.</summary>
    static string? Cell(ClaimVerdict verdict, string hypothesis, string language)
    {
        if (verdict.Hypotheses.FirstOrDefault(under => under.Hypothesis == hypothesis || under.Hypothesis.Length == 0) is not { } found) return null;
        return found.Standing == Standing.Contradicted ? VerdictText.Word(found.Standing, language) : VerdictText.Percent(found.Probability) + VerdictText.Mark(found);
    }
}
