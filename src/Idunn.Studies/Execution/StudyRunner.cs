using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis;
using Idunn.Studies.Attribution;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Execution;

/// <summary>
/// Runs a plan into a folder: simulates the parts that are missing on some threads, stores each whole, then analyses what is there, reports and writes the manifest.
/// The folder's bytes (but timings.json) depend on the plan alone, not on threads, interruptions or the clock.
/// </summary>
public sealed class StudyRunner
{
    private const int TasksWorthLanes = 4;

    private readonly record struct Use(TimeSpan Wall, TimeSpan Cpu);

    private readonly StudyPlan plan;
    private readonly RunOptions options;
    private readonly Action<RunProgress> report;
    private readonly EndpointPlan endpoints;
    private readonly ReadoutUnits units;
    private readonly ImmutableArray<RunPart> parts;
    private readonly int total;
    private readonly Words words;
    private int done, resumed, failed;
    private string lettersWithoutGlyph = "";

    private StudyRunner(StudyPlan plan, RunOptions options, Action<RunProgress>? report)
    {
        (this.plan, this.options, this.report) = (plan, options, report ?? (_ => { }));
        endpoints = EndpointPlan.Create(plan);
        units = new ReadoutUnits(plan);
        words = Words.In(options.Language, plan.Names);
        parts = RunPart.Cut(plan);
        total = plan.Arms.Sum(arm => arm.TaskCount);
    }

    /// <summary>Lanes; one where generating code for more costs more than it saves. No number depends on it.</summary>
    private int Width => total < TasksWorthLanes ? 1 : plan.Compiled.PreferredLanes;

    private int Threads => options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    /// <param name="onProgress">Called from any of the threads.</param>
    /// <param name="cancellationToken">Drops the parts in flight; what is stored stays a valid partial run.</param>
    /// <exception cref="FindingsException">The plan or the folder was refused; nothing was written.</exception>
    public static RunSummary Run(StudyPlan plan, RunOptions options, Action<RunProgress>? onProgress, CancellationToken cancellationToken) =>
        new StudyRunner(plan, options, onProgress).Run(cancellationToken);

    private RunSummary Run(CancellationToken cancellationToken)
    {
        var planned = Planned();
        using var directory = RunDirectory.Open(options.Directory ?? RunDirectory.DefaultPath(options.Root, planned), planned, options.Open);
        if (directory.Found == RunStatus.Complete)
        {
            if (options.Csv) WriteCsv(directory);
            if (options.HasReport && !File.Exists(Path.Combine(directory.Path, ReportWriter.FileName(options.Language)))) WriteReport(RunAnalysis.Read(directory, plan, endpoints, Threads, words, directory.ReadManifest().Accuracy) with { Attribution = Attribution(directory, cancellationToken).Result }, directory);
            return new(directory.Path, directory.Found, directory.ReadManifest(), false, null, null, null) { LettersWithoutGlyph = lettersWithoutGlyph };
        }
        var started = options.Clock.GetUtcNow();
        Finding? problem = null;
        var watch = options.Clock.GetTimestamp();
        var (measuring, before) = (TimeSpan.Zero, Environment.CpuUsage.TotalTime);
        try
        {
            if (directory.Found is null) directory.WriteManifest(planned);
            planned = planned with { Accuracy = AccuracyPilot.Measure(plan, Width, Threads, cancellationToken) };
            measuring = options.Clock.GetElapsedTime(watch);
            (watch, before) = (options.Clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
            problem = Simulate(directory, planned.Accuracy.StepTolerance, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped while the error was being measured: nothing was simulated.
        }
        catch (Exception exception) when (IsWriteFailure(exception))
        {
            problem = WriteFailure(directory, exception);
        }
        var simulation = new Use(options.Clock.GetElapsedTime(watch), Environment.CpuUsage.TotalTime - before);
        return Finish(directory, planned, problem, started, measuring, simulation, cancellationToken);
    }

    private Manifest Planned()
    {
        ImmutableArray<ManifestArm> arms = [.. plan.Arms.Select(arm => new ManifestArm(arm.Arm.Id, arm.Population.Name, arm.Size, arm.Draws, arm.Seed, 0, ImmutableSortedDictionary<string, int>.Empty))];
        var size = RunPart.SizeFor(plan);
        return new()
        {
            Key = Manifest.KeyOf(ToolVersion.Current, plan.InputHashes, arms, size),
            Study = plan.Study.Id,
            Status = RunStatus.Partial,
            Version = ToolVersion.Current,
            Runtime = RuntimeInformation.FrameworkDescription,
            Packages = ToolVersion.Packages,
            Seed = plan.Study.Cohort.Seed,
            Arms = arms,
            Method = plan.Method.Method.Name,
            MethodReason = plan.Method.Reason,
            Inputs = plan.InputHashes,
            PartSize = size,
            Parts = parts.Length,
            PartsDone = [],
            Units = plan.Study.Readouts.ToImmutableSortedDictionary(id => id, units.Of, StringComparer.Ordinal),
        };
    }

    /// <summary>Each thread takes the next missing part until none is left.</summary>
    /// <returns>What stopped it, or null.</returns>
    private Finding? Simulate(RunDirectory directory, double tolerance, CancellationToken cancellationToken)
    {
        var missing = parts.Where(part => !directory.HasPart(part.Index)).ToArray();
        done = resumed = total - missing.Sum(part => part.Count);
        Progress(RunStage.Simulating);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Finding? problem = null;
        var next = -1;
        void Work()
        {
            try
            {
                var work = new PartWork(
                    plan, endpoints.Endpoints, () => !stop.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < missing.Length ? missing[i] : null,
                    done => directory.WritePart(done.Part.Index, done.TimeCourse(units), done.Subjects(units)), OnSubject);
                new CohortSimulation(plan, AccuracyPilot.Options(plan.OdeOptions, tolerance), Width).Run(work.Next, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The parts in flight are dropped; those stored stay.
            }
            catch (Exception exception) when (IsWriteFailure(exception))
            {
                problem ??= WriteFailure(directory, exception);
                stop.Cancel();
            }
        }
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = Threads }, [.. Enumerable.Repeat(Work, Math.Min(Threads, Math.Max(1, missing.Length)))]);
        return problem;
    }

    private void OnSubject(bool isComplete)
    {
        Interlocked.Increment(ref done);
        if (!isComplete) Interlocked.Increment(ref failed);
        Progress(RunStage.Simulating);
    }

    private void Progress(RunStage stage) => report(new(stage, done, total, resumed, failed));

    private static bool IsWriteFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static Finding WriteFailure(RunDirectory directory, Exception exception) => new(
        Severity.Error, RunCodes.NotWritten, $"The run stopped because a file could not be written: {exception.Message}",
        "What was finished is kept. Make room or mend the folder, then run the same command again: it goes on from there.", new SourceLocation(directory.Path, 0, 0));

    private RunSummary Finish(RunDirectory directory, Manifest planned, Finding? problem, DateTimeOffset started, TimeSpan measuring, Use simulation, CancellationToken cancellationToken)
    {
        var watch = options.Clock.GetTimestamp();
        var manifest = planned with { PartsDone = [.. parts.Where(part => directory.HasPart(part.Index)).Select(part => part.Index)] };
        RunResults? results = null;
        Timings? timings = null;
        try
        {
            Progress(RunStage.Analysing);
            results = RunAnalysis.Read(directory, plan, endpoints, Threads, words, planned.Accuracy);
            var isWhole = problem is null && manifest.PartsDone.Length == parts.Length;
            var attribution = isWhole ? Attribution(directory, cancellationToken) : (null, TimeSpan.Zero, 0);
            results = results with { Attribution = attribution.Result };
            manifest = manifest with { Arms = [.. planned.Arms.Zip(results.Arms, (arm, result) => arm with { Completed = result.Completed, Failures = result.Failures, Pivoted = result.Pivoted, Evicted = result.Evicted })] };
            var analysis = options.Clock.GetElapsedTime(watch);
            Progress(RunStage.Reporting);
            watch = options.Clock.GetTimestamp();
            if (options.HasReport) WriteReport(results, directory);
            if (options.Csv) WriteCsv(directory);
            manifest = manifest with { Status = isWhole ? RunStatus.Complete : RunStatus.Partial };
            var simulated = done - resumed;
            timings = new(started, simulation.Wall.TotalSeconds, analysis.TotalSeconds, options.Clock.GetElapsedTime(watch).TotalSeconds, Threads, simulated, simulation.Wall > TimeSpan.Zero ? simulated / simulation.Wall.TotalSeconds : 0) { SimulationCpuSeconds = simulation.Cpu.TotalSeconds, AccuracySeconds = measuring.TotalSeconds, AttributionSeconds = attribution.Elapsed.TotalSeconds, AttributionSimulations = attribution.Simulations };
            directory.WriteTimings(timings);
            directory.WriteManifest(manifest);
        }
        catch (Exception exception) when (IsWriteFailure(exception))
        {
            // The manifest of the start, partial, still stands.
            problem ??= WriteFailure(directory, exception);
            manifest = manifest with { Status = RunStatus.Partial };
        }
        catch (OperationCanceledException)
        {
            // Stopped during the attribution: all parts are stored, and the same command computes it.
            manifest = manifest with { Status = RunStatus.Partial };
        }
        catch (InvalidDataException exception)
        {
            problem ??= new(Severity.Error, RunCodes.Damaged, exception.Message, "", new SourceLocation(directory.Path, 0, 0));
            manifest = manifest with { Status = RunStatus.Partial };
        }
        return new(directory.Path, directory.Found, manifest, cancellationToken.IsCancellationRequested && manifest.Status == RunStatus.Partial, problem, results, timings) { LettersWithoutGlyph = lettersWithoutGlyph };
    }

    /// <summary>What the study asks to be attributed; one that is stored is not computed again.</summary>
    private (AttributionResult? Result, TimeSpan Elapsed, int Simulations) Attribution(RunDirectory directory, CancellationToken cancellationToken)
    {
        if (plan.Study.Attribution is null || !options.HasReport) return (null, TimeSpan.Zero, 0);
        if (directory.ReadAttribution() is { } stored) return (stored, TimeSpan.Zero, 0);
        var watch = options.Clock.GetTimestamp();
        var result = AttributionAnalysis.Of(plan, Threads, (done, total) => report(new(RunStage.Attributing, done, total, 0, 0)), cancellationToken: cancellationToken);
        directory.WriteAttribution(result);
        return (result, options.Clock.GetElapsedTime(watch), result.Simulations);
    }

    private void WriteReport(RunResults results, RunDirectory directory) => lettersWithoutGlyph = ReportWriter.Write(results, directory.Path, options.Open);

    private void WriteCsv(RunDirectory directory)
    {
        var stored = parts.Where(part => directory.HasPart(part.Index)).Select(part => part.Index).ToArray();
        foreach (var table in new[] { RunDirectory.TimeCourse, RunDirectory.Subjects }) directory.WriteCsv(table, stored);
    }
}
