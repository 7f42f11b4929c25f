using System.Runtime.InteropServices;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;

namespace Compare;

/// <summary>How an ensemble is simulated here: over lanes, on one thread.</summary>
internal sealed partial class Ours : LaneCohort
{
    private readonly Case work;
    private readonly ModelLanes lanes;
    private readonly LaneSolver solver;
    private readonly double[][] initial;
    private readonly InputSchedule[] inputs;
    private readonly int[] owners;
    private readonly double[] values;
    private long steps, rightHandSides, factorizations;
    private int next, failures;

    /// <param name="width">Lanes; 0: as many as the processor prefers.</param>
    public Ours(Case work, double tolerance, double[] scale, int width = 0, OdeMethod? method = null)
    {
        this.work = work;
        lanes = work.Model.CreateLanes(width == 0 ? work.Model.PreferredLanes : width);
        solver = new LaneSolver(lanes, new OdeOptions { RelativeTolerance = tolerance, AbsoluteTolerance = [.. scale.Select(size => 1e-3 * tolerance * size)], MaxSteps = method is RungeKuttaTableau ? 200_000 : 10_000_000, Method = method ?? Rodas5P.Tableau });
        initial = [.. Enumerable.Range(0, lanes.Width).Select(_ => new double[work.States])];
        owners = new int[lanes.Width];
        inputs = [.. work.Subjects.Select(subject => new InputSchedule(subject.Doses, []))];
        values = new double[work.Subjects.Length * work.ValuesPerSubject];
    }

    public int Width => lanes.Width;

    public Result Run()
    {
        (next, failures, steps, rightHandSides, factorizations) = (0, 0, 0, 0, 0);
        Array.Fill(values, double.NaN);
        var began = ThreadSeconds();
        solver.Solve(this);
        return new Result(ThreadSeconds() - began, values, steps, rightHandSides, factorizations, failures);
    }

    public override OdeProblem? Next(int lane)
    {
        if (next == work.Subjects.Length)
            return null;
        owners[lane] = next;
        lanes.SetParameters(lane, work.Subjects[next].Parameters);
        lanes.Subject(lane).InitialState(initial[lane]);
        return new OdeProblem(work.Start, work.End, initial[lane], inputs[next++], work.Outputs);
    }

    public override void Output(int lane, int index, double t, ReadOnlySpan<double> y) => y.CopyTo(values.AsSpan(owners[lane] * work.ValuesPerSubject + index * work.States));

    public override void End(int lane, Outcome outcome)
    {
        failures += outcome.IsComplete ? 0 : 1;
        if (outcome.Statistics.EventsFired > 0)
            throw new InvalidOperationException($"{work.Name}: an event fired, which the exported model does not have; the two programs would not integrate the same.");
        steps += outcome.Statistics.AcceptedSteps + outcome.Statistics.RejectedSteps;
        rightHandSides += outcome.Statistics.RightHandSides;
        factorizations += outcome.Statistics.Factorizations;
    }

    /// <summary>CPU time of this thread: what the just-in-time compiler does beside it does not count.</summary>
    internal static double ThreadSeconds()
    {
        const int clockThreadCpuTime = 3;
        return GetTime(clockThreadCpuTime, out var time) == 0 ? time.Seconds + 1e-9 * time.Nanoseconds : throw new PlatformNotSupportedException("The clock of a thread's CPU time needs Linux.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
