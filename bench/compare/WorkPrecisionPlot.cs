using System.Collections.Immutable;
using System.Globalization;
using Idunn.Studies.Reports.Drawing;

namespace Compare;

/// <summary>CPU time against achieved error, both logarithmic.</summary>
internal static class WorkPrecisionPlot
{
    private const double Width = 460, Height = 340, Left = 64, Right = 440, Top = 52, Bottom = 284;

    public static byte[] Draw(Measurement one)
    {
        var points = one.Curves.SelectMany(curve => Drawn(curve)).ToList();
        var error = new Axis(Decade(points.Min(point => point.Error), down: true), Decade(points.Max(point => point.Error), down: false), true, Left, Right);
        var time = new Axis(Decade(points.Min(point => point.Microseconds), down: true), Decade(points.Max(point => point.Microseconds), down: false), true, Bottom, Top);
        var marks = ImmutableArray.CreateBuilder<Mark>();
        marks.Add(new Label(one.Case.Name, 8, 20, 15) { Strong = true });
        marks.Add(new Label("CPU time of a subject, µs, against the error achieved (root mean square)", 8, 38) { Ink = Ink.Muted });
        foreach (var tick in Ticks.Of(error, 9))
        {
            marks.Add(Line(error.At(tick.Value), Top, error.At(tick.Value), Bottom));
            marks.Add(new Label(tick.Text, error.At(tick.Value), Bottom + 18) { Anchor = Anchor.Middle, Ink = Ink.Muted });
        }
        foreach (var tick in Ticks.Of(time, 6))
        {
            marks.Add(Line(Left, time.At(tick.Value), Right, time.At(tick.Value)));
            marks.Add(new Label(tick.Text, Left - 8, time.At(tick.Value) + 4) { Anchor = Anchor.End, Ink = Ink.Muted });
        }
        for (var i = 0; i < one.Curves.Count; i++)
        {
            var drawn = Drawn(one.Curves[i]).Select(point => (X: error.At(point.Error), Y: time.At(point.Microseconds))).ToArray();
            if (drawn.Length == 0)
                continue;
            marks.Add(new Shape("M" + string.Join("L", drawn.Select(point => FormattableString.Invariant($"{point.X:0.0} {point.Y:0.0}")))) { Stroke = Ink.Arm(i), StrokeWidth = 2 });
            foreach (var (x, y) in drawn)
                marks.Add(new Shape(FormattableString.Invariant($"M{x - 3:0.0} {y - 3:0.0}h6v6h-6Z")) { Fill = Ink.Arm(i) });
            marks.Add(new Label(Name(one.Curves[i].Name), Left + 8 + 130 * i, Bottom + 42) { Ink = Ink.Arm(i), Strong = true });
        }
        return PngPicture.Encode(new Figure(one.Case.Name, one.Case.Name, one.Case.Note, Width, Height, marks.ToImmutable()));
    }

    private static IEnumerable<WorkPoint> Drawn(Curve curve) => curve.Points.Where(point => point.Error > 0 && double.IsFinite(point.Error) && point.Error < 1);

    private static string Name(string curve) => curve switch { "ours" => "Idunn", "klu" => "CVODE, KLU", _ => "CVODE, dense" };

    private static double Decade(double value, bool down) => Math.Pow(10, down ? Math.Floor(Math.Log10(value)) : Math.Ceiling(Math.Log10(value)));

    private static Shape Line(double x1, double y1, double x2, double y2) => new(string.Create(CultureInfo.InvariantCulture, $"M{x1:0.0} {y1:0.0}L{x2:0.0} {y2:0.0}")) { Stroke = Ink.Grid };
}
