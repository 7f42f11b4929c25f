using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Idunn.Modeling.Omex;

/// <summary>A file that goes into an archive.</summary>
/// <param name="Location">Path inside the archive, with slashes.</param>
/// <param name="Format">URI of its format, see <see cref="OmexFormats"/>.</param>
/// <param name="IsMaster">True for what a reader should open first.</param>
/// <param name="Description">What it is, in a sentence, for the metadata.</param>
public sealed record OmexEntry(string Location, string Format, ReadOnlyMemory<byte> Content, string Description, bool IsMaster = false)
{
    public static OmexEntry Of(string location, string format, string text, string description, bool isMaster = false) => new(location, format, Encoding.UTF8.GetBytes(text), description, isMaster);
}

/// <summary>
/// Writes a COMBINE archive: manifest.xml, metadata.rdf, then the files in the order given. Nothing in it depends on the clock, the user or the machine's folders: the same files give the same bytes. So there is no creator and no date
/// of creation, which the metadata say.
/// </summary>
public static class OmexWriter
{
    public const string ManifestName = "manifest.xml", MetadataName = "metadata.rdf";

    private static readonly XNamespace Manifest = "http://identifiers.org/combine.specifications/omex-manifest";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Terms = "http://purl.org/dc/terms/";

    /// <summary>The first instant that ZIP knows, in place of the time of writing.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="title">Of the whole archive.</param>
    /// <param name="description">What it holds and what not, in sentences.</param>
    /// <exception cref="ArgumentException">A location is not one inside the archive, or is there twice.</exception>
    public static void Write(Stream stream, string title, string description, IReadOnlyList<OmexEntry> entries)
    {
        var known = new HashSet<string>([ManifestName, MetadataName], StringComparer.OrdinalIgnoreCase);
        if (entries.FirstOrDefault(entry => OmexArchive.Normalized(entry.Location) != entry.Location || entry.Location.Length == 0 || !known.Add(entry.Location)) is { } wrong)
            throw new ArgumentException($"'{wrong.Location}' cannot be a place in an archive, or is there already.", nameof(entries));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        Add(zip, ManifestName, Bytes(ManifestOf(entries)));
        Add(zip, MetadataName, Bytes(MetadataOf(title, description, entries)));
        foreach (var entry in entries)
            Add(zip, entry.Location, entry.Content.Span);
    }

    private static void Add(ZipArchive zip, string location, ReadOnlySpan<byte> content)
    {
        var entry = zip.CreateEntry(location, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static XElement ManifestOf(IReadOnlyList<OmexEntry> entries)
    {
        XElement Content(string location, string format, bool isMaster = false) => new(
            Manifest + "content", new XAttribute("location", location), new XAttribute("format", format), isMaster ? new XAttribute("master", "true") : null);
        return new(
            Manifest + "omexManifest", Content(".", OmexFormats.Archive), Content("./" + ManifestName, OmexFormats.Manifest), Content("./" + MetadataName, OmexFormats.Metadata),
            entries.Select(entry => Content("./" + entry.Location, entry.Format, entry.IsMaster)));
    }

    private static XElement MetadataOf(string title, string description, IReadOnlyList<OmexEntry> entries)
    {
        XElement About(string location, string? called, string what) => new(
            Rdf + "Description", new XAttribute(Rdf + "about", location), called is null ? null : new XElement(Terms + "title", called), new XElement(Terms + "description", what));
        return new(
            Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), new XAttribute(XNamespace.Xmlns + "dcterms", Terms),
            About(".", title, description), entries.Select(entry => About("./" + entry.Location, null, entry.Description)));
    }

    private static byte[] Bytes(XElement root)
    {
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
            root.Save(writer);
        return memory.ToArray();
    }
}
