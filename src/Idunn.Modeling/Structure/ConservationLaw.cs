using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Idunn.Modeling.Structure;

/// <summary>A sum of amounts that no reaction changes: a moiety, where no coefficient is negative. Events may change it.</summary>
/// <param name="Terms">Species and their coefficients, whole numbers without a common divisor, the first one above 0; in the order of the model.</param>
public sealed record ConservationLaw(ImmutableArray<(string Species, BigInteger Coefficient)> Terms)
{
    /// <summary>True when no coefficient is negative, so that the sum bounds each of its amounts.</summary>
    public bool IsMoiety => Terms.All(term => term.Coefficient.Sign > 0);

    /// <summary>The sum for given amounts.</summary>
    public double Total(Func<string, double> amountOf) => Terms.Sum(term => (double)term.Coefficient * amountOf(term.Species));

    /// <summary>The sum as it is written: <c>E + 2 E2 − ES</c>.</summary>
    public override string ToString() => string.Concat(Terms.Select((term, place) =>
    {
        var sign = term.Coefficient.Sign < 0 ? (place == 0 ? "−" : " − ") : place == 0 ? "" : " + ";
        var size = BigInteger.Abs(term.Coefficient);
        return sign + (size.IsOne ? "" : size.ToString(CultureInfo.InvariantCulture) + " ") + term.Species;
    }));
}
