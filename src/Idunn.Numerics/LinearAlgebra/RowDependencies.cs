using System.Collections.Immutable;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>
/// Which rows of a matrix are independent, and how the others follow from them: sparse Gaussian elimination in exact fractions, with each row's history carried along, so that a row that
/// vanishes leaves its relation to the rows before it. The relations are a basis of the left null space; in the stoichiometry of a network they are the link matrix of Reder, C. (1988), Metabolic control
/// theory: a structural approach, Journal of Theoretical Biology 135, 175–201.
/// </summary>
public sealed class RowDependencies
{
    private readonly Dictionary<int, (Dictionary<int, Rational> Row, Dictionary<int, Rational> History)> pivots = [];
    private readonly List<int> independent = [];
    private readonly List<(int Row, ImmutableSortedDictionary<int, Rational> Relation)> relations = [];

    /// <summary>Squares of the words of numbers beyond their first, summed over all updates, beyond which the elimination is given up: fractions of many digits grow with every row, those of whole stoichiometries stay within one word.</summary>
    private const long MostWork = 20_000_000;

    private long work;

    private RowDependencies() { }

    /// <summary>Numbers of rows that no earlier ones add up to, ascending; as many as the rank.</summary>
    public IReadOnlyList<int> Independent => independent;

    /// <summary>For each other row, ascending, the relation Σ cⱼ rowⱼ = 0 that it closes: its own coefficient is 1, the others belong to independent rows before it.</summary>
    public IReadOnlyList<(int Row, ImmutableSortedDictionary<int, Rational> Relation)> Relations => relations;

    /// <param name="rows">Each row's entries by column; zeros may be left out.</param>
    /// <exception cref="OverflowException">The fractions grow beyond what can be computed with.</exception>
    public static RowDependencies Of(IReadOnlyList<IReadOnlyDictionary<int, Rational>> rows)
    {
        var result = new RowDependencies();
        for (var row = 0; row < rows.Count; row++)
            result.Add(row, rows[row]);
        return result;
    }

    private void Add(int number, IReadOnlyDictionary<int, Rational> entries)
    {
        var row = entries.Where(entry => !entry.Value.IsZero).ToDictionary();
        var history = new Dictionary<int, Rational> { [number] = 1 };
        // A pivot row may bring in columns of other pivots, but only of later ones: each was free of all earlier pivots' columns when it was made.
        for (var pivot = Reducible(row); pivot >= 0; pivot = Reducible(row))
        {
            var factor = -row[pivot] / pivots[pivot].Row[pivot];
            AddTo(row, factor, pivots[pivot].Row);
            AddTo(history, factor, pivots[pivot].History);
        }
        if (row.Count == 0)
        {
            relations.Add((number, history.ToImmutableSortedDictionary()));
            return;
        }
        independent.Add(number);
        pivots.Add(row.Keys.Min(), (row, history));
    }

    private int Reducible(Dictionary<int, Rational> row)
    {
        foreach (var column in row.Keys)
            if (pivots.ContainsKey(column))
                return column;
        return -1;
    }

    private void AddTo(Dictionary<int, Rational> row, Rational factor, Dictionary<int, Rational> other)
    {
        foreach (var (column, value) in other)
        {
            var sum = row.GetValueOrDefault(column) + factor * value;
            var words = (sum.Numerator.GetBitLength() + sum.Denominator.GetBitLength()) / 64;
            if ((work += words * words) > MostWork)
                throw new OverflowException("The fractions of the elimination grow beyond measure.");
            if (sum.IsZero)
                row.Remove(column);
            else
                row[column] = sum;
        }
    }
}
