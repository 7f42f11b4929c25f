using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony;

/// <summary>Interactions name the roles of species in reactions, and change no number: SBO:0000019, a modifier, or SBO:0000020, an inhibitor.</summary>
internal sealed class Interactions
{
    public const int AnyModifier = 19, Inhibitor = 20;

    private readonly List<(Scope Scope, InteractionStatement Syntax)> all = [];

    public void Add(Scope scope, InteractionStatement interaction) => all.Add((scope, interaction));

    /// <param name="idOf">The id in the whole; null for what does not lead to one.</param>
    public void Check(Func<Scope, Name, string?> idOf, IReadOnlySet<string> reactionIds, ICollection<Finding> findings)
    {
        foreach (var (scope, interaction) in all)
            foreach (var name in interaction.Reactions)
                if (idOf(scope, name) is { } id && !reactionIds.Contains(id))
                    findings.Add(FindingCodes.UnknownId.At(name.Location, $"There is no reaction '{name.Text}' to modify.", Spelling.Advice(name.Text, scope.ReactionIds, "An interaction is written species -o reaction.")));
    }

    /// <summary>Species that are said to modify a reaction, as far as the model has them.</summary>
    /// <param name="idOf">The id in the whole; null for what does not lead to one.</param>
    public IEnumerable<Modifier> Modifiers(Func<Scope, Name, string?> idOf, Model flat, string reaction) =>
        from interaction in all
        where interaction.Syntax.Reactions.Any(name => idOf(interaction.Scope, name) == reaction)
        from species in interaction.Syntax.Species
        let id = idOf(interaction.Scope, species)
        where id is not null && flat.Species.Any(known => known.Id == id)
        select new Modifier(id) { Name = interaction.Syntax.Id?.Text, Annotation = new() { SboTerm = interaction.Syntax.IsInhibition ? Inhibitor : AnyModifier } };
}
