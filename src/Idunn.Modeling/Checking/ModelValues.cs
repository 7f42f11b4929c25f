using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Checking;

/// <summary>Where each quantity of a model gets its value: the model, a table, or the study.</summary>
internal sealed class ModelValues
{
    private readonly Dictionary<string, Expr> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterBinding> bindings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double?> starts = new(StringComparer.Ordinal);

    public ModelValues(Model model, IReadOnlyList<ParameterTable> tables, ImmutableArray<ParameterBinding> bindings, IReadOnlySet<string> computedIds)
    {
        (Model, ComputedIds) = (model, computedIds);
        Rows = [.. tables.SelectMany(table => table.Rows)];
        RowIds = Rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        Quantities = [.. model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters)];
        Ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        Used = UnitChecker.UsedSymbols(model).ToHashSet(StringComparer.Ordinal);
        foreach (var binding in bindings)
            this.bindings.TryAdd(binding.Id, binding);
        foreach (var rule in model.AssignmentRules)
            definitions.TryAdd(rule.Variable, rule.Formula);
        foreach (var quantity in Quantities.Where(quantity => quantity.Initial is not null))
            definitions.TryAdd(quantity.Id, quantity.Initial!);
        foreach (var reaction in model.Reactions.Where(reaction => reaction.Rate is not null))
            definitions.TryAdd(reaction.Id, reaction.Rate!);
    }

    public Model Model { get; }

    public IReadOnlySet<string> ComputedIds { get; }

    public ImmutableArray<ParameterRow> Rows { get; }

    public IReadOnlySet<string> RowIds { get; }

    public ImmutableArray<Quantity> Quantities { get; }

    /// <summary>Variables of assignment rules.</summary>
    public IReadOnlySet<string> Ruled { get; }

    /// <summary>Ids that stand in a formula.</summary>
    public IReadOnlySet<string> Used { get; }

    /// <summary>What gives a symbol its value at the start: rule, initial value or rate law.</summary>
    public IReadOnlyDictionary<string, Expr> Definitions => definitions;

    public bool HasValue(Quantity quantity) => definitions.ContainsKey(quantity.Id) || RowIds.Contains(quantity.Id) || ComputedIds.Contains(quantity.Id);

    /// <summary>The value at the start, at nominal parameters; null when it cannot be known yet.</summary>
    public double? AtStart(string id)
    {
        if (ComputedIds.Contains(id))
            return null;
        if (bindings.TryGetValue(id, out var binding))
            return binding.Value;
        if (starts.TryGetValue(id, out var known) || !definitions.TryGetValue(id, out var formula))
            return known;
        // Holds while the formula is read, should it lead back here. A chain too long to be followed has no value that is known.
        starts[id] = null;
        return RuntimeHelpers.TryEnsureSufficientExecutionStack() ? starts[id] = ExprEvaluator.TryEvaluate(formula, AtStart) : null;
    }
}
