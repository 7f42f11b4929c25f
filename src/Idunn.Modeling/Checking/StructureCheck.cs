using System.Globalization;
using System.Runtime.CompilerServices;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Checking;

/// <summary>Ids, values, cycles and sizes.</summary>
internal static class StructureCheck
{
    public static void Check(ModelValues values, ICollection<Finding> findings)
    {
        CheckValues(values, findings);
        CheckUnused(values, findings);
        CheckCycles(values, findings);
        CheckVolumes(values, findings);
        CheckConstantSpecies(values, findings);
        CheckDraws(values.Model, findings);
    }

    /// <summary>Without what a table may give.</summary>
    public static void CheckAlone(ModelValues values, ICollection<Finding> findings)
    {
        CheckMisspelt(values, findings);
        CheckTotals(values.Model, findings);
        CheckCycles(values, findings);
        CheckConstantSpecies(values, findings);
        CheckDraws(values.Model, findings);
        foreach (var reaction in values.Model.Reactions.Where(reaction => reaction.Rate is null))
            findings.Add(FindingCodes.NoRate.At(reaction.Location, $"The reaction '{reaction.Id}' has no rate.", $"Write it behind the ';' of the reaction, or {reaction.Id} = rate."));
    }

    /// <summary>
    /// What nothing defines may stand in a table, unless it is nearly the id of something that nothing uses, or the word of another language for time; or, in a model that gives most of its values itself, an id of it but for
    /// capitals.
    /// </summary>
    private static void CheckMisspelt(ModelValues values, ICollection<Finding> findings)
    {
        var unused = values.Model.Parameters.Where(parameter => !parameter.IsImplicit && !values.Used.Contains(parameter.Id)).Select(parameter => parameter.Id).ToArray();
        var missing = values.Model.Parameters.Where(parameter => parameter.IsImplicit && !values.HasValue(parameter)).ToArray();
        var isComplete = missing.Length < values.Quantities.Count(values.HasValue);
        foreach (var parameter in missing)
        {
            var meant = parameter.Id is "t" or "Time" or "TIME" ? "time" : Spelling.Closest(parameter.Id, unused)
                ?? (isComplete ? values.Quantities.FirstOrDefault(quantity => quantity.Id != parameter.Id && values.HasValue(quantity) && string.Equals(quantity.Id, parameter.Id, StringComparison.OrdinalIgnoreCase))?.Id : null);
            if (meant is not null)
                findings.Add(FindingCodes.UnknownId.At(parameter.Location, $"'{parameter.Id}' stands in a formula, and nothing defines it.", $"Did you mean '{meant}'?"));
        }
    }

    /// <summary>A sum of species that is set by '=' is that of the start.</summary>
    private static void CheckTotals(Model model, ICollection<Finding> findings)
    {
        var moving = model.Species.Where(species => !species.IsConstant && !species.IsBoundary).Select(species => species.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters.Where(parameter => parameter.IsConstant && parameter.Initial is not null))
        {
            if (ExprTree.Symbols(parameter.Initial!).FirstOrDefault(symbol => moving.Contains(symbol.Name)) is { } species)
                findings.Add(FindingCodes.OnlyAtStart.At(parameter.Location, $"'{parameter.Id}' is computed once, at the start, from '{species.Name}', which changes.", $"Write {parameter.Id} := formula if it is to follow."));
        }
    }

    /// <summary>A draw is made at one moment; these formulas hold at all times.</summary>
    private static void CheckDraws(Model model, ICollection<Finding> findings)
    {
        var always = model.AssignmentRules.Select(rule => rule.Formula).Concat(model.RateRules.Select(rule => rule.Formula)).Concat(model.AlgebraicRules.Select(rule => rule.Formula)).Concat(model.Reactions.Select(reaction => reaction.Rate).OfType<Expr>())
            .Concat(model.Events.Select(happening => happening.Trigger)).Concat(model.Constraints.Select(constraint => constraint.Condition));
        foreach (var draw in always.SelectMany(RandomDraws.Of))
            findings.Add(FindingCodes.Draw.At(draw.Location, $"{draw.Function} draws at random in a formula that holds at all times, where there is no moment at which it would be drawn.", "Draw it in an initial assignment or an event, and use the variable that holds it."));
    }

    private static void CheckValues(ModelValues values, ICollection<Finding> findings)
    {
        var known = values.Quantities.Where(quantity => quantity is not Parameter { IsImplicit: true } || values.HasValue(quantity)).Select(quantity => quantity.Id).Concat(values.RowIds).Concat(values.ComputedIds).ToArray();
        foreach (var quantity in values.Quantities.Where(quantity => !values.HasValue(quantity)))
        {
            findings.Add(quantity is Parameter { IsImplicit: true }
                ? FindingCodes.UnknownId.At(quantity.Location, $"'{quantity.Id}' stands in a formula, and nothing defines it.", Spelling.Advice(quantity.Id, known, "Give it a row in a parameter table, or a rule."))
                : FindingCodes.NoValue.At(quantity.Location, $"'{quantity.Id}' has no value.", quantity is Species ? $"Write {quantity.Id} = 0, or give it a row in a parameter table." : "Give it a row in a parameter table."));
        }
    }

    private static void CheckUnused(ModelValues values, ICollection<Finding> findings)
    {
        var changed = values.Model.RateRules.Select(rule => rule.Variable).Concat(values.Model.Events.SelectMany(e => e.Assignments).Select(assignment => assignment.Variable)).Concat(values.Ruled).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in values.Model.Parameters.Where(parameter => !values.Used.Contains(parameter.Id) && !changed.Contains(parameter.Id) && !values.ComputedIds.Contains(parameter.Id)))
            findings.Add(FindingCodes.UnusedParameter.At(parameter.Location, $"The parameter '{parameter.Id}' is in no formula.", "Remove it, or use it."));
    }

    private static void CheckCycles(ModelValues values, ICollection<Finding> findings)
    {
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        var path = new List<string>();
        void Visit(string id)
        {
            if (!values.Definitions.TryGetValue(id, out var formula) || (state.TryGetValue(id, out var isDone) && isDone))
                return;
            if (state.ContainsKey(id))
            {
                findings.Add(FindingCodes.CyclicRule.At(formula.Location, $"These depend on each other in a circle: {string.Join(" → ", path.SkipWhile(step => step != id).Append(id))}.", "Make one of them a rate rule, or solve the equations by hand."));
                return;
            }
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                throw new FindingsException(FindingCodes.TooLarge.At(formula.Location, $"Formulas depend on each other in a chain of more than {path.Count:N0}, at '{id}'.", FindingCodes.TooLarge.Remedy));
            state[id] = false;
            path.Add(id);
            foreach (var symbol in ExprTree.Symbols(formula))
                Visit(symbol.Name);
            path.RemoveAt(path.Count - 1);
            state[id] = true;
        }
        foreach (var id in values.Definitions.Keys)
            Visit(id);
    }

    private static void CheckVolumes(ModelValues values, ICollection<Finding> findings)
    {
        foreach (var compartment in values.Model.Compartments)
        {
            if (values.AtStart(compartment.Id) is not { } size || size > 0)
                continue;
            var location = values.Rows.Where(row => row.Id == compartment.Id).Select(row => row.Location).FirstOrDefault(compartment.Location);
            findings.Add(FindingCodes.Volume.At(location, $"The compartment '{compartment.Id}' has the size {size.ToString("G6", CultureInfo.InvariantCulture)}.", "Give it a positive size."));
        }
    }

    private static void CheckConstantSpecies(ModelValues values, ICollection<Finding> findings)
    {
        var moved = values.Model.RateRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        var fixedSpecies = values.Model.Species.Where(species => !species.IsBoundary).ToDictionary(
            species => species.Id,
            species => species.IsConstant ? "constant" : values.Ruled.Contains(species.Id) || moved.Contains(species.Id) ? "set by a rule" : null,
            StringComparer.Ordinal);
        foreach (var reaction in values.Model.Reactions)
        {
            foreach (var participant in reaction.Reactants.Concat(reaction.Products))
            {
                if (fixedSpecies.GetValueOrDefault(participant.Species) is { } why)
                    findings.Add(FindingCodes.ConstantSpecies.At(reaction.Location, $"The reaction '{reaction.Id}' changes '{participant.Species}', which is {why}.", $"Write ${participant.Species} if the reaction is meant to leave it alone."));
            }
        }
    }
}
