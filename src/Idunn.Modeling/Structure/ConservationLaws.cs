using System.Collections.Immutable;
using System.Numerics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Structure;

/// <summary>
/// The conservation laws of a model: a basis of the left null space of its stoichiometry matrix, exact, in whole numbers. Laws without negative coefficients are taken where there are enough (<see cref="SemipositiveLaws"/>), the
/// shortest first; the rest comes from Gaussian elimination (<see cref="RowDependencies"/>).
/// </summary>
public static class ConservationLaws
{
    /// <exception cref="Checking.FindingsException">A coefficient is not finite, or they have too many digits.</exception>
    /// <returns>As many independent laws as the matrix has species beyond its rank, those of the fewest species first.</returns>
    public static ImmutableArray<ConservationLaw> Of(StoichiometryMatrix matrix)
    {
        var rows = matrix.Rows();
        var eliminated = StoichiometryMatrix.Dependencies(rows).Relations.Select(relation => relation.Relation).ToArray();
        // A species in no relation of the basis is in none at all.
        int[] members = [.. eliminated.SelectMany(relation => relation.Keys).Distinct().Order()];
        var semipositive = SemipositiveLaws.Of(Whole(members, rows))?.Select(law => (IReadOnlyDictionary<int, Rational>)law.Select((value, i) => (Species: members[i], Value: new Rational(value, 1)))
            .Where(entry => !entry.Value.IsZero).ToDictionary(entry => entry.Species, entry => entry.Value)) ?? [];
        IReadOnlyDictionary<int, Rational>[] candidates = [.. semipositive.OrderBy(law => law.Count).ThenBy(law => law.Keys.Order(), Lexical), .. eliminated];
        var chosen = StoichiometryMatrix.Dependencies(candidates).Independent;
        return [.. chosen.Select(index => Law(matrix, candidates[index])).OrderBy(law => law.Terms.Length)];
    }

    private static ConservationLaw Law(StoichiometryMatrix matrix, IReadOnlyDictionary<int, Rational> relation)
    {
        var multiple = relation.Values.Aggregate(BigInteger.One, (all, value) => all / BigInteger.GreatestCommonDivisor(all, value.Denominator) * value.Denominator);
        var whole = relation.OrderBy(term => term.Key).Select(term => (Species: matrix.Species[term.Key], Coefficient: term.Value.Numerator * (multiple / term.Value.Denominator))).ToArray();
        var divisor = whole.Select(term => term.Coefficient).Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor) * whole[0].Coefficient.Sign;
        return new([.. whole.Select(term => (term.Species, term.Coefficient / divisor))]);
    }

    /// <summary>The rows of some species, each column times its common denominator; columns that are 0 in them are left out.</summary>
    private static BigInteger[][] Whole(int[] members, IReadOnlyList<IReadOnlyDictionary<int, Rational>> rows)
    {
        int[] columns = [.. members.SelectMany(row => rows[row].Where(entry => !entry.Value.IsZero).Select(entry => entry.Key)).Distinct().Order()];
        var multiples = columns.ToDictionary(column => column, column => members.Where(row => rows[row].ContainsKey(column)).Select(row => rows[row][column].Denominator)
            .Aggregate(BigInteger.One, (all, denominator) => all / BigInteger.GreatestCommonDivisor(all, denominator) * denominator));
        return [.. members.Select(row => columns.Select(column => rows[row].GetValueOrDefault(column)).Zip(columns, (value, column) => value.Numerator * (multiples[column] / value.Denominator)).ToArray())];
    }

    private static readonly Comparer<IEnumerable<int>> Lexical = Comparer<IEnumerable<int>>.Create((a, b) =>
        a.Zip(b, (x, y) => x.CompareTo(y)).FirstOrDefault(order => order != 0));
}
