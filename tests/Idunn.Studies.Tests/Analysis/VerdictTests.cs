using Idunn.Studies.Wording;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;

namespace Idunn.Studies.Tests.Analysis;

public sealed class VerdictTests
{
    private static PublishedRow Row(PublishedKind kind = PublishedKind.Quantity, double lower = 7, double upper = 7, params string[] usedBy) => new(
        "tests", "half", "mouse", "intravenous", "Half-life", kind, "blood", Measure.HalfLife, null, null, "", lower, upper, "min", "stated", [.. usedBy],
        "somebody-2020", "Table 1", "abstract", "", SourceLocation.None);

    private static PublishedComparison Judge(PublishedRow row, Spread? predicted, double extrapolated = double.NaN) =>
        Verdicts.Of(row, "vein", predicted, extrapolated, id => id == "clearance", Words.English);

    private static Spread Predicted(double low, double high) => new(low, (low + high) / 2, high, 100, 0);

    [Fact]
    public void Number_inside_the_interval_agrees() => Assert.Equal(Comparison.Agrees, Judge(Row(), Predicted(5, 9)).Verdict);

    [Fact]
    public void Number_outside_the_interval_disagrees() => Assert.Equal(Comparison.Disagrees, Judge(Row(), Predicted(8, 9)).Verdict);

    [Fact]
    public void Range_that_overlaps_agrees() => Assert.Equal(Comparison.Agrees, Judge(Row(lower: 1, upper: 6), Predicted(5, 9)).Verdict);

    [Fact]
    public void Number_that_a_parameter_took_is_input_and_never_agreement()
    {
        var verdict = Judge(Row(usedBy: "clearance"), Predicted(5, 9));
        Assert.Equal(Comparison.Input, verdict.Verdict);
        Assert.Contains("clearance", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_that_a_parameter_of_another_model_took_is_independent() => Assert.Equal(Comparison.Agrees, Judge(Row(usedBy: "elsewhere"), Predicted(5, 9)).Verdict);

    [Fact]
    public void Agreement_of_a_wide_prediction_says_that_it_teaches_little()
    {
        var verdict = Judge(Row(), Predicted(1, 20));
        Assert.Equal(20, verdict.FoldWidth, 1e-12);
        Assert.Contains("20-fold wide", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("teaches little", Judge(Row(), Predicted(0, 20)).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("teaches", Judge(Row(), Predicted(5, 20)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, double.NaN, Comparison.DirectionAgrees)]
    [InlineData(double.NaN, 6, Comparison.DirectionDisagrees)]
    [InlineData(7, 8, Comparison.DirectionAgrees)]
    public void Direction_is_held_against_the_median(double lower, double upper, Comparison expected) =>
        Assert.Equal(expected, Judge(Row(PublishedKind.Direction, lower, upper), Predicted(5, 9)).Verdict);

    [Fact]
    public void Quantity_that_no_subject_has_disagrees_and_says_why()
    {
        var verdict = Judge(Row(), new Spread(double.NaN, double.NaN, double.NaN, 0, 100));
        Assert.Equal(Comparison.Disagrees, verdict.Verdict);
        Assert.Contains("does not exist", verdict.Reason, StringComparison.Ordinal);
        Assert.Null(verdict.Predicted);
    }

    [Fact]
    public void Row_without_an_arm_is_out_of_scope_with_the_reason()
    {
        var verdict = Verdicts.Of(Row(), null, null, double.NaN, _ => false, Words.English);
        Assert.Equal(Comparison.OutOfScope, verdict.Verdict);
        Assert.Contains("No arm of this study is mouse", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_number_or_scope_stay_so()
    {
        Assert.Equal(Comparison.NoNumber, Judge(Row(PublishedKind.None, double.NaN, double.NaN), null).Verdict);
        Assert.Equal(Comparison.OutOfScope, Judge(Row(PublishedKind.OutOfScope, double.NaN, double.NaN), null).Verdict);
    }

    [Fact]
    public void Large_extrapolated_share_is_said() => Assert.Contains("30 % of the predicted area is extrapolated", Judge(Row(), Predicted(5, 9), 0.3).Reason, StringComparison.Ordinal);
}
