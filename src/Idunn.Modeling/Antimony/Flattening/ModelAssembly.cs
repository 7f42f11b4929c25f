using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Writes the collected facts as records, without what was deleted.</summary>
internal sealed class ModelAssembly(Collected collected, Renaming renaming, ScopedFormulas formulas, RemarkCollection remarks, ICollection<Finding> findings)
{
    public const string DefaultCompartment = "default_compartment";

    private readonly SymbolList symbols = collected.Symbols;
    private readonly Deletions deleted = collected.Deleted;
    private HashSet<string> changedByEvent = [];
    private bool usesDefaultCompartment;

    public Model Build(Scope root)
    {
        var flatEvents = Events();
        var flatReactions = Reactions();
        var (algebraic, conditions) = (AlgebraicRules(), Constraints(flatReactions));
        // What an event would change may vary, whether or not the event was deleted.
        changedByEvent = collected.Events.Values.SelectMany(e => e.Syntax.Assignments.Select(assignment => Id(e.Scope, assignment.Variable))).ToHashSet(StringComparer.Ordinal);
        // Events may bring in symbols that only their formulas mention, so quantities come last.
        var scopes = root.WithDescendants.Select(scope => scope.Prefix.TrimEnd('.')).ToHashSet(StringComparer.Ordinal);
        var kept = symbols.InOrder.Where(symbol => !deleted.Contains(symbol.Id) && !IsNoQuantity(scopes, symbol)).ToArray();
        var species = kept.Where(symbol => symbol.Kind == SymbolKind.Species).Select(SpeciesOf).ToImmutableArray();
        // A formula may speak of the compartment that nothing declares.
        if (usesDefaultCompartment && kept.FirstOrDefault(symbol => symbol.Id == DefaultCompartment) is { } implied)
            symbols.SetKind(implied, SymbolKind.Compartment, implied.Location);
        var compartments = kept.Where(symbol => symbol.Kind == SymbolKind.Compartment).Select(CompartmentOf).ToImmutableArray();
        return new Model
        {
            Id = root.Module.Id,
            Name = collected.ModelName,
            Annotation = collected.AnnotationOf(""),
            Location = root.Module.Location,
            Units = collected.Units.InDependencyOrder(),
            TimeUnit = collected.Units.Time,
            Compartments = usesDefaultCompartment && !compartments.Any(compartment => compartment.Id == DefaultCompartment) ? compartments.Add(Default(root)) : compartments,
            Species = species,
            Parameters = [.. kept.Where(symbol => symbol.Kind is null or SymbolKind.Parameter).Select(ParameterOf)],
            Reactions = flatReactions,
            AssignmentRules = [.. kept.Where(symbol => symbol.Kind != SymbolKind.Reaction && Formula(symbol.Value, AssignmentKind.Rule) is not null).Select(symbol => new AssignmentRule(symbol.Id, Formula(symbol.Value, AssignmentKind.Rule)!, symbol.Value!.Location))],
            RateRules = [.. kept.Where(IsRateRuled).Select(symbol => new RateRule(symbol.Id, symbol.Rate!.Value.Formula!, symbol.Rate.Location))],
            Events = flatEvents,
            AlgebraicRules = algebraic,
            Constraints = conditions,
        };
    }

    private ImmutableArray<AlgebraicRule> AlgebraicRules() =>
        [.. collected.AlgebraicRules.Where(rule => !deleted.Contains(rule.Key)).Select(rule => new AlgebraicRule(formulas.Of(rule.Value.Scope, rule.Value.Syntax.Formula), rule.Value.Syntax.Location)).Where(rule => deleted.Spare(rule.Formula))];

    private ImmutableArray<Constraint> Constraints(ImmutableArray<Reaction> flatReactions) =>
        [.. collected.Constraints.Where(constraint => !deleted.Contains(constraint.Key)).Select(constraint => (constraint.Key, constraint.Value.Syntax, Condition: formulas.Of(constraint.Value.Scope, constraint.Value.Syntax.Condition)))
            .Where(constraint => deleted.Spare(constraint.Condition)).Select(constraint => ConstraintOf(constraint.Key, constraint.Syntax, constraint.Condition, flatReactions))];

    /// <summary>A bound on the rate of a reaction that has no rate law is a flux balance problem, not a condition of a time course.</summary>
    private Constraint ConstraintOf(string id, ConstraintStatement syntax, Expr condition, ImmutableArray<Reaction> flatReactions)
    {
        if (ExprTree.Symbols(condition).FirstOrDefault(symbol => flatReactions.Any(reaction => reaction.Id == symbol.Name && reaction.Rate is null)) is { } flux)
            findings.Add(FindingCodes.Unsupported.At(syntax.Location, $"'{flux.Name}' has no rate law: bounds on it are a flux balance problem, which is not supported.", "Give the reaction a rate law; flux balance is another kind of analysis."));
        return new Constraint(syntax.IsUnnamed ? null : id, condition, collected.Labels.GetValueOrDefault(id) is { Length: > 0 } message ? message : null, syntax.Location);
    }

    private bool IsNoQuantity(HashSet<string> scopes, Symbol symbol)
    {
        var kind = scopes.Contains(symbol.Id) ? "a submodel" : collected.Strands.ContainsKey(symbol.Id) ? "a DNA strand" : null;
        if (kind is not null)
            findings.Add(FindingCodes.Kind.At(symbol.Location, $"'{symbol.Id}' is {kind} and cannot stand for a number.", "Name a part of it, or rename one of them."));
        return kind is not null;
    }

    private Expr? Formula(Fact<Assignment>? fact, AssignmentKind kind) => fact?.Value is { } assignment && assignment.Kind == kind && deleted.Spare(assignment.Formula) ? assignment.Formula : null;

    private bool IsRateRuled(Symbol symbol)
    {
        if (symbol.Rate is not { } rate || !deleted.Spare(rate.Value.Formula))
            return false;
        if (Formula(symbol.Value, AssignmentKind.Rule) is null)
            return true;
        if (symbol.Value!.Weakness == rate.Weakness)
            findings.Add(FindingCodes.Duplicate.At(rate.Location, $"'{symbol.Id}' has a rate rule here and an assignment rule at {symbol.Value.Location}.", "Keep one."));
        return false;
    }

    private bool IsChanged(Symbol symbol)
    {
        // A rule that was deleted or taken back leaves its variable free to vary.
        var isChanged = changedByEvent.Contains(symbol.Id) || symbol.Value?.Value.Kind == AssignmentKind.Rule || symbol.Rate is not null || symbol.IsVariable;
        if (isChanged && symbol.IsConstant && symbol.Kind != SymbolKind.Species)
            findings.Add(FindingCodes.Kind.At(symbol.Location, $"'{symbol.Id}' is const, and a rule or event changes it.", "Remove 'const', or the rule."));
        return isChanged;
    }

    private Species SpeciesOf(Symbol symbol)
    {
        var compartment = CompartmentIdOf(symbol);
        usesDefaultCompartment |= compartment is null;
        var initial = Formula(symbol.Value, AssignmentKind.Initial);
        return new Species
        {
            Id = symbol.Id,
            Name = remarks.LabelOf(symbol.Name),
            Annotation = collected.AnnotationOf(symbol.Id),
            Unit = symbol.Unit?.Value ?? (symbol.IsAmount ? WrittenUnit(initial) : null) ?? collected.Units.Substance,
            Initial = symbol.IsAmount ? AmountOf(initial, compartment) : initial,
            // A species that is const is one that reactions leave alone; events and rules may change it all the same.
            IsConstant = symbol.IsConstant && !IsChanged(symbol),
            IsBoundary = symbol.IsBoundary || symbol.IsConstant,
            IsAmount = symbol.IsAmount,
            Compartment = compartment ?? DefaultCompartment,
            Location = symbol.Location,
        };
    }

    /// <summary>
    /// What a substanceOnly species starts from. As libAntimony has it, a bare number is a concentration, and a number over the compartment is the amount; any other formula means what the symbol means. A number
    /// with a unit is an amount.
    /// </summary>
    private Expr? AmountOf(Expr? initial, string? compartment) => initial switch
    {
        BinaryExpr { Operator: BinaryOperator.Divide, Left: NumberExpr or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr }, Right: SymbolExpr { Name: var place } } quotient when place == (compartment ?? DefaultCompartment) => quotient.Left,
        NumberExpr { Unit: null, Value: not 0 } or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr { Unit: null } } when compartment is not null && Formula(symbols.Find(compartment)?.Value, AssignmentKind.Initial) is not NumberExpr { Value: 1 }
            => new BinaryExpr(BinaryOperator.Multiply, initial, new SymbolExpr(compartment) { Location = initial.Location }) { Location = initial.Location },
        _ => initial,
    };

    private Compartment CompartmentOf(Symbol symbol)
    {
        var initial = Formula(symbol.Value, AssignmentKind.Initial) ?? (symbol is { Id: DefaultCompartment, IsDeclared: false } ? new NumberExpr(1) { Location = symbol.Location } : null);
        return new Compartment
        {
            Id = symbol.Id, Name = remarks.LabelOf(symbol.Name), Annotation = symbol is { Id: DefaultCompartment, IsDeclared: false } ? Implicit : collected.AnnotationOf(symbol.Id), Unit = symbol.Unit?.Value ?? WrittenUnit(initial) ?? collected.Units.Volume, Initial = initial,
            IsConstant = !IsChanged(symbol), Dimensions = symbol.Dimensions ?? 3, Location = symbol.Location,
        };
    }

    private Parameter ParameterOf(Symbol symbol)
    {
        var initial = Formula(symbol.Value, AssignmentKind.Initial);
        return new Parameter
        {
            Id = symbol.Id, Name = remarks.LabelOf(symbol.Name), Annotation = collected.AnnotationOf(symbol.Id), Unit = symbol.Unit?.Value ?? WrittenUnit(initial), Initial = initial,
            IsConstant = !IsChanged(symbol), IsImplicit = !symbol.IsDeclared, Location = symbol.Location,
        };
    }

    /// <summary>SBO:0000410, implicit compartment.</summary>
    private static Annotation Implicit { get; } = new() { SboTerm = 410 };

    private static Compartment Default(Scope root)
        => new() { Id = DefaultCompartment, Annotation = Implicit, Initial = new NumberExpr(1) { Location = root.Module.Location }, IsConstant = true, Location = root.Module.Location };

    /// <summary>The unit behind a number: <c>x = 3 mL</c> says that x is in mL.</summary>
    private static string? WrittenUnit(Expr? formula) => formula switch
    {
        NumberExpr number => number.Unit,
        UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr number } => number.Unit,
        _ => null,
    };

    private ImmutableArray<Reaction> Reactions()
    {
        var flat = ImmutableArray.CreateBuilder<Reaction>();
        foreach (var (id, (scope, syntax)) in collected.Reactions)
        {
            var (reactants, products) = (Side(scope, syntax.Reactants), Side(scope, syntax.Products));
            if (deleted.Contains(id))
                continue;
            var symbol = symbols.Find(id)!;
            if (symbol.Value is { Value.Kind: AssignmentKind.Rule } rule)
                findings.Add(FindingCodes.Kind.At(rule.Location, $"'{id}' is a reaction: its rate is set by '=', not ':='.", $"Write {id} = formula."));
            flat.Add(new Reaction(id, remarks.LabelOf(symbol.Name), reactants, products, syntax.IsReversible, Formula(symbol.Value, AssignmentKind.Initial), symbol.Location) { IsFast = syntax.IsFast, Annotation = collected.AnnotationOf(id) });
        }
        return flat.ToImmutable();
    }

    private ImmutableArray<Stoichiometry> Side(Scope scope, ImmutableArray<Participant> participants)
        => [.. participants.Select(participant => StoichiometryOf(scope, participant)).Where(term => !deleted.Contains(term.Species) && (term.Variable is null || !deleted.Contains(term.Variable)))
            .GroupBy(term => (term.Species, term.Variable)).Select(same => same.First() with { Coefficient = same.Sum(term => term.Coefficient) })];

    /// <summary>A stoichiometry with a name that is a constant number is that number; a species may change by reactions.</summary>
    private Stoichiometry StoichiometryOf(Scope scope, Participant participant)
    {
        var species = Id(scope, participant.Species);
        if (participant.Variable is not { } variable)
            return new Stoichiometry(species, participant.Coefficient);
        var symbol = symbols.Find(Id(scope, variable));
        if (symbol is null)
            return new Stoichiometry(species, participant.Coefficient);
        var number = symbol.Kind != SymbolKind.Species && symbol.Rate is null && !symbol.IsVariable && symbol.Value?.Value is { Kind: AssignmentKind.Initial, Formula: NumberExpr or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr } } ? ExprEvaluator.TryConstant(symbol.Value.Value.Formula!) : null;
        var isFixed = number is not null && !collected.Events.Values.Any(e => e.Syntax.Assignments.Any(assignment => Id(e.Scope, assignment.Variable) == symbol.Id));
        return isFixed ? new Stoichiometry(species, participant.Coefficient * number!.Value) : new Stoichiometry(species, participant.Coefficient) { Variable = symbol.Id };
    }

    private string Id(Scope scope, Name name) => symbols.Of(scope, name)?.Id ?? name.Text;

    private ImmutableArray<ModelEvent> Events()
    {
        var flat = ImmutableArray.CreateBuilder<ModelEvent>();
        foreach (var (id, (scope, syntax)) in collected.Events)
        {
            var trigger = formulas.Of(scope, syntax.Trigger);
            var assignments = syntax.Assignments.Select(assignment => new EventAssignment(Id(scope, assignment.Variable), formulas.Assigned(scope, assignment.Variable, AssignmentKind.Initial, assignment.Formula)))
                .Where(assignment => !deleted.Contains(assignment.Variable) && deleted.Spare(assignment.Formula)).ToImmutableArray();
            var delay = syntax.Delay is null ? null : formulas.Delay(scope, syntax.Delay);
            var priority = syntax.Priority is null ? null : formulas.Of(scope, syntax.Priority);
            if (deleted.Contains(id) || !deleted.Spare(trigger) || assignments.IsEmpty)
                continue;
            flat.Add(new ModelEvent(
                id, collected.Labels.GetValueOrDefault(id), trigger, deleted.Spare(delay) ? delay : null, deleted.Spare(priority) ? priority : null,
                syntax.IsPersistent, syntax.TriggerInitially, syntax.UseValuesFromTriggerTime, assignments, syntax.Location) { Annotation = collected.AnnotationOf(id) });
        }
        return flat.ToImmutable();
    }

    /// <summary>Antimony's order: declared, else by a reaction that has a compartment, else by a submodel that has one.</summary>
    private string? CompartmentIdOf(Symbol species)
    {
        if (species.Compartment is { } declared && !deleted.Contains(declared.Value))
            return declared.Value;
        foreach (var (id, (scope, syntax)) in collected.Reactions.Reverse())
        {
            if (symbols.Find(id)!.Compartment is { } compartment && !deleted.Contains(compartment.Value) && syntax.Reactants.Concat(syntax.Products).Any(participant => renaming.CanonicalId(scope, participant.Species) == species.Id))
                return compartment.Value;
        }
        return collected.Places.LastOrDefault(place => !deleted.Contains(place.Compartment) && species.Id.StartsWith(place.Scope.Prefix, StringComparison.Ordinal)).Compartment ?? OwnDefault(species.Id);
    }

    /// <summary>The default compartment of the module, where it says something of it.</summary>
    private string? OwnDefault(string species)
        => symbols.Find(species[..(species.LastIndexOf('.') + 1)] + DefaultCompartment) is { Kind: SymbolKind.Compartment } compartment ? compartment.Id : null;
}
