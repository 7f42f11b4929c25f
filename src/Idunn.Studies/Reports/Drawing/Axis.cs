using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>Maps values onto a length, linearly or by their logarithm.</summary>
/// <param name="From">Value at <paramref name="Start"/>; above 0 on a log axis.</param>
/// <param name="Start">Figure coordinate.</param>
public sealed record Axis(double From, double To, bool IsLog, double Start, double End)
{
    /// <summary>Coordinate of a value; values outside the axis lie on its ends.</summary>
    public double At(double value)
    {
        var share = IsLog
            ? value <= From ? 0 : Math.Log(value / From) / Math.Log(To / From)
            : (value - From) / (To - From);
        return Start + (End - Start) * Math.Clamp(share, 0, 1);
    }

    public bool Holds(double value) => value >= From * (1 - 1e-9) && value <= To * (1 + 1e-9);
}

/// <summary>A mark on an axis.</summary>
public readonly record struct Tick(double Value, string Text);

/// <summary>Where an axis carries marks.</summary>
public static class Ticks
{
    static readonly double[] minutes = [1.0 / 60, 1.0 / 6, 1, 10, 60, 360, 1440, 10080, 40320, 525600];

    /// <summary>Marks of a value axis: no more than <paramref name="most"/>, at round numbers or whole decades.</summary>
    public static IReadOnlyList<Tick> Of(Axis axis, int most) => axis.IsLog ? Decades(axis, most) : Even(axis, most);

    /// <summary>Marks of a time axis in days: on a log axis in the units in which people say times.</summary>
    public static IReadOnlyList<Tick> OfTime(Axis axis, double spacing, Words words)
    {
        if (!axis.IsLog) return Days(axis, words, Math.Max(2, (int)(Math.Abs(axis.End - axis.Start) / spacing)));
        var ticks = new List<Tick>();
        foreach (var time in minutes.Select(minute => minute / 1440).Where(axis.Holds))
        {
            if (ticks.Count == 0 || axis.At(time) - axis.At(ticks[^1].Value) >= spacing)
                ticks.Add(new(time, time >= 0.999 ? words["{0} d", Numbers.Format(time)] : Numbers.Duration(time, words)));
        }
        return ticks;
    }

    /// <summary>Marks of a time axis in days, at whole years of age.</summary>
    /// <param name="age">Age at 0, in days.</param>
    public static IReadOnlyList<Tick> OfYears(Axis axis, double spacing, double age)
    {
        const double year = 365.25;
        var step = Math.Max(1, Step((axis.To - axis.From) / year / Math.Max(2, (int)(Math.Abs(axis.End - axis.Start) / spacing))));
        var ticks = new List<Tick>();
        for (var k = (int)Math.Ceiling((axis.From + age) / year / step - 1e-9); k * step * year - age <= axis.To; k++) ticks.Add(new(k * step * year - age, Numbers.Format(k * step)));
        return ticks;
    }

    static List<Tick> Decades(Axis axis, int most)
    {
        // Rounding of a logarithm may put a decade on the wrong side of an end; whether the axis holds it decides.
        var (first, last) = ((int)Math.Round(Math.Log10(axis.From)), (int)Math.Round(Math.Log10(axis.To)));
        if (!axis.Holds(Math.Pow(10, first))) first++;
        if (!axis.Holds(Math.Pow(10, last))) last--;
        var step = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)most));
        var ticks = new List<Tick>();
        for (var exponent = last; exponent >= first; exponent -= step) ticks.Insert(0, new(Math.Pow(10, exponent), Numbers.Decade(exponent)));
        return ticks;
    }

    static List<Tick> Even(Axis axis, int most)
    {
        var step = Step((axis.To - axis.From) / most);
        var ticks = new List<Tick>();
        var first = Math.Ceiling(axis.From / step - 1e-9);
        // Counted from the first mark on: an axis far from 0 has more steps before it than an integer holds, and one as narrow as rounding has marks that do not differ.
        for (var k = 0; k <= most + 1 && (first + k) * step is var value && value <= axis.To + step * 1e-9; k++)
            if (ticks.Count == 0 || value > ticks[^1].Value) ticks.Add(new(value, Numbers.Format(value)));
        return ticks;
    }

    static List<Tick> Days(Axis axis, Words words, int most)
    {
        var raw = (axis.To - axis.From) / most;
        // Whole weeks read better than tens of days once a schedule runs for more than one.
        var step = raw > 2 && raw <= 182 ? new double[] { 7, 14, 28, 56, 84, 182 }.First(days => days >= raw) : raw < 0.5 ? Step(raw * 24) / 24 : Step(raw);
        var unit = step < 0.5 ? 24 : 1;
        var ticks = new List<Tick>();
        for (var k = (int)Math.Ceiling(axis.From / step - 1e-9); k * step <= axis.To + step * 1e-9; k++) ticks.Add(new(k * step, k == 0 ? "0" : unit == 24 ? words["{0} h", Numbers.Format(k * step * unit)] : words["{0} d", Numbers.Format(k * step * unit)]));
        return ticks;
    }

    /// <summary>The next of 1, 2, 5 × 10ⁿ.</summary>
    static double Step(double raw)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return decade * ((raw / decade) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 });
    }
}
