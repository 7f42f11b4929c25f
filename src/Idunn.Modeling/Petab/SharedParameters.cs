using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>
/// Constants that all instances of a submodel share. A parameter inside a submodel that the model gives no value, and whose local name is the id of a table row, takes
/// that row: in every instance, as one parameter of the whole under the local name, and with the whole model's own parameter of that name where it takes the row too. So a constant of nature has one row and needs no port; a row with the
/// full dotted id still sets one instance apart.
/// </summary>
public static class SharedParameters
{
    /// <param name="rows">Ids of the rows of all tables that go with the model, those of every population.</param>
    /// <exception cref="FindingsException">Two parameters that would become one have different units.</exception>
    public static Model Unify(Model model, IEnumerable<string> rows)
    {
        var known = rows.ToHashSet(StringComparer.Ordinal);
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).Concat(model.RateRules.Select(rule => rule.Variable)).Concat(model.Events.SelectMany(e => e.Assignments).Select(assignment => assignment.Variable)).ToHashSet(StringComparer.Ordinal);
        bool TakesRow(Parameter parameter) => parameter.Initial is null && !ruled.Contains(parameter.Id);
        var taken = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Id).Concat(model.Reactions.Select(reaction => reaction.Id))
            .Except(model.Parameters.Where(TakesRow).Select(parameter => parameter.Id)).ToHashSet(StringComparer.Ordinal);
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters.Where(parameter => TakesRow(parameter) && !known.Contains(parameter.Id)))
            if (LocalName(parameter.Id) is { } local && known.Contains(local) && !taken.Contains(local))
                shared.Add(parameter.Id, local);
        return shared.Count == 0 ? model : Renamed(model, shared);
    }

    private static string? LocalName(string id) => id.LastIndexOf('.') is >= 0 and var dot ? id[(dot + 1)..] : null;

    private static Model Renamed(Model model, Dictionary<string, string> shared)
    {
        Expr In(Expr formula) => ExprTree.Rewrite(formula, part => part is SymbolExpr symbol && shared.TryGetValue(symbol.Name, out var local) ? symbol with { Name = local } : part);
        Expr? Within(Expr? formula) => formula is null ? null : In(formula);
        return model with
        {
            Compartments = [.. model.Compartments.Select(quantity => quantity with { Initial = Within(quantity.Initial) })],
            Species = [.. model.Species.Select(quantity => quantity with { Initial = Within(quantity.Initial) })],
            Parameters = Parameters(model, shared, Within),
            Reactions = [.. model.Reactions.Select(reaction => reaction with { Rate = Within(reaction.Rate) })],
            AssignmentRules = [.. model.AssignmentRules.Select(rule => rule with { Formula = In(rule.Formula) })],
            RateRules = [.. model.RateRules.Select(rule => rule with { Formula = In(rule.Formula) })],
            Events =
            [
                .. model.Events.Select(e => e with
                {
                    Trigger = In(e.Trigger),
                    Delay = Within(e.Delay),
                    Priority = Within(e.Priority),
                    Assignments = [.. e.Assignments.Select(assignment => assignment with { Formula = In(assignment.Formula) })],
                }),
            ],
        };
    }

    /// <summary>The shared one stands where its first instance stood.</summary>
    private static ImmutableArray<Parameter> Parameters(Model model, Dictionary<string, string> shared, Func<Expr?, Expr?> within)
    {
        var outer = shared.Values.ToHashSet(StringComparer.Ordinal);
        var first = model.Parameters.Where(parameter => outer.Contains(parameter.Id)).ToDictionary(parameter => parameter.Id, StringComparer.Ordinal);
        var findings = new List<Finding>();
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        foreach (var parameter in model.Parameters)
        {
            if (!shared.TryGetValue(parameter.Id, out var local))
                parameters.Add(parameter with { Initial = within(parameter.Initial) });
            else if (!first.TryGetValue(local, out var known))
            {
                first.Add(local, parameter);
                parameters.Add(parameter with { Id = local });
            }
            else if (known.Unit != parameter.Unit)
                findings.Add(FindingCodes.Duplicate.At(parameter.Location, $"'{local}' is in '{parameter.Unit}' here and in '{known.Unit}' at {known.Location}, and both would take the row '{local}'.", "Give one of them another name, or the same unit."));
        }
        return findings.Count == 0 ? parameters.ToImmutable() : throw new FindingsException(findings);
    }
}
