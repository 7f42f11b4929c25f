using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Flattening;
using Idunn.Modeling.Antimony.Syntax;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Ids for what a model leaves unnamed, as libAntimony gives them: reactions and interactions <c>_J0</c>, <c>_J1</c>, …, events <c>_E0</c>, submodels <c>_sys0</c>, and so on.</summary>
internal static class Numbering
{
    public static ImmutableArray<Statement> Complete(ImmutableArray<Statement> statements)
    {
        var taken = statements.SelectMany(Scope.IdsOf).Concat(statements.OfType<SubmodelStatement>().Select(submodel => submodel.Id)).ToHashSet(StringComparer.Ordinal);
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        string Next(string kind)
        {
            while (true)
            {
                var number = next.GetValueOrDefault(kind);
                next[kind] = number + 1;
                if (taken.Add($"{kind}{number}"))
                    return $"{kind}{number}";
            }
        }
        return [.. statements.Select(statement => statement switch
        {
            ReactionStatement { Id: null } reaction => reaction with { Id = new Name(Next("_J"), reaction.Location) },
            InteractionStatement { Id: null } interaction => interaction with { Id = new Name(Next("_J"), interaction.Location) },
            EventStatement { Id: null } happening => happening with { Id = new Name(Next("_E"), happening.Location) },
            AlgebraicStatement { Id: null } rule => rule with { Id = new Name(Next("_alg"), rule.Location) },
            ConstraintStatement { Id: null } constraint => constraint with { Id = new Name(Next("_con"), constraint.Location), IsUnnamed = true },
            StrandStatement { Id: null } strand => strand with { Id = new Name(Next("_dna"), strand.Location) },
            SubmodelStatement { Id: "" } submodel => submodel with { Id = Next("_sys") },
            _ => statement,
        })];
    }
}
