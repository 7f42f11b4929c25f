using System.Globalization;

namespace Compare;

/// <summary>What was measured of one case.</summary>
/// <param name="Curves">Ours first, then CVODE with each linear solver.</param>
/// <param name="Agreement">Root mean square difference of our reference and CVODE's at 1e-11, in the same measure as errors.</param>
/// <param name="Published">Largest relative difference of the reference from the published end values; not a number where there are none.</param>
internal sealed record Measurement(Case Case, int Width, IReadOnlyList<Curve> Curves, double Agreement, double Published)
{
    public Curve Ours => Curves[0];

    public Curve? Of(string name) => Curves.FirstOrDefault(curve => curve.Name == name);
}

/// <summary>Runs both programs on a case at many tolerances, in turn, round by round.</summary>
internal static class Comparison
{
    public static readonly double[] OurTolerances = [1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6, 1e-7, 1e-8];

    public static readonly double[] CvodeTolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

    private const double Reference = 1e-12;

    private const double Profiled = 1e-6;

    /// <summary>Subjects whose errors are measured: a reference takes long.</summary>
    private const int Sampled = 16;

    public static Measurement Measure(Case work, string folder, int rounds, Action<string> log)
    {
        var few = work.First(Sampled);
        var scale = Scale(few, new Ours(few, 1e-8, [.. Enumerable.Repeat(double.IsNaN(work.ToleranceScale) ? 1.0 : work.ToleranceScale, work.States)]).Run().Values, null);
        if (double.IsNaN(work.ToleranceScale))
            scale = Scale(few, new Ours(few, 1e-8, scale).Run().Values, scale);
        double[] weights = double.IsNaN(work.ToleranceScale) ? scale : [.. scale.Select(_ => work.ToleranceScale)];
        var reference = new Ours(few, Reference, weights).Run();
        log($"{work.Name}: reference, {reference.Failures} failed");
        var cvode = new Cvode(work, folder);
        string[] solvers = work.HasDense ? ["klu", "dense"] : ["klu"];
        var check = cvode.Integrate(few, "klu", 1e-11, weights);
        var agreement = Curve.Error(check.Values, reference.Values, scale);
        log($"{work.Name}: CVODE at 1e-11 differs by {agreement:E1}, {check.Failures} failed");

        var programs = new List<(string Name, double Tolerance, Func<Result> Run)>();
        var width = 0;
        foreach (var tolerance in OurTolerances)
        {
            var ours = new Ours(work, tolerance, weights);
            width = ours.Width;
            programs.Add(("ours", tolerance, ours.Run));
        }
        foreach (var solver in solvers)
            foreach (var tolerance in CvodeTolerances)
                programs.Add((solver, tolerance, () => cvode.Integrate(work, solver, tolerance, weights)));

        WarmUp(programs.Where(program => program.Name == "ours").Select(program => program.Run));
        var seconds = programs.Select(_ => new List<double>()).ToArray();
        var last = new (double Error, long Steps, int Failures)[programs.Count];
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < programs.Count; i++)
            {
                var result = programs[i].Run();
                seconds[i].Add(result.MicrosecondsPerSubject(work));
                last[i] = (Curve.Error(result.Values.AsSpan(0, reference.Values.Length), reference.Values, scale), result.Steps / work.Subjects.Length, result.Failures);
            }
        var curves = programs.Select((program, i) => (program.Name, Point: new WorkPoint(program.Tolerance, last[i].Error, Median(seconds[i]), last[i].Steps, last[i].Failures)))
            .GroupBy(program => program.Name).Select(group => new Curve(group.Key, [.. group.Select(program => program.Point)]));
        return new Measurement(work, width, [.. curves], agreement, Published(work, reference.Values));
    }

    /// <summary>Runs our side alone, again and again.</summary>
    /// <param name="seconds">CPU seconds.</param>
    public static string RunOurs(Case work, double seconds)
    {
        var few = work.First(Sampled);
        double[] weights = double.IsNaN(work.ToleranceScale)
            ? Scale(few, new Ours(few, 1e-8, [.. Enumerable.Repeat(1.0, work.States)]).Run().Values, null)
            : [.. Enumerable.Repeat(work.ToleranceScale, work.States)];
        var ours = new Ours(work, Profiled, weights);
        var (spent, microseconds, steps) = (0.0, new List<double>(), 0L);
        while (spent < seconds)
        {
            var result = ours.Run();
            spent += result.Seconds;
            microseconds.Add(result.MicrosecondsPerSubject(work));
            steps = result.Steps / work.Subjects.Length;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{work.Name}: {ours.Width} lanes, {Median(microseconds):0.0} µs and {steps} steps a subject, {1e3 * Median(microseconds) / steps:0} ns a step");
    }

    /// <summary>Until the runtime has optimised what runs often: it does so in the background, after a while.</summary>
    private static void WarmUp(IEnumerable<Func<Result>> ours)
    {
        for (var (seconds, round) = (0.0, 0); seconds < 1.5 || round < 3; round++)
        {
            foreach (var run in ours)
                seconds += run().Seconds;
            Thread.Sleep(200);
            if (seconds > 6)
                break;
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return 0.5 * (values[(values.Count - 1) / 2] + values[values.Count / 2]);
    }

    /// <summary>Each state's largest value, which tolerances and errors are measured by; 1 where a state is always 0.</summary>
    private static double[] Scale(Case work, double[] values, double[]? before)
    {
        var scale = new double[work.States];
        for (var i = 0; i < values.Length; i++)
            scale[i % work.States] = Math.Max(scale[i % work.States], Math.Abs(values[i]));
        return [.. scale.Select((size, i) => size > 0 && double.IsFinite(size) ? size : before?[i] ?? 1)];
    }

    private static double Published(Case work, double[] reference)
    {
        var end = reference.AsSpan(work.ValuesPerSubject - work.States, work.States);
        var worst = double.NaN;
        foreach (var (state, value) in work.Published)
        {
            var difference = Math.Abs(end[work.Model.IndexOfState(state)] - value) / Math.Abs(value);
            worst = difference <= worst ? worst : difference;
        }
        return worst;
    }
}
