using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Expressions;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>
/// An arm's typical subject as a model that needs nothing from outside: values in place of tables, doses as events and reactions, the course of a diffusion as a table. Its time begins at 0, where the subject begins.
/// </summary>
internal static class ArmModel
{
    /// <param name="held">What a diffusion stands at over each of its macro-steps.</param>
    public static Model Of(StudyPlan plan, ArmPlan arm, TypicalCourse course, ImmutableArray<double> held)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < plan.Compiled.ParameterIds.Length; i++)
            values[plan.Compiled.ParameterIds[i]] = course.Parameters[i];
        var model = WithLaterTime(TypicalModel.WithValues(plan.Model, values), -arm.Start);
        model = ParameterNotes.On(model, plan, arm, values);
        var ids = new FreeIds(model);
        model = Administration.On(model, course.Inputs, plan.Compiled.StateIds, -arm.Start, ids);
        if (plan.Card.Diffusion is { } diffusion)
            model = PrescribedDiffusion.On(model, diffusion, held, values[diffusion.Coupling], ids);
        return model with { Id = $"{plan.Card.Name}_{arm.Arm.Id}", Name = $"{plan.Card.Title.English}: {arm.Arm.Name?.English ?? arm.Arm.Id}" };
    }

    /// <summary>The same model begun at 0 where it began before: formulas that ask for the time are told the study's.</summary>
    private static Model WithLaterTime(Model model, double lead)
    {
        if (lead == 0)
            return model;
        Expr studyTime = new BinaryExpr(BinaryOperator.Subtract, new TimeExpr(), new NumberExpr(lead, model.TimeUnit));
        Expr Moved(Expr formula) => ExprTree.Rewrite(formula, part => part is TimeExpr ? studyTime : part);
        Expr? MovedIfAny(Expr? formula) => formula is null ? null : Moved(formula);
        return model with
        {
            Compartments = [.. model.Compartments.Select(quantity => quantity with { Initial = MovedIfAny(quantity.Initial) })],
            Species = [.. model.Species.Select(quantity => quantity with { Initial = MovedIfAny(quantity.Initial) })],
            Parameters = [.. model.Parameters.Select(quantity => quantity with { Initial = MovedIfAny(quantity.Initial) })],
            Reactions = [.. model.Reactions.Select(reaction => reaction with { Rate = MovedIfAny(reaction.Rate) })],
            AssignmentRules = [.. model.AssignmentRules.Select(rule => rule with { Formula = Moved(rule.Formula) })],
            RateRules = [.. model.RateRules.Select(rule => rule with { Formula = Moved(rule.Formula) })],
            AlgebraicRules = [.. model.AlgebraicRules.Select(rule => rule with { Formula = Moved(rule.Formula) })],
            Constraints = [.. model.Constraints.Select(constraint => constraint with { Condition = Moved(constraint.Condition) })],
            Events = [.. model.Events.Select(happening => happening with
            {
                Trigger = Moved(happening.Trigger), Delay = MovedIfAny(happening.Delay), Priority = MovedIfAny(happening.Priority),
                Assignments = [.. happening.Assignments.Select(assignment => assignment with { Formula = Moved(assignment.Formula) })],
            })],
        };
    }
}
