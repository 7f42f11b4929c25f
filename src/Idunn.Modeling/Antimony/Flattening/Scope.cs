using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Parsing;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>One instance of a module inside the whole.</summary>
/// <param name="Prefix">What stands before its ids in the flat model: empty, or dotted with a dot at the end.</param>
/// <param name="Depth">0 for the whole.</param>
/// <param name="OwnIds">Ids that the module itself mentions, without those of its submodels.</param>
internal sealed record Scope(ModuleSyntax Module, string Prefix, int Depth, HashSet<string> OwnIds)
{
    public Dictionary<string, Scope> Children { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Scope> WithDescendants => Children.Values.SelectMany(child => child.WithDescendants).Append(this);

    /// <summary>Factors of time and of reaction extent between this instance and the whole, by ids of the whole or numbers; empty where they measure alike.</summary>
    public ImmutableArray<Expr> TimeFactors { get; init; } = [];

    public ImmutableArray<Expr> ExtentFactors { get; init; } = [];

    /// <summary>Ids of the reactions that the module itself defines.</summary>
    public HashSet<string> ReactionIds { get; } = Module.Statements.OfType<ReactionStatement>().Where(reaction => reaction.Id is not null).Select(reaction => reaction.Id!.Value.Text).ToHashSet(StringComparer.Ordinal);

    /// <summary>Units that the module declares, and no quantity is called like.</summary>
    public HashSet<string> UnitIds { get; } = UnitIdsOf(Module);

    /// <summary>The statements, in which <c>x.mean = …</c> has become an attribute of x unless the submodel x has a part of that name.</summary>
    public IEnumerable<Statement> Statements => Module.Statements.Select(statement => statement switch
    {
        AssignStatement { Id: var id } assign when AttributeOf(id) is { } target => new AttributeStatement(target, Attributes.Split(id).Word!, assign.Formula is { } formula ? [formula] : []),
        DeclareStatement { Id: var id } declare when AttributeOf(id) is { } target => declare with { Id = target },
        DisplayNameStatement { Id: var id } display when AttributeOf(id) is { } target => new AttributeStatement(target, Attributes.Split(id).Word!, [], display.Text),
        _ => statement,
    });

    private Name? AttributeOf(Name id)
    {
        var (target, word) = Attributes.Split(id);
        if (word is null)
            return null;
        var (inner, parts) = (this, target.Text.Split('.'));
        foreach (var part in parts)
        {
            if (!inner.Children.TryGetValue(part, out var child))
                return target;
            inner = child;
        }
        return inner.OwnIds.Contains(word) ? null : target;
    }

    private static HashSet<string> UnitIdsOf(ModuleSyntax module)
    {
        var units = module.Statements.OfType<UnitStatement>().Select(unit => unit.Id.Text).ToHashSet(StringComparer.Ordinal);
        // What these say may be said of a unit.
        if (units.Count > 0)
            units.ExceptWith(module.Ports.Select(port => port.Text).Concat(module.Statements.Where(statement => statement is not (DisplayNameStatement or AnnotationStatement or AnnotatedStatement or AttributeStatement or SynchronizeStatement)).SelectMany(IdsOf)));
        return units;
    }

    /// <summary>The unit that a name means, or null.</summary>
    public string? UnitOf(Name name)
    {
        var (inner, parts) = (this, name.Text.Split('.'));
        foreach (var part in parts[..^1])
        {
            if (!inner.Children.TryGetValue(part, out var child))
                return null;
            inner = child;
        }
        return inner.UnitIds.Contains(parts[^1]) ? parts[^1] : null;
    }

    public static HashSet<string> OwnIdsOf(ModuleSyntax module)
        => module.Ports.Select(port => port.Text).Concat(module.Statements.SelectMany(IdsOf)).Where(id => !id.Contains('.', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Ids that a statement mentions.</summary>
    public static IEnumerable<string> IdsOf(Statement statement) => statement switch
    {
        DeclareStatement s => [Attributes.Split(s.Id).Target.Text],
        PlaceStatement s => [s.Id.Text, s.Compartment.Text],
        AssignStatement s => Ids(s.Formula).Prepend(Attributes.Split(s.Id).Target.Text),
        AttributeStatement s => s.Values.SelectMany(value => Ids(value)).Prepend(s.Id.Text),
        AnnotationStatement s => s.Id.IsModel ? [] : [s.Id.Text],
        AnnotatedStatement s => s.Id.IsModel ? [] : [s.Id.Text],
        DisplayNameStatement s => s.Id.IsModel ? [] : [Attributes.Split(s.Id).Target.Text],
        AlgebraicStatement s => Ids(s.Formula).Concat(Ids(s.Id)),
        ConstraintStatement s => Ids(s.Condition).Concat(Ids(s.Id)),
        InteractionStatement s => s.Species.Concat(s.Reactions).Select(name => name.Text).Concat(Ids(s.Id)),
        StrandStatement s => s.Elements.Select(name => name.Text).Concat(Ids(s.Id)).Concat(Ids(s.Compartment)),
        HasUnitStatement s => [s.Id.Text],
        SynchronizeStatement s => Ids(s.Factor).Append(s.Left.Text).Append(s.Right.Text),
        ReactionStatement s => s.Reactants.Concat(s.Products).SelectMany(participant => participant.Variable is { } variable ? [participant.Species.Text, variable.Text] : new[] { participant.Species.Text }).Concat(Ids(s.Rate)).Concat(Ids(s.Id)).Concat(Ids(s.Compartment)),
        SubmodelStatement s => s.Arguments.SelectMany(argument => Ids(argument)).Concat(Ids(s.TimeFactor)).Concat(Ids(s.ExtentFactor)),
        EventStatement s => s.Assignments.SelectMany(a => Ids(a.Formula).Prepend(a.Variable.Text)).Concat(Ids(s.Trigger)).Concat(Ids(s.Delay)).Concat(Ids(s.Priority)).Concat(Ids(s.Id)),
        _ => [],
    };

    private static IEnumerable<string> Ids(Name? id) => id is { } name ? [name.Text] : [];

    private static IEnumerable<string> Ids(Expr? formula) => formula is null ? [] : ExprTree.Symbols(formula).Select(symbol => symbol.Name).Where(name => name != ExprParser.Upstream);
}
