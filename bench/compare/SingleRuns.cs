using System.Globalization;
using System.Text;
using Idunn.Numerics.Ode;

namespace Compare;

/// <summary>One run of one subject by each method, beside CVODE: what the automatic choice of a method rests on.</summary>
internal static class SingleRuns
{
    private const int Many = 500;

    private static readonly OdeMethod[] methods = [Rodas5P.Tableau, Ndf.Variable, Ndf.Backward, Tsit5.Tableau];

    /// <summary>Rows of a table: CPU time of one run, achieved error against Rodas5P at 1e-12 (above 500 states 1e-10), steps tried, factorisations.</summary>
    public static string Measure(Case work, string folder, int rounds, double[] tolerances)
    {
        var one = work.First(1);
        var scale = Scale(new Ours(one, 1e-6, [.. Enumerable.Repeat(1.0, one.States)], 1, Ndf.Variable).Run().Values, one.States);
        var reference = new Ours(one, one.States > Many ? 1e-10 : 1e-12, scale, 1, Rodas5P.Tableau).Run();
        var cvode = new Cvode(one, folder);
        var text = new StringBuilder();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Name}: {work.States} states, {work.Model.Factors.Count} entries of L and U, a factorisation of {work.Model.Factors.Work} multiplications, {work.Model.Factors.Work / (double)work.Model.Factors.Count:0.0} for each entry; {(work.Model.HasStraightLineAlgebra ? "code" : "tables")}"));
        foreach (var tolerance in tolerances)
        {
            var runs = methods.Where(method => one.States <= Many || method is not RungeKuttaTableau).Select(method => (method.Name, Run: (Func<Result>)new Ours(one, tolerance, scale, 1, method).Run)).ToList();
            runs.Add(("CVODE, KLU", () => cvode.Integrate(one, "klu", tolerance, scale)));
            if (one.HasDense)
                runs.Add(("CVODE, dense", () => cvode.Integrate(one, "dense", tolerance, scale)));
            foreach (var (_, run) in runs)
                WarmUp(run);
            var seconds = runs.Select(_ => new List<double>()).ToArray();
            var results = new Result[runs.Count];
            for (var round = 0; round < rounds; round++)
                for (var i = 0; i < runs.Count; i++)
                    seconds[i].Add((results[i] = runs[i].Run()).Seconds);
            for (var i = 0; i < runs.Count; i++)
            {
                seconds[i].Sort();
                var (result, error) = (results[i], Curve.Error(results[i].Values, reference.Values, scale));
                text.Append(CultureInfo.InvariantCulture, $"| {work.Name} | {work.States} | {tolerance:0e-0} | {runs[i].Name} | {1e3 * seconds[i][seconds[i].Count / 2]:0.00} | {(result.Failures > 0 ? "failed" : error.ToString("0.0e-0", CultureInfo.InvariantCulture))} | {result.Steps:#,0} | {result.RightHandSides:#,0} | {result.Factorizations:#,0} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>The same for a subject of several: Rodas5P over lanes against NDF, which has only one. Without CVODE.</summary>
    public static string MeasureCohort(Case work, int rounds, double[] tolerances)
    {
        var scale = Scale(new Ours(work, 1e-6, [.. Enumerable.Repeat(1.0, work.States)], 1, Ndf.Variable).Run().Values, work.States);
        var reference = new Ours(work, work.States > Many ? 1e-10 : 1e-12, scale, 0, Rodas5P.Tableau).Run();
        var text = new StringBuilder();
        foreach (var tolerance in tolerances)
        {
            (string Name, Ours Run)[] runs = [("Rodas5P over lanes", new Ours(work, tolerance, scale, 0, Rodas5P.Tableau)), ("NDF", new Ours(work, tolerance, scale, 1, Ndf.Variable))];
            foreach (var (_, run) in runs)
                WarmUp(run.Run);
            var seconds = runs.Select(_ => new List<double>()).ToArray();
            var results = new Result[runs.Length];
            for (var round = 0; round < rounds; round++)
                for (var i = 0; i < runs.Length; i++)
                    seconds[i].Add((results[i] = runs[i].Run.Run()).Seconds);
            for (var i = 0; i < runs.Length; i++)
            {
                seconds[i].Sort();
                var (n, result) = (work.Subjects.Length, results[i]);
                text.Append(CultureInfo.InvariantCulture, $"| {work.Name} | {work.States} | {tolerance:0e-0} | {runs[i].Name} | {1e3 * seconds[i][rounds / 2] / n:0.000} | {(result.Failures > 0 ? "failed" : Curve.Error(result.Values, reference.Values, scale).ToString("0.0e-0", CultureInfo.InvariantCulture))} | {result.Steps / n:#,0} | {result.RightHandSides / n:#,0} | {result.Factorizations / n:#,0} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Until the runtime has compiled the loops of a method for good: measured too early, short courses cost twice as much.</summary>
    private static void WarmUp(Func<Result> run)
    {
        const int most = 60;
        const double enough = 0.5;
        var used = 0.0;
        for (var i = 0; i < most && (used < enough || i < 3); i++)
            used += run().Seconds;
    }

    private static double[] Scale(double[] values, int states)
    {
        var scale = new double[states];
        for (var i = 0; i < values.Length; i++)
            scale[i % states] = Math.Max(scale[i % states], Math.Abs(values[i]));
        return [.. scale.Select(size => size > 0 && double.IsFinite(size) ? size : 1)];
    }
}
