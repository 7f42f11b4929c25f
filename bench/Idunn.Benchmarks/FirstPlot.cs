using BenchmarkDotNet.Attributes;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;

namespace Idunn.Benchmarks;

/// <summary>
/// From the study file on disk to the first plot of one mouse: read, check, compile, simulate seven days, draw a PNG.
/// <see cref="Warm"/> is the same process again and again; <see cref="ColdFirstPlot"/> is the first time in a fresh process, one per launch.
/// </summary>
public class FirstPlot
{
    private static readonly string File = Repository.File("bench", "thousand-mice.yaml");

    [Benchmark]
    public int Warm() => Draw();

    internal static int Draw()
    {
        var plan = StudyPlan.Create(StudyReader.Read(File), new Science(Repository.File("science")));
        var system = plan.Compiled.CreateSystem();
        var (parameters, state, observed) = (new double[plan.Compiled.ParameterIds.Length], new double[system.Dimension], new double[plan.Compiled.ObservedIds.Length]);
        plan.Arms[0].SetParameters(0, parameters);
        system.SetParameters(parameters);
        system.InitialState(state);
        var (times, blood) = (new List<double>(), new List<double>());
        new OdeSolver(system, plan.OdeOptions).Solve(new OdeProblem(0, plan.Arms[0].End, state, plan.Arms[0].Inputs(parameters), plan.Arms[0].OutputTimes), (_, t, y) =>
        {
            system.Observe(t, y, observed);
            times.Add(t);
            blood.Add(observed[0]);
        });
        var band = new Band([.. blood], [.. blood], [.. blood]);
        var course = new ReadoutCourse("vein", "blood", "Blood plasma", "particle", [.. times], band, null);
        return PngPicture.Encode(TimeCourses.Panel("blood", [new Curve("vein", 0, course, [0.0])], Words.English)).Length;
    }
}

/// <summary>The first plot of a fresh process.</summary>
[FreshProcess]
public class ColdFirstPlot
{
    [Benchmark]
    public int Cold() => FirstPlot.Draw();
}
