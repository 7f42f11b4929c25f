using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>One instance of a module inside the whole.</summary>
/// <param name="Prefix">What stands before its ids in the flat model: empty, or dotted with a dot at the end.</param>
/// <param name="Depth">0 for the whole.</param>
/// <param name="OwnIds">Ids that the module itself mentions, without those of its submodels.</param>
internal sealed record Scope(ModuleSyntax Module, string Prefix, int Depth, HashSet<string> OwnIds)
{
    public Dictionary<string, Scope> Children { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Scope> WithDescendants => Children.Values.SelectMany(child => child.WithDescendants).Append(this);

    public static HashSet<string> OwnIdsOf(ModuleSyntax module)
        => module.Ports.Select(port => port.Text).Concat(module.Statements.SelectMany(Ids)).Where(id => !id.Contains('.', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Ids(Statement statement) => statement switch
    {
        DeclareStatement s => [s.Id.Text],
        PlaceStatement s => [s.Id.Text, s.Compartment.Text],
        AssignStatement s => Ids(s.Formula).Prepend(s.Id.Text),
        HasUnitStatement s => [s.Id.Text],
        SynchronizeStatement s => [s.Left.Text, s.Right.Text],
        ReactionStatement s => s.Reactants.Concat(s.Products).Select(participant => participant.Species.Text).Concat(Ids(s.Rate)).Concat(s.Id is { } id ? [id.Text] : []),
        SubmodelStatement s => s.Arguments.SelectMany(argument => Ids(argument)),
        EventStatement s => s.Assignments.SelectMany(a => Ids(a.Formula).Prepend(a.Variable.Text)).Concat(Ids(s.Trigger)).Concat(Ids(s.Delay)).Concat(s.Id is { } id ? [id.Text] : []),
        _ => [],
    };

    private static IEnumerable<string> Ids(Expr? formula) => formula is null ? [] : ExprTree.Symbols(formula).Select(symbol => symbol.Name);
}
