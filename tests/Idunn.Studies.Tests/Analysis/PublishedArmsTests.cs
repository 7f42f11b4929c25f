using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Analysis;

/// <summary>Which arms of a study a published row speaks of.</summary>
public class PublishedArmsTests
{
    private static readonly StudyPlan Plan = ProjectScience.Plan(ProjectScience.Text(
        model: "brain", until: "10 d", readouts: "[outcomes.motor]", more: "hypotheses: [none, surface]",
        arms: """
            healthy: {}
              sick: { protocols: [mptp-acute] }
              trained: { like: sick, doses: [{ give: exercise, amount: 100 %, at: 0 d }] }
              treated: { like: sick, doses: [{ give: msc, route: intranasal, amount: 1e9 particles, at: 2 d }] }
              longer: { like: sick, until: 20 d, doses: [{ give: msc, route: intravenous, amount: 1e9 particles, at: 2 d }] }
            """));

    private const string Header = "observationId\tpopulation\troute\twhat\tkind\treadout\tmeasure\tfrom\tto\tover\tvalue\tlower\tupper\tunit\tstatement\tusedBy\treference\tlocator\tcheckedAgainst\tnote\tprotocol\toverProtocol\tclock\terror\n";

    private static PublishedRow Row(string route, string over, string protocol, string overProtocol = "", string clock = "", string error = "", string from = "5 d")
    {
        var findings = new List<Finding>();
        var row = PublishedTable.Parse("t", "t.tsv", $"{Header}a\tmouse\t{route}\tMotor\tquantity\toutcomes.motor\tvalue\t{from}\t\t{over}\t1\t\t\t1\t\t\tref\t\t\t\t{protocol}\t{overProtocol}\t{clock}\t{error}\n", findings).FirstOrDefault();
        Assert.Empty(findings);
        return row!;
    }

    private static IEnumerable<(string Above, string? Below)> Pairs(PublishedRow row) => PublishedArms.Of(row, Plan).Select(pair => (pair.Arm.Arm.Id, pair.Below?.Arm.Id));

    [Fact]
    public void A_dosed_arm_is_held_under_each_hypothesis_against_the_untreated_of_the_same_disease() =>
        Assert.Equal([("treated.none", "sick"), ("treated.surface", "sick")], Pairs(Row("intranasal", "none", "mptp-acute")));

    [Fact]
    public void A_disease_is_held_against_the_healthy() => Assert.Equal([("sick", "healthy")], Pairs(Row("none", "none", "mptp-acute", "none")));

    [Fact]
    public void Other_treatments_disqualify_an_arm() => Assert.Equal([("sick", null)], Pairs(Row("none", "", "mptp-acute")));

    [Fact]
    public void No_arm_of_that_disease_means_none() => Assert.Empty(Pairs(Row("intranasal", "none", "5xfad")));

    [Fact]
    public void Optional_columns_are_read_and_may_be_left_out()
    {
        var row = Row("none", "", "mptp-acute;5xfad", clock: "age", error: "0.2");
        Assert.Equal((TimeOrigin.Birth, 0.2), (row.Clock, row.Error));
        Assert.Equal(["mptp-acute", "5xfad"], row.Protocols);
        Assert.Equal(["mptp-acute", "5xfad"], row.OverProtocols);
        var findings = new List<Finding>();
        PublishedTable.Parse("t", "t.tsv", Header.Replace("\tprotocol\toverProtocol\tclock\terror", "", StringComparison.Ordinal), findings);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_time_beyond_the_arm_is_not_covered()
    {
        var pair = new PublishedPair(Plan.Arms.First(arm => arm.Arm.Id == "treated.none"), null);
        Assert.True(PublishedArms.Covers(pair, Row("intranasal", "", "mptp-acute", from: "8 d"), Plan));
        Assert.False(PublishedArms.Covers(pair, Row("intranasal", "", "mptp-acute", from: "9 d"), Plan));
        Assert.False(PublishedArms.Covers(pair, Row("intranasal", "", "mptp-acute", clock: "age", from: "3 years"), Plan));
    }

    [Fact]
    public void A_ratio_is_covered_only_where_the_untreated_arm_lasts_as_long_as_the_treated()
    {
        var (early, late) = (Row("intravenous", "none", "mptp-acute", from: "8 d"), Row("intravenous", "none", "mptp-acute", from: "9 d"));
        var pair = PublishedArms.Of(late, Plan)[0];
        Assert.Equal(("longer.none", "sick"), (pair.Arm.Arm.Id, pair.Below?.Arm.Id));
        Assert.True(PublishedArms.Covers(pair, early, Plan));
        Assert.False(PublishedArms.Covers(pair, late, Plan));
    }

    [Fact]
    public void A_negative_error_is_refused()
    {
        var findings = new List<Finding>();
        PublishedTable.Parse("t", "t.tsv", $"{Header}a\tmouse\tnone\tMotor\tquantity\toutcomes.motor\tvalue\t5 d\t\t\t1\t\t\t1\t\t\tref\t\t\t\t\t\t\t-1\n", findings);
        Assert.Contains(findings, finding => finding.Message.Contains("must be above zero", StringComparison.Ordinal));
    }
}
