using Idunn.Numerics.Ode;
using Idunn.Studies.Execution;

namespace Idunn.Studies.Planning;

/// <summary>
/// The method by which a plan is integrated: the study's, else the program's choice, which is a function of the plan alone. Over lanes a Rosenbrock method keeps its lead for longer than in single runs,
/// because its factorisation is straight-line code over all lanes at once (<see cref="MethodChoice.ByFillOverLanes"/>).
/// </summary>
internal static class MethodSelection
{
    /// <summary>Tasks below which trying methods costs more than it saves.</summary>
    private const int WorthATry = 100;

    /// <summary>Tasks from which several are simulated side by side.</summary>
    private const int WorthLanes = 4;

    public static StudyPlan Apply(StudyPlan plan)
    {
        var choice = Of(plan);
        return plan with { Method = choice, OdeOptions = plan.OdeOptions with { Method = choice.Method } };
    }

    private static MethodChoice Of(StudyPlan plan)
    {
        if (plan.Study.Method is { } name && OdeMethods.Find(name) is { } asked)
            return new(asked, MethodReason.Asked);
        var tasks = plan.Arms.Sum(arm => arm.TaskCount);
        var model = plan.Compiled;
        var tolerance = plan.OdeOptions.RelativeTolerance;
        var choice = tasks < WorthLanes ? MethodChoice.ByFill(model.Factors, tolerance) : MethodChoice.ByFillOverLanes(model.Factors, tolerance, model.HasStraightLineAlgebra);
        if (choice.Reason == MethodReason.Filled)
            return choice;
        return tasks >= WorthATry && plan.Arms.All(arm => IsBetterExplicit(plan, arm)) ? new(Tsit5.Tableau, MethodReason.NotStiff) : new(Rodas5P.Tableau, MethodReason.Usual);
    }

    /// <summary>On the typical subject of an arm, without chance.</summary>
    private static bool IsBetterExplicit(StudyPlan plan, ArmPlan arm)
    {
        var lanes = plan.Compiled.CreateTables();
        var lane = new SubjectLane(plan, lanes, 0);
        arm.SetTypicalParameters(lane.Parameters);
        return MethodChoice.IsBetterExplicit(lanes, plan.OdeOptions, () => lane.TypicalProblem(arm, arm.Inputs(lane.Parameters)) with { OutputTimes = default });
    }
}
