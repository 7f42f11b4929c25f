using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling;

/// <summary>
/// A flat model: submodels are instantiated (ids dotted: <c>hippocampus.copies</c>), synchronised ids are one, user functions are expanded.
/// Units are written as unit expressions over <see cref="Units"/> and the built-in units.
/// </summary>
public sealed record Model
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public required SourceLocation Location { get; init; }

    /// <summary>Declared units in dependency order (Antimony: <c>unit particle = item</c>).</summary>
    public ImmutableArray<UnitDefinition> Units { get; init; } = [];

    /// <summary>Unit of time, e.g. <c>day</c> (Antimony: <c>unit time = 86400 second</c> or <c>timeIs</c>), or null when not said.</summary>
    public string? TimeUnit { get; init; }

    public ImmutableArray<Compartment> Compartments { get; init; } = [];
    public ImmutableArray<Species> Species { get; init; } = [];
    public ImmutableArray<Parameter> Parameters { get; init; } = [];
    public ImmutableArray<Reaction> Reactions { get; init; } = [];
    public ImmutableArray<AssignmentRule> AssignmentRules { get; init; } = [];
    public ImmutableArray<RateRule> RateRules { get; init; } = [];
    public ImmutableArray<ModelEvent> Events { get; init; } = [];
    public ImmutableArray<AlgebraicRule> AlgebraicRules { get; init; } = [];
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Functions of which the source says something; formulas hold them expanded, and call none.</summary>
    public ImmutableArray<ModelFunction> Functions { get; init; } = [];

    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <param name="Definition">Unit expression, e.g. <c>item</c>, <c>1e-3 litre</c>, <c>milliliter / day</c>.</param>
public sealed record UnitDefinition(string Id, string Definition, SourceLocation Location)
{
    public string? Name { get; init; }

    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>A function that the modeller defined, kept for what is said of it.</summary>
/// <param name="Body">Over the arguments alone.</param>
public sealed record ModelFunction(string Id, string? Name, ImmutableArray<string> Arguments, Expr Body, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>What every quantity of a model has.</summary>
public abstract record Quantity
{
    private protected Quantity() { }

    public required string Id { get; init; }

    /// <summary>Display name (Antimony: <c>blood is "Blood plasma"</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Unit expression, or null when the model does not say.</summary>
    public string? Unit { get; init; }

    /// <summary>Initial value or initial assignment, or null when a table has to give it.</summary>
    public Expr? Initial { get; init; }

    /// <summary>True when its initial value is drawn at random.</summary>
    public bool IsDrawn => RandomDraws.Any(Initial);

    /// <summary>True when nothing may change it during a simulation.</summary>
    public bool IsConstant { get; init; }

    public Annotation Annotation { get; init; } = Annotation.None;

    /// <summary>What is said of its initial assignment.</summary>
    public Annotation InitialAnnotation { get; init; } = Annotation.None;

    public required SourceLocation Location { get; init; }
}

/// <summary>A well-stirred space; its value is its size.</summary>
public sealed record Compartment : Quantity
{
    public double Dimensions { get; init; } = 3;
}

/// <summary>A substance in a compartment.</summary>
public sealed record Species : Quantity
{
    public required string Compartment { get; init; }

    /// <summary>True when the symbol means an amount in formulas (Antimony: <c>substanceOnly species</c>); false: a concentration.</summary>
    public bool IsAmount { get; init; }

    /// <summary>True when reactions do not change it (Antimony: <c>$S</c>).</summary>
    public bool IsBoundary { get; init; }

    /// <summary>Id of the constant that turns a reaction's extent into this species' amount (SBML: <c>conversionFactor</c>); null: they measure alike.</summary>
    public string? ConversionFactor { get; init; }
}

public sealed record Parameter : Quantity
{
    /// <summary>True when it only stands in formulas and no statement says anything of it: a table gives its value, or it is a slip of the pen.</summary>
    public bool IsImplicit { get; init; }
}

/// <param name="Coefficient">Molecules per event of the reaction; where <see cref="Variable"/> is given, the factor before it.</param>
public sealed record Stoichiometry(string Species, double Coefficient)
{
    /// <summary>Id of the quantity that is the stoichiometry, where it has a name, a rule or an event of its own; else null.</summary>
    public string? Variable { get; init; }

    /// <summary>Of a stoichiometry that is no quantity; one that is has the annotation of the quantity.</summary>
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>A species that a reaction's rate depends on and the reaction does not change.</summary>
public sealed record Modifier(string Species)
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Its role among them: SBO:0000460, an enzymatic catalyst.</summary>
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>A process; its symbol in formulas means its rate, in amount per time.</summary>
public sealed record Reaction(
    string Id, string? Name, ImmutableArray<Stoichiometry> Reactants, ImmutableArray<Stoichiometry> Products, bool IsReversible, Expr? Rate, SourceLocation Location)
{
    /// <summary>True when it is so fast that it is always in equilibrium (SBML Levels 2 and 3.1: <c>fast</c>).</summary>
    public bool IsFast { get; init; }

    public Annotation Annotation { get; init; } = Annotation.None;

    /// <summary>What is said of the rate law: SBO:0000029, Henri-Michaelis-Menten rate law.</summary>
    public Annotation LawAnnotation { get; init; } = Annotation.None;

    /// <summary>As the source names them; none where it does not, though the rate law may mention species all the same.</summary>
    public ImmutableArray<Modifier> Modifiers { get; init; } = [];

    /// <summary>Products minus reactants, so that a catalyst is not changed at all; variable stoichiometries stay terms of their own.</summary>
    public IEnumerable<Stoichiometry> NetStoichiometry => Reactants.Select(term => term with { Coefficient = -term.Coefficient }).Concat(Products)
        .GroupBy(term => (term.Species, term.Variable), term => term.Coefficient)
        .Select(terms => new Stoichiometry(terms.Key.Species, terms.Sum()) { Variable = terms.Key.Variable });
}

/// <summary>Variable := Formula, at all times.</summary>
public sealed record AssignmentRule(string Variable, Expr Formula, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>Variable' = Formula.</summary>
public sealed record RateRule(string Variable, Expr Formula, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>0 = Formula, at all times: it determines a variable that nothing else does.</summary>
public sealed record AlgebraicRule(Expr Formula, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>What has to hold at all times for the results to mean anything.</summary>
/// <param name="Message">What it means when it does not.</param>
public sealed record Constraint(string? Id, Expr Condition, string? Message, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

public sealed record EventAssignment(string Variable, Expr Formula)
{
    public Annotation Annotation { get; init; } = Annotation.None;
}

/// <summary>Fires when the trigger turns from false to true.</summary>
public sealed record ModelEvent(string Id, string? Name, Expr Trigger, Expr? Delay, Expr? Priority, bool IsPersistent, bool TriggerInitially, bool UseValuesFromTriggerTime, ImmutableArray<EventAssignment> Assignments, SourceLocation Location)
{
    public Annotation Annotation { get; init; } = Annotation.None;

    public Annotation TriggerAnnotation { get; init; } = Annotation.None;

    public Annotation DelayAnnotation { get; init; } = Annotation.None;

    public Annotation PriorityAnnotation { get; init; } = Annotation.None;
}
