using System.Diagnostics;
using System.Globalization;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;

namespace Compare;

/// <summary>How long a fresh process takes from a model's text to its first result, by stages. One model and tier for each process: the second would find everything warm.</summary>
internal static class Ready
{
    public static string Measure(int species, CompilationTier tier)
    {
        var text = GeneratedModels.Chain(species);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var model = AntimonyReader.Parse(text, "generated.ant");
        var read = watch.ElapsedMilliseconds;
        var compiled = CompiledModel.Compile(model, ["x2"], tier);
        var ready = watch.ElapsedMilliseconds;
        var lanes = compiled.CreateLanes(1);
        var initial = new double[lanes.Dimension];
        lanes.Subject(0).InitialState(initial);
        var first = 0L;
        var outcome = new OdeSolver(lanes, new OdeOptions()).Solve(new OdeProblem(0, 100, initial, InputSchedule.None, new[] { 1e-3, 100 }), (index, _, _) => first = index == 0 ? watch.ElapsedMilliseconds : first);
        var end = watch.ElapsedMilliseconds;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{species} species, {tier}: read {read} ms, compiled {ready} ms, first result {first} ms, end of the course {end} ms ({outcome.Statistics.AcceptedSteps} steps); {used:0} ms of CPU");
    }
}
