using System.Diagnostics;
using Idunn.Studies.Execution;
using Idunn.Studies.Wording;
using Spectre.Console;

namespace Idunn.Terminal;

/// <summary>Shows how far a run is, on standard error: a live line on a terminal, plain lines every few seconds elsewhere. Colours go when NO_COLOR is set.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <param name="work">Is given what to call with each step of progress.</param>
    public static void Show(string study, Words words, Action<Action<RunProgress>> work)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb") ShowPlain(study, words, work);
        else ShowLive(study, words, work);
    }

    private static void ShowPlain(string study, Words words, Action<Action<RunProgress>> work)
    {
        RunProgress? latest = null;
        var watch = Stopwatch.StartNew();
        void Line()
        {
            if (Volatile.Read(ref latest) is { } now) Console.Error.WriteLine($"{study}: {Describe(now, watch.Elapsed, words)}");
        }
        void Take(RunProgress progress)
        {
            if (Volatile.Read(ref latest)?.Run != progress.Run) watch.Restart();
            Volatile.Write(ref latest, progress);
        }
        using (new Timer(_ => Line(), null, PlainInterval, PlainInterval)) work(Take);
        Line();
    }

    // Apart, so that a piped run never loads the terminal library.
    private static void ShowLive(string study, Words words, Action<Action<RunProgress>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(study));
            var watch = Stopwatch.StartNew();
            RunProgress? latest = null;
            void Update()
            {
                if (Volatile.Read(ref latest) is not { } now) return;
                task.MaxValue = Math.Max(1, now.Total);
                task.Value = now.Done;
                task.Description = Markup.Escape($"{study}: {Describe(now, watch.Elapsed, words)}");
            }
            void Take(RunProgress progress)
            {
                if (Volatile.Read(ref latest)?.Run != progress.Run) watch.Restart();
                Volatile.Write(ref latest, progress);
            }
            using (new Timer(_ => Update(), null, 0, 100)) work(Take);
        });
    }

    /// <summary>1,234 of 3,000 subjects, 512/s, 3 s left.</summary>
    internal static string Describe(RunProgress now, TimeSpan elapsed, Words words) => now.Run.Length == 0 ? InWords(now, elapsed, words) : $"{now.Run}: {InWords(now, elapsed, words)}";

    private static string InWords(RunProgress now, TimeSpan elapsed, Words words)
    {
        if (now.Stage == RunStage.Deciding) return words["deciding, and solving for what would have to be true"];
        if (now.Stage == RunStage.Analysing) return words["reading the results"];
        if (now.Stage == RunStage.Attributing) return words["what carries the result: {0:N0} of {1:N0} simulations", now.Done, now.Total];
        if (now.Stage == RunStage.Reporting) return words["writing the report"];
        var rate = (now.Done - now.Resumed) / Math.Max(elapsed.TotalSeconds, 1e-3);
        var text = words["{0:N0} of {1:N0} subjects", now.Done, now.Total];
        if (now.Done > now.Resumed) text += words[", {0:N0}/s, {1} left", rate, Duration((now.Total - now.Done) / rate, words)];
        if (now.Resumed > 0) text += words[", {0:N0} from before", now.Resumed];
        if (now.Failed > 0) text += words[", {0:N0} failed", now.Failed];
        return text;
    }

    private static string Duration(double seconds, Words words) => seconds switch
    {
        < 90 => words["{0:F0} s", seconds],
        < 5400 => words["{0:F0} min", seconds / 60],
        _ => words["{0:F1} h", seconds / 3600],
    };
}
