using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>What ids mean in the tables that go with one model.</summary>
internal sealed class PetabScope
{
    private readonly Dictionary<string, Quantity> quantities;
    private readonly HashSet<string> reactions, ruled, moved, parameters;
    private readonly Dictionary<string, string> aliases;

    /// <param name="aliases">From ids of tables to ids of the model.</param>
    /// <param name="parameters">Ids of the parameter table, the model's where it has them.</param>
    public PetabScope(Model model, Dictionary<string, string> aliases, IEnumerable<string> parameters)
    {
        (Model, this.aliases, this.parameters) = (model, aliases, parameters.ToHashSet(StringComparer.Ordinal));
        quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).DistinctBy(quantity => quantity.Id).ToDictionary(quantity => quantity.Id, StringComparer.Ordinal);
        reactions = model.Reactions.Select(reaction => reaction.Id).ToHashSet(StringComparer.Ordinal);
        ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        moved = model.RateRules.Select(rule => rule.Variable).Concat(model.Species.Select(species => species.Id)).ToHashSet(StringComparer.Ordinal);
    }

    public Model Model { get; }

    public string Resolve(string id) => aliases.GetValueOrDefault(id, id);

    public Quantity? QuantityOf(string id) => quantities.GetValueOrDefault(id);

    public bool IsParameter(string id) => parameters.Contains(id);

    /// <summary>True for species and what has a rate rule: a preequilibration leaves them where they came to.</summary>
    public bool IsDifferential(string id) => moved.Contains(id);

    public bool Defines(string id) => quantities.ContainsKey(id) || reactions.Contains(id) || parameters.Contains(id);

    /// <summary>The formula in a cell, with the model's ids; null with a finding.</summary>
    /// <param name="isLocal">Ids that this formula knows besides.</param>
    public Expr? Formula(TsvRow row, string column, Func<string, bool> isLocal)
    {
        if (row[column].Length == 0)
        {
            row.Fail(FindingCodes.PetabCell, column, $"The cell '{column}' is empty.", "Write a number or an expression.");
            return null;
        }
        try
        {
            var isSound = true;
            var formula = ExprTree.Rewrite(PetabMath.Parse(row[column], row.At(column)), part =>
            {
                if (part is not SymbolExpr symbol || isLocal(symbol.Name))
                    return part;
                var id = Resolve(symbol.Name);
                if (Defines(id))
                    return symbol with { Name = id };
                isSound = false;
                row.Report(FindingCodes.PetabReference.At(
                    symbol.Location, $"'{symbol.Name}' is neither in the model nor in the parameter table.",
                    Spelling.Advice(symbol.Name, quantities.Keys.Concat(parameters).Concat(aliases.Keys), FindingCodes.PetabReference.Remedy)));
                return part;
            });
            return isSound ? formula : null;
        }
        catch (FindingsException exception)
        {
            foreach (var finding in exception.Findings)
                row.Report(finding);
            return null;
        }
    }

    /// <summary>True when a condition may set the target; else a finding says why not.</summary>
    public bool MaySet(string id, string written, TsvRow row, SourceLocation location)
    {
        var problem = parameters.Contains(id) ? $"'{written}' stands in the parameter table, and a condition sets it too."
            : ruled.Contains(id) ? $"'{written}' follows an assignment rule of the model."
            : reactions.Contains(id) ? $"'{written}' is a reaction."
            : null;
        if (problem is not null)
            row.Report(FindingCodes.PetabTarget.At(location, problem, FindingCodes.PetabTarget.Remedy));
        else if (!quantities.ContainsKey(id))
            row.Report(FindingCodes.PetabReference.At(location, $"The model has no '{written}' to set.", Spelling.Advice(written, quantities.Keys.Concat(aliases.Keys), "Correct the id.")));
        else
            return true;
        return false;
    }

    /// <summary>Why the parameter table cannot set this; null when it can.</summary>
    public string? WhyNotParameter(string id) => ruled.Contains(id) ? "follows an assignment rule of the model" : moved.Contains(id) ? "changes in the model by reactions or a rate rule" : reactions.Contains(id) ? "is a reaction" : null;

    /// <summary>Aliases from the rows of mapping tables; a row without a model's id is an annotation.</summary>
    public static Dictionary<string, string> Aliases(IEnumerable<TsvRow> rows)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (row.Id("petabEntityId") is { } id && row["modelEntityId"] is { Length: > 0 } of && !aliases.TryAdd(id, of))
                row.Fail(FindingCodes.PetabDuplicate, "petabEntityId", $"'{id}' is mapped twice.");
        return aliases;
    }
}
