namespace Compare;

/// <summary>One point of a work–precision curve: medians over rounds.</summary>
internal readonly record struct WorkPoint(double Tolerance, double Error, double Microseconds, long Steps, int Failures);

/// <summary>Work against achieved error.</summary>
internal sealed record Curve(string Name, IReadOnlyList<WorkPoint> Points)
{
    /// <summary>Work at an achieved error, by linear interpolation between the logarithms of neighbouring points; not a number outside of the curve.</summary>
    public double At(double error)
    {
        var points = Points.Where(point => point.Error > 0 && double.IsFinite(point.Error)).ToArray();
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            if (error <= Math.Max(a.Error, b.Error) && error >= Math.Min(a.Error, b.Error) && a.Error != b.Error)
            {
                var share = Math.Log(error / a.Error) / Math.Log(b.Error / a.Error);
                return a.Microseconds * Math.Pow(b.Microseconds / a.Microseconds, share);
            }
        }
        return double.NaN;
    }

    /// <summary>
    /// Root of the mean square, over subjects, outputs and states, of |y − r|/(|r| + 10⁻³·scale): an error relative to each value, or to a thousandth of the state's largest where it is small.
    /// Subjects that failed count apart.
    /// </summary>
    public static double Error(ReadOnlySpan<double> values, ReadOnlySpan<double> reference, double[] scale)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < reference.Length; i++)
        {
            var error = Math.Abs(values[i] - reference[i]) / (Math.Abs(reference[i]) + 1e-3 * scale[i % scale.Length]);
            if (double.IsNaN(error))
                continue;
            sum += error * error;
            count++;
        }
        return count == 0 ? double.NaN : Math.Sqrt(sum / count);
    }
}
