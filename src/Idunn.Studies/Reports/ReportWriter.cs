using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Reports.Sections;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports;

/// <summary>
/// Writes what users look at: <c>report.html</c>, one file that opens offline, and each figure as SVG and PNG under <c>figures/</c>; in another language than English <c>report.zh-Hant.html</c> and
/// <c>figures.zh-Hant/</c>, beside them. The same results give the same bytes.
/// </summary>
public static class ReportWriter
{
    /// <param name="directory">Exists or is made; files of an earlier report in it are replaced.</param>
    /// <param name="open">Opens files for writing; null: on disk.</param>
    /// <returns>Letters for which the fonts of the PNG pictures have no glyph.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static string Write(RunResults results, string directory, FileOpener? open = null)
    {
        open ??= AtomicFile.Create;
        var gallery = new Gallery();
        var page = Page(results, gallery);
        var figures = Directory.CreateDirectory(Path.Combine(directory, "figures" + Ending(results.Words.Language))).FullName;
        var pictures = gallery.Figures.AsParallel().AsOrdered()
            .Select(figure => (figure.Name, Svg: Encoding.UTF8.GetBytes(SvgPicture.Document(figure)), Png: PngPicture.Encode(figure)));
        foreach (var (name, svg, png) in pictures)
        {
            WriteFile(Path.Combine(figures, name + ".svg"), svg, open);
            WriteFile(Path.Combine(figures, name + ".png"), png, open);
        }
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(page) + "\n");
        WriteFile(Path.Combine(directory, FileName(results.Words.Language)), html, open);
        return Lettering.WithoutGlyph(gallery.Figures);
    }

    /// <summary>Name of the report in a language.</summary>
    public static string FileName(string language) => $"report{Ending(language)}.html";

    static string Ending(string language) => language == "en" ? "" : "." + language;

    static void WriteFile(string path, byte[] bytes, FileOpener open) => AtomicFile.Write(path, stream => stream.Write(bytes), open);

    /// <summary>The page as a tree; its figures are left in <paramref name="gallery"/>.</summary>
    public static XElement Page(RunResults run, Gallery gallery)
    {
        XElement?[] sections =
        [
            InShort.Section(run), Arms.Section(run), Hypotheses.Section(run), SideBySide.Section(run), OverTime.Section(run, gallery), Whereabouts.Section(run, gallery), Stoichiometry.Section(run, gallery), Published.Section(run, gallery), ClaimSection.Of(run), Endpoints.Section(run), WhatCarriesTheResult.Section(run, gallery),
            InputTables.Section(run), Closing.Limits(run), Closing.HowToRead(run), Closing.References(run), Closing.Provenance(run, Lettering.WithoutGlyph(gallery.Figures)),
        ];
        var present = sections.OfType<XElement>().ToList();
        return El("html", At("lang", run.Words.Language),
            El("head",
                El("meta", At("charset", "utf-8")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("title", $"{run.Title} · Idunn"),
                El("style", Style(run.Words))),
            El("body", Opening.Header(run), Opening.Contents(run, present), El("main", present)));
    }

    internal static string Style(Words words)
    {
        var style = new StringBuilder();
        foreach (var (file, weight) in new[] { ("Inter-Regular.otf", 400), ("Inter-SemiBold.otf", 600) })
            style.Append($"@font-face{{font-family:{Lettering.Family};font-weight:{weight};src:url(data:font/otf;base64,{Convert.ToBase64String(Lettering.Resource(file))})}}\n");
        if (!words.IsEnglish)
            foreach (var (file, weight) in new[] { ("NotoSansTC-Regular.otf", 400), ("NotoSansTC-Bold.otf", 600) })
                style.Append($"@font-face{{font-family:{Lettering.ChineseFamily};font-weight:{weight};src:url(data:font/otf;base64,{Convert.ToBase64String(Lettering.Resource(file))})}}\n");
        style.Append(Encoding.UTF8.GetString(Lettering.Resource("report.css")));
        if (!words.IsEnglish) style.Append(Encoding.UTF8.GetString(Lettering.Resource("chinese.css")));
        return style.ToString();
    }
}
