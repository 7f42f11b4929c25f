using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Structure;

/// <summary>What one reaction does to one species, each time it happens.</summary>
/// <param name="Species">Row.</param>
/// <param name="Reaction">Column.</param>
/// <param name="Coefficient">Products minus reactants; where <paramref name="Variable"/> is given, the factor before it.</param>
/// <param name="Variable">What the coefficient is multiplied by: an id that is the stoichiometry, a conversion factor, or both; null: nothing.</param>
public readonly record struct StoichiometryEntry(int Species, int Reaction, double Coefficient, string? Variable);

/// <summary>
/// N of dn/dt = N v: how the amounts n of the species follow from the rates v of the reactions. Rows are the species whose amount reactions determine: neither constant nor boundary nor ruled, by an algebraic rule either.
/// </summary>
/// <param name="Species">Ids of the rows, in the model's order.</param>
/// <param name="Reactions">Ids of the columns, in the model's order.</param>
/// <param name="Entries">What is not 0, by species and within it by reaction.</param>
public sealed record StoichiometryMatrix(ImmutableArray<string> Species, ImmutableArray<string> Reactions, ImmutableArray<StoichiometryEntry> Entries)
{
    public static StoichiometryMatrix Of(Model model)
    {
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).Concat(model.RateRules.Select(rule => rule.Variable)).Concat(AlgebraicMatching.VariablesOf(model, new List<Finding>())).ToHashSet(StringComparer.Ordinal);
        var species = model.Species.Where(species => !species.IsBoundary && !species.IsConstant && !ruled.Contains(species.Id)).ToArray();
        var rows = species.Select((species, row) => (species.Id, row)).ToDictionary(pair => pair.Id, pair => pair.row, StringComparer.Ordinal);
        var entries =
            from column in Enumerable.Range(0, model.Reactions.Length)
            from term in model.Reactions[column].NetStoichiometry
            where term.Coefficient != 0 && rows.ContainsKey(term.Species)
            let row = rows[term.Species]
            orderby row, column
            select new StoichiometryEntry(row, column, term.Coefficient, Times(term.Variable, species[row].ConversionFactor));
        return new([.. species.Select(species => species.Id)], [.. model.Reactions.Select(reaction => reaction.Id)], [.. entries]);
    }

    /// <summary>
    /// Rows in exact fractions. What a coefficient is multiplied by is not looked into: a reaction has a further column for each such factor, so that a relation between rows holds whatever the factors are.
    /// </summary>
    /// <param name="includes">Reactions that have columns; null: all.</param>
    internal IReadOnlyList<IReadOnlyDictionary<int, Rational>> Rows(Func<int, bool>? includes = null)
    {
        var rows = Species.Select(_ => new Dictionary<int, Rational>()).ToArray();
        var columns = new Dictionary<(int, string?), int>();
        foreach (var entry in Entries.Where(entry => includes is null || includes(entry.Reaction)))
        {
            if (!columns.TryGetValue((entry.Reaction, entry.Variable), out var column))
                columns.Add((entry.Reaction, entry.Variable), column = columns.Count);
            rows[entry.Species][column] = rows[entry.Species].GetValueOrDefault(column) + Rational.Of(entry.Coefficient);
        }
        return rows;
    }

    private static string? Times(string? variable, string? factor) => variable is null ? factor : factor is null ? variable : $"{variable}·{factor}";
}
