using System.Text;
using System.Xml;
using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// An SBML file as XML, checked before anything is made of it: no document type, no entities, limits of size and depth, a level that is read, no package that would
/// change what the model means. Every element knows its place in its file.
/// </summary>
/// <param name="Level">2 or 3.</param>
internal sealed record SbmlDocument(XElement Root, int Level, int Version, string File)
{
    /// <summary>Characters beyond which a file is refused.</summary>
    private const long MostCharacters = 200_000_000;

    private const int DeepestNesting = 512;

    public const string CompNamespace = "http://www.sbml.org/sbml/level3/version1/comp/version1";

    public const string DistributionsNamespace = "http://www.sbml.org/sbml/level3/version1/distrib/version1";

    /// <exception cref="FindingsException">The file is missing, is no XML or no SBML, or needs what is not supported.</exception>
    public static SbmlDocument Load(string file)
    {
        if (!System.IO.File.Exists(file))
            throw new FindingsException(FindingCodes.Import.At(new SourceLocation(file, 0, 0), "The model file does not exist.", "Correct the path."));
        using var stream = System.IO.File.OpenRead(file);
        if (stream.Length > MostCharacters)
            throw new FindingsException(FindingCodes.TooLarge.At(new SourceLocation(file, 0, 0), $"The file has {stream.Length / 1_000_000} MB; {MostCharacters / 1_000_000} are the limit.", FindingCodes.TooLarge.Remedy));
        return Checked(ReadXml(stream, file), file);
    }

    /// <param name="file">The name that findings give; external definitions are looked up beside it.</param>
    public static SbmlDocument Parse(string text, string file) => Read(settings => XmlReader.Create(new StringReader(text), settings), file);

    /// <summary>A file that was read as XML by <see cref="ReadXml(Stream, string)"/>.</summary>
    public static SbmlDocument Of(XElement root, string file) => Checked(root, file);

    private static SbmlDocument Read(Func<XmlReaderSettings, XmlReader> open, string file) => Checked(ReadXml(open, file), file);

    /// <summary>Any XML file, under the same limits.</summary>
    /// <exception cref="FindingsException">It is no XML, has a document type, or is too large or too deep.</exception>
    public static XElement ReadXml(Stream stream, string file)
    {
        // A byte order mark is right where the declaration says otherwise, as it does in files that were saved anew.
        var mark = new byte[2];
        var read = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        stream.Seek(-read, SeekOrigin.Current);
        return ReadXml(settings => mark is [0xFF, 0xFE] or [0xFE, 0xFF] ? XmlReader.Create(new StreamReader(stream, new UnicodeEncoding(mark[0] == 0xFE, true, true)), settings) : XmlReader.Create(stream, settings), file);
    }

    private static XElement ReadXml(Func<XmlReaderSettings, XmlReader> open, string file)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters, MaxCharactersFromEntities = 0, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using var reader = open(settings);
            return XmlTree.Read(reader, file, DeepestNesting);
        }
        catch (DecoderFallbackException)
        {
            throw new FindingsException(FindingCodes.Xml.At(new SourceLocation(file, 1, 1), "The file says that it is UTF-16, and has bytes that are no letters of it.", FindingCodes.Xml.Remedy));
        }
        catch (XmlException exception)
        {
            throw new FindingsException(NotXml(exception, new SourceLocation(file, Math.Max(1, exception.LineNumber), Math.Max(1, exception.LinePosition))));
        }
    }

    private static Finding NotXml(XmlException exception, SourceLocation location) =>
        exception.Message.Contains("DTD", StringComparison.Ordinal)
            ? FindingCodes.Xml.At(location, "The file has a document type, as web pages and entity bombs do; SBML has none.", "Save the SBML file itself, not the web page about it.")
            : FindingCodes.Xml.At(location, $"The file is not well-formed XML: {exception.Message}", FindingCodes.Xml.Remedy);

    private static SbmlDocument Checked(XElement root, string file)
    {
        var place = XmlTree.PlaceOf(root);
        if (root.Name.LocalName != "sbml")
            throw new FindingsException(FindingCodes.NotSbml.At(
                place, root.Name.LocalName.Equals("html", StringComparison.OrdinalIgnoreCase) ? "This is a web page, not an SBML file." : $"The outermost element is <{root.Name.LocalName}>, not <sbml>.", FindingCodes.NotSbml.Remedy));
        if (!int.TryParse(root.Attribute("level")?.Value, out var level) || !int.TryParse(root.Attribute("version")?.Value, out var version) || level is < 2 or > 3 || version is < 1 or > 5 || (level == 3 && version > 2))
            throw new FindingsException(FindingCodes.NotSbml.At(
                place, $"SBML Level {root.Attribute("level")?.Value ?? "?"} Version {root.Attribute("version")?.Value ?? "?"} is not read.", "Convert it to Level 3 Version 2; Levels 2 (Versions 1 to 5) and 3 are read."));
        var expected = level == 3 ? $"http://www.sbml.org/sbml/level3/version{version}/core" : version == 1 ? "http://www.sbml.org/sbml/level2" : $"http://www.sbml.org/sbml/level2/version{version}";
        if (root.Name.NamespaceName.Length > 0 && root.Name.NamespaceName != expected)
            throw new FindingsException(FindingCodes.NotSbml.At(place, $"<sbml> says that it is Level {level} Version {version}, and is in the namespace '{root.Name.NamespaceName}'.", $"Write xmlns=\"{expected}\", or correct the level and version."));
        RefusePackages(root, level);
        return new SbmlDocument(root, level, version, file);
    }

    /// <summary>A package marked as required changes what the model computes; fbc models are no time courses at all.</summary>
    private static void RefusePackages(XElement root, int level)
    {
        if (level < 3)
            return;
        foreach (var attribute in root.Attributes().Where(attribute => attribute.Name.LocalName == "required" && attribute.Name.NamespaceName.Length > 0))
        {
            var uri = attribute.Name.NamespaceName;
            var package = uri.Split('/') is var parts && parts.Length > 2 ? parts[^2] : uri;
            var isRequired = attribute.Value is "true" or "1";
            if (package == "fbc" && root.Descendants().Any(element => element.Name.NamespaceName == uri && element.Name.LocalName is "objective" or "fluxBound"))
                throw new FindingsException(FindingCodes.Package.At(XmlTree.PlaceOf(root), "The model is a flux-balance problem (SBML package fbc), not a time course.", "Solve it with a flux-balance tool."));
            // What distrib says of uncertainty changes no value; draws stand in formulas, and are refused there where they have no meaning.
            if (isRequired && uri != CompNamespace && package != "distrib" && !package.StartsWith("l3v2extendedmath", StringComparison.Ordinal))
                throw new FindingsException(FindingCodes.Package.At(XmlTree.PlaceOf(root), $"The model needs the SBML package '{package}', which is not supported.", FindingCodes.Package.Remedy));
        }
    }
}
