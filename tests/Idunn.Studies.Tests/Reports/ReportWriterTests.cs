using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;

namespace Idunn.Studies.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Write(RunResults run, string name = "a")
    {
        var path = folder.File(name);
        ReportWriter.Write(run, path);
        return path;
    }

    static XDocument Page(RunResults run) => XDocument.Parse(Markup.Text(ReportWriter.Page(run, new Gallery())));

    /// <summary>Fewer pictures to encode.</summary>
    static RunResults OneArm()
    {
        var run = ExampleRun.Build();
        return run with { Arms = run.Arms[..1], Courses = [.. run.Courses.Where(course => course.Arm == run.Arms[0].Id)] };
    }

    static string TextOf(XDocument page, string section) => page.Descendants("section").Single(s => (string?)s.Attribute("id") == section).Value;

    [Fact]
    public void The_page_is_well_formed_and_every_id_is_its_own()
    {
        var ids = Page(ExampleRun.Build()).Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void The_page_loads_nothing_from_elsewhere()
    {
        var page = Page(ExampleRun.Build());
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.Empty(page.Descendants().Attributes("src"));
        Assert.All(page.Descendants().Attributes("href"), href => Assert.True(href.Parent!.Name == "a" && (href.Value.StartsWith('#') || href.Value.StartsWith("https://", StringComparison.Ordinal))));
        var style = page.Descendants("style").Single().Value;
        Assert.DoesNotContain("http", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.Equal(2, style.Split("url(data:font/otf;base64,").Length - 1);
    }

    [Fact]
    public void Inner_links_lead_somewhere()
    {
        var page = Page(ExampleRun.Build());
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet();
        Assert.All(page.Descendants("a").Attributes("href").Where(href => href.Value.StartsWith('#')), href => Assert.Contains(href.Value[1..], ids));
    }

    [Fact]
    public void Text_from_inputs_is_escaped_wherever_it_stands()
    {
        const string evil = "<script>alert(\"x\")</script> & 'more'\u0001";
        var run = ExampleRun.Build();
        var page = Page(run with
        {
            Title = evil, Question = evil, ContextOfUse = evil, Limits = [evil],
            Arms = [.. run.Arms.Select(arm => arm with { Name = evil, Doses = evil })],
            Published = [.. run.Published.Select(row => row with { What = evil, Reason = evil, Published = evil, Locator = evil })],
            Inputs = [.. run.Inputs.Select(input => input with { Name = evil, Unit = evil })],
            Courses = [.. run.Courses.Select(course => course with { Label = evil })],
        });
        Assert.Empty(page.Descendants("script"));
        Assert.Equal(evil.Replace('\u0001', '\uFFFD'), page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void A_partial_run_says_so_at_the_top()
    {
        var run = ExampleRun.Build();
        Assert.DoesNotContain("Partial run", Page(run).Descendants("header").Single().Value, StringComparison.Ordinal);
        var partial = run with { IsPartial = true, Arms = [.. run.Arms.Select(arm => arm with { Completed = 100 })] };
        Assert.Contains("Partial run. It was stopped before the end: 300 of 1,200 subjects", Page(partial).Descendants("header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_subjects_are_named_with_their_reason()
    {
        var run = ExampleRun.Build();
        var failures = ImmutableSortedDictionary<string, int>.Empty.Add("step limit at 3 d in liver", 2);
        var header = Page(run with { Arms = run.Arms.SetItem(0, run.Arms[0] with { Completed = 398, Failures = failures }) }).Descendants("header").Single().Value;
        Assert.Contains("2 subjects failed.", header, StringComparison.Ordinal);
        Assert.Contains("By vein: 2 subjects, step limit at 3 d in liver", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_never_count_as_agreement()
    {
        var run = ExampleRun.Build();
        Assert.Contains("Of 3 independent quantities, 2 agree.", TextOf(Page(run), "published"), StringComparison.Ordinal);
        var onlyInputs = run with { Published = [.. run.Published.Where(row => row.Verdict == Comparison.Input)] };
        var text = TextOf(Page(onlyInputs), "published");
        Assert.Contains("No independent quantity could be compared.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("✓", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_observation_under_several_hypotheses_is_one_row_and_counts_once()
    {
        var run = ExampleRun.Build();
        var direction = run.Published[0] with { Id = "d", Verdict = Comparison.DirectionDisagrees, Reason = "Why" };
        var several = run with { Published = [direction with { Hypothesis = "cargo" }, direction with { Hypothesis = "surface" }, direction with { Hypothesis = "relay", Verdict = Comparison.DirectionAgrees }] };
        var section = Page(several).Descendants("section").Single(s => (string?)s.Attribute("id") == "published");
        Assert.Equal(2, section.Descendants("tbody").Elements("tr").Count());
        Assert.Contains("Of 1 direction, 1 agrees under any hypothesis.", section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Assumptions_come_first_among_the_inputs()
    {
        var groups = Page(ExampleRun.Build()).Descendants("section").Single(s => (string?)s.Attribute("id") == "inputs").Elements("details").Select(d => d.Element("summary")!.Element("b")!.Value);
        Assert.Equal(["Assumptions (2)", "Secondary (2)", "Derived (1)", "Measured (2)"], groups);
    }

    [Fact]
    public void Every_figure_of_the_page_lies_beside_it_as_svg_and_png()
    {
        var path = Write(OneArm());
        var page = XDocument.Load(Path.Combine(path, "report.html"));
        var shown = page.Descendants("figure").Descendants("svg").Select(svg => ((string)svg.Element("title")!.Attribute("id")!)[..^"-title".Length]).Order().ToList();
        var files = Directory.GetFiles(Path.Combine(path, "figures"));
        Assert.NotEmpty(shown);
        Assert.Equal(shown, files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.Equal(shown, files.Where(file => file.EndsWith(".png", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.All(files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)), file => Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName));
        Assert.All(files.Where(file => file.EndsWith(".png", StringComparison.Ordinal)), file => Assert.Equal("\u0089PNG"u8.ToArray()[^3..], File.ReadAllBytes(file)[1..4]));
    }

    [Fact]
    public void The_same_results_give_the_same_bytes_in_any_culture()
    {
        var first = Write(OneArm());
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            var second = Write(OneArm(), "b");
            foreach (var file in Directory.GetFiles(first, "*", SearchOption.AllDirectories))
                Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetRelativePath(first, file))));
        }
        finally { CultureInfo.CurrentCulture = culture; }
    }

    [Fact]
    public void Missing_readouts_leave_their_panels_out()
    {
        var run = ExampleRun.Build();
        var text = Page(run with { Courses = [] }).Root!.Value;
        Assert.Contains("This study stored no readout over time.", text, StringComparison.Ordinal);
        var few = Page(run with { Courses = [.. run.Courses.Where(course => course.Readout == "pid_liver")] });
        Assert.Contains("Liver", TextOf(few, "over-time"), StringComparison.Ordinal);
        var without = Page(run with { Layout = ReportLayout.Empty });
        Assert.Contains("Liver", TextOf(without, "over-time"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_readout_that_stays_at_zero_is_drawn_without_complaint()
    {
        var run = ExampleRun.Build();
        var zeros = run.Courses.Select(course =>
        {
            ImmutableArray<double> none = [.. course.Times.Select(_ => 0.0)];
            return course with { Variability = new(none, none, none), Uncertainty = null };
        });
        Assert.DoesNotContain("NaN", Page(run with { Courses = [.. zeros] }).Root!.Value, StringComparison.Ordinal);
    }
}
