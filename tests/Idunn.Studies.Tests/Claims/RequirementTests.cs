using Idunn.Studies.Claims;

namespace Idunn.Studies.Tests.Claims;

/// <summary>Against the closed form of the made-up project: in the typical subject the gain is ½ and the response 1 + ½ (D/(D + half) + boost).</summary>
public sealed class RequirementTests
{
    private static Requirement Of(string lever, string test, double half, string status = "assumption")
    {
        using var project = new ClaimProject(test, half, status, levers: lever);
        return project.Decide(20).Hypotheses.Single(one => one.Hypothesis == "signal").Requirements.Single();
    }

    [Fact]
    public void Dose_has_to_reach_the_half_effect_for_half_of_the_effect() => Assert.Equal(100, Of("dose", "atLeast: 1.25", 100 * ClaimProject.Given).Value, 1.0);

    [Fact]
    public void A_lever_of_which_less_is_better_is_looked_for_below_its_usual_value()
    {
        var half = Of("half", "atLeast: 1.25", 100 * ClaimProject.Given);
        Assert.Equal(ClaimProject.Given, half.Value, 0.01 * ClaimProject.Given);
        Assert.Equal(100 * ClaimProject.Given, half.Usual, 1.0);
    }

    [Fact]
    public void An_effect_starts_from_the_median_of_its_prior_and_may_have_to_lie_beyond_it()
    {
        var gain = Of("gain", "atLeast: 1.75", 1);
        Assert.Equal((0.75, 0.5), (gain.Value, gain.Usual), Close);
        Assert.Equal((true, LeverRange.Assumed), (gain.IsInside, gain.Range));
        Assert.False(Of("gain", "atLeast: 2.5", 1).IsInside);
    }

    private static bool Close((double Value, double Usual) a, (double Value, double Usual) b) => Math.Abs(a.Value - b.Value) < 0.005 && Math.Abs(a.Usual - b.Usual) < 0.005;

    [Fact]
    public void An_imposed_level_adds_what_is_missing() => Assert.Equal(0.5 - 1 / 101.0, Of("boost", "atLeast: 1.25", 100 * ClaimProject.Given).Value, 0.003);

    [Fact]
    public void Where_no_value_is_enough_the_closest_number_is_told()
    {
        var dose = Of("dose", "atLeast: 3", 1);
        Assert.True(double.IsNaN(dose.Value));
        Assert.Null(dose.IsInside);
        Assert.Equal(1.5, dose.Reached, 1e-3);
        Assert.Equal("response", dose.Unmet);
    }

    [Fact]
    public void A_lever_that_moves_nothing_is_said_to_do_nothing()
    {
        Assert.True(Of("bystander", "atLeast: 3", 1).DoesNothing);
        Assert.False(Of("gain", "atLeast: 3", 10 * ClaimProject.Given).DoesNothing);
    }

    [Fact]
    public void Of_several_criteria_the_one_that_is_never_met_is_named()
    {
        var boost = Of("boost", "atLeast: 1.4\n  and: [{ endpoint: blood, atLeast: 2e6 }]", 10 * ClaimProject.Given);
        Assert.Equal(("blood", ClaimProject.Given), (boost.Unmet, boost.Reached));
    }

    [Fact]
    public void What_holds_already_needs_nothing()
    {
        var dose = Of("dose", "atLeast: 1.25", 1);
        Assert.Equal((1.0, true), (dose.Value, dose.HoldsAlready));
    }

    [Fact]
    public void A_range_is_measured_only_where_the_row_is()
    {
        using var project = new ClaimProject("atLeast: 1.75", levers: "gain, bystander, half");
        var levers = project.Decide(20).Hypotheses.Single(one => one.Hypothesis == "signal").Requirements;
        Assert.Equal([LeverRange.Assumed, LeverRange.Assumed, LeverRange.None], levers.Select(lever => lever.Range));
    }
}
