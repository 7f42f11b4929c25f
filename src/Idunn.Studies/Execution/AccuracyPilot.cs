using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>
/// Makes a study's tolerance a target on the error that is achieved, not on that of a single step. Two samples of its subjects, drawn by a stream of their own from the whole plan, so
/// that threads, order and parts change nothing, are simulated a hundred times more exactly. The pilot picks the loosest tolerance of the steps, by half decades, whose error is
/// below half of the target; the audit, of other subjects, measures the error that this tolerance leaves.
/// An error is |value − reference|/(|reference| + 10⁻³·largest reference of that readout), at every output time; what is held against the target is the root mean square.
/// </summary>
internal sealed class AccuracyPilot
{
    private const uint SamplePurpose = 8;

    /// <summary>Tasks for each subject of a sample, and the most of them.</summary>
    private const int TasksPerSubject = 50;
    private const int MostSubjects = 16;

    /// <summary>Tasks below which a pilot costs more than it saves: the plan's <see cref="StudyPlan.StepTolerance"/> is taken then.</summary>
    private const int WorthAPilot = 100;

    private const double FarTighter = 100;
    private const double Tightest = 1e-11;
    private const double Floor = 1e-3;

    /// <summary>Share of the target that the pilot aims at: the study has subjects that it did not see.</summary>
    private const double Room = 0.5;

    private readonly StudyPlan plan;
    private readonly int[] readouts;
    private readonly int width;
    private readonly ParallelOptions parallel;

    private AccuracyPilot(StudyPlan plan, int width, int threads, CancellationToken cancellation)
    {
        (this.plan, this.width) = (plan, width);
        parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        readouts = [.. plan.Study.Readouts.Select(id => plan.Compiled.ObservedIds.IndexOf(id))];
    }

    /// <param name="width">Lanes.</param>
    /// <param name="threads">Samples are simulated in parallel; the result does not depend on it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Accuracy Measure(StudyPlan plan, int width, int threads, CancellationToken cancellation) => new AccuracyPilot(plan, width, threads, cancellation).Run();

    /// <summary>The plan's options with another tolerance of the steps; absolute tolerances go with the relative one.</summary>
    public static OdeOptions Options(OdeOptions planned, double tolerance) => planned with
    {
        RelativeTolerance = tolerance,
        AbsoluteTolerance = [.. planned.AbsoluteTolerance.Select(absolute => absolute * (tolerance / planned.RelativeTolerance))],
    };

    private Accuracy Run()
    {
        var target = plan.OdeOptions.RelativeTolerance;
        var tasks = plan.Arms.Sum(arm => arm.TaskCount);
        var size = Math.Clamp(tasks / TasksPerSubject, 1, Math.Min(MostSubjects, tasks));
        var hasPilot = tasks >= WorthAPilot;
        var sample = Sample(tasks, hasPilot ? 2 * size : size);
        var tight = Math.Max(target / FarTighter, Tightest);
        double[] candidates = hasPilot ? Candidates(target) : [plan.StepTolerance];
        var simulated = Simulate([(sample, tight), .. candidates.Select(candidate => (sample, candidate))]);
        var chosen = hasPilot ? Pick(simulated[0], simulated[1..], size, target) : 0;
        var errors = Compare(simulated[1 + chosen][^size..], simulated[0][^size..]);
        return new Accuracy(target, candidates[chosen], errors?.RootMeanSquare, errors?.Largest, tight, hasPilot ? size : 0, size);
    }

    /// <summary>The target, looser tolerances by half decades up to the loosest there is, and one that is tighter by half a decade, or as tight as the method's steps are held without a pilot; from the tightest on.</summary>
    private double[] Candidates(double target)
    {
        var step = Math.Sqrt(10);
        var candidates = new List<double> { target / step, target };
        if (plan.StepTolerance < target / step)
            candidates.Insert(0, plan.StepTolerance);
        for (var looser = target * step; looser <= OdeOptions.LoosestRelativeTolerance * 1.001; looser *= step)
            candidates.Add(Math.Min(looser, OdeOptions.LoosestRelativeTolerance));
        return [.. candidates];
    }

    /// <summary>The loosest candidate up to which all suffice; the tightest when none does.</summary>
    private int Pick(double[][][] reference, double[][][][] courses, int size, double target)
    {
        var pilot = reference[..size];
        bool Suffices(double[][][] of) => HasNoNewFailure(of[..size], pilot) && !(Compare(of[..size], pilot)?.RootMeanSquare > Room * target);
        var chosen = 0;
        while (chosen + 1 < courses.Length && Suffices(courses[chosen + 1]))
            chosen++;
        return chosen;
    }

    /// <summary>Different tasks, numbered through the arms.</summary>
    private int[] Sample(int tasks, int count)
    {
        var stream = new Philox(plan.Study.Cohort.Seed, 0, SamplePurpose);
        var sample = new List<int>();
        while (sample.Count < count)
            if ((int)(stream.NextUniform() * tasks) is var task && !sample.Contains(task))
                sample.Add(task);
        return [.. sample];
    }

    private double[][][][] Simulate((int[] Sample, double Tolerance)[] runs)
    {
        var results = new double[runs.Length][][][];
        Parallel.For(0, runs.Length, parallel, run => results[run] = Simulate(runs[run].Sample, runs[run].Tolerance));
        return results;
    }

    private double[][][] Simulate(int[] sample, double tolerance)
    {
        var works = sample.Select(Work).ToArray();
        var next = 0;
        new CohortSimulation(plan, Options(plan.OdeOptions, tolerance), width).Run(() => next < works.Length ? works[next++] : null, parallel.CancellationToken);
        return [.. works.Select(work => work.Values)];
    }

    private Sampled Work(int task)
    {
        var arm = 0;
        for (; task >= plan.Arms[arm].TaskCount; arm++)
            task -= plan.Arms[arm].TaskCount;
        return new Sampled(plan.Arms[arm], task, readouts);
    }

    private static bool HasNoNewFailure(double[][][] courses, double[][][] references) =>
        courses.Zip(references).All(pair => pair.First.Length > 0 || pair.Second.Length == 0);

    /// <summary>Over courses that failed in neither; null when there are none.</summary>
    private (double RootMeanSquare, double Largest)? Compare(double[][][] courses, double[][][] references)
    {
        var scales = new double[readouts.Length];
        foreach (var output in references.SelectMany(reference => reference))
            for (var j = 0; j < scales.Length; j++)
                scales[j] = Math.Max(scales[j], Math.Abs(output[j]));
        var (sum, count, largest) = (0.0, 0, 0.0);
        foreach (var (course, reference) in courses.Zip(references))
            for (var k = 0; k < Math.Min(course.Length, reference.Length); k++)
                for (var j = 0; j < scales.Length; j++)
                {
                    var difference = Math.Abs(course[k][j] - reference[k][j]);
                    var error = scales[j] == 0 ? difference : difference / (Math.Abs(reference[k][j]) + Floor * scales[j]);
                    if (double.IsFinite(error))
                        (sum, count, largest) = (sum + error * error, count + 1, Math.Max(largest, error));
                }
        return count == 0 ? null : (Math.Sqrt(sum / count), largest);
    }

    /// <summary>Keeps a subject's readouts; none when it failed.</summary>
    private sealed class Sampled(ArmPlan arm, int task, int[] readouts) : SubjectWork(arm, task)
    {
        private readonly List<double[]> outputs = [];

        public double[][] Values => [.. outputs];

        public override void AddOutput(double time, ReadOnlySpan<double> observed)
        {
            var values = new double[readouts.Length];
            for (var j = 0; j < values.Length; j++)
                values[j] = observed[readouts[j]];
            outputs.Add(values);
        }

        public override void BeginAnew() => outputs.Clear();

        public override void End(Outcome outcome, ReadOnlySpan<double> parameters, InputSchedule inputs)
        {
            if (outcome.IsFailure)
                outputs.Clear();
        }
    }
}
