using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>Simulates the subjects of a part one after the other. One thread uses an instance at a time; its memory serves all parts.</summary>
internal sealed class PartSimulation
{
    private readonly StudyPlan plan;
    private readonly ImmutableArray<PlannedEndpoint> endpoints;
    private readonly ReadoutUnits units;
    private readonly SubjectSimulation simulation;
    private readonly double[] varying;
    private readonly int[] varyingIndices;
    private readonly int[] routes;
    private readonly int given, conserved;

    public PartSimulation(StudyPlan plan, ImmutableArray<PlannedEndpoint> endpoints, ReadoutUnits units)
    {
        (this.plan, this.endpoints, this.units) = (plan, endpoints, units);
        var model = plan.Compiled;
        simulation = new SubjectSimulation(plan);
        varyingIndices = [.. plan.VaryingParameters.Select(model.IndexOfParameter)];
        varying = new double[varyingIndices.Length];
        given = plan.Card.Given is { } counted ? model.ObservedIds.IndexOf(counted) : -1;
        conserved = plan.Card.Conserved is { } total ? model.ObservedIds.IndexOf(total) : -1;
        routes = [.. plan.Card.Routes.Values.Select(model.IndexOfState)];
    }

    /// <summary>Both tables of a part. A subject that fails is a row that says so.</summary>
    /// <param name="onSubject">Called after each subject with whether it completed.</param>
    /// <exception cref="OperationCanceledException">The part is dropped.</exception>
    public (Table TimeCourse, Table Subjects) Run(RunPart part, Action<bool> onSubject, CancellationToken cancellationToken)
    {
        var tables = new PartTables(plan, part, endpoints);
        for (var task = part.FirstTask; task < part.FirstTask + part.Count; task++)
            onSubject(Simulate(plan.Arms[part.Arm], task, tables, cancellationToken));
        return (tables.TimeCourse(units), tables.Subjects(units));
    }

    private bool Simulate(ArmPlan arm, int task, PartTables tables, CancellationToken cancellationToken)
    {
        simulation.Prepare(arm, task);
        var inputs = arm.Inputs(simulation.Parameters);
        var outcome = simulation.Solve(arm, task, inputs, (t, _, observed) => tables.AddOutput(t, observed), cancellationToken);
        if (outcome.Ending == Ending.Cancelled) throw new OperationCanceledException(cancellationToken);
        for (var i = 0; i < varying.Length; i++) varying[i] = simulation.Parameters[varyingIndices[i]];
        tables.EndSubject(outcome, varying, Dosing.Of(inputs, routes), BalanceError(tables));
        return !outcome.IsFailure;
    }

    private double BalanceError(PartTables tables)
    {
        if (given < 0 || conserved < 0) return double.NaN;
        var dosed = tables.Course(given);
        var accounted = tables.Course(conserved);
        var largest = double.NaN;
        for (var i = 0; i < dosed.Length; i++)
            if (dosed[i] > 0 && !(Math.Abs(accounted[i] - dosed[i]) / dosed[i] <= largest))
                largest = Math.Abs(accounted[i] - dosed[i]) / dosed[i];
        return largest;
    }
}
