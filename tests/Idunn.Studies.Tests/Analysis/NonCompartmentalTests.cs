using CsCheck;
using Idunn.Studies.Analysis.Endpoints;

namespace Idunn.Studies.Tests.Analysis;

/// <summary>Against the closed forms of the one-compartment model; Gibaldi &amp; Perrier, Pharmacokinetics, chapter 1.</summary>
public sealed class NonCompartmentalTests
{
    private const double Dose = 100, Volume = 4, Elimination = 0.7, Absorption = 2.5;

    private static double[] Grid(double end, int points) => [.. Enumerable.Range(0, points).Select(i => end * i / (points - 1))];

    private static double[] Bolus(double[] t) => [.. t.Select(time => Dose / Volume * Math.Exp(-Elimination * time))];

    private static double[] Oral(double[] t) => [.. t.Select(time =>
        Dose / Volume * Absorption / (Absorption - Elimination) * (Math.Exp(-Elimination * time) - Math.Exp(-Absorption * time)))];

    private static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not within {relative} of {expected:R}");

    [Fact]
    public void Half_life_of_a_bolus_is_ln_2_over_the_elimination_rate()
    {
        var t = Grid(5, 11);
        Close(Math.Log(2) / Elimination, NonCompartmental.HalfLife(t, Bolus(t)), 1e-12);
    }

    [Fact]
    public void Half_life_of_a_course_that_rises_does_not_exist() => Assert.True(double.IsNaN(NonCompartmental.HalfLife([0, 1, 2], [1, 2, 3])));

    [Fact]
    public void Half_life_of_two_points_does_not_exist() => Assert.True(double.IsNaN(NonCompartmental.HalfLife([0, 1], [2, 1])));

    [Fact]
    public void Log_down_trapezoids_give_the_area_of_an_exponential_exactly_on_any_grid() =>
        Gen.Select(Gen.Double[0.01, 5], Gen.Double[0.1, 40], Gen.Int[2, 50]).Sample((rate, end, points) =>
        {
            var t = Grid(end, points);
            var c = t.Select(time => 3 * Math.Exp(-rate * time)).ToArray();
            Close(3 / rate * (1 - Math.Exp(-rate * end)), NonCompartmental.Area(t, c), 1e-9);
        });

    [Fact]
    public void Linear_up_trapezoids_give_the_area_of_a_rising_line_exactly() => Close(12.5, NonCompartmental.Area([0, 2, 5], [0, 2, 5]), 1e-14);

    [Fact]
    public void Clearance_mean_residence_time_and_volume_of_a_bolus_are_those_of_the_model()
    {
        var t = Grid(4, 9);
        var whole = NonCompartmental.AreaToInfinity(t, Bolus(t), 0);
        Close(Elimination * Volume, Dose / whole.Area, 1e-10);
        Close(1 / Elimination, whole.Moment / whole.Area, 1e-10);
        Close(Volume, Dose / whole.Area * (whole.Moment / whole.Area), 1e-10);
        Close(Math.Exp(-Elimination * 4), whole.ExtrapolatedShare, 1e-10);
    }

    [Fact]
    public void Mean_residence_time_counts_from_the_dose()
    {
        var t = Grid(4, 9).Select(time => time + 10).ToArray();
        var c = Bolus(Grid(4, 9));
        var whole = NonCompartmental.AreaToInfinity(t, c, 10);
        Close(1 / Elimination, whole.Moment / whole.Area, 1e-10);
    }

    [Fact]
    public void Oral_course_gives_area_peak_and_residence_time_of_the_Bateman_function()
    {
        var t = Grid(20, 4001);
        var c = Oral(t);
        var whole = NonCompartmental.AreaToInfinity(t, c, 0);
        Close(Dose / (Elimination * Volume), whole.Area, 1e-5);
        Close(1 / Elimination + 1 / Absorption, whole.Moment / whole.Area, 1e-4);
        var tmax = Math.Log(Absorption / Elimination) / (Absorption - Elimination);
        Close(tmax, NonCompartmental.TimeOfPeak(t, c), 5e-3);
        Close(Oral([tmax])[0], NonCompartmental.Peak(c), 1e-5);
    }

    [Fact]
    public void Rounding_errors_far_below_the_peak_do_not_set_the_terminal_slope()
    {
        var t = Grid(60, 121);
        var c = Bolus(t).Select((value, i) => value + 1e-12 * (i % 2 == 0 ? 1 : -1)).ToArray();
        Close(Elimination, NonCompartmental.TerminalSlope(t, c, out var last), 1e-5);
        Assert.True(c[last] > 1e-6 * c[0]);
    }

    [Fact]
    public void Terminal_slope_of_two_compartments_is_the_slower_exponent()
    {
        var t = Grid(20, 201);
        var c = t.Select(time => 10 * Math.Exp(-5 * time) + Math.Exp(-0.3 * time)).ToArray();
        Close(0.3, NonCompartmental.TerminalSlope(t, c, out _), 5e-3);
    }

    [Fact]
    public void Areas_to_infinity_of_a_course_that_never_falls_do_not_exist() =>
        Assert.True(double.IsNaN(NonCompartmental.AreaToInfinity([0, 1, 2, 3], [1, 1, 1, 1], 0).Area));

    [Fact]
    public void A_course_of_zeros_has_a_peak_of_zero_and_no_time_of_it()
    {
        Assert.Equal(0, NonCompartmental.Peak([0, 0, 0]));
        Assert.True(double.IsNaN(NonCompartmental.TimeOfPeak([0, 1, 2], [0, 0, 0])));
        Assert.True(double.IsNaN(NonCompartmental.AreaToInfinity([0, 1, 2], [0, 0, 0], 0).Area));
        Assert.Equal(0, NonCompartmental.Area([0, 1, 2], [0, 0, 0]));
    }

    [Fact]
    public void Values_between_points_follow_the_exponential_downwards_and_the_line_upwards()
    {
        Close(Math.Sqrt(8), NonCompartmental.ValueAt([0, 1], [4, 2], 0.5), 1e-14);
        Close(3, NonCompartmental.ValueAt([0, 1], [2, 4], 0.5), 1e-14);
        Close(2, NonCompartmental.ValueAt([0, 1], [4, 0], 0.5), 1e-14);
        Assert.True(double.IsNaN(NonCompartmental.ValueAt([0, 1], [4, 2], 1.5)));
    }

    [Fact]
    public void Doubling_a_course_doubles_its_areas_and_keeps_its_times() =>
        Gen.Double[0.05, 3].Sample(rate =>
        {
            var t = Grid(6, 31);
            var once = t.Select(time => time * Math.Exp(-rate * time)).ToArray();
            var twice = once.Select(value => 2 * value).ToArray();
            Assert.Equal(2 * NonCompartmental.Area(t, once), NonCompartmental.Area(t, twice), 1e-12);
            Assert.Equal(NonCompartmental.TimeOfPeak(t, once), NonCompartmental.TimeOfPeak(t, twice));
        });
}
