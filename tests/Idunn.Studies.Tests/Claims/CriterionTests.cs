using Idunn.Modeling;
using Idunn.Studies.Claims;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Claims;

/// <summary>A time that ends with the course is a bound: it decides only where every time beyond it decides alike.</summary>
public sealed class CriterionTests
{
    [Theory]
    [InlineData(12, 0, true)]
    [InlineData(8, 0, false)]
    [InlineData(12, 1, true)]
    [InlineData(8, 1, null)]
    [InlineData(12, -1, null)]
    [InlineData(8, -1, false)]
    [InlineData(double.NaN, 0, null)]
    public void A_delay_of_at_least_ten(double value, int side, bool? expected) => Assert.Equal(expected, new Criterion("delay", 10, double.NaN, SourceLocation.None).Holds(new(value, side)));

    [Theory]
    [InlineData(12, 1, null)]
    [InlineData(16, 1, false)]
    [InlineData(12, 0, true)]
    [InlineData(9, -1, false)]
    public void A_delay_between_ten_and_fifteen(double value, int side, bool? expected) => Assert.Equal(expected, new Criterion("delay", 10, 15, SourceLocation.None).Holds(new(value, side)));

    [Fact]
    public void One_criterion_that_fails_refutes_whatever_the_others_leave_open()
    {
        var test = new ClaimTest("s", [new("a", 1, double.NaN, SourceLocation.None), new("b", 1, double.NaN, SourceLocation.None)], Phrase.Empty, SourceLocation.None);
        Assert.False(test.Holds([new(double.NaN, 0), new(0, 0)]));
        Assert.Null(test.Holds([new(double.NaN, 0), new(2, 0)]));
        Assert.True(test.Holds([new(2, 0), new(2, 0)]));
    }

    /// <summary>Else a treatment that does nothing would seem to delay, because its doses are read more often.</summary>
    [Fact]
    public void Arms_whose_times_of_crossing_are_compared_are_read_at_the_same_times()
    {
        using var project = new ClaimProject();
        var arms = project.Plan().Arms;
        var untreated = arms.Single(arm => arm.Arm.Id == "untreated").OutputTimes.ToArray();
        Assert.All(arms, arm => Assert.Equal(untreated, arm.OutputTimes.ToArray()));
        Assert.True(untreated.Length > 300);
    }
}
