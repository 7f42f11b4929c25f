using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling;

/// <summary>
/// What a modeller says of how uncertain a value is (SBML package distrib: Smith, L. P. et al. (2020), SBML Level 3 package: Distributions, Version 1, Release 1). It is kept and written
/// again, and changes no number: nothing is drawn from it.
/// </summary>
/// <param name="Measures">In the order of the source.</param>
public sealed record Uncertainty(ImmutableArray<UncertaintyMeasure> Measures)
{
    public string? Id { get; init; }

    public string? Name { get; init; }
}

/// <summary>One number, interval or distribution.</summary>
/// <param name="Kind">The package's word: <c>mean</c>, <c>standardDeviation</c>, <c>confidenceInterval</c>, <c>distribution</c>, <c>externalParameter</c>, ….</param>
public sealed record UncertaintyMeasure(string Kind)
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>A number or a quantity of the model; null where it is an interval or has a formula.</summary>
    public Expr? Value { get; init; }

    /// <summary>The lower end of an interval: a number or a quantity.</summary>
    public Expr? Lower { get; init; }

    /// <summary>The upper end of an interval.</summary>
    public Expr? Upper { get; init; }

    /// <summary>Unit expression, or null when it does not say.</summary>
    public string? Unit { get; init; }

    /// <summary>URI of what an external parameter or distribution is.</summary>
    public string? Definition { get; init; }

    /// <summary>A distribution as a formula that draws from it, or null.</summary>
    public Expr? Formula { get; init; }

    /// <summary>Parameters of an external distribution, or what else belongs to it.</summary>
    public ImmutableArray<UncertaintyMeasure> Parts { get; init; } = [];

    /// <summary>True for intervals, and for what may be one.</summary>
    public bool IsSpan { get; init; }
}
