using System.Collections;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Attribution;
using Idunn.Studies.Claims;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Reports;

/// <summary>A report in another language than English holds no English but that of its data.</summary>
public sealed partial class LanguageTests
{
    /// <summary>A language in which every word is 字: what stays Latin was not asked for.</summary>
    private static Words Pseudo(ISet<string>? asked = null) => new("zh-Hant", english =>
    {
        asked?.Add(english);
        return Word().Replace(english, match => match.Value[0] == '{' ? match.Value : "字");
    }, _ => null);

    [GeneratedRegex(@"\{[^}]*\}|[A-Za-z]+")]
    private static partial Regex Word();

    /// <summary>All that a page can say: hypotheses, assumed effects, claims, deaths, failures, a warning, a partial run.</summary>
    private static RunResults Full(Words words)
    {
        var run = ExampleRun.Build();
        var hypothesis = new Hypothesis("cargo", "cargo", "Cargo acts.", ImmutableSortedDictionary<string, double>.Empty);
        var arm = run.Arms[0];
        var times = run.Courses.First(course => course.Arm == arm.Id).Times;
        var treated = arm with
        {
            Hypothesis = "cargo", Name = "By vein · cargo", Origin = "mouse-vein", Protocols = ["MPTP"], Warnings = ["Animals would be dead."], AgeAtStart = 100, Completed = 390,
            Surviving = [.. times.Select(time => 1 - (0.6 * time / times[^1]))], Exits = ImmutableSortedDictionary<string, int>.Empty.Add("death", 3), Failures = ImmutableSortedDictionary<string, int>.Empty.Add("step limit", 10),
        };
        var claim = new Claim
        {
            Id = "a-claim", Location = Modeling.SourceLocation.None, Statement = "Vesicles act.", Reference = "", Locator = "", Test = new("study", [new("half", 0.5, double.NaN, Modeling.SourceLocation.None)], "Half is half.", Modeling.SourceLocation.None), Missing = "A number.", SettledBy = "A measurement.",
        };
        var under = new HypothesisVerdict("cargo", "cargo", 0.4, 0.3, 0.5, 200, 12, 150, [new("half", "half", "", 0.1, 0.2, 0.9)], true, false, false, 2.5, 0.5, Standing.Undetermined, [new("k", "a parameter", 0.7, true)],
            [new("k", "a parameter", 3, 1, "mL", LeverRange.Assumed, 1, 2, 10, "", double.NaN, false), new("dose", "dose", double.NaN, 1, "", LeverRange.None, double.NaN, double.NaN, double.PositiveInfinity, "half", 0.3, false)]);
        var weighed = under with
        {
            Hypothesis = "surface", Title = "surface", IsPriorOnly = false, EffectiveDraws = 3, Misfit = 4, RelativeEvidence = 0.01, Standing = Standing.Contradicted, IsStill = true, Owners = [], Undecided = 0, Probability = 0,
            Requirements = [new("k", "a parameter", 1, 1, "mL", LeverRange.Measured, 1, 2, 1, "", double.NaN, false), new("dose", "dose", double.NaN, 1, "", LeverRange.None, double.NaN, double.NaN, double.PositiveInfinity, "", double.NaN, true)],
        };
        var trusted = weighed with { Hypothesis = "relay", Title = "relay", EffectiveDraws = 90, Standing = Standing.Open, IsStill = false, Probability = 1, RelativeEvidence = 1, Requirements = [weighed.Requirements[0] with { Value = 1.5 }, weighed.Requirements[1] with { DoesNothing = false }] };
        var inert = under with { Hypothesis = "none", Title = "none", IsInert = true, Requirements = [], Undecided = 0 };
        return run with
        {
            Words = words, IsPartial = true, Arms = [treated, .. run.Arms[1..]], Hypotheses = [hypothesis], AssumedEffects = [new("gain", "gain", double.NaN, 0, 1, "1", "HYPOTHESIS.")],
            Attribution = Carried, Layout = run.Layout with { SideBySide = [new("Function", ["pid_brain"])] },
            Claims = [new(claim, Standing.Undetermined, [under, weighed, trusted, inert], ["O2"]), new(claim, Standing.NotTested, [], ["O1"])],
            Endpoints = [.. run.Endpoints, run.Endpoints[0] with { ComparedTo = "mouse-nose", Kind = "difference" }, run.Endpoints[0] with { ComparedTo = "mouse-nose", Kind = "rescue", RelativeTo = "human-nose" }],
        };
    }

    private static AttributionResult Carried { get; } = new(
        "rescue", "Neurons", "Neurons, at an hour", "mL", "mouse-vein", "mouse-nose", [new("gain", "gain", "First", 1, "1")], 0.5, 1, 0.5,
        [new("toxin", "Toxin", 0.1, -0.4, KnockoutStanding.Simulated), new("tiny", "Tiny", 0.5, 1e-9, KnockoutStanding.Simulated), new("far", "Far", 0.5, 0, KnockoutStanding.NoPath)],
        [
            new("none", "no effect", "mouse-vein", 0.5, 0, 0, 1e-5, AttributionStanding.Nothing, [], 0, [], 0), new("failed", "failed", "mouse-vein", 0.5, 0, 0, 1e-5, AttributionStanding.Failed, [], 0, [], 0),
            new("surface", "surface", "mouse-vein", 0.6, 0.1, 0.02, 1e-5, AttributionStanding.Shared, [new("first", "First", 0.13, 0, true), new("second", "Second", 1e-9, 0, true), new("third", "Third", 0, 0, false)], 0,
                [new("contact", "Contact", 0, -0.1, KnockoutStanding.Simulated) { IsCensored = true }, new("gone", "Gone", 0.1, 0, KnockoutStanding.AlreadyOut), new("lost", "Lost", 0.1, 0, KnockoutStanding.Failed)], 3),
            new("relay", "relay", "mouse-vein", 0.6, 0.1, 0, 1e-5, AttributionStanding.Shared, [new("first", "First", 0.1, 0.01, true)], 64, [], 0),
        ], 42) { DeficitResolution = 1e-5, Level = "ceiling" };

    private static XElement Page(RunResults run) => ReportWriter.Page(run, new Gallery());

    public static TheoryData<string> Runs => ["delivery", "full", "empty"];

    public static TheoryData<string> Pages => ["delivery", "full", "empty", "claims"];

    /// <summary>A report, or the page of claims.</summary>
    private static XElement PageOf(string name, Words words) => name == "claims" ? ClaimsPage.Page(Full(words).Claims, ImmutableSortedDictionary<string, string>.Empty, 200, words) : Page(Of(name, words));

    private static RunResults Of(string run, Words words) => run switch
    {
        "claims" => Full(words),
        "delivery" => ExampleRun.Build() with { Words = words },
        "full" => Full(words),
        _ => ExampleRun.Build() with { Words = words, Courses = [], Published = [], Endpoints = [] },
    };

    [Theory, MemberData(nameof(Pages))]
    public void No_english_is_left_but_that_of_the_data(string name)
    {
        var run = Of(name, Pseudo());
        var data = Strings(run with { Words = Words.English }).SelectMany(text => Latin().Matches(text)).Select(match => match.Value.ToLowerInvariant()).ToHashSet();
        data.Add("idunn");
        var page = PageOf(name, Pseudo());
        // What stands as code is no language: names of commands, hashes.
        var said = page.Descendants().Where(element => element.Name.LocalName is not ("style" or "code")).SelectMany(element => element.Nodes().OfType<XText>().Select(text => text.Value)
            .Concat(element.Attributes().Where(attribute => attribute.Name.LocalName is "aria-label" or "data-label").Select(attribute => attribute.Value)));
        var left = said.Where(text => Latin().Matches(text).Any(match => !data.Contains(match.Value.ToLowerInvariant()))).Distinct().ToList();
        Assert.True(left.Count == 0, $"Write run.Words[\"…\"] for: {string.Join(" | ", left)}");
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_phrase_of_a_page_has_a_translation(string name)
    {
        var missing = new HashSet<string>();
        var words = new Words("zh-Hant", english =>
        {
            var chinese = Words.TraditionalChinese[english];
            if (chinese == english && english is not ("SHA-256" or "{0} {1}")) missing.Add(english);
            return chinese;
        }, _ => null);
        PageOf(name, words);
        // A heading that is a name, or made of a phrase and a name, is no phrase of its own.
        var data = Strings(Of(name, Words.English)).ToHashSet();
        missing.RemoveWhere(phrase => data.Contains(phrase) || phrase.Any(letter => letter >= '\u2E80'));
        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Runs))]
    public void A_chinese_report_has_the_numbers_of_the_english_one(string name)
    {
        static List<string> Numbers(XElement page) =>
        [
            .. page.Descendants("section").Single(section => (string?)section.Attribute("id") == "over-time").Descendants("path").Where(path => ((string?)path.Attribute("class"))!.Contains("-arm", StringComparison.Ordinal)).Select(path => path.Attribute("d")!.Value),
            .. page.Descendants("td").Descendants("b").Select(b => b.Value.Split('\u00A0')[0]).Where(text => text.Length > 0 && char.IsAsciiDigit(text[0])),
        ];
        var english = Numbers(Page(Of(name, Words.English)));
        Assert.True(name == "empty" || english.Count > 50);
        Assert.Equal(english, Numbers(Page(Of(name, Words.TraditionalChinese))));
    }

    [Fact]
    public void A_chinese_report_stands_beside_the_english_one_and_carries_its_fonts()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Build();
        run = run with { Arms = run.Arms[..1], Courses = [.. run.Courses.Where(course => course.Arm == run.Arms[0].Id).Take(2)] };
        ReportWriter.Write(run, folder.File("a"));
        var english = File.ReadAllBytes(folder.File("a", "report.html"));
        Assert.Equal("", ReportWriter.Write(run with { Words = Words.TraditionalChinese }, folder.File("a")));
        Assert.Equal(english, File.ReadAllBytes(folder.File("a", "report.html")));
        var page = XDocument.Load(folder.File("a", "report.zh-Hant.html"));
        Assert.Equal("zh-Hant", (string)page.Root!.Attribute("lang")!);
        Assert.Contains(Lettering.ChineseFamily, page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.Contains("摘要", page.Descendants("h2").Select(h2 => h2.Value));
        Assert.NotEmpty(Directory.GetFiles(folder.File("a", "figures.zh-Hant"), "*.png"));
        Assert.DoesNotContain(Lettering.ChineseFamily, System.Text.Encoding.UTF8.GetString(english), StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_with_a_letter_that_no_font_has_is_told_so_once()
    {
        var run = ExampleRun.Build();
        var page = Page(run with { Arms = [.. run.Arms.Select(arm => arm with { Name = arm.Name + " 龘" })], Words = Words.TraditionalChinese });
        Assert.Single(page.Descendants("dd"), dd => dd.Value.Contains("字型缺少：龘", StringComparison.Ordinal));
    }

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();

    /// <summary>Every text in a record and what it holds.</summary>
    private static IEnumerable<string> Strings(object? value) => value switch
    {
        null => [],
        string text => [text],
        Phrase phrase => [phrase.English],
        DictionaryEntry entry => Strings(entry.Key).Concat(Strings(entry.Value)),
        IEnumerable many when value.GetType() is { IsPrimitive: false } && value is not ImmutableArray<double> => many.Cast<object?>().SelectMany(Strings),
        Enum => [],
        _ when value.GetType().IsPrimitive || value is Words || value.GetType().Namespace is not { } space => [],
        _ when value.GetType().Namespace!.StartsWith("Idunn", StringComparison.Ordinal) || value.GetType().Name.StartsWith("KeyValuePair", StringComparison.Ordinal) =>
            value.GetType().GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).SelectMany(property => Strings(property.GetValue(value))),
        _ => [],
    };
}
