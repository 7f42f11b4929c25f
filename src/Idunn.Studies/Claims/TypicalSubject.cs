using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Execution;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Claims;

/// <summary>
/// Simulates the subject of which nothing differs from the typical, with one thing changed, or some parameters set: the way to ask what would have to be true, and what carries a result. No chance is in it: the diffusion stands at
/// the mean of the survivors. One thread uses an instance at a time.
/// </summary>
public sealed class TypicalSubject
{
    private readonly SubjectSimulation simulation;
    private readonly int[] routes;
    private readonly int given;
    private readonly List<double> times = [], values = [];

    public TypicalSubject(StudyPlan plan)
    {
        var model = plan.Compiled;
        simulation = new SubjectSimulation(plan);
        routes = [.. plan.Card.Routes.Values.Select(model.IndexOfState)];
        given = plan.Card.Given is { } counter ? model.IndexOfState(counter) : -1;
    }

    /// <summary>What the plan observes over one arm, at the arm's output times. A failure ends it early.</summary>
    /// <param name="onOutput">Receives the time and the values in the order of the compiled model's observed ids; copy what is kept.</param>
    public Outcome Run(ArmPlan arm, Change change, Action<double, ReadOnlySpan<double>> onOutput) => Solve(arm, change, [], onOutput, out _, CancellationToken.None);

    /// <summary>Endpoints in one arm; NaN when the simulation fails or the number does not exist.</summary>
    internal double[] Evaluate(ArmPlan arm, IReadOnlyList<PlannedEndpoint> endpoints, Change change)
    {
        try
        {
            return Evaluate(arm, endpoints, change, [], CancellationToken.None).Values;
        }
        catch (ArgumentOutOfRangeException)
        {
            // A value decades away from any real one may leave the diffusion without a law at rest: then there is no such subject.
            return [.. endpoints.Select(_ => double.NaN)];
        }
    }

    /// <summary>An endpoint in one arm with parameters set, in the model's units; NaN when the simulation fails or the number does not exist.</summary>
    public (double Value, Outcome Outcome) Evaluate(ArmPlan arm, PlannedEndpoint endpoint, IReadOnlyList<(int Parameter, double Value)> settings, CancellationToken cancellationToken)
    {
        var (values, outcome) = Evaluate(arm, [endpoint], Change.None, settings, cancellationToken);
        return (values[0], outcome);
    }

    private (double[] Values, Outcome Outcome) Evaluate(ArmPlan arm, IReadOnlyList<PlannedEndpoint> endpoints, Change change, IReadOnlyList<(int Parameter, double Value)> settings, CancellationToken cancellationToken)
    {
        times.Clear();
        values.Clear();
        var outcome = Solve(
            arm, change, settings,
            (t, observed) =>
            {
                times.Add(t);
                foreach (var endpoint in endpoints) values.Add(observed[endpoint.Observed]);
            },
            out var inputs, cancellationToken);
        if (outcome.IsFailure) return ([.. endpoints.Select(_ => double.NaN)], outcome);
        var dosing = Dosing.Of(inputs, routes);
        double[] t = [.. times];
        return ([.. endpoints.Select((endpoint, k) => endpoint.Evaluate(t, [.. t.Select((_, i) => values[(i * endpoints.Count) + k])], dosing, arm.AgeAtStart).Value)], outcome);
    }

    private Outcome Solve(ArmPlan arm, Change change, IReadOnlyList<(int Parameter, double Value)> settings, Action<double, ReadOnlySpan<double>> onOutput, out InputSchedule inputs, CancellationToken cancellationToken)
    {
        simulation.PrepareTypical(arm);
        if (change.Parameter >= 0) simulation.Parameters[change.Parameter] = change.Value;
        foreach (var (parameter, value) in settings) simulation.Parameters[parameter] = value;
        inputs = Changed(arm, arm.Inputs(simulation.Parameters), change);
        return simulation.SolveTypical(arm, inputs, (t, _, observed) => onOutput(t, observed), cancellationToken);
    }

    private InputSchedule Changed(ArmPlan arm, InputSchedule inputs, Change change)
    {
        if (change.Level >= 0)
        {
            // What is imposed in place of vesicles begins with them.
            var start = double.IsNaN(arm.FirstDose) ? 0 : arm.FirstDose;
            return inputs with { Boluses = [.. inputs.Boluses.Append(new Bolus(start, change.Level, change.Value)).OrderBy(bolus => bolus.Time)] };
        }
        if (!change.IsDose)
            return inputs;
        bool IsDose(int state) => routes.Contains(state) || state == given;
        return new(
            [.. inputs.Boluses.Select(bolus => IsDose(bolus.State) ? bolus with { Amount = bolus.Amount * change.Value } : bolus)],
            [.. inputs.Infusions.Select(infusion => IsDose(infusion.State) ? infusion with { Rate = infusion.Rate * change.Value } : infusion)]);
    }
}

/// <summary>The one thing that is changed.</summary>
/// <param name="Parameter">A parameter that takes <paramref name="Value"/>; −1: none.</param>
/// <param name="Level">A state that is raised by <paramref name="Value"/> from the first dose of a product on; −1: none.</param>
/// <param name="IsDose">True: every dose of a product is multiplied by <paramref name="Value"/>.</param>
public readonly record struct Change(int Parameter, int Level, bool IsDose, double Value)
{
    public static Change None { get; } = new(-1, -1, false, 1);

    public static Change Of(double dose) => new(-1, -1, true, dose);

    public static Change Of((int Index, double Value) parameter) => new(parameter.Index, -1, false, parameter.Value);

    public static Change OfLevel(int state, double value) => new(-1, state, false, value);
}
