using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Modeling.Units;

/// <summary>
/// What a unit measures: exponents over base dimensions. The bases are those of the SI (length, mass, time, current, temperature, substance) and one
/// for each counted thing (particle, copy, cell, molecule, item and what a model declares), so that copies never add to particles.
/// </summary>
public sealed class Dimension : IEquatable<Dimension>
{
    private readonly ImmutableSortedDictionary<string, double> exponents;

    private Dimension(ImmutableSortedDictionary<string, double> exponents) => this.exponents = exponents;

    public static Dimension None { get; } = new(ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal));

    public bool IsNone => exponents.IsEmpty;

    /// <summary>A base dimension.</summary>
    public static Dimension Of(string name) => new(None.exponents.Add(name, 1));

    public static Dimension operator *(Dimension left, Dimension right) => left.Combine(right, 1);

    public static Dimension operator /(Dimension left, Dimension right) => left.Combine(right, -1);

    public Dimension Power(double exponent) => None.Combine(this, exponent);

    private Dimension Combine(Dimension other, double times)
    {
        var result = exponents.ToBuilder();
        foreach (var (name, exponent) in other.exponents)
        {
            // Rounded, so that three cube roots multiply to exactly one.
            var sum = Math.Round(result.GetValueOrDefault(name) + (exponent * times), 9);
            if (sum == 0)
                result.Remove(name);
            else
                result[name] = sum;
        }
        return new Dimension(result.ToImmutable());
    }

    public bool Equals(Dimension? other) => other is not null && exponents.SequenceEqual(other.exponents);

    public override bool Equals(object? obj) => Equals(obj as Dimension);

    public override int GetHashCode() => exponents.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <summary>As people write it: <c>copy/cell/time</c>; <c>1</c> for a pure number.</summary>
    public override string ToString()
    {
        var above = exponents.Where(pair => pair.Value > 0).Select(pair => Written(pair.Key, pair.Value)).ToArray();
        var below = exponents.Where(pair => pair.Value < 0).Select(pair => "/" + Written(pair.Key, -pair.Value));
        return (above.Length == 0 ? "1" : string.Join(" ", above)) + string.Concat(below);
    }

    private static string Written(string name, double exponent) => exponent == 1 ? name : name + "^" + exponent.ToString("0.###", CultureInfo.InvariantCulture);
}
