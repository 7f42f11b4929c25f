using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>
/// Hands out the subjects of parts in order and hands over each part when its last subject has ended. Lanes that are free go on with the next part, so several may be open. A subject that
/// fails is a row that says so. One thread uses an instance.
/// </summary>
internal sealed class PartWork
{
    private readonly StudyPlan plan;
    private readonly ImmutableArray<PlannedEndpoint> endpoints;
    private readonly Func<RunPart?> nextPart;
    private readonly Action<PartTables> onPart;
    private readonly Action<bool> onSubject;
    private readonly double[] varying;
    private readonly int[] varyingIndices, routes;
    private readonly int given, conserved;
    private PartTables? open;
    private int taken;

    /// <param name="nextPart">The next part, or null; called when a lane is free.</param>
    /// <param name="onPart">Takes the parts in the order in which they are finished.</param>
    /// <param name="onSubject">Called after each subject with whether it completed.</param>
    public PartWork(StudyPlan plan, ImmutableArray<PlannedEndpoint> endpoints, Func<RunPart?> nextPart, Action<PartTables> onPart, Action<bool> onSubject)
    {
        (this.plan, this.endpoints, this.nextPart, this.onPart, this.onSubject) = (plan, endpoints, nextPart, onPart, onSubject);
        var model = plan.Compiled;
        varyingIndices = [.. plan.VaryingParameters.Select(model.IndexOfParameter)];
        varying = new double[varyingIndices.Length];
        given = plan.Card.Given is { } counted ? model.ObservedIds.IndexOf(counted) : -1;
        conserved = plan.Card.Conserved is { } total ? model.ObservedIds.IndexOf(total) : -1;
        routes = [.. plan.Card.Routes.Values.Select(model.IndexOfState)];
    }

    /// <summary>The next subject; null when no part is left.</summary>
    public SubjectWork? Next()
    {
        if (open is null || taken == open.Part.Count)
            (open, taken) = (nextPart() is { } part ? new PartTables(plan, part, endpoints) : null, 0);
        return open is null ? null : new Row(this, open, taken++);
    }

    /// <summary>A subject and its rows in the tables of a part.</summary>
    private sealed class Row(PartWork owner, PartTables tables, int place) : SubjectWork(owner.plan.Arms[tables.Part.Arm], tables.Part.FirstTask + place)
    {
        public override void AddOutput(double time, ReadOnlySpan<double> observed) => tables.AddOutput(place, time, observed);

        public override void BeginAnew() => tables.Drop(place);

        public override void End(Outcome outcome, ReadOnlySpan<double> parameters, InputSchedule inputs)
        {
            for (var i = 0; i < owner.varying.Length; i++)
                owner.varying[i] = parameters[owner.varyingIndices[i]];
            tables.EndSubject(place, outcome, owner.varying, Dosing.Of(inputs, owner.routes), BalanceError());
            owner.onSubject(!outcome.IsFailure);
            if (tables.IsWhole)
                owner.onPart(tables);
        }

        private double BalanceError()
        {
            if (owner.given < 0 || owner.conserved < 0)
                return double.NaN;
            var dosed = tables.Course(place, owner.given);
            var accounted = tables.Course(place, owner.conserved);
            var largest = double.NaN;
            for (var i = 0; i < dosed.Length; i++)
                if (dosed[i] > 0 && !(Math.Abs(accounted[i] - dosed[i]) / dosed[i] <= largest))
                    largest = Math.Abs(accounted[i] - dosed[i]) / dosed[i];
            return largest;
        }
    }
}
