using System.Text.RegularExpressions;
using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Tests.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Wording;

public sealed partial class WordsTests
{
    private static IReadOnlyDictionary<string, string> Chinese { get; } = Words.Table(File.ReadAllText(Path.Combine(Repository.Root, "src", "Idunn.Studies", "Reports", "Resources", "zh-Hant.tsv")), "zh-Hant.tsv");

    private static IReadOnlyDictionary<string, string> Names { get; } = new[] { "models", "parameters", "populations", "observations" }
        .SelectMany(folder => Words.Table(File.ReadAllText(Path.Combine(Repository.Root, "science", folder, "names.zh-Hant.tsv")), folder)).ToDictionary(StringComparer.Ordinal);

    private const string Add = "Add a row to src/Idunn.Studies/Reports/Resources/zh-Hant.tsv: the English, a tab, the Chinese.";

    [Fact]
    public void Every_phrase_that_the_source_asks_for_has_a_translation()
    {
        Assert.True(PhraseSource.Asked.Count > 200);
        var missing = PhraseSource.Asked.Where(phrase => !Chinese.ContainsKey(phrase)).ToList();
        Assert.True(missing.Count == 0, $"{Add} Missing: {string.Join(" | ", missing)}");
    }

    [Fact]
    public void Every_translation_is_of_a_phrase_that_is_still_there()
    {
        var stale = Chinese.Keys.Where(phrase => !PhraseSource.IsWritten(phrase)).ToList();
        Assert.True(stale.Count == 0, $"Remove from zh-Hant.tsv: {string.Join(" | ", stale)}");
    }

    [Fact]
    public void Translations_stand_in_tables_and_none_in_the_code()
    {
        var written = PhraseSource.Chinese.ToList();
        Assert.True(written.Count == 0, $"Write words[\"…\"]. {Add} Found: {string.Join(" | ", written)}");
    }

    [Fact]
    public void No_sentence_reaches_a_page_or_a_figure_without_being_asked_for()
    {
        var raw = PhraseSource.Untranslated().ToList();
        Assert.True(raw.Count == 0, $"Write words[\"…\"]. {Add} Found: {string.Join(" | ", raw)}");
    }

    [Theory]
    [InlineData("""El("p.note", "Not asked for.")""", "Not asked for.")]
    [InlineData("""El("a", At("href", "#x"), "Somewhere")""", "Somewhere")]
    [InlineData("""Parts.Section("id", $"Of {name} and more", content)""", "Of {name} and more")]
    [InlineData("""Term(words["Seed"], "twelve")""", "twelve")]
    [InlineData("""new Label("time", 4, 5)""", "time")]
    [InlineData("""El("p", run.Words["Asked for."])""", null)]
    [InlineData("""Term("5–95 %", words["The middle."])""", null)]
    [InlineData("""El("p", $"{one} · {two}")""", null)]
    [InlineData("""El("code", "idunn claims")""", null)]
    public void A_sentence_that_was_not_asked_for_is_found(string source, string? found) => Assert.Equal(found, PhraseSource.UntranslatedIn(source).SingleOrDefault());

    [Fact]
    public void Languages_agree_in_the_places_of_a_phrase() =>
        Assert.All(Chinese, row => Assert.Equal(Places(row.Key), Places(row.Value)));

    private static IEnumerable<string> Places(string phrase) => Place().Matches(phrase).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d(?::[^}]*)?\}")]
    private static partial Regex Place();

    [Fact]
    public void A_translation_holds_the_numbers_of_the_english_one()
    {
        // 25 million are 2500 萬.
        foreach (var (english, chinese) in Names.Where(row => !row.Value.Contains('萬', StringComparison.Ordinal)))
            Assert.True(Numbers(english).SequenceEqual(Numbers(chinese)), $"{english}: {chinese}");
    }

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![A-Za-z\d^])\d+(?:\.\d+)?")]
    private static partial Regex Number();

    [Fact]
    public void Translations_hold_no_simplified_letters_or_halfwidth_punctuation_between_letters()
    {
        foreach (var (english, chinese) in Chinese.Concat(Names))
        {
            Assert.False(HalfWidth().IsMatch(chinese), $"{english}: {chinese}");
            Assert.Empty(chinese.Intersect("这个们为过还对时间样细数据将应该测试说没关统计预来与无响剂疗发组织经".Except("個們為過還對時間樣細數據將應該測試說沒關統計預來與無響劑療發組織經")));
        }
    }

    [GeneratedRegex(@"[\u4E00-\u9FFF][,;:?!]|[,;:?!][\u4E00-\u9FFF]")]
    private static partial Regex HalfWidth();

    [Fact]
    public void Every_chinese_letter_of_the_project_has_a_glyph()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "science"), "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) == ".yaml" || file.EndsWith(".zh-Hant.tsv", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "studies"), "*.yaml")).Append(Path.Combine(Repository.Root, "src", "Idunn.Studies", "Reports", "Resources", "zh-Hant.tsv"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories));
        var letters = string.Concat(files.SelectMany(file => File.ReadAllText(file)).Where(letter => letter >= '\u2E80').Distinct());
        Assert.NotEmpty(letters);
        foreach (var isStrong in new[] { false, true })
        {
            var missing = string.Concat(letters.Where(letter => Lettering.ChineseTypeface(isStrong).GetGlyph(letter) == 0));
            Assert.True(missing.Length == 0, $"Run docs/subset-fonts.sh and commit the fonts. They lack: {missing}");
        }
    }

    [Fact]
    public void English_is_what_stands_in_the_source()
    {
        Assert.Equal("Of 3, 2.", Words.English["Of {0}, {1}.", 3, 2]);
        Assert.Equal("Hippocampus, neurons", Words.English.Name("Hippocampus, neurons"));
        Assert.Equal("1 arm", Words.English.Count(1, "{0} arm", "{0} arms"));
        Assert.Equal("2 arms", Words.English.Count(2, "{0} arm", "{0} arms"));
    }

    [Fact]
    public void A_text_of_the_data_is_shown_in_its_own_translation_then_in_that_of_its_name_then_in_english()
    {
        var words = Words.In("zh-Hant", new Dictionary<string, string> { ["Liver"] = "肝", ["share of dose"] = "佔劑量比例" });
        Assert.Equal("肝臟", words.Of(new Phrase("Liver", "肝臟")));
        Assert.Equal("肝", words.Of("Liver"));
        Assert.Equal("Gut", words.Of("Gut"));
        Assert.Equal("Liver", Words.English.Of(new Phrase("Liver", "肝臟")));
        Assert.Equal("肝，佔劑量比例", words.Name("Liver, share of dose"));
        Assert.Equal("Liver, gut", words.Name("Liver, gut"));
        Assert.Equal("肝。肝，佔劑量比例", words.Name("Liver. Liver, share of dose."));
        Assert.Equal("Liver. Gut", words.Name("Liver. Gut"));
    }

    [Fact]
    public void An_unknown_language_is_refused_with_the_known_ones() =>
        Assert.Contains("en, zh-Hant", Assert.Throws<ArgumentException>(() => Words.In("de", Names)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Liver\t肝\nSpleen 脾", StudyCodes.WrongForm)]
    [InlineData("Liver\t肝\nLiver\t肝臟", StudyCodes.DuplicateField)]
    public void A_wrong_row_of_names_is_refused_at_its_place(string text, string code)
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => Words.Table(text, "names.tsv")).Findings);
        Assert.Equal((code, "names.tsv", 2), (finding.Code, finding.Location.File, finding.Location.Line));
    }

    [Fact]
    public void A_chinese_line_breaks_between_letters_and_never_before_its_punctuation()
    {
        var lines = Lettering.Wrap("囊泡經靜脈給予，之後到達海馬迴的 miR-21-5p 拷貝數", 12, 12 * 8.2, 9);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(Lettering.Width(line, 12) <= (12 * 9.2) && line[0] is not ('，' or '。')));
        Assert.Equal("囊泡經靜脈給予，之後到達海馬迴的miR-21-5p拷貝數", string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_letter_without_a_glyph_is_named_once()
    {
        Figure Of(string text) => new("a", "a", "a", 10, 10, [new Label(text, 0, 0), new Label(text, 0, 9)]);
        Assert.Equal("龘", Lettering.WithoutGlyph([Of("囊泡龘龘 α"), Of("龘")]));
        Assert.Equal("", Lettering.WithoutGlyph([Of("囊泡 vesicles, 10⁻³ µg")]));
    }
}
