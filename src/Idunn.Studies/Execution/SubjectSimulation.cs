using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>Simulates one subject of a plan after the other. One thread uses an instance at a time; its memory serves all subjects, and what it returns depends on the subject alone.</summary>
public sealed class SubjectSimulation
{
    private const uint MostAttempts = 100;

    private readonly OdeSolver solver;
    private readonly double[] parameters, initial, observed;
    private readonly DiffusionCoupling? diffusion;

    public SubjectSimulation(StudyPlan plan)
    {
        var model = plan.Compiled;
        System = model.CreateSystem();
        solver = new OdeSolver(System, plan.OdeOptions);
        (parameters, initial, observed) = (new double[model.ParameterIds.Length], new double[model.StateIds.Length], new double[model.ObservedIds.Length]);
        diffusion = plan.Card.Diffusion is { } card ? new DiffusionCoupling(model, System, card) : null;
    }

    /// <summary>The model with the present subject's parameters.</summary>
    public ModelSystem System { get; }

    /// <summary>The present subject's parameters, in the order and units of the compiled model. What is changed here between <see cref="Prepare"/> and <see cref="Solve"/> holds for this subject.</summary>
    public Span<double> Parameters => parameters;

    /// <summary>Takes up a subject of an arm.</summary>
    /// <param name="task">Its number in the arm; tasks from the arm's size on are draws of what is uncertain.</param>
    public void Prepare(ArmPlan arm, int task) => arm.SetParameters(task, parameters);

    /// <summary>Takes up the subject of an arm of which nothing differs from the typical.</summary>
    public void PrepareTypical(ArmPlan arm) => arm.SetTypicalParameters(parameters);

    /// <summary>
    /// Solves the subject that was prepared. A subject that does not live to see the study is none of it: another path of the same subject takes its place.
    /// </summary>
    /// <param name="onOutput">Called at each of the arm's output times that the subject lives to see.</param>
    public Outcome Solve(ArmPlan arm, int task, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default)
    {
        System.SetParameters(parameters);
        for (var attempt = 0u; ; attempt++)
        {
            System.InitialState(initial);
            var outcome = Course(arm, inputs, diffusion?.Begin(parameters, initial, arm.Start, arm.Seed, task < arm.Size ? task : task - arm.Size, task >= arm.Size, attempt), onOutput, cancellationToken);
            if (outcome.Ending != Ending.Exited || outcome.Time >= 0 || attempt == MostAttempts)
                return outcome;
        }
    }

    /// <summary>The same without chance: the diffusion stands at the mean of the survivors, and nobody exits.</summary>
    public Outcome SolveTypical(ArmPlan arm, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default)
    {
        System.SetParameters(parameters);
        System.InitialState(initial);
        return Course(arm, inputs, diffusion?.BeginTypical(parameters, initial, arm.Start), onOutput, cancellationToken);
    }

    /// <summary>The same with the diffusion held where the model starts it: what is left is the deterministic part alone.</summary>
    public Outcome SolveHeld(ArmPlan arm, InputSchedule inputs, SubjectOutput onOutput, CancellationToken cancellationToken = default)
    {
        System.SetParameters(parameters);
        System.InitialState(initial);
        return Course(arm, inputs, null, onOutput, cancellationToken);
    }

    private Outcome Course(ArmPlan arm, InputSchedule inputs, Interruption? interruption, SubjectOutput onOutput, CancellationToken cancellationToken) => solver.Solve(
        new OdeProblem(arm.Start, arm.End, initial, inputs, arm.OutputTimes) { Interruption = interruption },
        (_, t, y) =>
        {
            System.Observe(t, y, observed);
            onOutput(t, y, observed);
        },
        cancellationToken);
}

/// <summary>One output of a subject.</summary>
/// <param name="time">Model time.</param>
/// <param name="state">In the order of the compiled model's states.</param>
/// <param name="observed">In the order of its observed quantities.</param>
public delegate void SubjectOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed);
