using System.Globalization;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Claims;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Attribution;

/// <summary>
/// Courses of the typical subject with parameters set, each computed once, some at a time on as many threads: what comes out does not depend on them. A level that is not crossed before the end counts as
/// crossed at the end.
/// </summary>
internal sealed class TypicalRuns
{
    private sealed record Case(ArmPlan Arm, (int Parameter, double Value)[] Settings);

    private readonly PlannedEndpoint endpoint;
    private readonly TypicalSubject[] subjects;
    private readonly Action<int, int> report;
    private readonly List<Case> cases = [];
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly List<(double Value, bool IsCensored)> values = [];
    private int done;

    /// <param name="report">Receives how many courses are done, and of how many.</param>
    public TypicalRuns(StudyPlan plan, PlannedEndpoint endpoint, int threads, Action<int, int> report)
    {
        (this.endpoint, this.report) = (endpoint, report);
        subjects = [.. Enumerable.Range(0, Math.Max(1, threads)).Select(_ => new TypicalSubject(plan))];
    }

    /// <summary>Courses asked for so far.</summary>
    public int Count => cases.Count;

    /// <summary>The endpoint in a course that <see cref="Run"/> computed; NaN when it does not exist.</summary>
    public double this[int number] => values[number].Value;

    public bool IsCensored(int number) => values[number].IsCensored;

    /// <summary>Asks for a course; one that was asked for before is not computed again.</summary>
    /// <param name="settings">By number of the parameter, in the model's units.</param>
    /// <returns>Its number.</returns>
    public int Add(ArmPlan arm, IEnumerable<KeyValuePair<int, double>> settings)
    {
        (int Parameter, double Value)[] sorted = [.. settings.Select(setting => (setting.Key, setting.Value)).OrderBy(setting => setting.Key)];
        var key = string.Join(' ', sorted.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Parameter}={setting.Value:R}")).Prepend(arm.Arm.Id));
        if (known.TryGetValue(key, out var number)) return number;
        known.Add(key, cases.Count);
        cases.Add(new(arm, sorted));
        return cases.Count - 1;
    }

    /// <summary>Computes what was asked for and is not there yet.</summary>
    /// <exception cref="OperationCanceledException">What was computed is kept by nobody.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        var first = values.Count;
        var fresh = new (double, bool)[cases.Count - first];
        var next = -1;
        void Work(TypicalSubject subject)
        {
            while (!cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < fresh.Length)
            {
                fresh[i] = Evaluate(subject, cases[first + i], cancellationToken);
                report(Interlocked.Increment(ref done), cases.Count);
            }
        }
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = subjects.Length }, [.. subjects.Select(subject => (Action)(() => Work(subject)))]);
        cancellationToken.ThrowIfCancellationRequested();
        values.AddRange(fresh);
    }

    private (double Value, bool IsCensored) Evaluate(TypicalSubject subject, Case one, CancellationToken cancellationToken)
    {
        var (value, outcome) = subject.Evaluate(one.Arm, endpoint, one.Settings, cancellationToken);
        return double.IsNaN(value) && outcome.Ending == Ending.Completed && endpoint.Measure is Measure.TimeAbove or Measure.TimeBelow
            ? (Math.Min(endpoint.To, one.Arm.End) * endpoint.DaysPerTime, true)
            : (value, false);
    }
}
