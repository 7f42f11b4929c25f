using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Documents;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Inputs;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Documents;

/// <summary>The project's own pages, docs/science.</summary>
public sealed partial class SciencePagesTests
{
    private static readonly Science Science = new(ProjectScience.Root);
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "science");

    private static readonly Dictionary<string, ImmutableArray<Document>> Written = Science.Models.ToDictionary(model => model, model => ModelDocuments.Of(Science, model), StringComparer.Ordinal);

    [Fact]
    public void Every_page_in_docs_is_the_one_that_its_command_writes() => Assert.All(Written, model => Assert.All(model.Value, document =>
        Assert.True(Text(document.FileName) == document.Text, $"docs/science/{document.FileName} is out of date: run ./idunn describe {model.Key}, and commit the file.")));

    private const string Evidence = "evidence.md";

    [Fact]
    public void No_page_is_left_over_and_none_is_written_twice() =>
        Assert.Equal(Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), Written.Values.SelectMany(documents => documents).Select(document => document.FileName).Append(Evidence).Order(StringComparer.Ordinal));

    /// <summary>The page is written by a run of all studies, which is too long for a test: whether it holds what is published is not.</summary>
    [Fact]
    public void Every_published_observation_stands_on_the_page_of_evidence()
    {
        var page = Text(Evidence);
        var rows = Directory.EnumerateFiles(Path.Combine(ProjectScience.Root, "observations"), "observations.tsv", SearchOption.AllDirectories)
            .SelectMany(file => PublishedTable.Parse(file, file, File.ReadAllText(file), [])).ToList();
        Assert.True(rows.Count > 250);
        Assert.All(rows, row => Assert.True(page.Contains($"<br>`{row.Id}` |", StringComparison.Ordinal), $"docs/science/{Evidence} has no '{row.Id}': run ./idunn evidence, and commit the file."));
    }

    [Fact]
    public void Every_number_of_a_model_is_on_some_page()
    {
        var pages = string.Concat(Written.Values.SelectMany(documents => documents).Select(document => document.Text));
        foreach (var card in Written.Keys.Select(model => Science.Card(model, SourceLocation.None, [])!))
        {
            var tables = card.Parameters.Concat(Science.PopulationsOf(card).SelectMany(name => Science.Population(name, card.Location, [])!.For(card.Name).Parameters));
            var rows = tables.Select(table => Science.Table(table, card.Location, [])).OfType<ParameterTable>().SelectMany(table => table.Rows);
            Assert.All(rows, row => Assert.Contains($"<br>`{row.Id}` |", pages, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_same_science_gives_the_same_bytes() => Assert.All(Written, model => Assert.Equal(model.Value, ModelDocuments.Of(new Science(ProjectScience.Root), model.Key)));

    [Fact]
    public void Pictures_are_readable_at_700_pixels_and_have_words_for_those_who_do_not_see_them()
    {
        foreach (var picture in Directory.EnumerateFiles(Folder, "*.svg").Select(file => XDocument.Load(file).Root!))
        {
            Assert.InRange(double.Parse(picture.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture), 1, 720);
            Assert.All(picture.Descendants().Where(element => element.Name.LocalName == "text"), text => Assert.InRange(double.Parse(text.Attribute("font-size")!.Value, System.Globalization.CultureInfo.InvariantCulture), 10, 20));
            Assert.NotEmpty(picture.Elements().Single(element => element.Name.LocalName == "desc").Value);
        }
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        foreach (var page in Directory.EnumerateFiles(Folder, "*.md"))
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
                Assert.True(File.Exists(Path.Combine(Folder, link.Groups[1].Value)), $"{Path.GetFileName(page)} links to {link.Groups[1].Value}");
    }

    private static string Text(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllText(Path.Combine(Folder, file)) : "";

    [GeneratedRegex(@"\]\(((?:\.\./|[a-z_]+\.)[^)#]*)")]
    private static partial Regex Link();
}
