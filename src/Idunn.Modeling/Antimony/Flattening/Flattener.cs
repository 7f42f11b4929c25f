using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>
/// Puts submodels in place: every instance gets its prefix, a port takes the id of what is passed to it, synchronised ids become one id, what an outer model says overrides what an inner one says, DNA strands give
/// their parts rates, deletions take effect.
/// </summary>
/// <param name="expandsFunctions">False: calls of user functions stay as they were written.</param>
internal sealed class Flattener(Library library, ICollection<Finding> findings, bool expandsFunctions = true)
{
    private readonly UnitCollection units = new(findings);
    private Renaming? naming;
    private Scope? whole;

    private Renaming Names => naming ??= new(units, findings);

    public Model Flatten(ModuleSyntax module)
    {
        var root = whole = new Instantiation(library, findings).Whole(module);
        var renaming = Names;
        var symbols = new SymbolList(renaming, findings);
        var formulas = new ScopedFormulas(renaming, symbols, expandsFunctions ? new FunctionExpansion(library.Functions, findings) : null, findings);
        var collected = new Collected(symbols, units);
        var (statements, remarks) = (new StatementCollection(collected, renaming, formulas, findings), new RemarkCollection(collected, renaming, formulas));
        foreach (var scope in root.WithDescendants)
            renaming.Synchronize(scope);
        foreach (var scope in root.WithDescendants)
            statements.Collect(scope);
        foreach (var scope in root.WithDescendants)
            remarks.Collect(scope);
        statements.Complete();
        new Strands(collected, renaming, findings).Resolve();
        symbols.CheckRivals();
        return Interactions.Added(new ModelAssembly(collected, renaming, formulas, remarks, findings).Build(root), collected.Interactions, renaming);
    }

    /// <summary>Where each module came to stand, once the whole was flattened.</summary>
    public ImmutableArray<ModuleInstance> Instances => whole is null ? [] :
        [.. whole.WithDescendants.Select(scope => new ModuleInstance(scope.Module.Id, scope.Prefix.TrimEnd('.'), scope.OwnIds.ToImmutableSortedDictionary(id => id, id => Names.Root(scope.Prefix + id), StringComparer.Ordinal)))];
}
