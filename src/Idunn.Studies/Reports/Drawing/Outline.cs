using System.Globalization;
using System.Text;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A point in figure units, x to the right, y down.</summary>
public readonly record struct Point(double X, double Y);

/// <summary>SVG path data of plain shapes, to a twentieth of a unit.</summary>
public static class Outline
{
    public static string Line(double x1, double y1, double x2, double y2) => $"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}";

    public static string Rectangle(double x, double y, double width, double height) => $"M{N(x)} {N(y)}H{N(x + width)}V{N(y + height)}H{N(x)}Z";

    public static string Rounded(double x, double y, double width, double height, double r) =>
        $"M{N(x + r)} {N(y)}H{N(x + width - r)}A{N(r)} {N(r)} 0 0 1 {N(x + width)} {N(y + r)}V{N(y + height - r)}A{N(r)} {N(r)} 0 0 1 {N(x + width - r)} {N(y + height)}H{N(x + r)}A{N(r)} {N(r)} 0 0 1 {N(x)} {N(y + height - r)}V{N(y + r)}A{N(r)} {N(r)} 0 0 1 {N(x + r)} {N(y)}Z";

    public static string Circle(double x, double y, double r) => $"M{N(x - r)} {N(y)}A{N(r)} {N(r)} 0 1 0 {N(x + r)} {N(y)}A{N(r)} {N(r)} 0 1 0 {N(x - r)} {N(y)}Z";

    public static string Diamond(double x, double y, double r) => $"M{N(x - r)} {N(y)}L{N(x)} {N(y - r)}L{N(x + r)} {N(y)}L{N(x)} {N(y + r)}Z";

    public static string Polyline(IReadOnlyList<Point> points)
    {
        var text = new StringBuilder();
        Append(text, points, 'M');
        return text.ToString();
    }

    /// <summary>The area between an upper and a lower line over the same abscissae.</summary>
    public static string Ribbon(IReadOnlyList<Point> upper, IReadOnlyList<Point> lower)
    {
        var text = new StringBuilder();
        Append(text, upper, 'M');
        Append(text, [.. lower.Reverse()], 'L');
        return text.Append('Z').ToString();
    }

    /// <summary>A coordinate, without the noise of the last digits.</summary>
    public static string N(double value)
    {
        var rounded = Math.Round(value * 20) / 20;
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    static void Append(StringBuilder text, IReadOnlyList<Point> points, char first)
    {
        for (var i = 0; i < points.Count; i++)
            text.Append(i == 0 ? first : 'L').Append(N(points[i].X)).Append(' ').Append(N(points[i].Y));
    }
}
