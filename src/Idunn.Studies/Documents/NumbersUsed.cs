using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Studies.Documents;

/// <summary>Which ids a module's own formulas use, apart from those of its submodels.</summary>
internal static class NumbersUsed
{
    public static IEnumerable<string> In(Module module)
    {
        var model = module.Model;
        return model.Reactions.Where(reaction => IsOwn(reaction.Id)).Select(reaction => reaction.Rate)
            .Concat(model.RateRules.Where(rule => IsOwn(rule.Variable)).Select(rule => rule.Formula))
            .Concat(model.AssignmentRules.Where(rule => IsOwn(rule.Variable)).Select(rule => rule.Formula))
            .Concat(model.Events.Where(e => IsOwn(e.Id)).SelectMany(e => e.Assignments.Select(assignment => assignment.Formula).Append(e.Trigger)))
            .Concat(model.Species.Concat<Quantity>(model.Parameters).Concat(model.Compartments).Where(quantity => IsOwn(quantity.Id)).Select(quantity => quantity.Initial))
            .OfType<Expr>().SelectMany(ExprTree.Symbols).Select(symbol => symbol.Name)
            .Concat(model.Species.Where(species => IsOwn(species.Id) && species.Initial is null).Select(species => species.Id))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Ids of the whole that some module's formulas use.</summary>
    public static IEnumerable<string> Anywhere(DescribedModel described) =>
        described.Source.Files.SelectMany(file => file.Modules).SelectMany(module => In(module).SelectMany(id => described.InWhole(module, id)));

    /// <summary>The first file that mentions an id of the whole.</summary>
    public static SourceFile? FirstMention(DescribedModel described, string id) =>
        described.Source.Files.FirstOrDefault(file => file.Modules.Any(module => described.InstancesOf(module).Any(instance => instance.Ids.Keys.Any(own => described.InWhole(module, own).Contains(id)))));

    private static bool IsOwn(string id) => !id.Contains('.', StringComparison.Ordinal);
}
