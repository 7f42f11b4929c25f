using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Syntax;

/// <summary>One fact about a model. A declaration such as <c>species A in C = 3</c> is several: what A is, where it is, what it starts from.</summary>
internal abstract record Statement(SourceLocation Location);

internal enum SymbolKind { Compartment, Species, Parameter, Reaction }

/// <summary><c>species A</c>, <c>const k</c>, <c>$A</c>: what is not said is null or false.</summary>
internal sealed record DeclareStatement(Name Id, SymbolKind? Kind, bool? IsConstant, bool IsAmount, bool IsBoundary) : Statement(Id.Location);

/// <summary><c>A in C</c>.</summary>
internal sealed record PlaceStatement(Name Id, Name Compartment) : Statement(Id.Location);

internal enum AssignmentKind { Initial, Rule, Rate }

/// <summary><c>x = …</c>, <c>x := …</c>, <c>x' = …</c>; a null formula takes away what a submodel says.</summary>
internal sealed record AssignStatement(Name Id, AssignmentKind Kind, Expr? Formula) : Statement(Id.Location);

/// <summary><c>x has unit</c>.</summary>
internal sealed record HasUnitStatement(Name Id, string Unit) : Statement(Id.Location);

/// <summary><c>x is "text"</c>.</summary>
internal sealed record DisplayNameStatement(Name Id, string Text) : Statement(Id.Location);

/// <summary><c>x is y</c>.</summary>
internal sealed record SynchronizeStatement(Name Left, Name Right) : Statement(Left.Location);

internal readonly record struct Participant(Name Species, double Coefficient);

/// <summary><c>J: 2 A -> B; rate</c>. The id of an unnamed reaction is null.</summary>
internal sealed record ReactionStatement(Name? Id, ImmutableArray<Participant> Reactants, ImmutableArray<Participant> Products, bool IsReversible, Expr? Rate, Name? Compartment, SourceLocation Start)
    : Statement(Start);

/// <summary><c>A: module(x, 3) in C</c>. Arguments are ids or numbers.</summary>
internal sealed record SubmodelStatement(string Id, Name Module, ImmutableArray<Expr> Arguments, Name? Compartment, SourceLocation Start) : Statement(Start);

internal sealed record DeleteStatement(Name Id) : Statement(Id.Location);

internal sealed record EventStatement(
    Name? Id, Expr Trigger, Expr? Delay, Expr? Priority, bool IsPersistent, bool TriggerInitially, bool UseValuesFromTriggerTime, ImmutableArray<(Name Variable, Expr Formula)> Assignments, SourceLocation Start)
    : Statement(Start);

/// <summary><c>unit NAME = definition</c>.</summary>
internal sealed record UnitStatement(Name Id, string Definition) : Statement(Id.Location);
