using System.Collections.Immutable;
using System.Security.Cryptography;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;
using Idunn.Studies.Claims;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>The science folder: models, parameter tables, populations, observations and references, read on demand. Every file read is remembered with its hash.</summary>
public sealed class Science
{
    private readonly SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> lookedInto = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, string>? references;

    /// <param name="root">The folder that holds models/, parameters/, …</param>
    public Science(string root) => Root = root;

    public string Root { get; }

    /// <summary>SHA-256 of each file read so far, by its path below the folder that holds the science folder.</summary>
    public ImmutableSortedDictionary<string, string> Hashes => hashes.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every file that a study needs to be planned again: the inputs, and what was looked into beside them. Paths as in <see cref="Hashes"/>, in ordinal order.</summary>
    public ImmutableArray<string> FilesRead => [.. hashes.Keys.Union(lookedInto).Order(StringComparer.Ordinal)];

    /// <summary>Names of the populations.</summary>
    public IEnumerable<string> Populations => Names("populations", "*.yaml");

    /// <summary>Names of the models that have a card.</summary>
    public IEnumerable<string> Models => Names("models", "*.yaml");

    /// <summary>Names of the observation tables.</summary>
    public IEnumerable<string> Observations => Directory.Exists(Path.Combine(Root, "observations"))
        ? Directory.EnumerateDirectories(Path.Combine(Root, "observations")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The science folder next to a file or above it; null when there is none.</summary>
    public static string? Find(string file)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "science", "models")))
                return Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(folder, "science"));
        return null;
    }

    /// <summary>What models, parameter tables, populations and observations say, English to Traditional Chinese: names.zh-Hant.tsv beside each of them, where there is one. The models' table comes first.</summary>
    /// <exception cref="FindingsException">A line of a table is no row.</exception>
    public ImmutableDictionary<string, string> TranslatedNames
    {
        get
        {
            var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var file in new[] { "models", "parameters", "populations", "observations" }.Select(folder => Path.Combine(Root, folder, "names.zh-Hant.tsv")).Where(File.Exists))
                foreach (var (english, translation) in Words.Table(File.ReadAllText(file), file)) names.TryAdd(english, translation);
            return names.ToImmutable();
        }
    }

    /// <summary>Key to a printable reference.</summary>
    public ImmutableSortedDictionary<string, string> References
    {
        get
        {
            if (references is not null)
                return references;
            var text = InputFile.Read(Path.Combine(Root, "references.bib"), "bibliography", SourceLocation.None, []);
            return references = text is null ? ImmutableSortedDictionary<string, string>.Empty : Bibliography.Parse(Remember("references.bib", text));
        }
    }

    public ModelCard? Card(string name, SourceLocation askedBy, List<Finding> findings) =>
        Yaml(Path.Combine("models", name + ".yaml"), "model", name, Models, CardShape.Whole, askedBy, findings);

    /// <param name="isInput">False: it is only looked into, and does not count among the inputs.</param>
    public Population? Population(string name, SourceLocation askedBy, List<Finding> findings, bool isInput = true) =>
        Yaml(Path.Combine("populations", name + ".yaml"), "population", name, Populations, PopulationShape.Whole, askedBy, findings, isInput);

    /// <summary>Names of the protocols.</summary>
    public IEnumerable<string> Protocols => Names("protocols", "*.yaml");

    public Protocol? Protocol(string name, SourceLocation askedBy, List<Finding> findings) =>
        Yaml(Path.Combine("protocols", name + ".yaml"), "protocol", name, Protocols, ProtocolShape.Whole, askedBy, findings);

    /// <summary>Names of the claims.</summary>
    public IEnumerable<string> Claims => Names("claims", "*.yaml");

    /// <param name="isInput">False: it is only looked into, and does not count among the inputs.</param>
    public Claim? Claim(string name, List<Finding> findings, bool isInput = false) => Yaml(Path.Combine("claims", name + ".yaml"), "claim", name, Claims, ClaimShape.Whole, SourceLocation.None, findings, isInput);

    /// <summary>Claims that a study decides, which count among its inputs; what is wrong with a claim is for its own check to say.</summary>
    public ImmutableArray<Claim> ClaimsOf(string study) =>
        [.. Claims.Where(name => Claim(name, [])?.Test?.Study == study).Select(name => Claim(name, [], isInput: true)).OfType<Claim>()];

    /// <summary>The flat model of a card.</summary>
    /// <exception cref="FindingsException">The model is missing or cannot be read.</exception>
    public Model Model(ModelCard card)
    {
        var file = Path.Combine(Root, "models", card.Antimony);
        var findings = new List<Finding>();
        if (InputFile.Read(file, "Antimony model", card.Location, findings) is null)
            throw new FindingsException(findings);
        // A model imports its neighbours: all of them are its inputs.
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.ant").Order(StringComparer.Ordinal))
            Remember(Path.Combine("models", Path.GetFileName(part)), File.ReadAllText(part));
        return SharedParameters.Unify(AntimonyReader.Read(file), RowIds(card));
    }

    /// <summary>Ids of the rows of every table that may go with a model: one model serves all populations.</summary>
    private IEnumerable<string> RowIds(ModelCard card) => card.Parameters
        .Concat(PopulationsOf(card).Select(name => Population(name, card.Location, [], isInput: false)).OfType<Population>().SelectMany(population => population.For(card.Name).Parameters))
        .Distinct(StringComparer.Ordinal).Select(name => Table(name, card.Location, [], isInput: false)).OfType<ParameterTable>().SelectMany(table => table.Rows).Select(row => row.Id);

    /// <summary>Names of the populations that a model is made for.</summary>
    public IEnumerable<string> PopulationsOf(ModelCard card) => card.Populations.IsEmpty ? Populations : card.Populations;

    /// <summary>A parameter table; null when it is missing or wrong.</summary>
    /// <param name="isInput">False: it is only looked into, and does not count among the inputs.</param>
    public ParameterTable? Table(string name, SourceLocation askedBy, List<Finding> findings, bool isInput = true)
    {
        var file = Path.Combine(Root, "parameters", name);
        if (InputFile.Read(file, "parameter table", askedBy, findings) is not { } text)
            return null;
        try
        {
            return ParameterTableReader.Parse(Remember(Path.Combine("parameters", name), text, isInput), file);
        }
        catch (FindingsException exception)
        {
            findings.AddRange(exception.Findings);
            return null;
        }
    }

    /// <summary>Text and path of an observation table; null when there is none.</summary>
    public (string File, string Text)? Observation(string name, SourceLocation askedBy, List<Finding> findings)
    {
        var file = Path.Combine(Root, "observations", name, "observations.tsv");
        if (!File.Exists(file))
        {
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"There is no observation table '{name}'.", Nearest.Suggestion(name, Observations), askedBy));
            return null;
        }
        return InputFile.Read(file, "observation table", askedBy, findings) is { } text ? (file, Remember(Path.Combine("observations", name, "observations.tsv"), text)) : null;
    }

    private T? Yaml<T>(string relative, string what, string name, IEnumerable<string> known, Shape<T?> shape, SourceLocation askedBy, List<Finding> findings, bool isInput = true) where T : class
    {
        var file = Path.Combine(Root, relative);
        if (!File.Exists(file))
        {
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"There is no {what} '{name}'.", Nearest.Suggestion(name, known), askedBy));
            return null;
        }
        return InputFile.Read(file, what, askedBy, findings) is { } text && YamlText.Read(file, Remember(relative, text, isInput), findings) is { } root
            ? shape.Read(root, new Reading(findings))
            : null;
    }

    private string Remember(string relative, string text, bool isInput = true)
    {
        var path = "science/" + relative.Replace('\\', '/');
        if (isInput)
            hashes[path] = Hash(text);
        else if (!relative.StartsWith("claims", StringComparison.Ordinal))
            lookedInto.Add(path);
        return text;
    }

    /// <summary>SHA-256 of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private IEnumerable<string> Names(string folder, string pattern) => Directory.Exists(Path.Combine(Root, folder))
        ? Directory.EnumerateFiles(Path.Combine(Root, folder), pattern).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)
        : [];
}
