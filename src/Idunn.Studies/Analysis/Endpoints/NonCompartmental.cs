namespace Idunn.Studies.Analysis.Endpoints;

/// <summary>Area under a curve and under its first moment, from the first time to infinity.</summary>
/// <param name="Area">AUC(0–∞), in value · time.</param>
/// <param name="Moment">AUMC(0–∞), in value · time².</param>
/// <param name="ExtrapolatedShare">Part of <paramref name="Area"/> that lies beyond the last measurable value.</param>
public readonly record struct WholeArea(double Area, double Moment, double ExtrapolatedShare);

/// <summary>
/// Non-compartmental analysis of one time course: <c>t</c> ascending, <c>c</c> of the same length, at least one point. A quantity that the course does not have
/// is NaN. Sources: Gabrielsson &amp; Weiner, Pharmacokinetic and Pharmacodynamic Data Analysis; Gibaldi &amp; Perrier, Pharmacokinetics.
/// </summary>
public static class NonCompartmental
{
    /// <summary>
    /// Values below this part of the peak count as not measurable, as below an assay's limit of quantification, so that rounding errors of the integration do not
    /// set a terminal slope.
    /// </summary>
    public const double LimitOfQuantification = 1e-6;

    /// <summary>c(at), log-linear between two positive points that fall, else linear.</summary>
    public static double ValueAt(ReadOnlySpan<double> t, ReadOnlySpan<double> c, double at)
    {
        if (!(at >= t[0] && at <= t[^1])) return double.NaN;
        var next = t.BinarySearch(at);
        if (next >= 0) return c[LastOf(t, next)];
        next = ~next;
        var (t1, t2, c1, c2) = (t[next - 1], t[next], c[next - 1], c[next]);
        var share = (at - t1) / (t2 - t1);
        return c1 > c2 && c2 > 0 ? c1 * Math.Pow(c2 / c1, share) : c1 + (c2 - c1) * share;
    }

    // An instant may stand twice, before and after a dose; the later entry is what holds from there on.
    private static int LastOf(ReadOnlySpan<double> t, int i)
    {
        while (i + 1 < t.Length && t[i + 1] == t[i]) i++;
        return i;
    }

    /// <summary>Largest value.</summary>
    public static double Peak(ReadOnlySpan<double> c)
    {
        var peak = double.NaN;
        foreach (var value in c)
            if (!(value <= peak)) peak = value;
        return peak;
    }

    /// <summary>First time of the largest value; NaN for a course that never changes.</summary>
    public static double TimeOfPeak(ReadOnlySpan<double> t, ReadOnlySpan<double> c)
    {
        var peak = Peak(c);
        return c.ContainsAnyExcept(peak) ? t[c.IndexOf(peak)] : double.NaN;
    }

    /// <summary>ln 2 / λ from the least-squares line through ln c of all positive points (three at least); NaN when the course does not fall.</summary>
    public static double HalfLife(ReadOnlySpan<double> t, ReadOnlySpan<double> c)
    {
        var line = new LogLine();
        for (var i = 0; i < t.Length; i++)
            if (c[i] > 0) line.Add(t[i], Math.Log(c[i]));
        return line.Count >= 3 && line.Slope < 0 ? Math.Log(2) / -line.Slope : double.NaN;
    }

    /// <summary>Area under the curve by the linear-up log-down trapezoidal rule.</summary>
    public static double Area(ReadOnlySpan<double> t, ReadOnlySpan<double> c)
    {
        var area = 0.0;
        for (var i = 1; i < t.Length; i++) area += Trapezoid(t[i - 1], t[i], c[i - 1], c[i]).Area;
        return area;
    }

    /// <summary>
    /// Areas to infinity: trapezoids to the last measurable value c_z at t_z, then c_z/λ_z for the area and c_z t_z/λ_z + c_z/λ_z² for the moment.
    /// NaN when there is no terminal slope. The moment counts time from <paramref name="origin"/>.
    /// </summary>
    public static WholeArea AreaToInfinity(ReadOnlySpan<double> t, ReadOnlySpan<double> c, double origin)
    {
        var lambda = TerminalSlope(t, c, out var last);
        if (double.IsNaN(lambda)) return new(double.NaN, double.NaN, double.NaN);
        var (area, moment) = (0.0, 0.0);
        for (var i = 1; i <= last; i++)
        {
            var piece = Trapezoid(t[i - 1] - origin, t[i] - origin, c[i - 1], c[i]);
            area += piece.Area;
            moment += piece.Moment;
        }
        var (tz, cz) = (t[last] - origin, c[last]);
        var tail = cz / lambda;
        return new(area + tail, moment + tail * tz + tail / lambda, tail / (area + tail));
    }

    /// <summary>
    /// λ_z: of the log-linear lines through the last three, four, … measurable points after the peak, the one with the highest adjusted R², and the longest among
    /// those within 1e-4 of it. NaN when there are fewer than three points or they do not fall.
    /// </summary>
    /// <param name="last">Index of the last measurable point.</param>
    public static double TerminalSlope(ReadOnlySpan<double> t, ReadOnlySpan<double> c, out int last)
    {
        var peak = Peak(c);
        var first = peak > 0 ? c.IndexOf(peak) : c.Length;
        for (last = c.Length - 1; last > first && !(c[last] > LimitOfQuantification * peak);) last--;
        var line = new LogLine();
        var (best, lambda) = (double.NegativeInfinity, double.NaN);
        for (var i = last; i >= first && i < c.Length; i--)
        {
            if (!(c[i] > 0)) continue;
            line.Add(t[i], Math.Log(c[i]));
            if (line.Count < 3 || !(line.Slope < 0) || line.AdjustedRSquared < best - 1e-4) continue;
            best = Math.Max(best, line.AdjustedRSquared);
            lambda = -line.Slope;
        }
        return lambda;
    }

    // Linear where the curve rises or touches zero, logarithmic where it falls; moments are those of the same interpolants.
    private static (double Area, double Moment) Trapezoid(double t1, double t2, double c1, double c2)
    {
        var h = t2 - t1;
        if (!(c1 > c2 && c2 > 0)) return (h * (c1 + c2) / 2, h * (t1 * (2 * c1 + c2) + t2 * (c1 + 2 * c2)) / 6);
        var k = Math.Log(c1 / c2) / h;
        // Close values: the quotient below loses its digits, and both rules agree.
        if (k * h < 1e-7) return (h * (c1 + c2) / 2, h * (t1 * c1 + t2 * c2) / 2);
        return ((c1 - c2) / k, (t1 * c1 - t2 * c2) / k + (c1 - c2) / (k * k));
    }

    /// <summary>Running least-squares line through (t, ln c), by updated means so that distant times keep their digits.</summary>
    private struct LogLine
    {
        private double meanT, meanY, tt, ty, yy;

        public int Count { get; private set; }

        public readonly double Slope => ty / tt;

        /// <summary>1 − (1 − R²)(n − 1)/(n − 2).</summary>
        public readonly double AdjustedRSquared => 1 - (1 - (yy > 0 ? ty * ty / (tt * yy) : 1)) * (Count - 1) / (Count - 2);

        public void Add(double t, double y)
        {
            Count++;
            var (dt, dy) = (t - meanT, y - meanY);
            meanT += dt / Count;
            meanY += dy / Count;
            tt += dt * (t - meanT);
            ty += dt * (y - meanY);
            yy += dy * (y - meanY);
        }
    }
}
