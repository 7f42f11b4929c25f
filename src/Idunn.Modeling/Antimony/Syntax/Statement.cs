using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Syntax;

/// <summary>One fact about a model. A declaration such as <c>species A in C = 3</c> is several: what A is, where it is, what it starts from.</summary>
internal abstract record Statement(SourceLocation Location);

internal enum SymbolKind { Compartment, Species, Parameter, Reaction }

/// <summary><c>species A</c>, <c>const k</c>, <c>$A</c>: what is not said is null or false.</summary>
internal sealed record DeclareStatement(Name Id, SymbolKind? Kind, bool? IsConstant, bool IsAmount, bool IsBoundary) : Statement(Id.Location)
{
    /// <summary>Declared with <c>DNA</c>, <c>gene</c> or <c>operator</c>.</summary>
    public bool IsDna { get; init; }

    /// <summary>Of a compartment that comes from SBML.</summary>
    public double? Dimensions { get; init; }
}

/// <summary><c>A in C</c>.</summary>
internal sealed record PlaceStatement(Name Id, Name Compartment) : Statement(Id.Location);

internal enum AssignmentKind { Initial, Rule, Rate }

/// <summary><c>x = …</c>, <c>x := …</c>, <c>x' = …</c>; a null formula takes away what a submodel says.</summary>
internal sealed record AssignStatement(Name Id, AssignmentKind Kind, Expr? Formula) : Statement(Id.Location);

/// <summary><c>x has unit</c>.</summary>
internal sealed record HasUnitStatement(Name Id, string Unit) : Statement(Id.Location);

/// <summary><c>x is "text"</c>.</summary>
internal sealed record DisplayNameStatement(Name Id, string Text) : Statement(Id.Location);

/// <summary><c>x is y</c>; with a factor <c>x * f is y</c>, or <c>x is y / f</c>, which says the same.</summary>
internal sealed record SynchronizeStatement(Name Left, Name Right, Name? Factor = null) : Statement(Left.Location);

/// <summary><c>x.mean = …</c>, <c>x.sboTerm = 25</c>: what is said about x beside its value.</summary>
internal sealed record AttributeStatement(Name Id, string Word, ImmutableArray<Expr> Values, string? Text = null) : Statement(Id.Location);

/// <summary><c>x identity "…"</c>, <c>x notes "…"</c>, <c>x created.year 2019</c>.</summary>
internal sealed record AnnotationStatement(Name Id, string Word, ImmutableArray<string> Texts) : Statement(Id.Location);

/// <summary>The name and all annotations of an element that comes from SBML.</summary>
internal sealed record AnnotatedStatement(Name Id, string? Name, Annotation Annotation) : Statement(Id.Location);

/// <summary><c>0 = formula</c>.</summary>
internal sealed record AlgebraicStatement(Name? Id, Expr Formula, SourceLocation Start) : Statement(Start);

/// <summary><c>x &lt; 5</c>, <c>constraint c: formula</c>.</summary>
internal sealed record ConstraintStatement(Name? Id, Expr Condition, SourceLocation Start) : Statement(Start)
{
    /// <summary>The id is a number that the reader gave it.</summary>
    public bool IsUnnamed { get; init; }
}

/// <summary><c>S -o J</c>, <c>S -| J</c>, <c>S -( J</c>: the species modify the reaction, in a way that its rate law says or nobody does.</summary>
internal sealed record InteractionStatement(Name? Id, ImmutableArray<Name> Species, ImmutableArray<Name> Reactions, bool IsInhibition, SourceLocation Start) : Statement(Start);

/// <param name="Variable">Id of a stoichiometry that has one.</param>
internal readonly record struct Participant(Name Species, double Coefficient, Name? Variable = null);

/// <summary><c>J: 2 A -> B; rate</c>. The id of an unnamed reaction is null.</summary>
internal sealed record ReactionStatement(Name? Id, ImmutableArray<Participant> Reactants, ImmutableArray<Participant> Products, bool IsReversible, Expr? Rate, Name? Compartment, SourceLocation Start)
    : Statement(Start)
{
    /// <summary>Of a reaction that comes from SBML: Antimony has no word for it.</summary>
    public bool IsFast { get; init; }
}

/// <summary><c>dna1: --P1--RBS1--G1--</c>.</summary>
/// <param name="IsOpenUpstream">Dashes stand before it: other DNA may be attached there.</param>
internal sealed record StrandStatement(Name? Id, Name? Compartment, ImmutableArray<Name> Elements, bool IsOpenUpstream, bool IsOpenDownstream, SourceLocation Start) : Statement(Start);

/// <summary><c>A: module(x, 3), timeconv=60, extentconv=f in C</c>. Arguments and factors are ids or numbers.</summary>
internal sealed record SubmodelStatement(string Id, Name Module, ImmutableArray<Expr> Arguments, Expr? TimeFactor, Expr? ExtentFactor, Name? Compartment, SourceLocation Start) : Statement(Start);

internal sealed record DeleteStatement(Name Id) : Statement(Id.Location);

internal sealed record EventStatement(
    Name? Id, Expr Trigger, Expr? Delay, Expr? Priority, bool IsPersistent, bool TriggerInitially, bool UseValuesFromTriggerTime, ImmutableArray<(Name Variable, Expr Formula)> Assignments, SourceLocation Start)
    : Statement(Start);

/// <summary><c>unit NAME = definition</c>.</summary>
internal sealed record UnitStatement(Name Id, string Definition) : Statement(Id.Location);
