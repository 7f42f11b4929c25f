using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Something said about an id, and how strongly: the outermost scope wins; at the same depth the scope that owns the id wins over one that got it as a port.</summary>
internal sealed record Fact<T>(T Value, int Weakness, Scope Scope, SourceLocation Location)
{
    /// <summary>Where something else is said, as strongly.</summary>
    public SourceLocation? Rival { get; init; }
}

/// <summary>The value of a quantity at the start or at all times.</summary>
internal sealed record Assignment(AssignmentKind Kind, Expr? Formula);

/// <summary>All that is known of one id of the flat model while it is put together.</summary>
internal sealed class Symbol(string id, SourceLocation location)
{
    public string Id { get; } = id;
    public SourceLocation Location { get; set; } = location;
    public bool IsDeclared { get; set; }
    public bool IsAmount { get; set; }
    public bool IsBoundary { get; set; }
    public bool IsConstant { get; set; }

    /// <summary>Declared with <c>var</c>.</summary>
    public bool IsVariable { get; set; }

    /// <summary>A part of a DNA strand.</summary>
    public bool IsDna { get; set; }

    public double? Dimensions { get; set; }
    public SymbolKind? Kind { get; set; }
    public Fact<string>? Compartment { get; set; }
    public Fact<string>? Unit { get; set; }
    public Fact<string>? Name { get; set; }
    public Fact<Assignment>? Value { get; set; }
    public Fact<Assignment>? Rate { get; set; }
}
