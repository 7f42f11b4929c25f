using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Modeling.Petab;
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

    /// <summary>Models whose pages are kept: those that the first lines name.</summary>
    private static IEnumerable<string> Described => Directory.EnumerateFiles(Folder, "*.md").Select(file => Command().Match(File.ReadLines(file).First()).Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [Fact]
    public void Every_page_in_docs_is_the_one_that_its_command_writes()
    {
        Assert.NotEmpty(Described);
        foreach (var model in Described)
            foreach (var pair in ModelDocuments.Of(Science, model).GroupBy(document => Path.GetFileNameWithoutExtension(document.FileName), StringComparer.Ordinal).Where(pair => IsOf(model, pair.Key)))
                foreach (var document in pair)
                    Assert.True(Text(document.FileName) == document.Text, $"docs/science/{document.FileName} is out of date: run idunn describe {model}, and commit the file.");
    }

    [Fact]
    public void Every_module_of_every_model_has_a_page() =>
        Assert.All(Science.Models.SelectMany(model => ModelDocuments.Of(Science, model)), document => Assert.True(File.Exists(Path.Combine(Folder, document.FileName)), $"docs/science/{document.FileName} is missing: run idunn describe."));

    [Fact]
    public void Every_number_of_a_model_is_on_some_page()
    {
        foreach (var model in Science.Models)
        {
            var pages = string.Concat(ModelDocuments.Of(Science, model).Select(document => document.Text));
            var card = Science.Card(model, Modeling.SourceLocation.None, [])!;
            var tables = card.Parameters.Concat(Science.PopulationsOf(card).SelectMany(name => Science.Population(name, card.Location, [])!.For(model).Parameters));
            var rows = tables.Select(table => Science.Table(table, card.Location, [])).OfType<ParameterTable>().SelectMany(table => table.Rows);
            Assert.All(rows, row => Assert.Contains($"<br>`{row.Id}` |", pages, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_same_science_gives_the_same_bytes() => Assert.All(Described, model => Assert.Equal(ModelDocuments.Of(Science, model), ModelDocuments.Of(new Science(ProjectScience.Root), model)));

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

    private static bool IsOf(string model, string page) => !File.Exists(Path.Combine(Folder, page + ".md")) || Command().Match(Text(page + ".md").Split('\n')[0]).Groups[1].Value == model;

    private static string Text(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllText(Path.Combine(Folder, file)) : "";

    [GeneratedRegex("idunn describe ([a-z0-9-]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(((?:\.\./|[a-z_]+\.)[^)#]*)")]
    private static partial Regex Link();
}
