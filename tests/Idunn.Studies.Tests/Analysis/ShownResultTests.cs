using Idunn.Studies.Analysis;

namespace Idunn.Studies.Tests.Analysis;

/// <summary>What of a result is shown, and when it is read.</summary>
public sealed class ShownResultTests
{
    [Fact]
    public void A_map_counts_from_the_first_dose_and_shows_one_dose_only()
    {
        Assert.Equal(1, ArmResult.MapTime(1, []));
        Assert.Equal(8, ArmResult.MapTime(1, [7]));
        Assert.Equal(8, ArmResult.MapTime(1, [7, 9]));
        Assert.InRange(ArmResult.MapTime(1, [7, 8, 9]), 7.999, 8 - 1e-6);
        Assert.InRange(ArmResult.MapTime(1, [7, 7, 7.5]), 7.499, 7.5 - 1e-6);
    }

    [Fact]
    public void A_difference_below_what_two_integrations_resolve_is_shown_as_nothing_and_a_ratio_as_it_is()
    {
        var noise = new Spread(-3e-7, 1e-9, 4e-5, 10, 0);
        EndpointResult Result(string kind, string? comparedTo = "b", string unit = "") => new("e", "E", unit, "a", comparedTo, noise, null) { Kind = kind };
        Assert.Equal(noise with { Low = 0, Median = 0 }, Result("difference").Shown(noise));
        Assert.Equal(noise with { Low = 0, Median = 0 }, Result("rescue").Shown(noise));
        Assert.Equal(noise, Result("ratio").Shown(noise));
        Assert.Equal(noise, Result("difference", comparedTo: null).Shown(noise));
        Assert.Equal(noise, Result("difference", unit: "year").Shown(noise));
    }
}
