using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Puts an instance of each submodel in its place, with the conversion factors of its time and extent.</summary>
internal sealed class Instantiation(Library library, ICollection<Finding> findings)
{
    private const int MostSubmodels = 100_000;

    private const int DeepestNesting = 100;

    private readonly Dictionary<ModuleSyntax, HashSet<string>> ownIds = new(ReferenceEqualityComparer.Instance);
    private int instances;

    /// <exception cref="FindingsException">The submodels grow without measure.</exception>
    public Scope Whole(ModuleSyntax module) => Instantiate(module, "", 0, [], [], []);

    private Scope Instantiate(ModuleSyntax module, string prefix, int depth, ImmutableList<string> path, ImmutableArray<Expr> times, ImmutableArray<Expr> extents)
    {
        if (++instances > MostSubmodels || depth > DeepestNesting)
            throw new FindingsException(FindingCodes.TooLarge.At(module.Location, "The submodels grow without measure when they are put in place.", FindingCodes.TooLarge.Remedy));
        var scope = new Scope(module, prefix, depth, ownIds.TryGetValue(module, out var ids) ? ids : ownIds[module] = Scope.OwnIdsOf(module)) { TimeFactors = times, ExtentFactors = extents };
        foreach (var submodel in module.Statements.OfType<SubmodelStatement>())
        {
            if (!library.Modules.TryGetValue(submodel.Module.Text, out var inner))
                findings.Add(FindingCodes.UnknownModule.At(submodel.Module.Location, $"There is no model '{submodel.Module.Text}'.", Spelling.Advice(submodel.Module.Text, library.Modules.Keys, "Define it, or import its file.")));
            else if (path.Contains(inner.Id) || inner.Id == module.Id)
                findings.Add(FindingCodes.Recursion.At(submodel.Location, $"The model '{inner.Id}' contains itself: {string.Join(" → ", path.Add(module.Id).Add(inner.Id))}.", "Break the circle."));
            else if (scope.Children.ContainsKey(submodel.Id))
                findings.Add(FindingCodes.Duplicate.At(submodel.Location, $"A submodel '{submodel.Id}' exists already.", "Rename one of them."));
            else
            {
                CheckArguments(submodel, inner);
                scope.Children.Add(submodel.Id, Instantiate(inner, prefix + submodel.Id + ".", depth + 1, path.Add(module.Id), Factors(times, submodel.TimeFactor, prefix), Factors(extents, submodel.ExtentFactor, prefix)));
            }
        }
        return scope;
    }

    /// <summary>Fewer arguments than ports leave the last ports as the module has them.</summary>
    private void CheckArguments(SubmodelStatement submodel, ModuleSyntax inner)
    {
        if (submodel.Arguments.Length > inner.Ports.Length)
            findings.Add(FindingCodes.ArgumentCount.At(
                submodel.Location, $"'{inner.Id}' takes {Counted(inner.Ports.Length)}{(inner.Ports.IsEmpty ? "" : $" ({string.Join(", ", inner.Ports.Select(port => port.Text))})")}, not {submodel.Arguments.Length}.",
                inner.Ports.IsEmpty ? "Write the names of its parts into the brackets behind the model's name, or use 'is'." : "Give at most one for each, in this order."));
    }

    private static string Counted(int count) => count switch { 0 => "no argument", 1 => "one argument", _ => $"{count} arguments" };

    /// <summary>The factor of a submodel before those of what it stands in.</summary>
    private static ImmutableArray<Expr> Factors(ImmutableArray<Expr> around, Expr? factor, string prefix)
        => factor is null ? around : around.Insert(0, factor is SymbolExpr symbol ? symbol with { Name = prefix + symbol.Name } : factor);
}
