using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>Collects the rows of one part, column by column, from subjects that may be simulated side by side; rows stand in the order of the subjects.</summary>
internal sealed class PartTables
{
    private readonly StudyPlan plan;
    private readonly RunPart part;
    private readonly ImmutableArray<PlannedEndpoint> endpoints;
    private readonly int outputs;
    private readonly int[] counts;
    private readonly double[] times;
    private readonly double[][] courses;
    private readonly string[] endings, culprits;
    private readonly int[] steps, rejected, pivoted, evicted;
    private readonly double[] reached, doses, balance;
    private readonly double[][] parameters, values, shares;
    private int ended;

    public PartTables(StudyPlan plan, RunPart part, ImmutableArray<PlannedEndpoint> endpoints)
    {
        (this.plan, this.part, this.endpoints) = (plan, part, endpoints);
        outputs = plan.Arms[part.Arm].OutputTimes.Length;
        var capacity = part.Count * outputs;
        (times, counts) = (new double[capacity], new int[part.Count]);
        courses = Columns(plan.Compiled.ObservedIds.Length, capacity);
        (endings, culprits) = (new string[part.Count], new string[part.Count]);
        (steps, rejected, pivoted, evicted) = (new int[part.Count], new int[part.Count], new int[part.Count], new int[part.Count]);
        (reached, doses, balance) = (new double[part.Count], new double[part.Count], new double[part.Count]);
        parameters = Columns(plan.VaryingParameters.Length, part.Count);
        values = Columns(endpoints.Length, part.Count);
        shares = Columns(endpoints.Length, part.Count);
    }

    private static double[][] Columns(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new double[rows])];

    public RunPart Part => part;

    /// <summary>True when every subject has ended.</summary>
    public bool IsWhole => ended == part.Count;

    /// <summary>A readout of one of the part's subjects, so far.</summary>
    public ReadOnlySpan<double> Course(int place, int observed) => courses[observed].AsSpan(place * outputs, counts[place]);

    /// <summary>Appends one output of a subject.</summary>
    public void AddOutput(int place, double time, ReadOnlySpan<double> observed)
    {
        var row = place * outputs + counts[place]++;
        times[row] = time;
        for (var i = 0; i < observed.Length; i++) courses[i][row] = observed[i];
    }

    /// <summary>Forgets the outputs of a subject that begins anew.</summary>
    public void Drop(int place) => counts[place] = 0;

    /// <summary>Ends a subject. Of one that failed, the time course so far is kept and the endpoints are NaN.</summary>
    /// <param name="varying">Values of the parameters that vary.</param>
    public void EndSubject(int place, Outcome outcome, ReadOnlySpan<double> varying, Dosing dosing, double balanceError)
    {
        endings[place] = outcome.Ending.ToString();
        culprits[place] = outcome.Culprit ?? "";
        steps[place] = (int)Math.Min(outcome.Statistics.AcceptedSteps, int.MaxValue);
        rejected[place] = (int)Math.Min(outcome.Statistics.RejectedSteps, int.MaxValue);
        pivoted[place] = (int)Math.Min(outcome.Statistics.PivotFallbacks, int.MaxValue);
        evicted[place] = outcome.Statistics.Evictions;
        reached[place] = outcome.Time;
        doses[place] = dosing.Total;
        balance[place] = balanceError;
        for (var i = 0; i < varying.Length; i++) parameters[i][place] = varying[i];
        var arm = plan.Arms[part.Arm].Arm.Id;
        for (var i = 0; i < endpoints.Length; i++)
            (values[i][place], shares[i][place]) = !outcome.IsFailure && endpoints[i].Arms.Contains(arm)
                ? endpoints[i].Evaluate(times.AsSpan(place * outputs, counts[place]), Course(place, endpoints[i].Observed), dosing, plan.Arms[part.Arm].AgeAtStart)
                : (double.NaN, double.NaN);
        ended++;
    }

    public Table TimeCourse(ReadoutUnits units) => new(
    [
        .. Keys([.. Enumerable.Range(0, part.Count).SelectMany(place => Enumerable.Repeat(part.FirstTask + place, counts[place]))]),
        new NumberColumn(TimeCourseColumns.Time, "d", InDays(Rows(times), units)),
        .. plan.Study.Readouts.Select(id => new NumberColumn(id, units.Of(id), plan.Card.Report.MakesSense(id, plan.Arms[part.Arm].Population.Name) ? Rows(courses[plan.Compiled.ObservedIds.IndexOf(id)]) : Nowhere())),
    ]);

    /// <summary>A column without the room that subjects who ended early left.</summary>
    private double[] Rows(double[] column)
    {
        var rows = new double[counts.Sum()];
        for (int place = 0, row = 0; place < counts.Length; row += counts[place++])
            column.AsSpan(place * outputs, counts[place]).CopyTo(rows.AsSpan(row));
        return rows;
    }

    /// <summary>The column of a readout that means nothing in the arm's population, such as a clinical scale in mice.</summary>
    private double[] Nowhere()
    {
        var column = new double[counts.Sum()];
        Array.Fill(column, double.NaN);
        return column;
    }

    public Table Subjects(ReadoutUnits units) => new(
    [
        .. Keys([.. Enumerable.Range(part.FirstTask, part.Count)]),
        new TextColumn(SubjectColumns.Ending, endings),
        new NumberColumn(SubjectColumns.Time, "d", InDays(reached, units)),
        new TextColumn(SubjectColumns.Culprit, culprits),
        new IntegerColumn(SubjectColumns.Steps, steps),
        new IntegerColumn(SubjectColumns.Rejected, rejected),
        new IntegerColumn(SubjectColumns.Pivoted, pivoted),
        new IntegerColumn(SubjectColumns.Evicted, evicted),
        new NumberColumn(SubjectColumns.Dose, units.Dose, doses),
        new NumberColumn(SubjectColumns.BalanceError, "", balance),
        .. plan.VaryingParameters.Select((id, i) => new NumberColumn(id, units.Of(id), parameters[i])),
        .. endpoints.SelectMany(EndpointColumns),
    ]);

    private IEnumerable<Column> EndpointColumns(PlannedEndpoint endpoint, int i)
    {
        yield return new NumberColumn(endpoint.Column, endpoint.Unit, values[i]);
        if (endpoint.Measure.Extrapolates()) yield return new NumberColumn(endpoint.ExtrapolatedColumn, "", shares[i]);
    }

    private Column[] Keys(int[] tasks)
    {
        var arm = plan.Arms[part.Arm];
        var names = new string[tasks.Length];
        Array.Fill(names, arm.Arm.Id);
        return
        [
            new TextColumn(SubjectColumns.Arm, names),
            new IntegerColumn(SubjectColumns.Draw, [.. tasks.Select(task => Math.Max(0, task - arm.Size + 1))]),
            new IntegerColumn(SubjectColumns.Subject, tasks),
        ];
    }

    private static double[] InDays(double[] times, ReadoutUnits units) =>
        units.DaysPerTime == 1 ? times : [.. times.Select(time => time * units.DaysPerTime)];
}
