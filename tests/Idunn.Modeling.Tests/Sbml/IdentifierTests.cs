using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Tests.Sbml;

/// <summary>
/// What the project's models say of public collections, against <c>science/identifiers.tsv</c>: the row says what an identifier names and where that was read.
/// </summary>
public sealed partial class IdentifierTests
{
    private const string Site = "https://identifiers.org/";

    /// <summary>How the collections write their identifiers (identifiers.org, pattern of each prefix).</summary>
    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["GO"] = @"\d{7}", ["CL"] = @"\d{7}", ["UBERON"] = @"\d{7}", ["SBO"] = @"\d{7}", ["CHEBI"] = @"\d+", ["uniprot"] = "[OPQ][0-9][A-Z0-9]{3}[0-9]", ["mirbase.mature"] = @"MIMAT\d{7}",
        ["taxonomy"] = @"\d+", ["biomodels.db"] = @"BIOMD\d{10}", ["pubmed"] = @"\d+", ["doi"] = @"10\.\d{4,}/\S+",
    };

    private static readonly Dictionary<string, Model> Read = SbmlWriterTests.ProjectModels.Select(row => row.Data).ToDictionary(name => name, name => AntimonyReader.Read(Path.Combine(Models, name + ".ant")), StringComparer.Ordinal);

    public static TheoryData<string> ProjectModels => SbmlWriterTests.ProjectModels;

    private static string Models => Path.Combine(Science, "models");

    private static string Science => SbmlWriterTests.Science();

    [Fact]
    public void Each_identifier_has_one_row_that_says_what_it_names_and_where_that_was_read_and_each_row_is_used()
    {
        var rows = Rows();
        Assert.Equal(rows.Length, rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, row =>
        {
            Assert.Equal(6, row.Length);
            Assert.StartsWith(Site, row[0], StringComparison.Ordinal);
            var parts = row[0][Site.Length..].Split(':', 2);
            Assert.Matches($"^{Patterns[parts[0]]}$", parts[1]);
            Assert.NotEmpty(row[1]);
            Assert.NotEmpty(row[4]);
            Assert.Matches("^2[0-9]{3}-[0-9]{2}-[0-9]{2}$", row[5]);
            // Read in a public repository at a commit, or in a file of this project.
            if (row[2].Length > 0)
                Assert.Matches("^[0-9a-f]{40}$", row[3]);
            else
                Assert.Contains(parts[1], File.ReadAllText(Path.Combine(Science, "..", row[4])), StringComparison.Ordinal);
        });
        var used = Read.Values.SelectMany(Statements).SelectMany(statement => statement.Reference.Resources).Concat(Read.Values.SelectMany(Terms).Select(term => $"{Site}SBO:{term:D7}"));
        Assert.Equal(rows.Select(row => row[0]).Order(StringComparer.Ordinal), used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>A word that is no qualifier is read over, and a misspelt id would be a quantity of its own: both would be lost without a sound.</summary>
    [Fact]
    public void Every_statement_of_the_texts_is_said_of_a_quantity_that_some_model_computes_with()
    {
        var said = Read.Values.SelectMany(Statements).Select(statement => (statement.Id, Resources: string.Join(' ', statement.Reference.Resources), statement.Reference.Qualifier)).ToHashSet();
        var lines = Directory.GetFiles(Models, "*.ant").SelectMany(File.ReadLines).Where(line => line.Contains(Site, StringComparison.Ordinal)).ToArray();
        Assert.True(lines.Length > 100);
        Assert.All(lines, line =>
        {
            var match = StatementLine().Match(line);
            Assert.True(match.Success, line);
            var (id, word, resources) = (match.Groups["id"].Value, match.Groups["word"].Value, string.Join(' ', match.Groups["uri"].Captures.Select(uri => uri.Value)));
            var qualifier = word == "identity" ? "is" : word;
            Assert.Contains(said, one => one.Qualifier == qualifier && one.Resources == resources && (id == "model" ? one.Id.Length == 0 : one.Id == id || one.Id.EndsWith("." + id, StringComparison.Ordinal)));
        });
        Assert.All(Read.Values, model =>
        {
            var identified = Statements(model).Select(statement => statement.Id).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
            var computed = model.AssignmentRules.Select(rule => rule.Variable).Concat(model.RateRules.Select(rule => rule.Variable)).Concat(model.Species.Select(one => one.Id)).Concat(model.Compartments.Select(one => one.Id))
                .Concat(model.Reactions.Select(one => one.Id)).ToHashSet(StringComparer.Ordinal);
            Assert.Subset(computed, identified);
        });
    }

    /// <summary>Read as XML and not by our reader: the RDF of an element is about that element and says what the model says.</summary>
    [Theory]
    [MemberData(nameof(ProjectModels))]
    public void The_SBML_of_a_model_says_the_same_of_the_same_elements(string name)
    {
        XNamespace rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        var root = XElement.Parse(SbmlWriter.Text(Read[name]));
        Assert.All(root.Descendants(rdf + "Description"), description => Assert.Equal("#" + description.Ancestors().First(element => element.Attribute("metaid") is not null).Attribute("metaid")!.Value, description.Attribute(rdf + "about")!.Value));
        var written = root.Descendants(rdf + "Description").SelectMany(description => description.Elements().Select(statement =>
            $"{IdOf(description)} {statement.Name.NamespaceName}{statement.Name.LocalName} {string.Join(' ', statement.Descendants(rdf + "li").Select(item => item.Attribute(rdf + "resource")!.Value))}"));
        var said = Statements(Read[name]).Select(statement =>
            $"{statement.Id.Replace(".", "__", StringComparison.Ordinal)} http://biomodels.net/{(statement.Reference.OfModel ? "model" : "biology")}-qualifiers/{statement.Reference.Qualifier} {string.Join(' ', statement.Reference.Resources)}");
        Assert.Equal(said.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));

        static string IdOf(XElement description)
        {
            var element = description.Ancestors().First(ancestor => ancestor.Attribute("metaid") is not null);
            return element.Name.LocalName == "model" ? "" : element.Attribute("id")!.Value;
        }
    }

    [Theory]
    [MemberData(nameof(ProjectModels))]
    public void Every_compartment_species_and_reaction_has_a_term_of_SBO(string name)
        => Assert.Empty(Read[name].Compartments.Concat<Quantity>(Read[name].Species).Where(one => one.Annotation.SboTerm is null).Select(one => one.Id).Concat(Read[name].Reactions.Where(one => one.Annotation.SboTerm is null).Select(one => one.Id)));

    [Fact]
    public void An_identifier_that_nobody_looked_up_is_a_finding_and_so_is_a_row_that_does_not_say_where()
    {
        const string header = "identifier\tname\trepository\tcommit\tfile\tlookedUpOn\n";
        var findings = new List<Finding>();
        var names = IdentifierTable.Parse(header + $"{Site}GO:1\tone\ta/b\tc\tf\t2026-11-25\n{Site}GO:2\ttwo\ta/b\t\tf\t2026-11-25\n{Site}GO:1\tone\t\t\tf\t2026-11-25\n", "identifiers.tsv", findings);
        Assert.Equal(["IDN302 3", "IDN303 4"], findings.Select(finding => $"{finding.Code} {finding.Location.Line}"));
        findings.Clear();
        IdentifierTable.Check(AntimonyReader.Parse($"model m\n x = 1;\n x identity \"{Site}GO:1\", \"{Site}GO:3\";\n model isVersionOf \"{Site}GO:2\";\nend\n", "m.ant"), names, findings);
        Assert.Equal([$"IDN313 '{Site}GO:3', named by 'x', is not in identifiers.tsv."], findings.Select(finding => $"{finding.Code} {finding.Message}"));
    }

    private static string[][] Rows() => [.. File.ReadLines(Path.Combine(Science, IdentifierTable.FileName)).Skip(1).Select(line => line.Split('\t'))];

    private static IEnumerable<(string Id, Annotation Annotation)> Annotations(Model model)
        => model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(one => (one.Id, one.Annotation)).Concat(model.Reactions.Select(one => (one.Id, one.Annotation))).Append(("", model.Annotation));

    private static IEnumerable<(string Id, Reference Reference)> Statements(Model model) => Annotations(model).SelectMany(one => one.Annotation.References.Select(reference => (one.Id, reference)));

    private static IEnumerable<int> Terms(Model model) => Annotations(model).Select(one => one.Annotation.SboTerm).OfType<int>();

    [GeneratedRegex("""^  (?<id>[a-z0-9_.]+) (?<word>[A-Za-z]+) ("(?<uri>[^"]+)"(, )?)+;$""")]
    private static partial Regex StatementLine();
}
