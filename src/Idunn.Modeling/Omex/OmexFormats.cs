namespace Idunn.Modeling.Omex;

/// <summary>URIs by which a manifest says what a file is: COMBINE's own, and media types for everything else.</summary>
public static class OmexFormats
{
    public const string Archive = "http://identifiers.org/combine.specifications/omex";
    public const string Manifest = "http://identifiers.org/combine.specifications/omex-manifest";
    public const string Metadata = "http://identifiers.org/combine.specifications/omex-metadata";
    public const string SedMl = "http://identifiers.org/combine.specifications/sed-ml.level-1.version-4";

    public static string Sbml(int version) => $"http://identifiers.org/combine.specifications/sbml.level-3.version-{version}";

    /// <summary>The media type of a file that is no COMBINE format, by its ending.</summary>
    public static string OfMedia(string location) => "http://purl.org/NET/mediatypes/" + Path.GetExtension(location).ToUpperInvariant() switch
    {
        ".TSV" => "text/tab-separated-values",
        ".CSV" => "text/csv",
        ".MD" => "text/markdown",
        ".YAML" => "application/yaml",
        ".BIB" => "application/x-bibtex",
        _ => "text/plain",
    };
}
