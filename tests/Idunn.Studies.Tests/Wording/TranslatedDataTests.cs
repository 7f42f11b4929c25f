using System.Collections.Immutable;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Wording;

/// <summary>What the project itself writes in its YAML files and models is there in both languages.</summary>
public sealed class TranslatedDataTests
{
    private static readonly Science science = new(Path.Combine(Repository.Root, "science"));

    private static readonly ImmutableDictionary<string, string> names = science.TranslatedNames;

    private static readonly Words words = Words.In("zh-Hant", names);

    public static TheoryData<string> Studies => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "studies"), "*.yaml").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Cards => [.. science.Models];

    private static void AssertTranslated(IEnumerable<Phrase?> phrases)
    {
        var missing = phrases.OfType<Phrase>().Where(phrase => System.Text.RegularExpressions.Regex.IsMatch(phrase.English, "[a-z]{2}") && words.Of(phrase) == phrase.English && !names.ContainsKey(phrase.English)).Select(phrase => phrase.English).Distinct().ToList();
        Assert.True(missing.Count == 0, $"Write {{ en: …, zh-Hant: … }} for: {string.Join(" | ", missing)}");
    }

    [Theory, MemberData(nameof(Studies))]
    public void A_study_speaks_both_languages(string file)
    {
        var study = StudyReader.Read(Path.Combine(Repository.Root, "studies", file));
        Assert.NotNull(study.Title);
        AssertTranslated([study.Title, study.Question, study.ContextOfUse, .. study.Products.Select(product => product.Name), .. study.Arms.Select(arm => arm.Name), .. study.Endpoints.Select(endpoint => endpoint.Name)]);
        Assert.All(study.Arms, arm => Assert.NotNull(arm.Name));
        Assert.All(study.Endpoints, endpoint => Assert.NotNull(endpoint.Name));
    }

    [Theory, MemberData(nameof(Studies))]
    public void The_title_of_a_study_is_its_file_in_words(string file)
    {
        var title = Path.GetFileNameWithoutExtension(file).Replace('-', ' ');
        Assert.Equal(char.ToUpperInvariant(title[0]) + title[1..], StudyReader.Read(Path.Combine(Repository.Root, "studies", file)).Title!.English);
    }

    [Theory, MemberData(nameof(Cards))]
    public void A_model_card_speaks_both_languages(string name)
    {
        var card = science.Card(name, Modeling.SourceLocation.None, [])!;
        AssertTranslated(
        [
            card.Title, .. card.Limits, .. card.Treatments.Values.Select(treatment => treatment.Title), .. card.Hypotheses.SelectMany(hypothesis => new[] { hypothesis.Title, hypothesis.Statement }),
            .. card.Mechanisms.Select(mechanism => (Phrase)mechanism.Title), .. card.Knockouts.Select(knockout => (Phrase)knockout.Title),
            .. card.Report.Groups.Concat(card.Report.SideBySide).Select(group => group.Title), .. card.Report.Body.Concat(card.Report.Brain).Select(place => place.Title),
            .. (card.Report.Stoichiometry?.Rows ?? []).SelectMany(row => new[] { row.Cell, row.Region }),
        ]);
    }

    [Theory, MemberData(nameof(Cards))]
    public void Every_quantity_that_a_report_shows_has_a_name_and_a_unit_in_both_languages(string name)
    {
        var card = science.Card(name, Modeling.SourceLocation.None, [])!;
        var model = science.Model(card);
        var names = model.Compartments.Select(q => (q.Id, q.Name)).Concat(model.Species.Select(q => (q.Id, q.Name))).Concat(model.Parameters.Select(q => (q.Id, q.Name))).ToDictionary(q => q.Id, q => q.Name ?? q.Id);
        var shown = card.Report.Groups.Concat(card.Report.SideBySide).SelectMany(group => group.Readouts);
        AssertTranslated(shown.Select(readout => (Phrase)names[readout]));
    }

    [Fact]
    public void Every_number_of_a_parameter_table_has_a_name_and_an_origin_in_both_languages()
    {
        var rows = Directory.EnumerateFiles(Path.Combine(Repository.Root, "science", "parameters"), "*.tsv").Select(file => Path.GetFileName(file)).Where(file => !file.EndsWith(".zh-Hant.tsv", StringComparison.Ordinal))
            .SelectMany(file => science.Table(file, Modeling.SourceLocation.None, [])!.Rows).ToList();
        Assert.True(rows.Count > 250);
        AssertTranslated(rows.SelectMany(row => new[] { row.Name, row.Origin.Locator, row.Origin.Method, row.Origin.Species, row.Origin.Tissue, row.Origin.Conversion })
            // A formula with its units needs no words.
            .Where(text => System.Text.RegularExpressions.Regex.IsMatch(text, "[a-z]{3}")).Select(text => (Phrase)text));
    }

    [Fact]
    public void Every_observation_says_in_both_languages_what_it_is_about_and_what_its_source_states()
    {
        var rows = science.Observations.SelectMany(name => PublishedTable.Parse(name, name, science.Observation(name, Modeling.SourceLocation.None, [])!.Value.Text, [])).ToList();
        Assert.True(rows.Count > 250);
        AssertTranslated(rows.SelectMany(row => new[] { row.What, row.Statement, row.Population, row.Route, row.CheckedAgainst, row.Locator }).Select(text => (Phrase)text));
    }

    [Fact]
    public void Protocols_populations_and_claims_speak_both_languages()
    {
        var protocols = science.Protocols.Select(name => science.Protocol(name, Modeling.SourceLocation.None, [])!).ToList();
        AssertTranslated(protocols.SelectMany(protocol => new[] { protocol.Title, protocol.Warning }));
        AssertTranslated(science.Populations.Select(name => science.Population(name, Modeling.SourceLocation.None, [])!.Title));
        var claims = science.Claims.Select(name => science.Claim(name, [])!).ToList();
        AssertTranslated(claims.SelectMany(claim => new[] { claim.Statement, claim.Reason, claim.Missing, claim.SettledBy, claim.Test?.Because }).Where(phrase => phrase is { IsEmpty: false }));
    }
}
