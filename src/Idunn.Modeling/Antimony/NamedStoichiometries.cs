using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>
/// Stoichiometries as Antimony can write them: a number from 0 on, or one quantity. A negative or infinite one, and one that is multiplied by a number or a conversion factor, becomes a quantity of its own, which is
/// taken again when it is there from an earlier writing. Species that stand twice on one side stand there once.
/// </summary>
internal sealed class NamedStoichiometries
{
    private readonly Model model;
    private readonly Dictionary<string, string> factors;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly HashSet<string> taken;
    private readonly HashSet<string> given = new(StringComparer.Ordinal);
    private readonly List<Parameter> added = [];
    private readonly List<AssignmentRule> rules = [];

    private NamedStoichiometries(Model model)
    {
        this.model = model;
        factors = model.Species.Where(one => one.ConversionFactor is not null).ToDictionary(one => one.Id, one => one.ConversionFactor!, StringComparer.Ordinal);
        parameters = model.Parameters.ToDictionary(parameter => parameter.Id, StringComparer.Ordinal);
        taken = model.Compartments.Cast<Quantity>().Concat(model.Species).Concat(model.Parameters).Select(quantity => quantity.Id).Concat(model.Reactions.Select(reaction => reaction.Id))
            .Concat(model.Events.Select(happening => happening.Id)).Concat(model.Constraints.Select(constraint => constraint.Id).OfType<string>()).ToHashSet(StringComparer.Ordinal);
    }

    public static Model In(Model model)
    {
        var naming = new NamedStoichiometries(model);
        var reactions = model.Reactions.Select(reaction => reaction with { Reactants = naming.Side(reaction, reaction.Reactants), Products = naming.Side(reaction, reaction.Products) }).ToImmutableArray();
        return model with { Reactions = reactions, Parameters = [.. model.Parameters, .. naming.added], AssignmentRules = [.. model.AssignmentRules, .. naming.rules] };
    }

    private ImmutableArray<Stoichiometry> Side(Reaction reaction, ImmutableArray<Stoichiometry> side) =>
        [.. side.GroupBy(term => (term.Species, term.Variable)).Select(same => Written(reaction, same.First() with { Coefficient = same.Sum(term => term.Coefficient) }))];

    private Stoichiometry Written(Reaction reaction, Stoichiometry term)
    {
        var factor = factors.GetValueOrDefault(term.Species);
        if (factor is null && (term.Variable is null ? term.Coefficient is >= 0 and < double.PositiveInfinity : term.Coefficient.Equals(1.0)))
            return term;
        Expr formula = new NumberExpr(term.Coefficient);
        foreach (var id in new[] { term.Variable, factor }.OfType<string>())
            formula = new BinaryExpr(BinaryOperator.Multiply, formula, new SymbolExpr(id));
        return new Stoichiometry(term.Species, 1) { Variable = Name($"{reaction.Id}_{term.Species}_stoichiometry", formula, term.Variable is null || parameters.GetValueOrDefault(term.Variable) is { IsConstant: true }) };
    }

    private string Name(string id, Expr formula, bool isFixed)
    {
        while (!taken.Add(id))
        {
            if (isFixed && parameters.GetValueOrDefault(id) is { IsConstant: true, Unit: null, Initial: { } known } && ExprEvaluator.TryConstant(known) is { } number && number.Equals(ExprEvaluator.TryConstant(formula)) && given.Add(id))
                return id;
            id += "_";
        }
        added.Add(new Parameter { Id = id, IsConstant = isFixed, Initial = isFixed ? formula : null, Location = model.Location });
        if (!isFixed)
            rules.Add(new AssignmentRule(id, formula, model.Location));
        return id;
    }
}
