using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>Prepares the subjects of one lane: parameters, initial state, diffusion.</summary>
internal sealed class SubjectLane
{
    private const uint MostAttempts = 100;

    private readonly ModelLanes lanes;
    private readonly int lane;
    private readonly double[] parameters, initial;
    private readonly DiffusionCoupling? diffusion;

    public SubjectLane(StudyPlan plan, ModelLanes lanes, int lane)
    {
        (this.lanes, this.lane) = (lanes, lane);
        var model = plan.Compiled;
        (parameters, initial) = (new double[model.ParameterIds.Length], new double[model.StateIds.Length]);
        diffusion = plan.Card.Diffusion is { } card ? new DiffusionCoupling(model, lanes.Subject(lane), card) : null;
    }

    public double[] Parameters => parameters;

    /// <summary>The problem of a task whose parameters are set. The initial state is this lane's memory.</summary>
    /// <param name="attempt">0, or more when earlier paths of the subject ended before the study began.</param>
    public OdeProblem Problem(ArmPlan arm, int task, InputSchedule inputs, uint attempt)
    {
        SetUp();
        return Of(arm, inputs, diffusion?.Begin(parameters, initial, arm.Start, arm.Seed, task < arm.Size ? task : task - arm.Size, task >= arm.Size, attempt));
    }

    /// <summary>A subject that does not live to see the study is none of it: another path of the same subject takes its place.</summary>
    public static bool TakesAnotherPath(Outcome outcome, uint attempt) => outcome.Ending == Ending.Exited && outcome.Time < 0 && attempt < MostAttempts;

    /// <summary>The same without chance: the diffusion stands at the mean of the law of those who have not exited.</summary>
    public OdeProblem TypicalProblem(ArmPlan arm, InputSchedule inputs)
    {
        SetUp();
        return Of(arm, inputs, diffusion?.BeginTypical(parameters, initial, arm.Start));
    }

    /// <summary>The same with the diffusion held where the model starts it.</summary>
    public OdeProblem HeldProblem(ArmPlan arm, InputSchedule inputs)
    {
        SetUp();
        return Of(arm, inputs, null);
    }

    private void SetUp()
    {
        lanes.SetParameters(lane, parameters);
        lanes.Subject(lane).InitialState(initial);
    }

    private OdeProblem Of(ArmPlan arm, InputSchedule inputs, Interruption? interruption) => new(arm.Start, arm.End, initial, inputs, arm.OutputTimes) { Interruption = interruption };
}
