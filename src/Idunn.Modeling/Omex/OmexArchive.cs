using System.Collections.Immutable;
using System.IO.Compression;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Omex;

/// <summary>A file that a manifest lists.</summary>
/// <param name="Location">Path inside the archive, with slashes, without "./".</param>
/// <param name="Format">URI of its format.</param>
/// <param name="IsMaster">True for what a reader should open first.</param>
public sealed record OmexContent(string Location, string Format, bool IsMaster)
{
    public bool IsSedMl => Format.Contains("/sed-ml", StringComparison.OrdinalIgnoreCase) || Format.Contains("sedml", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// A COMBINE archive: a ZIP file whose manifest.xml lists what is in it (Bergmann, F. T. et al. (2014), COMBINE archive and OMEX format: one file to share all information to reproduce a modeling project, BMC Bioinformatics 15, 369).
/// Entries are read into memory when asked for and never written, under limits of number, size and ratio that hold for what is really unpacked, whatever the directory of the archive says.
/// </summary>
public sealed class OmexArchive : IDisposable
{
    private const int MostEntries = 10_000;
    private const long MostBytes = 200_000_000;
    private const long MostBytesInAll = 500_000_000;

    /// <summary>Deflate cannot pack text of models much denser than 1:100; a bomb lies near its limit of 1:1032.</summary>
    private const long MostRatio = 300;

    /// <summary>Below this, the ratio says nothing.</summary>
    private const long SmallEntry = 1_000_000;

    private readonly ZipArchive zip;
    private readonly string file;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private long unpacked;

    private OmexArchive(ZipArchive zip, string file) => (this.zip, this.file) = (zip, file);

    /// <summary>What the manifest lists, without the archive itself and the manifest.</summary>
    public ImmutableArray<OmexContent> Contents { get; private set; } = [];

    /// <summary>The SED-ML files to run: those marked as master, else all.</summary>
    public ImmutableArray<OmexContent> Runnable => Contents.Where(content => content.IsSedMl).ToImmutableArray() is var all && all.Any(content => content.IsMaster) ? [.. all.Where(content => content.IsMaster)] : all;

    /// <exception cref="FindingsException">It is no archive, or one that is not trusted; nothing was written.</exception>
    public static OmexArchive Open(string file)
    {
        if (!File.Exists(file))
            throw Refused(FindingCodes.Archive, file, "There is no such file.", "Correct the path.");
        return Open(File.OpenRead(file), file);
    }

    /// <param name="stream">Becomes the archive's own.</param>
    /// <param name="file">The name that findings give.</param>
    public static OmexArchive Open(Stream stream, string file)
    {
        ZipArchive zip;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = zip.Entries.Count;
        }
        catch (InvalidDataException exception)
        {
            stream.Dispose();
            throw Refused(FindingCodes.Archive, file, $"It is no ZIP file that can be read: {exception.Message}");
        }
        var archive = new OmexArchive(zip, file);
        try
        {
            archive.Check();
            archive.ReadManifest();
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public bool Contains(string location) => entries.ContainsKey(location);

    /// <summary>The bytes of an entry.</summary>
    /// <exception cref="FindingsException">There is none of that name, or it grows beyond measure.</exception>
    public MemoryStream Read(string location)
    {
        if (!entries.TryGetValue(location, out var entry))
            throw Refused(FindingCodes.Archive, file, $"The archive has no file '{location}'.", Spelling.Advice(location, entries.Keys, "Correct the reference."));
        var memory = new MemoryStream();
        try
        {
            using var source = entry.Open();
            var block = new byte[81920];
            for (int count; (count = source.Read(block)) > 0;)
            {
                memory.Write(block, 0, count);
                if (memory.Length > MostBytes || memory.Length > SmallEntry && memory.Length / MostRatio > Math.Max(1, entry.CompressedLength) || (unpacked += count) > MostBytesInAll)
                    throw Refused(FindingCodes.ArchiveSize, file, $"'{Shown(location)}' grows beyond measure when it is unpacked.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw Refused(FindingCodes.Archive, file, $"'{Shown(location)}' cannot be unpacked: {exception.Message}");
        }
        memory.Position = 0;
        return memory;
    }

    public void Dispose() => zip.Dispose();

    private void Check()
    {
        if (zip.Entries.Count > MostEntries)
            throw Refused(FindingCodes.ArchiveSize, file, $"The archive has {zip.Entries.Count} entries; {MostEntries} are the limit.");
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            const int linkMode = 0xA000, modeMask = 0xF000;
            if (Normalized(entry.FullName) is not { } name)
                throw Refused(FindingCodes.ArchivePath, file, $"The entry '{Shown(entry.FullName)}' would lie outside of the archive.");
            if ((entry.ExternalAttributes >> 16 & modeMask) == linkMode)
                throw Refused(FindingCodes.ArchivePath, file, $"The entry '{Shown(entry.FullName)}' is a link.");
            if (entry.Length > MostBytes)
                throw Refused(FindingCodes.ArchiveSize, file, $"'{Shown(entry.FullName)}' is said to have {entry.Length / 1_000_000} MB; {MostBytes / 1_000_000} are the limit.");
            if (name.Length == 0 || entry.FullName.EndsWith('/'))
                continue;
            if (!known.Add(name))
                throw Refused(FindingCodes.ArchivePath, file, $"The archive holds '{Shown(name)}' twice.");
            entries.Add(name, entry);
        }
    }

    private void ReadManifest()
    {
        const string manifest = "manifest.xml";
        if (!entries.ContainsKey(manifest) && Path.GetExtension(file).Equals(".sedx", StringComparison.OrdinalIgnoreCase))
        {
            Contents = [.. entries.Keys.Order(StringComparer.Ordinal).Select(name => new OmexContent(name, IsSedMl(name) ? OmexFormats.SedMl : "", false))];
            return;
        }
        if (!entries.ContainsKey(manifest))
            throw Refused(FindingCodes.Archive, file, "There is no manifest.xml in it.");
        using var stream = Read(manifest);
        var root = SbmlDocument.ReadXml(stream, $"{file}/{manifest}");
        if (root.Name.LocalName != "omexManifest")
            throw Refused(FindingCodes.Archive, file, $"The outermost element of its manifest is <{root.Name.LocalName}>, not <omexManifest>.");
        var contents = ImmutableArray.CreateBuilder<OmexContent>();
        foreach (var element in root.Elements().Where(element => element.Name.LocalName == "content"))
        {
            var written = element.Attribute("location")?.Value ?? "";
            if (Normalized(written) is not { } location)
                throw Refused(FindingCodes.ArchivePath, file, $"The manifest lists '{Shown(written)}', which would lie outside of the archive.");
            if (location is not ("" or manifest))
                contents.Add(new(location, element.Attribute("format")?.Value ?? "", element.Attribute("master")?.Value.ToUpperInvariant() is "TRUE" or "1"));
        }
        Contents = contents.ToImmutable();
    }

    /// <summary>SED-ML's own archives (.sedx), older than COMBINE's, have no list of what is in them: the outermost element tells.</summary>
    private bool IsSedMl(string name)
    {
        if (Path.GetExtension(name).ToUpperInvariant() is not (".SEDML" or ".XML"))
            return false;
        using var stream = Read(name);
        return SbmlDocument.ReadXml(stream, $"{file}/{name}").Name.LocalName == "sedML";
    }

    /// <summary>A path inside the archive; null when it leaves it.</summary>
    public static string? Normalized(string path)
    {
        if (path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal))
            return null;
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return parts.Contains("..") ? null : string.Join('/', parts);
    }

    /// <summary>A path as a file in a folder of the archive writes it, which may go up as long as it stays inside; null when it does not.</summary>
    /// <param name="folder">Normalized; empty: the root.</param>
    public static string? Resolved(string folder, string path)
    {
        var parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;
                parts.RemoveAt(parts.Count - 1);
            }
            else
                parts.Add(part);
        }
        return path.StartsWith('/') ? null : Normalized(string.Join('/', parts));
    }

    /// <summary>A name that a terminal can be shown.</summary>
    private static string Shown(string name) => new([.. name.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private static FindingsException Refused(FindingCode code, string file, string message, string? action = null) => new(code.At(new SourceLocation(file, 0, 0), message, action ?? code.Remedy));
}
