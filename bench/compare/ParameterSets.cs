using System.Globalization;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Studies.Inputs;

namespace Compare;

/// <summary>
/// How long one set of parameters of a PEtab problem takes, as a calibration asks for thousands: models compiled for each set, compiled once, and once to machine code; milliseconds of CPU time, the three in turn, medians of rounds.
/// Each set is the nominal one with every estimated parameter some percent off.
/// </summary>
internal static class ParameterSets
{
    private const int Rounds = 7;
    private const double Spread = 0.02;

    public static void Run(IEnumerable<string> files)
    {
        Console.WriteLine("| problem | experiments | models compiled | measurements | compiled for each set | compiled once | to machine code | making ready | to machine code | sets/s, for each | sets/s, best |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var file in files)
            Console.WriteLine(Row(file));
    }

    private static string Row(string file)
    {
        var problem = PetabReader.Read(PetabFileReader.Read(file));
        PetabSimulator Ready(CompilationTier tier) => new(problem, tier);
        Ready(CompilationTier.Interpreter).Run();
        var ready = Milliseconds(() => Ready(CompilationTier.Interpreter));
        var readyInCode = Milliseconds(() => Ready(CompilationTier.MachineCode));
        var (once, code) = (Ready(CompilationTier.Interpreter), Ready(CompilationTier.MachineCode));
        var (anew, interpreted, generated) = (new List<double>(), new List<double>(), new List<double>());
        var sets = Math.Clamp((int)(400 / Milliseconds(() => once.Run(Set(problem, 0)))), 1, 200);
        for (var i = 0; i < 20; i++)
            code.Run(Set(problem, i));
        for (var round = 0; round < Rounds; round++)
        {
            anew.Add(Each(problem, Math.Max(1, sets / 4), set => PetabSimulation.Run(problem, set)));
            interpreted.Add(Each(problem, sets, set => once.Run(set)));
            generated.Add(Each(problem, sets, set => code.Run(set)));
        }
        string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
        return $"| {Path.GetFileNameWithoutExtension(file)} | {problem.Parts.Sum(part => part.Measurements.DistinctBy(measurement => measurement.Experiment).Count())} | {once.CompilationCount} | {problem.Parts.Sum(part => part.Measurements.Length)} "
            + $"| {Number(Median(anew))} | {Number(Median(interpreted))} | {Number(Median(generated))} | {Number(ready)} | {Number(readyInCode)} | {Number(1000 / Median(anew))} | {Number(1000 / Math.Min(Median(interpreted), Median(generated)))} |";
    }

    private static double Each(PetabProblem problem, int count, Action<Dictionary<string, double>> run)
    {
        var sets = Enumerable.Range(0, count).Select(number => Set(problem, number)).ToArray();
        return Milliseconds(() => Array.ForEach(sets, run)) / count;
    }

    /// <summary>Spread evenly by the golden ratio, the same ones in every run.</summary>
    private static Dictionary<string, double> Set(PetabProblem problem, int number) => problem.Parameters.Where(parameter => parameter.IsEstimated && parameter.Nominal is not null).Select((parameter, place) => (parameter, place)).ToDictionary(
        pair => pair.parameter.Id, pair => Math.Clamp(pair.parameter.Nominal!.Value * (1 + Spread * (2 * ((number + 1) * (pair.place + 1) * 0.6180339887498949 % 1) - 1)), pair.parameter.Lower, pair.parameter.Upper));

    private static double Milliseconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
