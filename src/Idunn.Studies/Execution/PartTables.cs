using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>Collects the rows of one part, column by column, as its subjects finish.</summary>
internal sealed class PartTables
{
    private readonly StudyPlan plan;
    private readonly RunPart part;
    private readonly ImmutableArray<PlannedEndpoint> endpoints;
    private readonly double[] times;
    private readonly int[] owners;
    private readonly double[][] courses;
    private readonly string[] endings, culprits;
    private readonly int[] steps, rejected;
    private readonly double[] reached, doses, balance;
    private readonly double[][] parameters, values, shares;
    private int rows, ownFirst, subjects;

    public PartTables(StudyPlan plan, RunPart part, ImmutableArray<PlannedEndpoint> endpoints)
    {
        (this.plan, this.part, this.endpoints) = (plan, part, endpoints);
        var capacity = part.Count * plan.Arms[part.Arm].OutputTimes.Length;
        (times, owners) = (new double[capacity], new int[capacity]);
        courses = Columns(plan.Compiled.ObservedIds.Length, capacity);
        (endings, culprits) = (new string[part.Count], new string[part.Count]);
        (steps, rejected) = (new int[part.Count], new int[part.Count]);
        (reached, doses, balance) = (new double[part.Count], new double[part.Count], new double[part.Count]);
        parameters = Columns(plan.VaryingParameters.Length, part.Count);
        values = Columns(endpoints.Length, part.Count);
        shares = Columns(endpoints.Length, part.Count);
    }

    private static double[][] Columns(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new double[rows])];

    /// <summary>A readout of the subject being simulated, so far.</summary>
    public ReadOnlySpan<double> Course(int observed) => courses[observed].AsSpan(ownFirst, rows - ownFirst);

    /// <summary>Appends one output of the subject being simulated.</summary>
    public void AddOutput(double time, ReadOnlySpan<double> observed)
    {
        times[rows] = time;
        owners[rows] = part.FirstTask + subjects;
        for (var i = 0; i < observed.Length; i++) courses[i][rows] = observed[i];
        rows++;
    }

    /// <summary>Ends the subject being simulated. Of one that failed, the time course so far is kept and the endpoints are NaN.</summary>
    /// <param name="varying">Values of the parameters that vary.</param>
    public void EndSubject(Outcome outcome, ReadOnlySpan<double> varying, Dosing dosing, double balanceError)
    {
        endings[subjects] = outcome.Ending.ToString();
        culprits[subjects] = outcome.Culprit ?? "";
        steps[subjects] = (int)Math.Min(outcome.Statistics.AcceptedSteps, int.MaxValue);
        rejected[subjects] = (int)Math.Min(outcome.Statistics.RejectedSteps, int.MaxValue);
        reached[subjects] = outcome.Time;
        doses[subjects] = dosing.Total;
        balance[subjects] = balanceError;
        for (var i = 0; i < varying.Length; i++) parameters[i][subjects] = varying[i];
        var arm = plan.Arms[part.Arm].Arm.Id;
        for (var i = 0; i < endpoints.Length; i++)
            (values[i][subjects], shares[i][subjects]) = !outcome.IsFailure && endpoints[i].Arms.Contains(arm)
                ? endpoints[i].Evaluate(times.AsSpan(ownFirst, rows - ownFirst), Course(endpoints[i].Observed), dosing, plan.Arms[part.Arm].AgeAtStart)
                : (double.NaN, double.NaN);
        subjects++;
        ownFirst = rows;
    }

    public Table TimeCourse(ReadoutUnits units) => new(
    [
        .. Keys(owners[..rows]),
        new NumberColumn(TimeCourseColumns.Time, "d", InDays(times[..rows], units)),
        .. plan.Study.Readouts.Select(id => new NumberColumn(id, units.Of(id), plan.Card.Report.MakesSense(id, plan.Arms[part.Arm].Population.Name) ? courses[plan.Compiled.ObservedIds.IndexOf(id)][..rows] : Nowhere())),
    ]);

    /// <summary>The column of a readout that means nothing in the arm's population, such as a clinical scale in mice.</summary>
    private double[] Nowhere()
    {
        var column = new double[rows];
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
