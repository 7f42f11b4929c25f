using Idunn.Modeling.Antimony.Syntax;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Interactions name the roles of species in reactions, and change no number: SBO:0000019, a modifier, or SBO:0000020, an inhibitor.</summary>
internal static class Interactions
{
    public const int AnyModifier = 19, Inhibitor = 20;

    /// <summary>The model with the species that are said to modify its reactions, as far as it has them.</summary>
    public static Model Added(Model flat, IReadOnlyList<Placed<InteractionStatement>> interactions, Renaming renaming)
    {
        if (interactions.Count == 0)
            return flat;
        var species = flat.Species.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var modifiers = (
            from interaction in interactions
            from reaction in interaction.Syntax.Reactions
            from name in interaction.Syntax.Species
            let id = renaming.CanonicalId(interaction.Scope, name)
            where id is not null && species.Contains(id)
            select (Reaction: renaming.CanonicalId(interaction.Scope, reaction), Modifier: new Modifier(id) { Name = interaction.Syntax.Id?.Text, Annotation = new() { SboTerm = interaction.Syntax.IsInhibition ? Inhibitor : AnyModifier } }))
            .ToLookup(pair => pair.Reaction, pair => pair.Modifier, StringComparer.Ordinal);
        return flat with { Reactions = [.. flat.Reactions.Select(reaction => modifiers[reaction.Id].Any() ? reaction with { Modifiers = reaction.Modifiers.AddRange(modifiers[reaction.Id]) } : reaction)] };
    }
}
