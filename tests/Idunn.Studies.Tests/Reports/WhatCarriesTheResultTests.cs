using System.Xml.Linq;
using Idunn.Studies.Attribution;
using Idunn.Studies.Reports;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Tests.Reports;

public sealed class WhatCarriesTheResultTests
{
    private static readonly AttributionResult Example = new(
        "rescue", "Neurons, share of the loss restored", "Neurons, at 35 d", "", "mouse-vein", "mouse-nose", [new("a_gain", "gain of a", "First", 1, "1"), new("b_gain", "gain of b", "Second", 0.5, "1")], 0.5, 1, 0.5,
        [new("toxin", "Toxin → death", 0.1, -0.4, KnockoutStanding.Simulated), new("tiny", "Tiny coupling", 0.5000001, 1e-7, KnockoutStanding.Simulated), new("far", "Far away", 0.5, 0, KnockoutStanding.NoPath)],
        [
            new("none", "no effect", "mouse-vein", 0.5, 0, 0, 1e-5, AttributionStanding.Nothing, [], 0, [], 0),
            new("surface", "surface signal", "mouse-vein", 0.6, 0.1, 0, 1e-5, AttributionStanding.Shared, [new("first", "First", 0.13, 0, true), new("second", "Second", -0.03, 0, true), new("third", "Third", 0, 0, false)], 0,
                [new("contact", "Contact is a signal", 0, -0.1, KnockoutStanding.Simulated), new("gone", "Gone before", 0.1, 0, KnockoutStanding.AlreadyOut)], 0),
            new("relay", "peripheral relay", "mouse-vein", 0.62, 0.12, 0.02, 1e-5, AttributionStanding.Shared, [new("first", "First", 0.1, 0.01, true)], 64, [], 3),
        ], 42) { DeficitResolution = 1e-5, Level = "ceiling" };

    private static (XElement Section, Gallery Gallery) Section(AttributionResult result)
    {
        var gallery = new Gallery();
        var page = XDocument.Parse(Markup.Text(ReportWriter.Page(ExampleRun.Build() with { Attribution = result }, gallery)));
        Assert.Equal(page.Descendants().Attributes("id").Count(), page.Descendants().Attributes("id").Select(id => id.Value).Distinct().Count());
        return (page.Descendants("section").Single(section => (string?)section.Attribute("id") == "what-carries-the-result"), gallery);
    }

    [Fact]
    public void The_page_says_that_assumptions_carry_the_result_and_at_which_values()
    {
        var text = Section(Example).Section.Value;
        Assert.Contains("which assumption carries the result, not which mechanism is real", text, StringComparison.Ordinal);
        Assert.Contains("at their ceilings", text, StringComparison.Ordinal);
        Assert.Contains("From 42 simulations", text, StringComparison.Ordinal);
        Assert.Contains("medians of their priors", Section(Example with { Level = "median" }).Section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_come_in_years_where_the_study_lasts_for_years()
    {
        string Text(double lastDay)
        {
            var run = ExampleRun.Build();
            run = run with { Courses = [run.Courses[0] with { Times = [.. run.Courses[0].Times[..^1], lastDay] }], Attribution = Example with { Unit = "d", UntreatedValue = 19_796.55, HealthyValue = 20_162 } };
            return ReportWriter.Page(run, new Gallery()).Descendants("section").Single(section => (string?)section.Attribute("id") == "what-carries-the-result").Value;
        }
        Assert.Contains("54.2\u00A0years", Text(27_000), StringComparison.Ordinal);
        Assert.DoesNotContain("\u00A0d", Text(27_000), StringComparison.Ordinal);
        Assert.Contains("19,800\u00A0d", Text(70), StringComparison.Ordinal);
    }

    [Fact]
    public void In_another_unit_everything_that_is_a_time_changes_and_nothing_else()
    {
        var inYears = Example.In("years", 0.5);
        Assert.Equal(("years", 0.25, 0.5, 0.25, 5e-6), (inYears.Unit, inYears.UntreatedValue, inYears.HealthyValue, inYears.Deficit, inYears.DeficitResolution));
        Assert.Equal(Example.DeficitKnockouts.Select(one => (one.Value / 2, one.Change / 2)), inYears.DeficitKnockouts.Select(one => (one.Value, one.Change)));
        Assert.Equal(Example.Hypotheses.SelectMany(under => under.Shares).Select(share => (share.Share / 2, share.Error / 2)), inYears.Hypotheses.SelectMany(under => under.Shares).Select(share => (share.Share, share.Error)));
        Assert.Equal(Example.Hypotheses.Select(under => (under.TreatedValue / 2, under.Effect / 2, under.WithoutMechanisms / 2, under.Resolution / 2)), inYears.Hypotheses.Select(under => (under.TreatedValue, under.Effect, under.WithoutMechanisms, under.Resolution)));
        Assert.Equal(Example.Effects, inYears.Effects);
    }

    [Fact]
    public void A_hypothesis_without_effect_has_nothing_to_share_out()
    {
        var facet = Section(Example).Section.Elements("div").Single(element => element.Element("h3")?.Value.Contains("no effect", StringComparison.Ordinal) == true);
        Assert.Contains("Nothing to share out", facet.Value, StringComparison.Ordinal);
        Assert.Empty(facet.Descendants("figure"));
    }

    [Fact]
    public void Every_share_stands_in_the_table_with_its_sign_and_in_the_picture()
    {
        var (section, gallery) = Section(Example);
        var facet = section.Elements("div").Single(element => element.Element("h3")?.Value.Contains("surface signal", StringComparison.Ordinal) == true);
        var rows = facet.Descendants("table").First().Descendants("tr").Skip(1).Select(row => row.Elements("td").Select(cell => cell.Value).ToArray()).ToList();
        Assert.Equal(["First", "+0.13", "130\u00A0%"], rows[0]);
        Assert.Equal(["Second", "−0.03", "−30\u00A0%"], rows[1]);
        Assert.Equal(["All together", "+0.1", "100\u00A0%"], rows[2]);
        Assert.Contains("exact", facet.Value, StringComparison.Ordinal);
        Assert.Contains("No path of equations leads to this endpoint from: Third", facet.Value, StringComparison.Ordinal);
        var figure = gallery.Figures.Single(figure => figure.Name == "shares-surface");
        Assert.Equal("First: +0.13. Second: −0.03.", figure.Description);
        // Below zero a bar is hollow: its sign does not hang on colour or side alone.
        Assert.Single(figure.Marks.OfType<Shape>(), shape => shape.Fill == Ink.Paper && shape.Stroke is not null);
    }

    [Fact]
    public void An_estimate_shows_its_error_and_what_is_not_shared_out()
    {
        var text = Section(Example).Section.Value;
        Assert.Contains("estimated from 64 random orders", text, StringComparison.Ordinal);
        Assert.Contains("+0.1 ± 0.01", text, StringComparison.Ordinal);
        Assert.Contains("Of that, +0.02 is there with every mechanism off", text, StringComparison.Ordinal);
        Assert.Contains("In 3 simulations the level was not crossed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Knock_outs_within_the_error_of_the_integration_are_no_finding()
    {
        var section = Section(Example).Section;
        Assert.DoesNotContain(section.Descendants("td").Descendants("b"), cell => cell.Value is "Tiny coupling" or "Far away");
        Assert.Contains("change below 1\u00A0×\u00A010⁻⁵: Tiny coupling.", section.Value, StringComparison.Ordinal);
        Assert.Contains("No path of equations to this endpoint: Far away.", section.Value, StringComparison.Ordinal);
        Assert.Contains("Out already: Gone before.", section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_that_does_not_ask_has_no_such_section() =>
        Assert.DoesNotContain("what-carries-the-result", Markup.Text(ReportWriter.Page(ExampleRun.Build(), new Gallery())), StringComparison.Ordinal);
}
