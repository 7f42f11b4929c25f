using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis.Endpoints;

namespace Idunn.Studies.Tests.Analysis;

public sealed class PlannedEndpointTests
{
    private static PlannedEndpoint Plan(Measure measure, TimeOrigin origin = TimeOrigin.Start, double from = 0, double to = double.PositiveInfinity) =>
        new("x", 0, measure, origin, from, to, ["arm"], "", 1);

    private static readonly double[] Times = [.. Enumerable.Range(0, 401).Select(i => i * 0.05)];

    /// <summary>Boluses of 100 into a volume of 4, lost at a rate of 0.7.</summary>
    private static double[] Course(params double[] doses) => [.. Times.Select(t => doses.Where(dose => dose <= t).Sum(dose => 25 * Math.Exp(-0.7 * (t - dose))))];

    private static Dosing Boluses(params double[] doses) => Dosing.Of(new InputSchedule([.. doses.SelectMany(t => new[] { new Bolus(t, 0, 100), new Bolus(t, 7, 100) })], []), [0]);

    private static void Close(double expected, double actual, double relative = 1e-9) => Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} instead of {expected:R}");

    [Fact]
    public void Counter_of_what_is_given_is_no_second_dose() => Assert.Equal(new Dosing(2, 100, 0, 5, 200), Boluses(2, 5));

    [Fact]
    public void Infusion_counts_with_its_amount_and_duration() => Assert.Equal(new Dosing(1, 6, 2, double.PositiveInfinity, 6), Dosing.Of(new InputSchedule([], [new Infusion(1, 3, 0, 3)]), [0]));

    [Theory]
    [InlineData(Measure.Clearance, 2.8)]
    [InlineData(Measure.VolumeAtSteadyState, 4)]
    [InlineData(Measure.MeanResidenceTime, 1 / 0.7)]
    [InlineData(Measure.HalfLife, 0.99021025794277901)]
    public void Late_dose_gives_the_numbers_of_the_model_after_it(Measure measure, double expected) =>
        Close(expected, Plan(measure, TimeOrigin.FirstDose).Evaluate(Times, Course(2), Boluses(2)).Value, 1e-6);

    [Fact]
    public void Publication_is_held_against_the_time_before_the_second_dose()
    {
        var (course, dosing) = (Course(2, 12), Boluses(2, 12));
        Close(2.8, Plan(Measure.Clearance, TimeOrigin.FirstDose).Evaluate(Times, course, dosing).Value, 1e-6);
        Close(25, Plan(Measure.Peak, TimeOrigin.FirstDose).Evaluate(Times, course, dosing).Value);
    }

    [Fact]
    public void Clearance_of_several_doses_is_all_of_them_over_the_whole_area()
    {
        double[] fine = [.. Enumerable.Range(0, 40001).Select(i => i * 5e-4)];
        double[] course = [.. fine.Select(t => new[] { 0.0, 3.0 }.Where(dose => dose <= t).Sum(dose => 25 * Math.Exp(-0.7 * (t - dose))))];
        Close(2.8, Plan(Measure.Clearance).Evaluate(fine, course, Boluses(0, 3)).Value, 1e-3);
        Assert.True(double.IsNaN(Plan(Measure.MeanResidenceTime).Evaluate(fine, course, Boluses(0, 3)).Value));
    }

    [Fact]
    public void Without_a_dose_there_is_no_clearance_and_nothing_after_a_dose()
    {
        var none = Dosing.Of(InputSchedule.None, [0]);
        Assert.True(double.IsNaN(Plan(Measure.Clearance).Evaluate(Times, Course(0), none).Value));
        Assert.True(double.IsNaN(Plan(Measure.Peak, TimeOrigin.FirstDose).Evaluate(Times, Course(0), none).Value));
    }

    [Fact]
    public void Window_between_output_times_is_interpolated()
    {
        var expected = 25 / 0.7 * (Math.Exp(-0.7 * 0.123) - Math.Exp(-0.7 * 1.777));
        Close(expected, Plan(Measure.Area, from: 0.123, to: 1.777).Evaluate(Times, Course(0), Boluses(0)).Value);
    }

    [Fact]
    public void Window_within_one_output_interval_is_interpolated()
    {
        var expected = 25 / 0.7 * (Math.Exp(-0.7 * 0.01) - Math.Exp(-0.7 * 0.02));
        Close(expected, Plan(Measure.Area, from: 0.01, to: 0.02).Evaluate(Times, Course(0), Boluses(0)).Value);
    }

    [Fact]
    public void Value_is_taken_at_the_time_after_the_origin()
    {
        Close(25 * Math.Exp(-0.7), Plan(Measure.Value, from: 1).Evaluate(Times, Course(0), Boluses(0)).Value);
        Close(25 * Math.Exp(-0.7), Plan(Measure.Value, TimeOrigin.FirstDose, from: 1).Evaluate(Times, Course(2), Boluses(2)).Value);
        Assert.True(double.IsNaN(Plan(Measure.Value, from: 30).Evaluate(Times, Course(0), Boluses(0)).Value));
    }

    [Fact]
    public void Bounds_that_differ_from_output_times_in_the_last_digit_take_them_in()
    {
        var times = new[] { 0.1, 0.2, 0.1 + 0.2, 0.4 };
        Close(3, Plan(Measure.Peak, from: 0.1, to: 0.3).Evaluate(times, [1.0, 2.0, 3.0, 4.0], Boluses(0)).Value);
    }

    [Theory]
    [InlineData(Measure.Clearance, "particle/mL", "particle", "mL/d")]
    [InlineData(Measure.VolumeAtSteadyState, "particle/mL", "particle", "mL")]
    [InlineData(Measure.Clearance, "particle", "particle", "1/d")]
    [InlineData(Measure.Area, "particle/mL", "particle", "particle/mL d")]
    [InlineData(Measure.Area, "", "particle", "d")]
    [InlineData(Measure.Clearance, "%/mL", "particle", "particle/(%/mL)/d")]
    [InlineData(Measure.HalfLife, "particle", "particle", "d")]
    public void Units_of_measures_follow_from_readout_and_dose(Measure measure, string readout, string dose, string expected) => Assert.Equal(expected, measure.UnitOf(readout, dose));
}
