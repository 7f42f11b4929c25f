using System.Text;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Reports.Sections;
using Idunn.Studies.Storage;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports;

/// <summary>
/// Writes what users look at: <c>report.html</c>, one file that opens offline, and each figure as SVG and PNG under <c>figures/</c>. The same results give the
/// same bytes.
/// </summary>
public static class ReportWriter
{
    /// <param name="directory">Exists or is made; files of an earlier report in it are replaced.</param>
    /// <param name="open">Opens files for writing; null: on disk.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Write(RunResults results, string directory, FileOpener? open = null)
    {
        open ??= AtomicFile.Create;
        var gallery = new Gallery();
        var page = Page(results, gallery);
        var figures = Directory.CreateDirectory(Path.Combine(directory, "figures")).FullName;
        var pictures = gallery.Figures.AsParallel().AsOrdered()
            .Select(figure => (figure.Name, Svg: Encoding.UTF8.GetBytes(SvgPicture.Document(figure)), Png: PngPicture.Encode(figure)));
        foreach (var (name, svg, png) in pictures)
        {
            WriteFile(Path.Combine(figures, name + ".svg"), svg, open);
            WriteFile(Path.Combine(figures, name + ".png"), png, open);
        }
        var html = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + Text(page) + "\n");
        WriteFile(Path.Combine(directory, "report.html"), html, open);
    }

    static void WriteFile(string path, byte[] bytes, FileOpener open) => AtomicFile.Write(path, stream => stream.Write(bytes), open);

    /// <summary>The page as a tree; its figures are left in <paramref name="gallery"/>.</summary>
    public static XElement Page(RunResults run, Gallery gallery)
    {
        XElement?[] sections =
        [
            InShort.Section(run), Arms.Section(run), Hypotheses.Section(run), SideBySide.Section(run), OverTime.Section(run, gallery), Whereabouts.Section(run, gallery), Stoichiometry.Section(run, gallery), Published.Section(run, gallery), ClaimSection.Of(run), Endpoints.Section(run),
            InputTables.Section(run), Closing.Limits(run), Closing.HowToRead(run), Closing.References(run), Closing.Provenance(run),
        ];
        var present = sections.OfType<XElement>().ToList();
        return El("html", At("lang", "en"),
            El("head",
                El("meta", At("charset", "utf-8")),
                El("meta", At("name", "viewport"), At("content", "width=device-width, initial-scale=1")),
                El("title", $"{run.Title} · Idunn"),
                El("style", Style())),
            El("body", Opening.Header(run), Opening.Contents(present), El("main", present)));
    }

    internal static string Style()
    {
        var style = new StringBuilder();
        foreach (var (file, weight) in new[] { ("Inter-Regular.otf", 400), ("Inter-SemiBold.otf", 600) })
            style.Append($"@font-face{{font-family:{Lettering.Family};font-weight:{weight};src:url(data:font/otf;base64,{Convert.ToBase64String(Lettering.Resource(file))})}}\n");
        return style.Append(Encoding.UTF8.GetString(Lettering.Resource("report.css"))).ToString();
    }
}
