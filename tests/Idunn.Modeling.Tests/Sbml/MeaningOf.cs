using Idunn.Modeling.Expressions;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Tests.Sbml;

/// <summary>What a model means, line by line, in ids as SBML writes dotted ones: two models with the same lines have the same quantities, units, formulas, reactions and events. Display names and places are left out, and what is counted: SBML knows items only.</summary>
internal static class MeaningOf
{
    public static string[] Lines(Model model)
    {
        var units = ModelUnits.Of(model, [], []);
        string Unit(string? text) => text is null || !units.TryRead(text, out var unit, out _) ? "?" : $"{unit.Factor:G9} {Counted(unit.Dimension)}";
        string Formula(Expr? formula, string? ownUnit = null) => formula is null ? "-" : ExprPrinter.Print(ExprTree.Rewrite(formula, part => part switch
        {
            SymbolExpr symbol => new SymbolExpr(Id(symbol.Name)),
            NumberExpr { Unit: { } unit } number => new NumberExpr(number.Value, unit == ownUnit ? null : Id(Unit(unit))),
            UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr { Unit: null } number } => new NumberExpr(-number.Value),
            _ => part,
        }));
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        var partaking = model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Select(participant => participant.Species).ToHashSet(StringComparer.Ordinal);
        string Quantity(Quantity q) => $"{Id(q.Id)} [{Unit(q.Unit)}] {(q.IsConstant ? "constant" : "variable")} = {(ruled.Contains(q.Id) ? "by rule" : Formula(q.Initial, q.Unit))} {Marks(q.Annotation)} {(ruled.Contains(q.Id) ? "" : Marks(q.InitialAnnotation))}";
        string Side(IEnumerable<Stoichiometry> side) => string.Join(" + ", side.Select(participant => $"{participant.Coefficient:R} {participant.Variable} {Id(participant.Species)} {Marks(participant.Annotation)}"));
        return
        [
            $"time {Unit(model.TimeUnit)} {Marks(model.Annotation)}",
            .. model.Compartments.Select(compartment => $"compartment {Quantity(compartment)} {compartment.Dimensions:R}"),
            .. model.Species.Select(species => $"species {Quantity(species)} in {Id(species.Compartment)} {species.IsAmount} {species.IsBoundary || ((species.IsConstant || ruled.Contains(species.Id)) && partaking.Contains(species.Id))} {species.ConversionFactor}"),
            .. model.Parameters.Select(parameter => $"parameter {Quantity(parameter)}").Order(StringComparer.Ordinal),
            .. model.Units.Where(unit => !unit.Annotation.IsEmpty).Select(unit => $"unit {unit.Id} {unit.Name} {Marks(unit.Annotation)}"),
            .. model.AssignmentRules.Select(rule => $"{Id(rule.Variable)} := {Formula(rule.Formula)} {Marks(rule.Annotation)}"),
            .. model.RateRules.Select(rule => $"{Id(rule.Variable)}' = {Formula(rule.Formula)} {Marks(rule.Annotation)}"),
            .. model.AlgebraicRules.Select(rule => $"0 = {Formula(rule.Formula)} {Marks(rule.Annotation)}"),
            .. model.Constraints.Select(constraint => $"constraint {Formula(constraint.Condition)}: {constraint.Message} {Marks(constraint.Annotation)}"),
            .. model.Reactions.Select(reaction => $"{Id(reaction.Id)}: {Side(reaction.Reactants)} -> {Side(reaction.Products)} {reaction.IsReversible} {reaction.IsFast} {Formula(reaction.Rate)} {Marks(reaction.Annotation)} law {Marks(reaction.LawAnnotation)} {string.Join(", ", reaction.Modifiers.Where(modifier => !modifier.Annotation.IsEmpty).Select(modifier => $"{Id(modifier.Species)} {modifier.Id} {modifier.Name} {Marks(modifier.Annotation)}"))}"),
            .. model.Events.Select(e => $"{Id(e.Id)}: {Formula(e.Trigger)} after {Formula(e.Delay)} priority {Formula(e.Priority)} {e.IsPersistent} {e.TriggerInitially} {e.UseValuesFromTriggerTime}: "
                + string.Join("; ", e.Assignments.Select(assignment => $"{Id(assignment.Variable)} = {Formula(assignment.Formula)} {Marks(assignment.Annotation)}")) + Marks(e.Annotation) + $" trigger {Marks(e.TriggerAnnotation)} delay {Marks(e.DelayAnnotation)} priority {Marks(e.PriorityAnnotation)}"),
            .. model.Functions.Select(function => $"{Id(function.Id)} {function.Name} ({string.Join(", ", function.Arguments)}) = {ExprPrinter.Print(function.Body)} {Marks(function.Annotation)}"),
        ];
    }

    private static string Id(string id) => id.Replace(".", "__", StringComparison.Ordinal);


    /// <summary>Vesicles, copies and cells are all items to SBML.</summary>
    private static string Counted(Dimension dimension) => string.Join(' ', dimension.Powers.GroupBy(power => Si.Contains(power.Name) ? power.Name : "item", power => power.Exponent)
        .Where(power => power.Sum() != 0).Select(power => $"{power.Key}^{power.Sum()}").Order(StringComparer.Ordinal));

    private static readonly string[] Si = ["length", "mass", "time", "current", "temperature", "substance"];

    private static string Said(Uncertainty uncertainty) => $"{uncertainty.Id} {uncertainty.Name} {string.Join(", ", uncertainty.Measures.Select(Said))}";

    private static string Said(UncertaintyMeasure measure)
    {
        static string Written(Expr? formula) => formula is null ? "-" : Id(ExprPrinter.Print(formula));
        return $"{measure.Kind} {measure.Id} {measure.Name} {Written(measure.Value)} {Written(measure.Lower)} {Written(measure.Upper)} {measure.Unit} {measure.Definition} {Written(measure.Formula)} {measure.IsSpan} ({string.Join(", ", measure.Parts.Select(Said))})";
    }

    private static string Marks(Annotation annotation) =>
        $"{annotation.SboTerm} {string.Join(" ", annotation.References.Select(reference => $"{(reference.OfModel ? "model" : "")}{reference.Qualifier} {string.Join(",", reference.Resources)}"))} {annotation.Notes} {string.Join("; ", annotation.Uncertainties.Select(Said))}";
}
