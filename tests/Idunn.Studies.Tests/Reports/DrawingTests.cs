using System.Xml.Linq;
using CsCheck;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Reports;

public sealed class DrawingTests
{
    [Fact]
    public void A_log_axis_places_decades_evenly()
    {
        var axis = new Axis(1e-3, 1e3, true, 0, 600);
        Assert.Equal([0, 100, 200, 300, 400, 500, 600], Enumerable.Range(-3, 7).Select(k => Math.Round(axis.At(Math.Pow(10, k)), 9)));
        Assert.Equal(0, axis.At(0));
        Assert.Equal(600, axis.At(1e9));
    }

    [Fact]
    public void A_log_time_axis_is_marked_in_the_units_of_speech() =>
        Assert.Equal(["1 min", "10 min", "1 h", "6 h", "1 d", "7 d"], Ticks.OfTime(new(1.0 / 1440, 7, true, 58, 308), 34, Words.English).Select(tick => tick.Text.Replace('\u00A0', ' ')));

    [Fact]
    public void A_schedule_is_marked_in_weeks() =>
        Assert.Equal(["0", "14 d", "28 d", "42 d", "56 d", "70 d", "84 d"], Ticks.OfTime(new(0, 84, false, 58, 404), 44, Words.English).Select(tick => tick.Text.Replace('\u00A0', ' ')));

    [Fact]
    public void Value_marks_stay_on_their_axis_and_few() => Gen.Select(Gen.Double[-12, 8], Gen.Double[0.5, 15], Gen.Int[3, 7]).Sample((low, decades, most) =>
    {
        var axis = new Axis(Math.Pow(10, low), Math.Pow(10, low + decades), true, 0, 1);
        var ticks = Ticks.Of(axis, most);
        Assert.True(ticks.Count <= most && ticks.All(tick => axis.Holds(tick.Value)));
    });

    [Theory]
    [InlineData(9.144e-10, 3.33, 3)] // starts just above 1: the decade 1 is off the axis
    [InlineData(-1e-13, 3.33, 4)] // starts at 1 but for rounding
    [InlineData(0.4, 0.2, 0)] // holds no decade
    public void A_decade_is_marked_only_where_the_axis_holds_it(double low, double decades, int count) =>
        Assert.Equal(count, Ticks.Of(new(Math.Pow(10, low), Math.Pow(10, low + decades), true, 0, 1), 7).Count);

    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(1e6, 1e6 + 1e-9)] // flat but for rounding: the span is 10⁻¹⁵ of the value, and marks counted from 0 are more than an integer holds
    [InlineData(-3.7e15, -3.7e15 + 1)]
    [InlineData(0, 0)]
    [InlineData(0, 1e-300)]
    [InlineData(1e-200, 1e200)]
    public void A_line_that_is_flat_but_for_rounding_has_few_marks_that_differ(double low, double high)
    {
        var (x, y) = new PlotPanel("flat", "x", "y", [new("line", [0, 1], [low, high])]).Axes(0, 400, 300, 0);
        foreach (var axis in new[] { x, y })
        {
            var ticks = Ticks.Of(axis, 5);
            Assert.InRange(ticks.Count, 1, 7);
            Assert.Equal(ticks.Count, ticks.Select(tick => tick.Value).Distinct().Count());
            Assert.True(axis.From < axis.To);
        }
        Assert.InRange(y.At(low), 0, 300);
    }

    [Fact]
    public void An_axis_far_from_zero_and_narrow_is_marked_within_its_ends()
    {
        // 4.5·10¹⁵ steps lie between 0 and the first mark.
        var ticks = Ticks.Of(new Axis(9e15, 9e15 + 10, false, 0, 100), 5);
        Assert.InRange(ticks.Count, 2, 7);
        Assert.All(ticks, tick => Assert.InRange(tick.Value, 9e15, 9e15 + 10));
    }

    [Fact]
    public void A_long_title_is_broken_into_lines_that_stay_on_the_picture()
    {
        var title = string.Join(' ', Enumerable.Repeat("Concentration of phosphorylated extracellular-signal-regulated kinase", 3));
        var panel = new PlotPanel(title, title, title, [new("line", [0, 1], [0, 1])]);
        var (figure, other) = (LinePlot.Draw("p", title, [panel]), LinePlot.Draw("p", "t", [panel with { Title = "t" }]));
        Assert.All(figure.Marks.OfType<Label>(), label =>
        {
            var width = Lettering.Width(label.Text, label.Size, label.Strong);
            var left = label.X - label.Anchor switch { Anchor.Start => 0, Anchor.Middle => width / 2, _ => width };
            Assert.True(left >= 0 && left + width <= figure.Width, $"'{label.Text}' from {left} to {left + width}");
        });
        Assert.Equal(title, string.Join(' ', figure.Marks.OfType<Label>().Where(label => label.Strong).Select(label => label.Text)));
        Assert.True(figure.Height > other.Height);
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(5, "Human, by nose")]
    [InlineData(5, "Human, by nose, thrice a week for twelve weeks in a trial")]
    [InlineData(3, "hippocampus__microglia__phosphorylated_extracellular_signal_regulated_kinase_over_total_of_all_the_kinases_that_are_there_and_some_that_are_not_there")]
    [InlineData(16, "Macaque")]
    [InlineData(40, "Patient number")]
    [InlineData(2, "海馬迴的小膠質細胞，每個細胞的囊泡數目，鼻腔給藥十二週後")]
    public void A_key_holds_every_name_in_full_without_one_over_another_or_off_the_picture(int count, string name)
    {
        var panel = new PlotPanel("p", "x", "p", [.. Enumerable.Range(1, count).Select(number => new PlotLine($"{name} {number}", [0, 1], [0, number]))]);
        var figure = LinePlot.Draw("p", "p", [panel]);
        var labels = figure.Marks.OfType<Label>().Where(label => Ink.Arms.Contains(label.Ink)).ToArray();
        Assert.Equal(string.Concat(panel.Lines.Select(line => line.Name)).Replace(" ", "", StringComparison.Ordinal), string.Concat(labels.Select(label => label.Text)).Replace(" ", "", StringComparison.Ordinal));
        Assert.DoesNotContain(labels, label => label.Text.Contains('…', StringComparison.Ordinal));
        var boxes = labels.Select(label => (Left: label.X, Right: label.X + Lettering.Width(label.Text, label.Size), Top: label.Y - label.Size * 0.8, Bottom: label.Y + label.Size * 0.2)).ToArray();
        Assert.All(boxes, box => Assert.True(box.Left >= 0 && box.Right <= figure.Width && box.Top >= 0 && box.Bottom <= figure.Height));
        for (var i = 0; i < boxes.Length; i++)
            for (var k = 0; k < i; k++)
                Assert.True(boxes[i].Left >= boxes[k].Right || boxes[k].Left >= boxes[i].Right || boxes[i].Top >= boxes[k].Bottom || boxes[k].Top >= boxes[i].Bottom, $"{labels[i].Text} over {labels[k].Text}");
    }

    [Fact]
    public void A_key_of_very_many_lines_says_how_many_more_there_are()
    {
        var panel = new PlotPanel("p", "x", "p", [.. Enumerable.Range(1, 200).Select(number => new PlotLine($"run {number}", [0, 1], [0, number]))]);
        var labels = LinePlot.Draw("p", "p", [panel]).Marks.OfType<Label>().Select(label => label.Text).ToArray();
        Assert.Contains("run 47", labels);
        Assert.DoesNotContain("run 48", labels);
        Assert.Contains("and 153 more", labels);
    }

    [Fact]
    public void A_simplified_line_keeps_its_ends_and_stays_within_tolerance() => Gen.Double[-50, 50].Array[2, 60].Sample(heights =>
    {
        var points = heights.Select((y, x) => new Point(x, y)).ToList();
        var kept = Polylines.Simplify(points, 2);
        Assert.Equal((points[0], points[^1]), (kept[0], kept[^1]));
        foreach (var point in points)
        {
            var k = Math.Max(1, kept.ToList().FindIndex(p => p.X >= point.X));
            var (a, b) = (kept[k - 1], kept[k]);
            var across = Math.Abs((b.X - a.X) * (a.Y - point.Y) - (a.X - point.X) * (b.Y - a.Y)) / Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            Assert.True(across <= 2 + 1e-9);
        }
    });

    [Fact]
    public void Every_sign_of_the_report_is_in_the_embedded_fonts()
    {
        foreach (var strong in new[] { false, true })
            Assert.DoesNotContain((ushort)0, Lettering.Typeface(strong).GetGlyphs("AZaz09 ×−–·÷µ%⁰¹²³⁴⁵⁶⁷⁸⁹⁻✓✗≤≥≈●◇…→()<>&\u00A0"));
    }

    [Fact]
    public void A_share_below_what_the_integration_resolves_is_drawn_as_nothing()
    {
        string[] Marks(double top) => [.. TimeCourses.Panel("p", [new("a", 0, new("a", "s", "Share", "", [0, 1000, 2000], new([0, 0, 0], [0, 0, 0], [0, top, 0]), null), [])], Words.English, false).Marks.OfType<Label>().Select(label => label.Text)];
        Assert.Contains("ratio or share", Marks(1e-41));
        Assert.Contains("1", Marks(1e-41));
        Assert.Contains("ratio or share\u00A0×\u00A010⁻⁶", Marks(2e-6));
    }

    [Fact]
    public void A_share_below_one_particle_is_said_in_particles()
    {
        var place = new MapPlace("blood", "Blood", "pid_blood");
        Assert.Equal("<1 particle", new MapEntry(place, new(1, 9e-61, 0, 1), 1e-8).Text(Words.English));
        Assert.Equal("0", new MapEntry(place, new(1, 0, 0, 0), 1e-8).Text(Words.English));
        Assert.Equal("0.25", new MapEntry(place, new(1, 0.25, 0.1, 0.5), 1e-8).Text(Words.English));
    }

    [Fact]
    public void Copies_are_read_at_their_peak_and_held_against_the_threshold()
    {
        ReadoutCourse Course(string readout, params double[] medians) => new("a", readout, readout, "", [0, 1, 2], new([.. medians.Select(m => m / 2)], [.. medians], [.. medians.Select(m => m * 2)]), null);
        var run = ExampleRun.Build() with
        {
            Arms = [ExampleRun.Build().Arms[0] with { Id = "a" }],
            Courses = [Course("v", 0, 0.1, 0.2), Course("h", 0, 0.05, 0.1), Course("c", 0, 1e-3, 1e-4)],
            Layout = new() { Stoichiometry = new("miR-21-5p", new("repression_threshold", 0, "", ""), [new("Microglia", "Cortex", "v", "h", "c")]) },
        };
        var cell = CellReading.Of(run, run.Arms[0]).Single();
        Assert.Equal((0.2, 0.1, 1e-3, 1.0), (cell.Vesicles.Median, cell.Hit.Median, cell.Copies.Median, cell.Copies.Time));
        Assert.Equal(1e-3 / 0.05, cell.CopiesPerHitCell, 1e-12);
        var page = XDocument.Parse(Markup.Text(ReportWriter.Page(run, new Gallery())));
        Assert.Contains("6 orders of magnitude below the 1,000 copies", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Mouse_and_human_have_their_own_outlines()
    {
        Assert.NotEqual(Anatomy.Body("Mouse, adult"), Anatomy.Body("Human, adult"));
        Assert.Equal(Anatomy.Body("Macaque, adult"), Anatomy.Body("human"));
        string[] places = ["nose", "brain", "csf", "blood", "lung", "liver", "spleen", "kidney", "other"];
        foreach (var body in new[] { Anatomy.Body("mouse"), Anatomy.Body("human") }) Assert.Equal(places.Order(), body.Organs.Select(organ => organ.Place).Order());
    }
}
