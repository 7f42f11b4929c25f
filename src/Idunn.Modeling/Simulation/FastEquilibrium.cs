using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// Reactions so fast that they are always in equilibrium: the state holds what slow reactions integrate, x = u + N ξ adds the extents ξ of the fast ones, and N v(x) = 0 determines them
/// (quasi-equilibrium: Kaneko et al. in Hairer, E. &amp; Wanner, G., Solving Ordinary Differential Equations II, 2nd ed., VI.1, "state space form"). What fast reactions conserve is untouched by ξ. At discrete instants u takes up x and ξ starts from 0 again, so that stoichiometries may change there.
/// </summary>
internal sealed class FastEquilibrium
{
    private readonly List<(Reaction Reaction, Dictionary<int, double> Column)> columns = [];
    private readonly Dictionary<(int Column, int State), (string? Variable, string? Conversion)> factors = [];

    /// <param name="firstInput">Number of the input that holds the first extent.</param>
    public FastEquilibrium(Model model, SymbolTable symbols, int firstInput, ICollection<Finding> findings)
    {
        var species = model.Species.DistinctBy(species => species.Id).ToDictionary(species => species.Id, StringComparer.Ordinal);
        foreach (var reaction in model.Reactions.Where(reaction => reaction.IsFast))
        {
            var column = new Dictionary<int, double>();
            foreach (var term in reaction.NetStoichiometry)
            {
                if (!species.TryGetValue(term.Species, out var changed) || changed.IsBoundary || changed.IsConstant || symbols[term.Species] is not Meaning.Integrated integrated)
                    continue;
                if (term.Coefficient == 0)
                    continue;
                if (!column.TryAdd(integrated.State, term.Coefficient))
                    findings.Add(FindingCodes.SingleRun.At(reaction.Location, $"In the fast reaction '{reaction.Id}', '{term.Species}' has several stoichiometries, of which one varies.", "Write one."));
                factors[(columns.Count, integrated.State)] = (term.Variable, changed.ConversionFactor);
            }
            if (column.Count > 0)
                columns.Add((reaction, column));
        }
        (var pivots, Rows) = Independent();
        Independents = [.. pivots.Select(index => columns[index].Reaction)];
        var extents = new Dictionary<int, ImmutableArray<Extent>>();
        for (var k = 0; k < pivots.Count; k++)
            foreach (var (state, factor) in columns[pivots[k]].Column)
                extents[state] = extents.GetValueOrDefault(state, []).Add(new Extent(factor, factors[(pivots[k], state)].Variable, factors[(pivots[k], state)].Conversion, firstInput + k));
        Extents = extents;
        IsIndependent = pivots.Count == columns.Count;
        if (!IsIndependent && factors.Values.Any(factor => factor != (null, null)))
            findings.Add(FindingCodes.SingleRun.At(columns[0].Reaction.Location, "Fast reactions that depend on each other have variable stoichiometries or conversion factors.", "Write numbers."));
        Pace = [.. from row in Enumerable.Range(0, pivots.Count) from column in pivots select IsIndependent ? (columns[pivots[row]].Reaction == columns[column].Reaction ? 1.0 : 0.0) : columns[column].Column.GetValueOrDefault(Rows[row])];
    }

    /// <summary>Fast reactions whose extents are unknowns: independent ones, as many as the rank.</summary>
    public ImmutableArray<Reaction> Independents { get; }

    public IReadOnlyDictionary<int, ImmutableArray<Extent>> Extents { get; }

    /// <summary>How the equations' values move with the extents' rates, a square matrix by rows: the identity, or the rows of N.</summary>
    public ImmutableArray<double> Pace { get; }

    private bool IsIndependent { get; }

    /// <summary>States of independent rows of N.</summary>
    private List<int> Rows { get; }

    /// <summary>The equations, as nodes that are zero in equilibrium: each rate where all are independent, else the rows of N v.</summary>
    public IEnumerable<int> Residuals(Formulas formulas)
    {
        if (IsIndependent)
        {
            foreach (var reaction in Independents)
                yield return formulas.Symbol(reaction.Id, Moment.Always, reaction.Location);
            yield break;
        }
        var graph = formulas.Graph;
        foreach (var row in Rows)
            yield return columns.Where(column => column.Column.ContainsKey(row))
                .Select(column => graph.Multiply(graph.Constant(column.Column[row]), formulas.Symbol(column.Reaction.Id, Moment.Always, column.Reaction.Location)))
                .Aggregate(graph.Add);
    }

    /// <summary>Gaussian elimination by columns: the first independent ones, and a row for each.</summary>
    private (List<int> Columns, List<int> Rows) Independent()
    {
        var (chosen, rows) = (new List<int>(), new List<int>());
        var reduced = new List<Dictionary<int, double>>();
        for (var index = 0; index < columns.Count; index++)
        {
            var column = new Dictionary<int, double>(columns[index].Column);
            for (var k = 0; k < reduced.Count; k++)
                if (column.TryGetValue(rows[k], out var value) && value != 0)
                    foreach (var (row, entry) in reduced[k])
                        column[row] = column.GetValueOrDefault(row) - value / reduced[k][rows[k]] * entry;
            var pivot = column.Where(entry => Math.Abs(entry.Value) > 1e-9).OrderByDescending(entry => Math.Abs(entry.Value)).ThenBy(entry => entry.Key).Select(entry => (int?)entry.Key).FirstOrDefault();
            if (pivot is null)
                continue;
            chosen.Add(index);
            rows.Add(pivot.Value);
            reduced.Add(column);
        }
        return (chosen, rows);
    }
}
