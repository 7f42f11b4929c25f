using System.Collections.Immutable;
using Idunn.Studies.Analysis;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A predicted interval under the published range, on one small axis.</summary>
public static class Intervals
{
    const double Width = 210, Left = 8, Right = 202;

    /// <summary>Null when either side has no numbers.</summary>
    public static Figure? Of(PublishedComparison row, Words words)
    {
        if (row.Predicted is not { } predicted || double.IsNaN(row.PublishedLow) || double.IsNaN(row.PublishedHigh) || double.IsNaN(predicted.Median)) return null;
        double[] values = [row.PublishedLow, row.PublishedHigh, predicted.Low, predicted.High];
        var axis = AxisFor(values.Min(), values.Max());
        var marks = ImmutableArray.CreateBuilder<Mark>();
        foreach (var tick in Ticks.Of(axis, axis.IsLog ? 5 : 4))
        {
            marks.Add(new Shape(Outline.Line(axis.At(tick.Value), 4, axis.At(tick.Value), 32)) { Stroke = Ink.Grid });
            marks.Add(new Label(tick.Text, axis.At(tick.Value), 45, 11) { Ink = Ink.Muted, Anchor = Anchor.Middle });
        }
        var (low, high) = (axis.At(row.PublishedLow), axis.At(row.PublishedHigh));
        var width = Math.Max(4, high - low);
        marks.Add(new Shape(Outline.Rectangle((low + high - width) / 2, 6, width, 9)) { Fill = Ink.Axis });
        marks.Add(new Shape(Outline.Line(axis.At(predicted.Low), 24, axis.At(predicted.High), 24)) { Stroke = Ink.Arm(0), StrokeWidth = 2.5 });
        foreach (var end in new[] { predicted.Low, predicted.High })
            marks.Add(new Shape(Outline.Line(axis.At(end), 20, axis.At(end), 28)) { Stroke = Ink.Arm(0), StrokeWidth = 2 });
        marks.Add(new Shape(Outline.Circle(axis.At(predicted.Median), 24, 4.5)) { Fill = Ink.Arm(0), Stroke = Ink.Paper });
        var description = words["Published {0} {2}; predicted {1} {2}.", Numbers.Range(row.PublishedLow, row.PublishedHigh, words), Numbers.Interval(predicted.Median, predicted.Low, predicted.High, words), Unit(row)];
        return new Figure($"compare-{row.Arm}-{row.Id}", row.What, description, Width, 50, marks.ToImmutable());
    }

    static string Unit(PublishedComparison row) => row.Unit == "1" ? "" : row.Unit;

    /// <summary>Whole decades when the values are positive and span more than a factor of 3; else round the values with some air.</summary>
    static Axis AxisFor(double low, double high)
    {
        if (low > 0 && high / low > 3) return new(Math.Pow(10, Math.Floor(Math.Log10(low) - 0.05)), Math.Pow(10, Math.Ceiling(Math.Log10(high) + 0.05)), true, Left + 8, Right - 14);
        var air = high > low ? (high - low) * 0.15 : Math.Max(Math.Abs(high) * 0.1, 1e-12);
        return new(low >= 0 ? Math.Max(0, low - air) : low - air, high + air, false, Left + 8, Right - 8);
    }
}
