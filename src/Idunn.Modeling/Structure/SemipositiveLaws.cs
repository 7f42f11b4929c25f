using System.Numerics;

namespace Idunn.Modeling.Structure;

/// <summary>
/// All conservation relations without negative coefficients and with the fewest species: the extreme rays of the cone {c ≥ 0, c N = 0}, by the tableau method of Schuster, S. &amp; Höfer, T. (1991), Determining all extreme semi-positive conservation relations in chemical
/// reaction systems: a test criterion for conservativity, Journal of the Chemical Society, Faraday Transactions 87, 2561–2566. There may be exponentially many, so the search is given up beyond a size.
/// </summary>
internal static class SemipositiveLaws
{
    private const int MostRows = 400;

    private const int MostSpecies = 2_000;
    private const long MostWork = 1_000_000_000;

    private sealed record Row(BigInteger[] Rest, BigInteger[] Law);

    /// <param name="matrix">By rows, whole numbers.</param>
    /// <returns>Coefficients by row of the matrix, without a common divisor; null when there were too many to find.</returns>
    public static IReadOnlyList<BigInteger[]>? Of(IReadOnlyList<BigInteger[]> matrix)
    {
        // The tableau starts with as many columns as rows, and each step looks at all of what is open.
        if (matrix.Count > MostSpecies || matrix.Count > 0 && (long)matrix[0].Length * matrix[0].Length * matrix.Count > MostWork)
            return null;
        var tableau = matrix.Select((row, i) => new Row(row, [.. matrix.Select((_, j) => j == i ? BigInteger.One : BigInteger.Zero)])).ToList();
        var open = matrix.Count == 0 ? [] : Enumerable.Range(0, matrix[0].Length).ToList();
        while (open.Count > 0)
        {
            var column = open.MinBy(candidate => (Pairs(tableau, candidate), candidate));
            open.Remove(column);
            if (Pairs(tableau, column) > MostRows * MostRows)
                return null;
            tableau = Eliminate(tableau, column);
            if (tableau.Count > MostRows)
                return null;
        }
        return [.. tableau.Select(row => row.Law)];
    }

    private static long Pairs(List<Row> tableau, int column) => (long)tableau.Count(row => row.Rest[column].Sign > 0) * tableau.Count(row => row.Rest[column].Sign < 0);

    private static List<Row> Eliminate(List<Row> tableau, int column)
    {
        var result = tableau.Where(row => row.Rest[column].IsZero).ToList();
        foreach (var plus in tableau.Where(row => row.Rest[column].Sign > 0))
            foreach (var minus in tableau.Where(row => row.Rest[column].Sign < 0))
                if (IsExtreme(tableau, plus, minus))
                    result.Add(Combined(plus, -minus.Rest[column], minus, plus.Rest[column]));
        return result;
    }

    /// <summary>No third row's species all lie among those of the two: the combination would hold more species than it needs.</summary>
    private static bool IsExtreme(List<Row> tableau, Row plus, Row minus)
    {
        foreach (var other in tableau)
        {
            if (ReferenceEquals(other, plus) || ReferenceEquals(other, minus))
                continue;
            var isWithin = true;
            for (var i = 0; i < other.Law.Length && isWithin; i++)
                isWithin = other.Law[i].IsZero || !plus.Law[i].IsZero || !minus.Law[i].IsZero;
            if (isWithin)
                return false;
        }
        return true;
    }

    private static Row Combined(Row a, BigInteger fa, Row b, BigInteger fb)
    {
        BigInteger[] Sum(BigInteger[] x, BigInteger[] y) => [.. x.Zip(y, (p, q) => fa * p + fb * q)];
        var (rest, law) = (Sum(a.Rest, b.Rest), Sum(a.Law, b.Law));
        var divisor = rest.Concat(law).Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
        return new([.. rest.Select(value => value / divisor)], [.. law.Select(value => value / divisor)]);
    }
}
