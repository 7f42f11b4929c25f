using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>Writes the collected facts as records, without what was deleted.</summary>
internal sealed class ModelAssembly(
    List<Symbol> symbols, Func<string, Symbol?> symbolOf, List<(Scope Scope, ReactionStatement Syntax, string Id)> reactions, List<(Scope Scope, EventStatement Syntax, string Id)> events,
    List<(Expr Formula, SourceLocation Location)> algebraic, List<(string? Id, Expr Condition, SourceLocation Location)> constraints, Dictionary<string, string> labels, Dictionary<string, Annotation> annotations, HashSet<string> deleted, Func<Scope, Expr, Expr> qualified, Func<Scope, Expr, Expr> inTime, Func<Symbol, string?> compartmentOf, ICollection<Finding> findings)
{
    public const string DefaultCompartment = "default_compartment";
    private bool usesDefaultCompartment;

    public Model Build(Scope root, string? name, UnitCollection units, Func<Fact<string>?, string?> label)
    {
        var flatEvents = Events();
        var flatReactions = Reactions(label);
        // What an event would change may vary, whether or not the event was deleted.
        var changedByEvent = events.SelectMany(e => e.Syntax.Assignments.Select(assignment => Id(e.Scope, assignment.Variable))).ToHashSet(StringComparer.Ordinal);
        // Events may bring in symbols that only their formulas mention, so quantities come last.
        var scopes = root.WithDescendants.Select(scope => scope.Prefix.TrimEnd('.')).ToHashSet(StringComparer.Ordinal);
        var kept = symbols.Where(symbol => !IsDeleted(symbol.Id) && !IsScope(scopes, symbol.Id)).ToArray();
        var species = kept.Where(symbol => symbol.Kind == SymbolKind.Species).Select(symbol => SpeciesOf(symbol, units, label, changedByEvent)).ToImmutableArray();
        // A formula may speak of the compartment that nothing declares.
        if (usesDefaultCompartment && kept.FirstOrDefault(symbol => symbol.Id == DefaultCompartment) is { Kind: null } implied)
            implied.Kind = SymbolKind.Compartment;
        var compartments = kept.Where(symbol => symbol.Kind == SymbolKind.Compartment).Select(symbol => CompartmentOf(symbol, units, label, changedByEvent)).ToImmutableArray();
        return new Model
        {
            Id = root.Module.Id,
            Name = name,
            Annotation = AnnotationOf(""),
            Location = root.Module.Location,
            Units = units.InDependencyOrder(),
            TimeUnit = units.Time,
            Compartments = usesDefaultCompartment && !compartments.Any(compartment => compartment.Id == DefaultCompartment) ? compartments.Add(Default(root)) : compartments,
            Species = species,
            Parameters = [.. kept.Where(symbol => symbol.Kind is null or SymbolKind.Parameter).Select(symbol => ParameterOf(symbol, label, changedByEvent))],
            Reactions = flatReactions,
            AssignmentRules = [.. kept.Where(symbol => symbol.Kind != SymbolKind.Reaction && Formula(symbol.Value, AssignmentKind.Rule) is not null).Select(symbol => new AssignmentRule(symbol.Id, Formula(symbol.Value, AssignmentKind.Rule)!, symbol.Value!.Location))],
            RateRules = [.. kept.Where(IsRateRuled).Select(symbol => new RateRule(symbol.Id, symbol.Rate!.Value.Formula!, symbol.Rate.Location))],
            Events = flatEvents,
            AlgebraicRules = [.. algebraic.Where(rule => IsAlive(rule.Formula)).Select(rule => new AlgebraicRule(rule.Formula, rule.Location))],
            Constraints = [.. constraints.Where(constraint => IsAlive(constraint.Condition)).Select(constraint => ConstraintOf(constraint.Id, constraint.Condition, constraint.Location, flatReactions))],
        };
    }

    /// <summary>A bound on the rate of a reaction that has no rate law is a flux balance problem, not a condition of a time course.</summary>
    private Constraint ConstraintOf(string? id, Expr condition, SourceLocation location, ImmutableArray<Reaction> flatReactions)
    {
        if (ExprTree.Symbols(condition).FirstOrDefault(symbol => flatReactions.Any(reaction => reaction.Id == symbol.Name && reaction.Rate is null)) is { } flux)
            findings.Add(FindingCodes.Unsupported.At(location, $"'{flux.Name}' has no rate law: bounds on it are a flux balance problem, which is not supported.", "Give the reaction a rate law; flux balance is another kind of analysis."));
        return new Constraint(id, condition, id is not null && labels.GetValueOrDefault(id) is { Length: > 0 } message ? message : null, location);
    }

    private Annotation AnnotationOf(string id) => annotations.GetValueOrDefault(id, Annotation.None);

    private bool IsScope(HashSet<string> scopes, string id)
    {
        if (!scopes.Contains(id))
            return false;
        findings.Add(FindingCodes.Kind.At(symbolOf(id)!.Location, $"'{id}' is a submodel and cannot stand for a number.", "Name a part of it, or rename one of them."));
        return true;
    }

    private bool IsDeleted(string id) => deleted.Count > 0 && (deleted.Contains(id) || deleted.Any(gone => id.StartsWith(gone + ".", StringComparison.Ordinal)));

    private bool IsAlive(Expr? formula) => formula is not null && !ExprTree.Symbols(formula).Any(symbol => IsDeleted(symbol.Name));

    private Expr? Formula(Fact<Assignment>? fact, AssignmentKind kind) => fact?.Value is { } assignment && assignment.Kind == kind && IsAlive(assignment.Formula) ? assignment.Formula : null;

    private bool IsRateRuled(Symbol symbol)
    {
        if (symbol.Rate is not { } rate || !IsAlive(rate.Value.Formula))
            return false;
        if (Formula(symbol.Value, AssignmentKind.Rule) is null)
            return true;
        if (symbol.Value!.Weakness == rate.Weakness)
            findings.Add(FindingCodes.Duplicate.At(rate.Location, $"'{symbol.Id}' has a rate rule here and an assignment rule at {symbol.Value.Location}.", "Keep one."));
        return false;
    }

    private bool IsChanged(Symbol symbol, HashSet<string> changedByEvent)
    {
        // A rule that was deleted or taken back leaves its variable free to vary.
        var isChanged = changedByEvent.Contains(symbol.Id) || symbol.Value?.Value.Kind == AssignmentKind.Rule || symbol.Rate is not null || symbol.IsVariable;
        if (isChanged && symbol.IsConstant && symbol.Kind != SymbolKind.Species)
            findings.Add(FindingCodes.Kind.At(symbol.Location, $"'{symbol.Id}' is const, and a rule or event changes it.", "Remove 'const', or the rule."));
        return isChanged;
    }

    private Species SpeciesOf(Symbol symbol, UnitCollection units, Func<Fact<string>?, string?> label, HashSet<string> changedByEvent)
    {
        var compartment = compartmentOf(symbol);
        usesDefaultCompartment |= compartment is null;
        var initial = Formula(symbol.Value, AssignmentKind.Initial);
        return new Species
        {
            Id = symbol.Id,
            Name = label(symbol.Name),
            Annotation = AnnotationOf(symbol.Id),
            Unit = symbol.Unit?.Value ?? (symbol.IsAmount ? WrittenUnit(initial) : null) ?? units.Substance,
            Initial = symbol.IsAmount ? AmountOf(initial, compartment) : initial,
            // A species that is const is one that reactions leave alone; events and rules may change it all the same.
            IsConstant = symbol.IsConstant && !IsChanged(symbol, changedByEvent),
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
        NumberExpr { Unit: null, Value: not 0 } or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr { Unit: null } } when compartment is not null && Formula(symbolOf(compartment)?.Value, AssignmentKind.Initial) is not NumberExpr { Value: 1 }
            => new BinaryExpr(BinaryOperator.Multiply, initial, new SymbolExpr(compartment) { Location = initial.Location }) { Location = initial.Location },
        _ => initial,
    };

    private Compartment CompartmentOf(Symbol symbol, UnitCollection units, Func<Fact<string>?, string?> label, HashSet<string> changedByEvent)
    {
        var initial = Formula(symbol.Value, AssignmentKind.Initial) ?? (symbol is { Id: DefaultCompartment, IsDeclared: false } ? new NumberExpr(1) { Location = symbol.Location } : null);
        return new Compartment
        {
            Id = symbol.Id, Name = label(symbol.Name), Annotation = symbol is { Id: DefaultCompartment, IsDeclared: false } ? Implicit : AnnotationOf(symbol.Id), Unit = symbol.Unit?.Value ?? WrittenUnit(initial) ?? units.Volume, Initial = initial,
            IsConstant = !IsChanged(symbol, changedByEvent), Location = symbol.Location,
        };
    }

    private Parameter ParameterOf(Symbol symbol, Func<Fact<string>?, string?> label, HashSet<string> changedByEvent)
    {
        var initial = Formula(symbol.Value, AssignmentKind.Initial);
        return new Parameter
        {
            Id = symbol.Id, Name = label(symbol.Name), Annotation = AnnotationOf(symbol.Id), Unit = symbol.Unit?.Value ?? WrittenUnit(initial), Initial = initial,
            IsConstant = !IsChanged(symbol, changedByEvent), IsImplicit = !symbol.IsDeclared, Location = symbol.Location,
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

    private ImmutableArray<Reaction> Reactions(Func<Fact<string>?, string?> label)
    {
        var flat = ImmutableArray.CreateBuilder<Reaction>();
        foreach (var (scope, syntax, id) in reactions)
        {
            var (reactants, products) = (Side(scope, syntax.Reactants), Side(scope, syntax.Products));
            if (IsDeleted(id))
                continue;
            var symbol = symbolOf(id)!;
            if (symbol.Value is { Value.Kind: AssignmentKind.Rule } rule)
                findings.Add(FindingCodes.Kind.At(rule.Location, $"'{id}' is a reaction: its rate is set by '=', not ':='.", $"Write {id} = formula."));
            flat.Add(new Reaction(id, label(symbol.Name), reactants, products, syntax.IsReversible, Formula(symbol.Value, AssignmentKind.Initial), symbol.Location) { Annotation = AnnotationOf(id) });
        }
        return flat.ToImmutable();
    }

    private ImmutableArray<Stoichiometry> Side(Scope scope, ImmutableArray<Participant> participants)
        => [.. participants.Select(participant => StoichiometryOf(scope, participant)).Where(term => !IsDeleted(term.Species) && (term.Variable is null || !IsDeleted(term.Variable)))
            .GroupBy(term => (term.Species, term.Variable)).Select(same => same.First() with { Coefficient = same.Sum(term => term.Coefficient) })];

    /// <summary>A stoichiometry with a name that is a constant number is that number.</summary>
    private Stoichiometry StoichiometryOf(Scope scope, Participant participant)
    {
        var species = Id(scope, participant.Species);
        if (participant.Variable is not { } variable)
            return new Stoichiometry(species, participant.Coefficient);
        var symbol = symbolOf(Id(scope, variable));
        if (symbol is null)
            return new Stoichiometry(species, participant.Coefficient);
        var number = symbol.Rate is null && !symbol.IsVariable && symbol.Value?.Value is { Kind: AssignmentKind.Initial, Formula: NumberExpr or UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr } } ? ExprEvaluator.TryConstant(symbol.Value.Value.Formula!) : null;
        var isFixed = number is not null && !events.Any(e => e.Syntax.Assignments.Any(assignment => Id(e.Scope, assignment.Variable) == symbol.Id));
        return isFixed ? new Stoichiometry(species, participant.Coefficient * number!.Value) : new Stoichiometry(species, participant.Coefficient) { Variable = symbol.Id };
    }

    private string Id(Scope scope, Name name) => qualified(scope, new SymbolExpr(name.Text) { Location = name.Location }) is SymbolExpr symbol ? symbol.Name : name.Text;

    private ImmutableArray<ModelEvent> Events()
    {
        var flat = ImmutableArray.CreateBuilder<ModelEvent>();
        foreach (var (scope, syntax, id) in events)
        {
            var trigger = qualified(scope, syntax.Trigger);
            var assignments = syntax.Assignments.Select(assignment => new EventAssignment(Id(scope, assignment.Variable), qualified(scope, assignment.Formula)))
                .Where(assignment => !IsDeleted(assignment.Variable) && IsAlive(assignment.Formula)).ToImmutableArray();
            var delay = syntax.Delay is null ? null : inTime(scope, qualified(scope, syntax.Delay));
            var priority = syntax.Priority is null ? null : qualified(scope, syntax.Priority);
            if (IsDeleted(id) || !IsAlive(trigger) || assignments.IsEmpty)
                continue;
            flat.Add(new ModelEvent(
                id, labels.GetValueOrDefault(id), trigger, IsAlive(delay) ? delay : null, IsAlive(priority) ? priority : null,
                syntax.IsPersistent, syntax.TriggerInitially, syntax.UseValuesFromTriggerTime, assignments, syntax.Location) { Annotation = AnnotationOf(id) });
        }
        return flat.ToImmutable();
    }
}
