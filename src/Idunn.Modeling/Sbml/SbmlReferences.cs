using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml;

/// <summary>Whether what a model refers to is there, and no id is used twice. Formulas are looked at when they are compiled.</summary>
internal static class SbmlReferences
{
    public static void Check(Model model, IEnumerable<(string Id, SourceLocation Location)> assigned, ICollection<Finding> findings)
    {
        var compartments = Ids(model.Compartments);
        var species = Ids(model.Species);
        var parameters = Ids(model.Parameters);
        foreach (var one in model.Species)
        {
            Expect(one.Compartment, compartments, "compartment", one.Location);
            Expect(one.ConversionFactor, parameters, "parameter", one.Location);
        }
        foreach (var reaction in model.Reactions)
            foreach (var id in reaction.Reactants.Concat(reaction.Products).Select(term => term.Species).Concat(reaction.Modifiers.Select(modifier => modifier.Species)))
                Expect(id, species, "species", reaction.Location);
        HashSet<string> quantities = [.. compartments, .. species, .. parameters];
        foreach (var (id, location) in assigned)
            Expect(id, quantities, "quantity", location);
        HashSet<string> symbols = [.. quantities, .. model.Reactions.Select(reaction => reaction.Id)];
        foreach (var symbol in Uncertain(model).SelectMany(ExprTree.Symbols))
            Expect(symbol.Name, symbols, "quantity", symbol.Location);
        // Where nothing is called time a compiled formula takes it for the time, which SBML has another element for.
        if (!symbols.Contains("time") && Formulas(model).SelectMany(ExprTree.Symbols).FirstOrDefault(symbol => symbol.Name == "time") is { } time)
            findings.Add(FindingCodes.UnknownId.At(time.Location, "The model has no quantity 'time'.", "The time itself is <csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/time\">."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, location) in model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => (quantity.Id, quantity.Location)).Concat(model.Reactions.Select(reaction => (reaction.Id, reaction.Location))).Concat(model.Events.Select(happening => (happening.Id, happening.Location))))
            if (!seen.Add(id))
                findings.Add(FindingCodes.Duplicate.At(location, $"The id '{id}' is used twice.", "Rename one of the two."));

        void Expect(string? id, HashSet<string> known, string kind, SourceLocation location)
        {
            if (id is not null && !known.Contains(id))
                findings.Add(FindingCodes.UnknownId.At(location, $"The model has no {kind} '{id}'.", Spelling.Advice(id, known, "Declare it, or correct the id.")));
        }
    }

    private static IEnumerable<Expr> Uncertain(Model model) => model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).SelectMany(quantity => quantity.Annotation.Uncertainties).SelectMany(uncertainty => uncertainty.Measures)
        .SelectMany(measure => new[] { measure.Value, measure.Lower, measure.Upper, measure.Formula }).OfType<Expr>();

    private static IEnumerable<Expr> Formulas(Model model) =>
    [
        .. model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Initial).OfType<Expr>(), .. model.AssignmentRules.Select(rule => rule.Formula), .. model.RateRules.Select(rule => rule.Formula),
        .. model.AlgebraicRules.Select(rule => rule.Formula), .. model.Reactions.Select(reaction => reaction.Rate).OfType<Expr>(), .. model.Constraints.Select(constraint => constraint.Condition),
        .. model.Events.SelectMany(happening => happening.Assignments.Select(assignment => assignment.Formula).Append(happening.Trigger).Concat(new[] { happening.Delay, happening.Priority }.OfType<Expr>())),
    ];

    private static HashSet<string> Ids(IEnumerable<Quantity> quantities) => quantities.Select(quantity => quantity.Id).ToHashSet(StringComparer.Ordinal);
}
