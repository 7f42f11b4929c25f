using System.Diagnostics;
using System.Globalization;
using Idunn.Studies.Execution;
using Spectre.Console;

namespace Idunn.Terminal;

/// <summary>Shows how far a run is, on standard error: a live line on a terminal, plain lines every few seconds elsewhere. Colours go when NO_COLOR is set.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <param name="work">Is given what to call with each step of progress.</param>
    public static void Show(string study, Action<Action<RunProgress>> work)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb") ShowPlain(study, work);
        else ShowLive(study, work);
    }

    private static void ShowPlain(string study, Action<Action<RunProgress>> work)
    {
        RunProgress? latest = null;
        var watch = Stopwatch.StartNew();
        void Line()
        {
            if (Volatile.Read(ref latest) is { } now) Console.Error.WriteLine($"{study}: {Describe(now, watch.Elapsed)}");
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
    private static void ShowLive(string study, Action<Action<RunProgress>> work)
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
                task.Description = Markup.Escape($"{study}: {Describe(now, watch.Elapsed)}");
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
    internal static string Describe(RunProgress now, TimeSpan elapsed) => now.Run.Length == 0 ? InWords(now, elapsed) : $"{now.Run}: {InWords(now, elapsed)}";

    private static string InWords(RunProgress now, TimeSpan elapsed)
    {
        if (now.Stage == RunStage.Deciding) return "deciding, and solving for what would have to be true";
        if (now.Stage == RunStage.Analysing) return "reading the results";
        if (now.Stage == RunStage.Attributing) return string.Create(CultureInfo.InvariantCulture, $"what carries the result: {now.Done:N0} of {now.Total:N0} simulations");
        if (now.Stage == RunStage.Reporting) return "writing the report";
        var rate = (now.Done - now.Resumed) / Math.Max(elapsed.TotalSeconds, 1e-3);
        var text = string.Create(CultureInfo.InvariantCulture, $"{now.Done:N0} of {now.Total:N0} subjects");
        if (now.Done > now.Resumed) text += string.Create(CultureInfo.InvariantCulture, $", {rate:N0}/s, {Duration((now.Total - now.Done) / rate)} left");
        if (now.Resumed > 0) text += string.Create(CultureInfo.InvariantCulture, $", {now.Resumed:N0} from before");
        if (now.Failed > 0) text += string.Create(CultureInfo.InvariantCulture, $", {now.Failed:N0} failed");
        return text;
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };
}
