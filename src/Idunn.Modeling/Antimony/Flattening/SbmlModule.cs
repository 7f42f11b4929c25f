using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>An SBML model as a module that Antimony models can use: the statements that say the same. It has no ports; its parts are reached by their ids, those of submodels with <c>__</c> for the dot.</summary>
internal sealed class SbmlModule
{
    private readonly Model model;
    private readonly AntimonyIds ids;
    private readonly HashSet<string> ruled;
    private readonly Dictionary<string, string> factors;
    private readonly List<Statement> statements = [];

    private SbmlModule(Model model)
    {
        (this.model, ids) = (model, new AntimonyIds(model));
        ruled = [.. model.AssignmentRules.Select(rule => rule.Variable)];
        factors = model.Species.Where(one => one.ConversionFactor is not null).ToDictionary(one => one.Id, one => one.ConversionFactor!, StringComparer.Ordinal);
    }

    public static ModuleSyntax Of(Model model)
    {
        var module = new SbmlModule(model);
        module.AddQuantities();
        module.AddReactions();
        module.AddRules();
        module.AddEvents();
        module.AddUnits();
        module.statements.Add(new AnnotatedStatement(new Name("model", model.Location), model.Name, model.Annotation));
        return new ModuleSyntax(model.Id, false, [], [.. module.statements], model.Location);
    }

    private Name Id(string id, SourceLocation location) => new(ReservedWords.Meant(ids[id]), location) { IsEscaped = true };

    private Expr? Formula(Expr? formula) => formula is null ? null : ExprTree.Rewrite(formula, part => part switch
    {
        SymbolExpr symbol => symbol with { Name = Id(symbol.Name, symbol.Location).Text },
        NumberExpr { Unit: { } unit } number => number with { Unit = ids.Unit(unit) },
        _ => part,
    });

    private void AddUnits()
    {
        foreach (var unit in model.Units)
            statements.Add(new UnitStatement(new Name(ids.Unit(unit.Id), unit.Location), ids.Unit(unit.Definition)));
        if (model.TimeUnit is { } time)
            statements.Add(new UnitStatement(new Name("time_unit", model.Location), ids.Unit(time)));
    }

    private void AddQuantities()
    {
        foreach (var compartment in model.Compartments)
            Add(compartment, new DeclareStatement(default, SymbolKind.Compartment, compartment.IsConstant, false, false) { Dimensions = compartment.Dimensions }, compartment.Initial);
        foreach (var one in model.Species)
        {
            var id = Id(one.Id, one.Location);
            statements.Add(new PlaceStatement(id, Id(one.Compartment, one.Location)));
            Add(one, new DeclareStatement(default, SymbolKind.Species, one.IsConstant ? true : null, one.IsAmount, one.IsBoundary), one.IsAmount ? AntimonyWriter.OfAmount(one) : one.Initial);
        }
        foreach (var parameter in model.Parameters)
            Add(parameter, new DeclareStatement(default, SymbolKind.Parameter, parameter.IsConstant, false, false), parameter.Initial);
    }

    private void Add(Quantity quantity, DeclareStatement declaration, Expr? initial)
    {
        var id = Id(quantity.Id, quantity.Location);
        statements.Add(declaration with { Id = id, Location = quantity.Location });
        if (initial is not null && !ruled.Contains(quantity.Id))
            statements.Add(new AssignStatement(id, AssignmentKind.Initial, Formula(quantity.Unit is null ? AntimonyWriter.WithoutUnit(initial) : initial)));
        if (quantity.Unit is { } unit)
            statements.Add(new HasUnitStatement(id, unit.Length > 0 ? ids.Unit(unit) : "dimensionless"));
        Annotate(id, quantity.Name, quantity.Annotation);
    }

    private void Annotate(Name id, string? name, Annotation annotation)
    {
        if (name is not null || !annotation.IsEmpty)
            statements.Add(new AnnotatedStatement(id, name, annotation));
    }

    private void AddReactions()
    {
        foreach (var reaction in model.Reactions)
        {
            var id = Id(reaction.Id, reaction.Location);
            statements.Add(new ReactionStatement(id, Side(reaction, reaction.Reactants), Side(reaction, reaction.Products), reaction.IsReversible, Formula(reaction.Rate), null, reaction.Location) { IsFast = reaction.IsFast });
            Annotate(id, reaction.Name, reaction.Annotation);
        }
    }

    private ImmutableArray<Participant> Side(Reaction reaction, ImmutableArray<Stoichiometry> side) => [.. side.Select(term => Participant(reaction, term))];

    /// <summary>What turns a reaction's extent into a species' amount multiplies its stoichiometry.</summary>
    private Participant Participant(Reaction reaction, Stoichiometry term)
    {
        var species = Id(term.Species, reaction.Location);
        Name? variable = term.Variable is { } known ? Id(known, reaction.Location) : null;
        if (!factors.TryGetValue(term.Species, out var factor))
            return new Participant(species, term.Coefficient, variable);
        var converted = Id(factor, reaction.Location);
        if (variable is not { } stoichiometry)
            return new Participant(species, term.Coefficient, converted);
        var product = new Name(ids.New($"{reaction.Id}_{term.Species}_stoichiometry"), reaction.Location);
        statements.Add(new AssignStatement(product, AssignmentKind.Rule, new BinaryExpr(BinaryOperator.Multiply, new SymbolExpr(stoichiometry.Text), new SymbolExpr(converted.Text)) { Location = reaction.Location }));
        return new Participant(species, term.Coefficient, product);
    }

    private void AddRules()
    {
        foreach (var rule in model.AssignmentRules)
            statements.Add(new AssignStatement(Id(rule.Variable, rule.Location), AssignmentKind.Rule, Formula(rule.Formula)));
        foreach (var rule in model.RateRules)
            statements.Add(new AssignStatement(Id(rule.Variable, rule.Location), AssignmentKind.Rate, Formula(rule.Formula)));
        foreach (var rule in model.AlgebraicRules)
            statements.Add(new AlgebraicStatement(new Name(ids.New("_alg0"), rule.Location), Formula(rule.Formula)!, rule.Location));
        foreach (var constraint in model.Constraints)
        {
            var id = constraint.Id is { } known ? Id(known, constraint.Location) : new Name(ids.New("_con0"), constraint.Location);
            statements.Add(new ConstraintStatement(id, Formula(constraint.Condition)!, constraint.Location) { IsUnnamed = constraint.Id is null });
            if (constraint.Message is { } message)
                statements.Add(new AnnotationStatement(id, "notes", [message]));
        }
    }

    private void AddEvents()
    {
        foreach (var happening in model.Events)
        {
            var id = Id(happening.Id, happening.Location);
            var assignments = happening.Assignments.Select(assignment => (Id(assignment.Variable, happening.Location), Formula(assignment.Formula)!)).ToImmutableArray();
            statements.Add(new EventStatement(id, Formula(happening.Trigger)!, Formula(happening.Delay), Formula(happening.Priority), happening.IsPersistent, happening.TriggerInitially, happening.UseValuesFromTriggerTime, assignments, happening.Location));
            Annotate(id, happening.Name, happening.Annotation);
        }
    }
}
