using System.Globalization;
using System.Text;

namespace Compare;

/// <summary>The tables of docs/benchmarks.md.</summary>
internal static class Report
{
    private static readonly double[] errors = [1e-4, 1e-5, 1e-6, 1e-7];

    public static string Write(IReadOnlyList<Measurement> measured, string load)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Cvode.Description}; load average {load}. CPU time per subject.\n\n");
        text.Append("| model | states | ours, µs | KLU, µs | dense, µs | × KLU | × dense | error, ours | error, CVODE | failed, CVODE | at CVODE's error |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var one in measured)
        {
            var (ours, klu, dense) = (At(one.Ours, 1e-6), At(one.Of("klu"), 1e-6), At(one.Of("dense"), 1e-6));
            var best = !(dense.Microseconds < klu.Microseconds) ? klu : dense;
            text.Append(CultureInfo.InvariantCulture, $"| {one.Case.Name} | {one.Case.States} | {Time(ours.Microseconds)} | {Time(klu.Microseconds)} | {Time(dense.Microseconds)} | {Ratio(klu.Microseconds / ours.Microseconds)} | {Ratio(dense.Microseconds / ours.Microseconds)} | {Error(ours.Error)} | {Error(best.Error)} | {best.Failures} | {Ratio(best.Microseconds / one.Ours.At(best.Error))} |\n");
        }
        text.Append("\nRatios at equal achieved error, against the faster of CVODE's linear solvers there; – where one of the curves does not reach it.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| model | {string.Join(" | ", errors.Select(error => Error(error)))} | CVODE at 1e-11 from the reference | published end values, largest relative difference |\n|---|{string.Concat(errors.Select(_ => "---|"))}---|---|\n");
        foreach (var one in measured)
        {
            var ratios = errors.Select(error => Ratio(Fastest(one, error) / one.Ours.At(error)));
            text.Append(CultureInfo.InvariantCulture, $"| {one.Case.Name} | {string.Join(" | ", ratios)} | {Error(one.Agreement)} | {Error(one.Published)} |\n");
        }
        text.Append("\nWork and precision: tolerance, achieved error, µs, steps.\n\n");
        foreach (var one in measured)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{one.Case.Name}** ({one.Case.Note}; {one.Case.Subjects.Length} subjects, {one.Width} lanes)\n");
            foreach (var curve in one.Curves)
                text.Append(CultureInfo.InvariantCulture, $"  - {curve.Name}: {string.Join("; ", curve.Points.Select(point => $"{Error(point.Tolerance)}: {Error(point.Error)}, {Time(point.Microseconds)}, {point.Steps}{(point.Failures > 0 ? $", {point.Failures} failed" : "")}"))}\n");
        }
        return text.ToString();
    }

    private static WorkPoint At(Curve? curve, double tolerance) =>
        curve?.Points.FirstOrDefault(point => point.Tolerance == tolerance) is { Tolerance: > 0 } point ? point : new WorkPoint(tolerance, double.NaN, double.NaN, 0, 0);

    /// <summary>The least work of CVODE at an error.</summary>
    private static double Fastest(Measurement one, double error) => one.Curves.Skip(1).Select(curve => curve.At(error)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private static string Time(double value) => double.IsFinite(value) ? value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture) : "–";

    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    private static string Error(double value) => double.IsFinite(value) ? value.ToString("0.0e-0", CultureInfo.InvariantCulture).Replace(".0e", "e", StringComparison.Ordinal) : "–";
}
