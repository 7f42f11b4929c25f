using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Tests.Analysis;

/// <summary>Measures of slow courses, and comparisons of arms.</summary>
public class ComparisonTests
{
    private static readonly double[] Times = [0, 10, 20, 30, 40];
    private static readonly double[] Falling = [1, 0.9, 0.7, 0.4, 0.1];
    private static readonly Dosing None = Dosing.Of(InputSchedule.None, []);

    private static double Of(Measure measure, double from = 0, double to = double.PositiveInfinity, double level = double.NaN, TimeOrigin origin = TimeOrigin.Start, double age = double.NaN) =>
        new PlannedEndpoint("x", 0, measure, origin, from, to, [], "", 1, level).Evaluate(Times, Falling, None, age).Value;

    [Fact]
    public void The_first_crossing_is_interpolated_between_output_times()
    {
        Assert.Equal(20 + (10 * 2.0 / 3), Of(Measure.TimeBelow, level: 0.5), 1e-12);
        Assert.Equal(0, Of(Measure.TimeAbove, level: 0.5));
        Assert.True(double.IsNaN(Of(Measure.TimeBelow, level: 0.05)));
    }

    [Fact]
    public void Minimum_mean_and_survival_are_those_of_the_window()
    {
        Assert.Equal(0.4, Of(Measure.Minimum, to: 30));
        Assert.Equal((0.95 + 0.8) / 2, Of(Measure.Mean, to: 20), 0.004);
        Assert.Equal(40, Of(Measure.Survival));
    }

    [Fact]
    public void Fold_and_slope_are_between_the_ends_of_the_window()
    {
        Assert.Equal(0.4 / 0.9, Of(Measure.Fold, 10, 30), 1e-12);
        Assert.Equal(-0.5 / 20, Of(Measure.Slope, 10, 30), 1e-12);
    }

    [Fact]
    public void Ages_count_from_birth() => Assert.Equal(0.7, Of(Measure.Value, 120, origin: TimeOrigin.Birth, age: 100));

    [Fact]
    public void Arms_are_compared_by_ratio_by_difference_and_by_the_share_of_the_deficit_restored()
    {
        Endpoint Compared(string by, string? healthy) => new() { Id = "e", Location = Modeling.SourceLocation.None, Of = "x", Measure = "value", By = by, RelativeTo = healthy };
        Assert.Equal(2, RunAnalysis.Comparison(Compared("ratio", null))(6, 3, 0));
        Assert.Equal(3, RunAnalysis.Comparison(Compared("difference", null))(6, 3, 0));
        Assert.Equal(0.25, RunAnalysis.Comparison(Compared("ratio", "healthy"))(0.4, 0.2, 1), 1e-12);
    }
}
