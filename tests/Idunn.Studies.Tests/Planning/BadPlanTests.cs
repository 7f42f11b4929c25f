using Idunn.Modeling.Checking;

namespace Idunn.Studies.Tests.Planning;

/// <summary>What only the science folder can tell: each message names the thing, its place and the nearest known name.</summary>
public class BadPlanTests
{
    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones() =>
        Refuses(ProjectScience.Text(model: "delivry"), "There is no model 'delivry'.", "Did you mean 'delivery'?", "study.yaml:3:");

    [Fact]
    public void An_unknown_population_is_refused_with_the_nearest() =>
        Refuses(ProjectScience.Text(cohort: "{ population: mose, size: 3 }"), "There is no population 'mose'.", "Did you mean 'mouse'?", "study.yaml:");

    [Fact]
    public void An_unknown_route_is_refused_with_the_known_ones() =>
        Refuses(ProjectScience.Text("{ give: msc, route: intrathecal, amount: 1e9 particles, at: 0 h }"), "no route 'intrathecal'", "intranasal, intravenous", "study.yaml:");

    [Fact]
    public void An_unknown_product_is_refused_with_the_nearest() =>
        Refuses(ProjectScience.Text("{ give: mcs, route: intravenous, amount: 1e9 particles, at: 0 h }"), "There is no product 'mcs' in this study", "Did you mean 'msc'?", "study.yaml:6:27");

    [Fact]
    public void A_product_without_a_route_is_refused() =>
        Refuses(ProjectScience.Text("{ give: msc, amount: 1e9 particles, at: 0 h }"), "does not say by which route", "intranasal, intravenous", "study.yaml:6:");

    [Fact]
    public void A_share_is_no_dose_of_vesicles() =>
        Refuses(ProjectScience.Text("{ give: msc, route: intravenous, amount: 50 %, at: 0 h }"), "'50 %', which is no dose of vesicles", "particles/kg", "study.yaml:6:");

    [Fact]
    public void An_age_is_refused_where_subjects_have_none() =>
        Refuses(ProjectScience.Text(cohort: "{ population: mouse, size: 3, age: 20 months }"), "in the model 'delivery' subjects have none", "Leave 'age:' out", "study.yaml:");

    [Fact]
    public void An_unknown_hypothesis_is_refused() =>
        Refuses(ProjectScience.Text(more: "hypotheses: [cargo]"), "has no hypothesis 'cargo'", "There is none.", "study.yaml:10:");

    [Fact]
    public void An_unknown_protocol_is_refused() =>
        Assert.Contains(ProjectScience.Refused(ProjectScience.Text(arms: "vein: { protocols: [mtpp] }")), finding => finding.Message.Contains("There is no protocol 'mtpp'", StringComparison.Ordinal));

    [Fact]
    public void An_unknown_readout_is_refused_with_the_nearest_and_its_place() =>
        Refuses(ProjectScience.Text(readouts: "[blood, hipocampus.pid]"), "no quantity 'hipocampus.pid'", "Did you mean 'hippocampus.pid'?", "study.yaml:9:19");

    [Fact]
    public void An_unknown_observation_table_is_refused() =>
        Refuses(ProjectScience.Text(more: "published: [delivary]"), "There is no observation table 'delivary'.", "Did you mean 'delivery'?", "study.yaml:10:");

    [Fact]
    public void A_cargo_that_the_model_does_not_carry_is_refused() =>
        Refuses(ProjectScience.Text(products: "products: { msc: { cargo: { miR-124: 1 copies/vesicle } } }\n"), "does not carry the cargo 'miR-124'", "miR-21-5p", "study.yaml:");

    [Fact]
    public void A_parameter_without_an_origin_is_refused_at_its_row()
    {
        var findings = WithTable("uptake.tsv", text => text.Replace("assumption\t\t\t\t\t\t\t2026-11-23\tHalf-life of 5 h; no rate for vesicles in brain cells was found", "assumption\t\t\t\t\t\t\t2026-11-23\t", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("lysosomal_rate", StringComparison.Ordinal) && finding.Location.Line > 1 && finding.Location.File.EndsWith("uptake.tsv", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_with_a_unit_that_does_not_fit_is_refused_at_its_row()
    {
        var findings = WithTable("uptake.tsv", text => text.Replace("uL/g/min", "uL/min", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Code.StartsWith("IDN2", StringComparison.Ordinal) && finding.Message.Contains("brain_influx_clearance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_row_is_refused_by_the_parameter_s_name()
    {
        var findings = WithTable("uptake.tsv", text => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("escape_fraction\t", StringComparison.Ordinal))));
        Assert.Contains(findings, finding => finding.Message.Contains("'escape_fraction'", StringComparison.Ordinal));
    }

    private static void Refuses(string study, string message, string action, string place)
    {
        var finding = Assert.Single(ProjectScience.Refused(study));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Contains(action, finding.Action, StringComparison.Ordinal);
        Assert.Contains(place, finding.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<Finding> WithTable(string table, Func<string, string> change) =>
        Assert.Throws<FindingsException>(() => ProjectScience.PlanOn($"parameters/{table}", change, ProjectScience.Text())).Findings;
}
