using System.Security.Cryptography;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>What holds of every run, for a run of the whole brain: diffusion, deaths, hypotheses, draws.</summary>
public sealed class BrainRunTests : IDisposable
{
    private static readonly StudyPlan Plan = BrainCohort.Plan(
        "dosed: { doses: [{ give: msc, route: intranasal, amount: 1e9 particles, from: 400 d, every: 7 d, times: 3 }] }\n  natural: {}",
        "{ population: mouse, size: 5, draws: 5, seed: 3 }", "700 d", "[senescence.burden, hippocampus.inflammation.tnf]", "hypotheses: [none, relay]\nassume: { all: prior }");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_threads_and_a_run_that_was_stopped_and_resumed_give_the_bytes_of_one_thread()
    {
        Run("one", 1, null, CancellationToken.None);
        Run("two", 2, null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Assert.True(Run("parts", 2, progress => { if (progress.Done >= 8) stop.Cancel(); }, stop.Token).WasCancelled);
        var resumed = Run("parts", 1, null, CancellationToken.None);
        Assert.Equal((RunStatus.Partial, RunStatus.Complete), (resumed.Found, resumed.Manifest.Status));
        Assert.Equal(Contents("one"), Contents("two"));
        Assert.Equal(Contents("one"), Contents("parts"));
        Assert.True(Contents("one").Length > 20);
    }

    private RunSummary Run(string name, int threads, Action<RunProgress>? onProgress, CancellationToken cancellation) =>
        StudyRunner.Run(Plan, new RunOptions { Directory = folder.File(name), Threads = threads, HasReport = false }, onProgress, cancellation);

    private string[] Contents(string name) =>
    [
        .. Directory.EnumerateFiles(folder.File(name), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "timings.json").Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(folder.File(name), file) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
    ];
}
